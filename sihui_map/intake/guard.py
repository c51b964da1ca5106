"""What a workbook must be before it is opened: small, whole, unencrypted, without active parts."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from sihui_map.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_BYTES = 20_000_000
MAX_MEMBERS = 200
MAX_UNPACKED = 100_000_000
MAX_SHARED_STRINGS = 10_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
MAX_ELEMENTS = 500_000
MAX_COLUMNS = 200
CHUNK = 1 << 18

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
KNOWN_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"SQLite format 3", "SQLite 数据库"),
)
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<", re.ASCII)
JSON = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*[{\[]", re.ASCII)

# Anything a spreadsheet program writes lies in these folders, in these kinds of files.
ALLOWED = re.compile(
    r"\[Content_Types\]\.xml"
    r"|(?:_rels|docProps|xl|customXml)/(?:[\w\- .]+/)*"
    r"(?:[\w\- .]*\.(?:xml|rels|vml|bin|png|jpe?g|gif|emf|wmf))?",
    re.IGNORECASE,
)
FORBIDDEN = (
    (re.compile(r"vbaProject|vbaData|macrosheets|dialogsheets", re.IGNORECASE), "宏"),
    (re.compile(r"/externalLinks/|/connections\.xml|/queryTables/", re.IGNORECASE), "外部链接"),
    (
        re.compile(r"/embeddings/|/activeX/|/ctrlProps/|oleObject", re.IGNORECASE),
        "嵌入的对象或控件",
    ),
)
AS_XLSX = "请用 Excel 或 WPS 打开后另存为 .xlsx"
AGAIN = "请下载最新模板，把数据粘贴为数值后另存为 .xlsx"


@dataclass
class Part:
    """What was seen in one XML member without building it: sheets, links, merges, formulas."""

    elements: int = 0
    row: int = 0
    columns: int = 0
    last_row: int = 0
    """The last row that holds a value."""
    has_formulas: bool = False
    merged: list[str] = field(default_factory=list)
    sheets: dict[str, str] = field(default_factory=dict)
    """Relation id → name."""
    links: dict[str, str] = field(default_factory=dict)
    """Relation id → target."""
    notes: dict[str, Callable[[Part, Mapping[str, str]], None] | None] = field(default_factory=dict)
    """Tag with its namespace → what takes note of it."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element."""
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            most = MAX_ELEMENTS // 10_000
            msg = f"文件里的行和格子超过 {most} 万个，多半是空行；请删去空行，或{AGAIN[1:]}"
            raise IntakeError(msg)
        if tag not in self.notes:
            self.notes[tag] = self._NOTES.get(tag.rpartition("}")[2])
        note = self.notes[tag]
        if note is not None:
            note(self, attributes)

    def close(self) -> None:
        """Keep nothing else."""

    def _row(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("r", "")
        self.row = int(told) if told.isascii() and told.isdigit() else self.row + 1
        self.columns = 0

    def _cell(self, _: Mapping[str, str]) -> None:
        self.columns += 1
        if self.columns > MAX_COLUMNS:
            msg = f"有工作表第 {self.row} 行超过 {MAX_COLUMNS} 列；请删去右侧多余的列后再交"
            raise IntakeError(msg)

    def _value(self, _: Mapping[str, str]) -> None:
        self.last_row = max(self.last_row, self.row)

    def _formula(self, _: Mapping[str, str]) -> None:
        self.has_formulas = True

    def _merge(self, attributes: Mapping[str, str]) -> None:
        self.merged.append(attributes.get("ref", "")[:30])

    def _sheet(self, attributes: Mapping[str, str]) -> None:
        relation = next((attributes[key] for key in attributes if key.endswith("}id")), "")
        self.sheets[relation] = attributes.get("name", "")

    def _link(self, attributes: Mapping[str, str]) -> None:
        self.links[attributes.get("Id", "")] = attributes.get("Target", "")

    _NOTES = {  # noqa: RUF012 never written to
        "row": _row,
        "c": _cell,
        "v": _value,
        "is": _value,
        "f": _formula,
        "mergeCell": _merge,
        "sheet": _sheet,
        "Relationship": _link,
    }


def check_start(body: bytes, kind: str) -> None:
    """Refuse what is empty, too large, or by its first bytes something else than ``kind``."""
    if not body.strip(b"\0 \r\n\t"):
        msg = "文件是空的；请确认已保存后再上传"
        raise IntakeError(msg)
    if len(body) > MAX_BYTES:
        msg = f"文件有 {len(body) / 1e6:.1f} MB，上限 20 MB；请删去多余的图片和空行后再交"
        raise IntakeError(msg)
    if body.startswith(OLE_MAGIC):
        if ENCRYPTED_STREAM in body:
            msg = "文件加了打开密码，无法读取；请取消密码后另存为 .xlsx"
        else:
            msg = f"文件是旧版 .xls（或 Word、WPS 旧格式），不是 .xlsx；{AS_XLSX}"
        raise IntakeError(msg)
    found = next((what for magic, what in KNOWN_MAGIC if body.startswith(magic)), "")
    if not found and MARKUP.match(body[:200]):
        found = "网页或 XML"
    if not found and JSON.match(body[:200]):
        found = "JSON"
    if found:
        msg = f"文件内容是{found}，不是{kind}；{AS_XLSX}"
        raise IntakeError(msg)


def check_workbook(body: bytes) -> dict[str, Part]:
    """Return what was seen in each XML member of a workbook, or raise IntakeError."""
    check_start(body, "工作簿（.xlsx）")
    if not body.startswith(ZIP_MAGIC):
        msg = f"文件内容不是工作簿（.xlsx）；{AS_XLSX}"
        raise IntakeError(msg)
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            return _check_members(archive)
    except (DefusedXmlException, ParseError, LookupError) as error:
        msg = f"文件内部的 XML 无效或含有禁止的声明；{AGAIN}"
        raise IntakeError(msg) from error
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        msg = f"文件不完整或已损坏，无法打开；{AGAIN}"
        raise IntakeError(msg) from error


def _check_members(archive: ZipFile) -> dict[str, Part]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        msg = f"文件内部有 {len(members)} 个部件，上限 {MAX_MEMBERS} 个；{AGAIN}"
        raise IntakeError(msg)
    if len({member.filename for member in members}) != len(members):
        msg = f"文件内部有重名的部件，可能被改动过；{AGAIN}"
        raise IntakeError(msg)
    for member in members:
        _check_name(member)
    room = MAX_UNPACKED
    parts: dict[str, Part] = {}
    for member in members:
        name = member.filename
        is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
        part = Part()
        room -= _check_content(archive, member, part if is_xml else None, room)
        if is_xml:
            parts[name] = part
    if "[Content_Types].xml" not in parts or "xl/workbook.xml" not in parts:
        msg = f"文件是压缩包，但不是工作簿（.xlsx）；{AS_XLSX}"
        raise IntakeError(msg)
    return parts


def _check_name(member: ZipInfo) -> None:
    name = member.filename
    if member.flag_bits & 1:
        msg = "文件加了打开密码，无法读取；请取消密码后另存为 .xlsx"
        raise IntakeError(msg)
    for pattern, what in FORBIDDEN:
        if pattern.search(f"/{name}"):
            msg = f"文件含有{what}，不能接收；{AGAIN}"
            raise IntakeError(msg)
    is_plain = ALLOWED.fullmatch(name) and ".." not in name
    if not is_plain or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        msg = f"文件内部有不该有的部件「{shown(name)}」；{AGAIN}"
        raise IntakeError(msg)


def _check_content(archive: ZipFile, member: ZipInfo, part: Part | None, room: int) -> int:
    """Return how large ``member`` is; its own statement of that is not believed."""
    limit = min(room, MAX_SHARED_STRINGS) if member.filename.endswith("sharedStrings.xml") else room
    parser = DefusedXMLParser(target=part, forbid_dtd=True) if part is not None else None
    size = 0
    for chunk in _chunks(archive, member):
        if not size and chunk.startswith(ZIP_MAGIC):
            msg = f"文件内部套着另一个压缩包「{shown(member.filename)}」；{AGAIN}"
            raise IntakeError(msg)
        size += len(chunk)
        is_bomb = size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1)
        if size > limit or is_bomb:
            msg = f"文件展开后过大（「{shown(member.filename)}」），可能是压缩炸弹；{AGAIN}"
            raise IntakeError(msg)
        if parser is not None:
            # A tag that fills a whole chunk would be scanned again with every further one.
            if len(chunk) == CHUNK and b">" not in chunk:
                msg = f"文件内部的 XML 无效（「{shown(member.filename)}」）；{AGAIN}"
                raise IntakeError(msg)
            parser.feed(chunk)
    if parser is not None:
        parser.close()
    return size


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def shown(text: str, longest: int = 20) -> str:
    """Return ``text`` for a sentence: shortened, on one line, nothing invisible in it."""
    plain = "".join(each if each.isprintable() else " " for each in text).strip()
    return f"{plain[:longest]}…" if len(plain) > longest else plain


def parts_by_sheet(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Return what was seen in each sheet, by the sheet's name."""
    book = "xl/workbook.xml"
    links = parts.get(f"xl/_rels/{basename(book)}.rels", Part()).links
    found: dict[str, Part] = {}
    for relation, name in parts[book].sheets.items():
        target = links.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else join(dirname(book), target)
        found[name] = parts.get(normpath(path), Part())
    return found
