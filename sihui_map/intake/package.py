"""An office file as the parts it is packed from: each counted and parsed before a library sees it.

An office program finds a part by what points to it, not by its name: so a part is XML unless it is
declared, and reached, as a picture or as settings of a printer.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, ClassVar, NoReturn
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from sihui_map.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
MAX_RELATIONS = 5_000
MAX_DEPTH = 200
CHUNK = 1 << 18
ZIP_MAGIC = b"PK\x03\x04"
SHARED = re.compile("sharedStrings", re.IGNORECASE)
CONTENT_TYPES = "[Content_Types].xml"
ROOT = ""
"""The package itself, as the source of relationships."""
RELATIONS_OF = re.compile(r"(?:(.*)/)?_rels/([^/]*)\.rels", re.IGNORECASE)
XML_NAME = re.compile(r".*\.(?:xml|rels|vml|svg)", re.IGNORECASE)
XML_TYPE = re.compile(r".*[+/]xml", re.IGNORECASE)
# Who may name kinds of relationships: ECMA-376, its strict form, and the programs' own.
FAMILY = re.compile(
    r"http://(?:schemas\.openxmlformats\.org/(?:officeDocument|package)/2006"
    r"|purl\.oclc\.org/ooxml/officeDocument"
    r"|schemas\.microsoft\.com/office/(?:[a-z]+/)?20\d\d(?:/\d\d)?"
    r"|www\.wps\.cn/officeDocument/20\d\d)"
    r"/relationships/(?:metadata/)?([A-Za-z\-]+)",
    re.ASCII,
)
MACRO, LINK, EMBEDDED = "宏", "外部链接", "嵌入的对象或控件"
FORBIDDEN: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "vbaProject", "vbaProjectSignature", "wordVbaData", "xlMacrosheet", "dialogsheet",
            "xlIntlMacrosheet", "attachedToolbars", "extensibility", "keyMapCustomizations",
        ),
        MACRO,
    ),
    **dict.fromkeys(
        (
            "externalLink", "externalLinkPath", "connections", "queryTable", "attachedTemplate",
            "volatileDependencies", "xmlMaps", "slideUpdateInfo", "slideUpdateUrl", "subDocument",
            "mailMergeSource", "frame", "powerPivotData", "xlExternalLinkPath",
        ),
        LINK,
    ),
    **dict.fromkeys(
        (
            "oleObject", "package", "control", "activeXControlBinary", "ctrlProp", "aFChunk",
            "webextension", "webextensiontaskpanes", "taskpanes",
        ),
        EMBEDDED,
    ),
}  # fmt: skip
"""Kinds of relationships that no office file may have, and what they bring along."""
PICTURES = frozenset({"image", "thumbnail", "hdphoto"})
BINARY = PICTURES | {"printerSettings", "customProperty", "font", "audio", "video", "media"}
"""Kinds of relationships to what is no XML."""
BINARY_TYPE = re.compile(
    r"(?:image|audio|video)/[\w.+\-]+|application/x-font(?:data|-ttf)"
    r"|application/vnd\.openxmlformats-officedocument\.(?:\w+\.)?(?:printerSettings|customProperty)"
    r"|application/vnd\.openxmlformats-officedocument\.obfuscatedFont",
    re.IGNORECASE,
)
ODD_ENCODING = re.compile(
    rb"[^<]{0,4}<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|utf-?16[\"']|us-ascii[\"'])",
    re.IGNORECASE,
)
"""Two parsers may read another encoding differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one kind of office file may be; sentences begin with ``head`` and end with ``again``."""

    what: str
    main: str
    """The member that makes it that kind of file."""
    names: re.Pattern[str]
    relations: frozenset[str]
    types: re.Pattern[str]
    again: str
    head: str = ""
    unread: frozenset[str] = frozenset()
    """Kinds of relationships to what nobody will ever open: it is left out."""
    forbidden_names: tuple[tuple[re.Pattern[str], str], ...] = ()
    most_members: int = 200
    most_elements: int = 500_000
    """In one part."""
    most_in_all: int = 800_000
    """Elements in all parts."""
    most_shared_strings: int = 10_000_000

    def refuse(self, sentence: str) -> NoReturn:
        """Raise the error that says ``sentence`` and what may be done."""
        msg = f"{self.head}{sentence}；{self.again}"
        raise IntakeError(msg)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, its kind, and the part it points to, or an address outside."""

    own_id: str
    uri: str
    target: str
    is_external: bool = False

    @property
    def kind(self) -> str:
        """Return the short name of its kind, "" where nobody known has named it."""
        found = FAMILY.fullmatch(self.uri)
        return found[1] if found else ""


@dataclass
class Scan:
    """Counts one XML part without building it; what it takes note of is in ``NOTES``."""

    rules: Rules
    name: str = ""
    elements: int = 0
    depth: int = 0
    found: dict[str, Callable[[Scan, Mapping[str, str]], None] | None] = field(default_factory=dict)
    """Tag with its namespace → what takes note of it."""

    LONGEST: ClassVar[int] = 32_767
    """Characters of an attribute: as much as a cell may hold in a spreadsheet program."""
    NOTES: ClassVar[Mapping[str, Callable[..., None]]] = {}

    def __post_init__(self) -> None:
        """Start with nothing seen."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element."""
        self.elements += 1
        self.depth += 1
        if self.elements > self.rules.most_elements:
            self.too_many()
        if self.depth > MAX_DEPTH:
            self.rules.refuse(f"文件内部的 XML 套得太深（「{shown(self.name)}」）")
        for value in attributes.values():
            if len(value) > self.LONGEST:
                self.rules.refuse(f"文件内部有过长的属性（「{shown(self.name)}」）")
        if tag not in self.found:
            self.found[tag] = self.NOTES.get(tag.rpartition("}")[2])
        note = self.found[tag]
        if note is not None:
            note(self, attributes)

    def end(self, _: str) -> None:
        """Leave one element."""
        self.depth -= 1

    def close(self) -> None:
        """Keep nothing else."""

    def too_many(self) -> NoReturn:
        """Raise the error for more elements than may be."""
        most = self.rules.most_elements // 10_000
        self.rules.refuse(f"文件内部「{shown(self.name)}」的内容超过 {most} 万项")


class _Relations(Scan):
    """The relationships of one source."""

    def _relation(self, attributes: Mapping[str, str]) -> None:
        own_id, uri = attributes.get("Id", ""), attributes.get("Type", "")
        target, mode = attributes.get("Target", ""), attributes.get("TargetMode", "Internal")
        if not own_id or not uri or mode not in {"Internal", "External"}:
            self.rules.refuse(f"文件内部的关系写错了（「{shown(self.name)}」）")
        self.kept.append(Relation(own_id, uri, target, mode == "External"))
        if len(self.kept) > MAX_RELATIONS:
            self.rules.refuse(f"文件内部的关系超过 {MAX_RELATIONS} 个")

    def __post_init__(self) -> None:
        self.kept: list[Relation] = []

    NOTES: ClassVar = {"Relationship": _relation}


class _Types(Scan):
    """The content types: of parts by name, of the others by the ending of their name."""

    def __post_init__(self) -> None:
        self.by_ending: dict[str, str] = {}
        self.by_name: dict[str, str] = {}

    def _default(self, attributes: Mapping[str, str]) -> None:
        ending = attributes.get("Extension", "").lower()
        self.by_ending[ending] = self._allowed(attributes)

    def _override(self, attributes: Mapping[str, str]) -> None:
        self.by_name[attributes.get("PartName", "").lstrip("/")] = self._allowed(attributes)

    def _allowed(self, attributes: Mapping[str, str]) -> str:
        said = attributes.get("ContentType", "")
        for what, pattern in FORBIDDEN_TYPES.items():
            if pattern.search(said):
                self.rules.refuse(f"文件含有{what}，不能接收")
        if not self.rules.types.fullmatch(said):
            self.rules.refuse(f"文件内部有不认识的内容类型「{shown(said, 60)}」")
        return said

    NOTES: ClassVar = {"Default": _default, "Override": _override}

    def of(self, name: str) -> str:
        """Return the content type of a member."""
        ending = name.rpartition(".")[2].lower()
        return self.by_name.get(name) or self.by_ending.get(ending, "")


FORBIDDEN_TYPES: Mapping[str, re.Pattern[str]] = {
    MACRO: re.compile(r"macro|vba|dialogsheet|toolbar", re.IGNORECASE),
    LINK: re.compile(r"externalLink|connections|queryTable|volatile", re.IGNORECASE),
    EMBEDDED: re.compile(r"oleObject|activeX|controlproperties|webextension", re.IGNORECASE),
}


@dataclass
class Package:
    """What was seen in an office file: its XML parts, their relationships, the content types."""

    parts: dict[str, Scan] = field(default_factory=dict)
    relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    """Source → its relationships; their targets are members, unless they are external."""
    types: dict[str, str] = field(default_factory=dict)
    """Member → its content type."""

    @property
    def elements(self) -> int:
        """Return how many elements there are in all parts."""
        return sum(part.elements for part in self.parts.values())


def check_package(body: bytes, rules: Rules, scan_of: Callable[[str], Scan]) -> Package:
    """Return what was seen in the office file ``body``, or raise one IntakeError.

    ``scan_of`` makes the scan of an XML part of that name.
    """
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            return _Check(archive, rules).package(scan_of)
    except (DefusedXmlException, ParseError, LookupError):
        rules.refuse("文件内部的 XML 无效或含有禁止的声明")
    except (
        BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    ):  # fmt: skip
        rules.refuse("文件不完整或已损坏，无法打开")


class _Check:
    """Looks at one archive, member by member."""

    def __init__(self, archive: ZipFile, rules: Rules) -> None:
        self.archive, self.rules = archive, rules
        self.room, self.elements = MAX_UNPACKED, 0
        self.types = _Types(rules, CONTENT_TYPES)

    def package(self, scan_of: Callable[[str], Scan]) -> Package:
        members = self._members()
        for member in members:
            self._check_name(member)
        found = Package()
        for member in members:
            self._read_pointers(member, found)
        found.types = {member.filename: self.types.of(member.filename) for member in members}
        reached = _kinds_by_target(found)
        for member in members:
            name = member.filename
            kinds = reached.get(name, frozenset())
            if name in found.parts or name.endswith("/") or (kinds and kinds <= self.rules.unread):
                continue
            if _is_xml(name, found.types[name], kinds):
                found.parts[name] = scan_of(name)
            self._read(member, found.parts.get(name))
        return found

    def _read_pointers(self, member: ZipInfo, found: Package) -> None:
        """Read what says of which kind the other members are, and who points to whom."""
        name = member.filename
        if name == CONTENT_TYPES:
            self._read(member, self.types)
            found.parts[name] = self.types
        elif name.lower().endswith(".rels"):
            scan = _Relations(self.rules, name)
            self._read(member, scan)
            found.parts[name] = scan
            source = _source(name)
            found.relations[source] = tuple(self._settled(source, each) for each in scan.kept)

    def _members(self) -> list[ZipInfo]:
        members = self.archive.infolist()
        if len(members) > self.rules.most_members:
            most = self.rules.most_members
            self.rules.refuse(f"文件内部有 {len(members)} 个部件，上限 {most} 个")
        if len({member.filename.lower() for member in members}) != len(members):
            self.rules.refuse("文件内部有重名的部件，可能被改动过")
        if not {CONTENT_TYPES, self.rules.main} <= {member.filename for member in members}:
            self.rules.refuse(f"文件是压缩包，但不是{self.rules.what}")
        return members

    def _check_name(self, member: ZipInfo) -> None:
        name = member.filename
        if member.flag_bits & 1:
            self.rules.refuse("文件加了打开密码，无法读取")
        for pattern, what in self.rules.forbidden_names:
            if pattern.search(f"/{name}"):
                self.rules.refuse(f"文件含有{what}，不能接收")
        is_plain = self.rules.names.fullmatch(name) and ".." not in name
        if not is_plain or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            self.rules.refuse(f"文件内部有不该有的部件「{shown(name)}」")

    def _settled(self, source: str, said: Relation) -> Relation:
        """Return ``said`` with the member it points to, or raise where it may not be."""
        if said.kind not in self.rules.relations:
            what = FORBIDDEN.get(said.kind or said.uri.rpartition("/")[2])
            if what:
                self.rules.refuse(f"文件含有{what}，不能接收")
            kind = said.kind or said.uri
            self.rules.refuse(f"文件内部有不认识的关系「{shown(kind, 60)}」")
        if said.is_external:
            if said.kind != "hyperlink":
                self.rules.refuse(f"文件含有外部链接（「{shown(said.kind)}」指向文件之外）")
            return said
        path = said.target.partition("#")[0]
        if ":" in path or "\\" in path:
            self.rules.refuse(f"文件含有外部链接或无效的关系（「{shown(said.target)}」）")
        joined = path[1:] if path.startswith("/") else join(dirname(source), path)
        target = normpath(joined) if joined else source
        if target.startswith(("..", "/")):
            self.rules.refuse(f"文件内部的关系指到了外面（「{shown(said.target)}」）")
        return Relation(said.own_id, said.uri, target)

    def _read(self, member: ZipInfo, scan: Scan | None) -> None:
        """Read one member whole, within limits; its own statement of its size is not believed."""
        limit = self._limit(member)
        parser = DefusedXMLParser(target=scan, forbid_dtd=True) if scan is not None else None
        size = 0
        for chunk in _chunks(self.archive, member):
            if not size:
                self._check_start(member, chunk, scan)
            size += len(chunk)
            is_bomb = size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1)
            if size > limit or is_bomb:
                name = shown(member.filename)
                self.rules.refuse(f"文件展开后过大（「{name}」），可能是压缩炸弹")
            if parser is not None:
                # A tag that fills a whole chunk would be scanned again with every further one.
                if len(chunk) == CHUNK and b">" not in chunk:
                    self._invalid(member)
                parser.feed(chunk)
        self.room -= size
        if parser is not None and scan is not None:
            parser.close()
            self._count(scan)

    def _limit(self, member: ZipInfo) -> int:
        """Return how many bytes ``member`` may unpack to."""
        is_shared = SHARED.search(self.types.of(member.filename) + member.filename)
        return min(self.room, self.rules.most_shared_strings) if is_shared else self.room

    def _count(self, scan: Scan) -> None:
        self.elements += scan.elements
        if self.elements > self.rules.most_in_all:
            most = self.rules.most_in_all // 10_000
            self.rules.refuse(f"文件里全部部件的内容超过 {most} 万项")

    def _check_start(self, member: ZipInfo, chunk: bytes, scan: Scan | None) -> None:
        if chunk.startswith(ZIP_MAGIC):
            self.rules.refuse(f"文件内部套着另一个压缩包「{shown(member.filename)}」")
        if scan is not None and ODD_ENCODING.match(chunk[:400].replace(b"\0", b"")):
            self._invalid(member)

    def _invalid(self, member: ZipInfo) -> NoReturn:
        self.rules.refuse(f"文件内部的 XML 无效（「{shown(member.filename)}」）")


def _source(name: str) -> str:
    """Return the part whose relationships the member ``name`` holds."""
    found = RELATIONS_OF.fullmatch(name)
    if not found:
        return name
    return join(found[1] or "", found[2]) if found[2] else ROOT


def _kinds_by_target(package: Package) -> dict[str, frozenset[str]]:
    """Return by which kinds of relationships each part is reached."""
    kinds: dict[str, set[str]] = {}
    for relations in package.relations.values():
        for each in relations:
            if not each.is_external:
                kinds.setdefault(each.target, set()).add(each.kind)
    return {target: frozenset(found) for target, found in kinds.items()}


def _is_xml(name: str, content_type: str, kinds: frozenset[str]) -> bool:
    """Tell whether a member is to be parsed: all but what is nothing else than a picture or so."""
    if XML_NAME.fullmatch(name) or XML_TYPE.fullmatch(content_type):
        return True
    is_binary = not content_type or BINARY_TYPE.fullmatch(content_type)
    return bool(kinds - BINARY) or not is_binary


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def shown(text: str, longest: int = 20) -> str:
    """Return ``text`` for a sentence: shortened, on one line, nothing invisible in it."""
    plain = "".join(each if each.isprintable() else " " for each in text[: longest + 1]).strip()
    return f"{plain[:longest]}…" if len(text) > longest else plain
