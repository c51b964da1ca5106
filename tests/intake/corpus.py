"""Hostile and odd files, each with what must come of it; built in code, none is kept on disk."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.counties.county import DING, TOWN

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = "refused"
"""An IntakeError: one sentence."""
BLOCKED = "blocked"
"""A reading with an error."""
TAKEN = "taken"
"""A reading without an error."""

HEADER = "area_id,year,fuel,amount,unit,kind,source\n"
ROW = f"{TOWN},2034,烟煤,12,t,实绩,镇统计年报\n"
SHEET1 = "xl/worksheets/sheet2.xml"
"""The member that holds 能源活动: the second sheet of the template."""
EMPTY_LINE = 130
"""A line of 能源活动 below everything that the template fills."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its name, what must come of it, and a text that the sentence or finding has."""

    name: str
    outcome: str
    says: str
    build: Callable[[bytes], bytes]
    file: str = "填报.xlsx"


def _edit(change: Callable[[openpyxl.Workbook], Any]) -> Callable[[bytes], bytes]:
    def build(filled: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(filled))
        change(book)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return build


def line(**cells: object) -> Callable[[bytes], bytes]:
    """Return a build that adds one line to 能源活动, good but for ``cells`` by letter."""
    good = {"A": TOWN, "C": 2034, "D": "焦炭", "E": 12, "F": "吨", "G": "实绩", "H": "年报"}

    def change(book: openpyxl.Workbook) -> None:
        for letter, value in {**good, **cells}.items():
            cell: Any = book["能源活动"][f"{letter}{EMPTY_LINE}"]
            cell.value = value
            if isinstance(value, str) and value.startswith("'="):
                cell.value = value[1:]
                cell.data_type = "s"

    return _edit(change)


def members_of(filled: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return stream.getvalue()


def plus(name: str, body: bytes) -> Callable[[bytes], bytes]:
    """Return a build that adds or replaces one member."""
    return lambda filled: zipped({**members_of(filled), name: body})


def within(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Return a build that changes one member's bytes."""

    def build(filled: bytes) -> bytes:
        members = members_of(filled)
        if old not in members[name]:
            msg = f"{old!r} is not in {name}"
            raise ValueError(msg)
        members[name] = members[name].replace(old, new, 1)
        return zipped(members)

    return build


def _twice(filled: bytes) -> bytes:
    # zipfile warns of a second member of one name: so give it another and patch the bytes.
    return zipped({**members_of(filled), "xl/workbool.xml": b"<x/>"}).replace(
        b"xl/workbool.xml", b"xl/workbook.xml"
    )


def _lying_size(filled: bytes) -> bytes:
    members = {**members_of(filled), "xl/media/image1.png": b"\0" * 5_000_000}
    body = zipped(members)
    return body.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))


def _encrypted_flag(filled: bytes) -> bytes:
    body = bytearray(filled)
    start = body.find(b"PK\x01\x02")
    while start >= 0:
        body[start + 8] |= 1
        start = body.find(b"PK\x01\x02", start + 4)
    return bytes(body)


def sheet_xml(rows: bytes, dimension: bytes = b"A1") -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main"><dimension ref="' + dimension + b'"/><sheetData>' + rows
        + b"</sheetData></worksheet>"
    )  # fmt: skip


def header_row() -> bytes:
    from sihui_map.intake.sheets.energy import ENERGY  # noqa: PLC0415 the corpus is read before the layout

    cells = "".join(
        f'<c r="{get_column_letter(number)}1" t="inlineStr"><is><t>{column.header}</t></is></c>'
        for number, column in enumerate(ENERGY.columns, start=1)
    )
    return f'<row r="1">{cells}</row>'.encode()


def _number_cell(raw: str) -> Callable[[bytes], bytes]:
    """Return a build whose last line has ``raw`` as its number, as a hostile writer may."""
    mark = b"<v>987654</v>"
    first = line(E=987654)

    def build(filled: bytes) -> bytes:
        return within(SHEET1, mark, b"<v>" + raw.encode() + b"</v>")(first(filled))

    return build


def _random_csv_bytes(_: bytes) -> bytes:
    return b"\xff\xfa" + random.Random(7).randbytes(5000).replace(b"\0", b"\1")  # noqa: S311


def _hide(state: str) -> Callable[[bytes], bytes]:
    def change(book: openpyxl.Workbook) -> None:
        sheet: Any = book["森林"]
        sheet.sheet_state = state

    return _edit(change)


def _extra(state: str) -> Callable[[bytes], bytes]:
    def change(book: openpyxl.Workbook) -> None:
        sheet: Any = book.create_sheet("Sheet1")
        sheet.sheet_state = state

    return _edit(change)


def _delete_sheet(book: openpyxl.Workbook) -> None:
    del book["森林"]


def _only_strangers(book: openpyxl.Workbook) -> None:
    for name in book.sheetnames:
        del book[name]
    book.create_sheet("Sheet1")["A1"] = "你好"


def _set(sheet: str, address: str, value: object) -> Callable[[bytes], bytes]:
    def change(book: openpyxl.Workbook) -> None:
        cell: Any = book[sheet][address]
        cell.value = value

    return _edit(change)


def _swap_headers(book: openpyxl.Workbook) -> None:
    sheet: Any = book["能源活动"]
    sheet["E1"], sheet["F1"] = "单位", "数量"


def _merge(book: openpyxl.Workbook) -> None:
    book["能源活动"].merge_cells("H2:H4")


def _wide(book: openpyxl.Workbook) -> None:
    for column in range(1, 260):
        cell: Any = book["能源活动"].cell(row=EMPTY_LINE, column=column)
        cell.value = "x"


def _after_gap(book: openpyxl.Workbook) -> None:
    cell: Any = book["能源活动"]["E5000"]
    cell.value = 1


def _many_rows(filled: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(2, 1_000_001))
    return plus(SHEET1, sheet_xml(header_row() + rows))(filled)


def _bomb(size: int) -> bytes:
    return sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"AAAA>" * (size // 5))


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    + b"]><l>&j;</l>"
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
DEEP = b"<a>" * 50_000 + b"</a>" * 50_000
STRINGS = b"<sst>" + (b"<si><t>" + b"abcdefgh" * 40 + b"</t></si>") * 40_000 + b"</sst>"
LONG_TAG = b"<x " + b"a" * 3_000_000 + b">"
UTF16_XML = XXE.decode().encode("utf-16")


FULL_WIDTH = "".join(chr(ord(sign) + 0xFEE0) for sign in "1,234.5")


def raw(body: bytes) -> Callable[[bytes], bytes]:
    """Return a build that pays no heed to the template."""
    return lambda _: body


def text(body: str, encoding: str = "utf-8") -> Callable[[bytes], bytes]:
    """Return a build of a text file."""
    return lambda _: body.encode(encoding)


WORKBOOKS = (
    Case("empty file", REFUSED, "空的", raw(b"")),
    Case("nothing but zeros", REFUSED, "空的", raw(b"\0" * 5000)),
    Case("over 20 MB", REFUSED, "20 MB", raw(b"PK\x03\x04" + b"x" * 20_000_001)),
    Case("xls renamed", REFUSED, "旧版 .xls", raw(OLE)),
    Case("encrypted", REFUSED, "密码", raw(ENCRYPTED)),
    Case("pdf renamed", REFUSED, "PDF", raw(b"%PDF-1.7\n1 0 obj")),
    Case("html renamed", REFUSED, "网页", raw(b"<!DOCTYPE html><html><table></table></html>")),
    Case("png renamed", REFUSED, "PNG", raw(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)),
    Case("json renamed", REFUSED, "JSON", raw(b'{"a": [1, 2]}')),
    Case("exe renamed", REFUSED, "Windows 程序", raw(b"MZ\x90\0" + b"\0" * 99)),
    Case("rar renamed", REFUSED, "RAR", raw(b"Rar!\x1a\x07\0")),
    Case("noise", REFUSED, "不是工作簿", raw(b"\x01\x02\x03\x04" * 100)),
    Case("other zip", REFUSED, "不是工作簿", lambda _: zipped({"a.txt": b"x"})),
    Case("zip without a book", REFUSED, "不是工作簿", lambda _: zipped({"xl/a.xml": b"<a/>"})),
    Case("cut in half", REFUSED, "不完整", lambda filled: filled[: len(filled) // 2]),
    Case("a byte flipped", REFUSED, "损坏", lambda f: f[:900] + bytes([f[900] ^ 255]) + f[901:]),
    Case("zip bomb", REFUSED, "压缩炸弹", plus(SHEET1, _bomb(90_000_000))),
    Case("bomb in a picture", REFUSED, "压缩炸弹", plus("xl/media/i.png", b"\0" * 40_000_000)),
    Case("lying sizes", REFUSED, "损坏", _lying_size),
    Case("encrypted member", REFUSED, "密码", _encrypted_flag),
    Case("two members of one name", REFUSED, "重名", _twice),
    Case("300 members", REFUSED, "上限 200", lambda filled: zipped(
        members_of(filled) | {f"xl/media/i{n}.png": b"" for n in range(300)})),
    Case("path traversal", REFUSED, "不该有的部件", plus("xl/../../evil.xml", b"<a/>")),
    Case("absolute path", REFUSED, "不该有的部件", plus("/etc/cron.xml", b"<a/>")),
    Case("macros", REFUSED, "宏", plus("xl/vbaProject.bin", b"x")),
    Case("macro sheet", REFUSED, "宏", plus("xl/macrosheets/sheet1.xml", b"<a/>")),
    Case("external link", REFUSED, "外部链接", plus("xl/externalLinks/externalLink1.xml", b"<a/>")),
    Case("data connection", REFUSED, "外部链接", plus("xl/connections.xml", b"<a/>")),
    Case("embedded object", REFUSED, "嵌入", plus("xl/embeddings/oleObject1.bin", b"x")),
    Case("ActiveX", REFUSED, "嵌入", plus("xl/activeX/activeX1.xml", b"<a/>")),
    Case("zip within", REFUSED, "套着另一个压缩包", plus("xl/media/i.png", b"PK\x03\x04xx")),
    Case("XXE", REFUSED, "禁止的声明", plus("xl/sharedStrings.xml", XXE)),
    Case("XXE in UTF-16", REFUSED, "禁止的声明", plus("xl/sharedStrings.xml", UTF16_XML)),
    Case("billion laughs", REFUSED, "禁止的声明", plus("xl/sharedStrings.xml", BILLION)),
    Case("deep XML", REFUSED, "套得太深", plus("xl/styles.xml", DEEP)),
    Case("huge shared strings", REFUSED, "过大", plus("xl/sharedStrings.xml", STRINGS)),
    Case("endless tag", REFUSED, "无效", plus("docProps/custom.xml", LONG_TAG)),
    Case("broken XML", REFUSED, "XML 无效", plus("xl/styles.xml", b"<a><b></a>")),
    Case("wrong content types", REFUSED, "内部有错误", plus("[Content_Types].xml", b"<Types/>")),
    Case("book without sheets", BLOCKED, "不是本系统的", plus("xl/workbook.xml", b"<a/>")),
    Case("a million empty rows", REFUSED, "空行", _many_rows),
    Case("lying dimension", TAKEN, "", plus(
        SHEET1, sheet_xml(header_row(), b"A1:XFD1048576"))),
    Case("row number beyond the sheet", BLOCKED, "没有读取", plus(SHEET1, sheet_xml(
        header_row() + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))),
    Case("260 columns", REFUSED, "200 列", _edit(_wide)),
    Case("far below a gap", BLOCKED, "没有读取", _edit(_after_gap)),
    Case("merged cells", BLOCKED, "能源活动!H2:H4", _edit(_merge)),
    Case("hidden sheet", BLOCKED, "隐藏", _hide("hidden")),
    Case("very hidden sheet", BLOCKED, "隐藏", _hide("veryHidden")),
    Case("hidden extra sheet", BLOCKED, "隐藏", _extra("hidden")),
    Case("extra sheet", TAKEN, "没有读取", _extra("visible")),
    Case("sheet gone", BLOCKED, "没有「森林」", _edit(_delete_sheet)),
    Case("not our book", BLOCKED, "不是本系统的填报模板", _edit(_only_strangers)),
    Case("old version", BLOCKED, "模板版本应为", _set("填报说明", "B2", "填报模板 0")),
    Case("no number", BLOCKED, "模板版本应为", _set("填报说明", "B3", None)),
    Case("from a later 期", BLOCKED, "最新为第", _set("填报说明", "B3", 99)),
    Case("strange scope", BLOCKED, "填报范围应为", _set("填报说明", "B4", DING)),
    Case("headers swapped", BLOCKED, "能源活动!E1", _edit(_swap_headers)),
    Case("formula never computed", BLOCKED, "没有计算结果", line(E="=1+1")),
    Case("formula as a source", BLOCKED, "公式", line(H='=HYPERLINK("http://a","b")')),
    Case("formula written as text", TAKEN, "", line(H="'=HYPERLINK(1)")),
    Case("template braces", TAKEN, "", line(H="{{7*7}} ${alert(1)} <script>x</script>")),
    Case("full-width digits", TAKEN, "读作 1234.5", line(E=FULL_WIDTH)),
    Case("stray spaces", TAKEN, "空格", line(E="\u3000 12 ")),
    Case("a number with 万", BLOCKED, "应为数字", line(E="12.3万")),
    Case("superscript two", BLOCKED, "应为数字", line(E="²")),
    Case("arabic three", BLOCKED, "应为数字", line(E="٣")),
    Case("underscore", BLOCKED, "应为数字", line(E="1_000")),
    Case("scientific text", BLOCKED, "应为数字", line(E="1.2e3")),
    Case("comma in the wrong place", BLOCKED, "应为数字", line(E="12,34")),
    Case("a date for a year", BLOCKED, "四位年份", line(C="2034-01-01")),
    Case("NaN", REFUSED, "内部有错误", _number_cell("NaN")),
    Case("infinity", REFUSED, "内部有错误", _number_cell("inf")),
    Case("1e400", BLOCKED, "应为数字", _number_cell("1e400")),
    Case("negative zero", TAKEN, "", _number_cell("-0")),
    Case("five thousand digits", REFUSED, "内部有错误", _number_cell("9" * 5000)),
    Case("three hundred digits", BLOCKED, "过大", _number_cell("9" * 300)),
    Case("error value", BLOCKED, "#REF!", line(E="#REF!")),
    Case("true for a number", BLOCKED, "应为数字", line(E=True)),
    Case("bidi override", TAKEN, "不可见", line(H="年报\u202egpj.exe")),
    Case("C1 control character", BLOCKED, "控制字符", line(H="年\x85报")),
    Case("501 characters", BLOCKED, "上限 500", line(H="字" * 501)),
)  # fmt: skip

CSVS = (
    Case("csv", TAKEN, "", text(HEADER + ROW), "a.csv"),
    Case("nothing but a mark", REFUSED, "空的", raw(b"\xef\xbb\xbf"), "a.csv"),
    Case("a mark and a line end", REFUSED, "空的", raw(b"\xef\xbb\xbf\r\n\r\n"), "a.csv"),
    Case("a mark of UTF-16 alone", REFUSED, "第 1 行是空的", raw(b"\xff\xfe"), "a.csv"),
    Case("blank first line", REFUSED, "第 1 行是空的", text("\n" + HEADER + ROW), "a.csv"),
    Case("csv with a mark", TAKEN, "", text(HEADER + ROW, "utf-8-sig"), "a.csv"),
    Case("csv in GB18030", TAKEN, "", text(HEADER + ROW, "gb18030"), "a.csv"),
    Case("csv in UTF-16", TAKEN, "", text(HEADER + ROW, "utf-16"), "a.csv"),
    Case("csv in UTF-32", REFUSED, "UTF-32", text(HEADER + ROW, "utf-32"), "a.csv"),
    Case("semicolons", TAKEN, "", text((HEADER + ROW).replace(",", ";")), "a.csv"),
    Case("tabs", TAKEN, "", text((HEADER + ROW).replace(",", "\t")), "a.csv"),
    Case("neither encoding", REFUSED, "编码", _random_csv_bytes, "a.csv"),
    Case("NUL", REFUSED, "NUL", text(HEADER + ROW + "a\0b"), "a.csv"),
    Case("ragged", BLOCKED, "应有 7 列，现有 8 列", text(HEADER + ROW[:-1] + ",x\n"), "a.csv"),
    Case("open quote", REFUSED, "引号", text(HEADER + '"' + ROW), "a.csv"),
    Case("gigantic field", REFUSED, "一格过长", text(HEADER + "a" * 9_000_000), "a.csv"),
    Case("gigantic header", REFUSED, "表头", text("a," * 5_000_000), "a.csv"),
    Case("30000 rows", REFUSED, "20000 行", text(HEADER + ROW * 30_000), "a.csv"),
    Case("20000 equal rows", BLOCKED, "另有", text(HEADER + ROW * 20_000), "a.csv"),
    Case("other columns", REFUSED, "表头", text("a,b,c\n1,2,3\n"), "a.csv"),
    Case("a column twice", REFUSED, "表头", text("year," + HEADER + "1," + ROW), "a.csv"),
    Case("only a header", TAKEN, "", text(HEADER), "a.csv"),
    Case("html called csv", REFUSED, "网页", text("<html><body>"), "a.csv"),
    Case("book called csv", TAKEN, "", lambda filled: filled, "a.csv"),
    Case("surrogate", REFUSED, "编码", raw(HEADER.encode() + b"\xed\xa0\x80\xff\n"), "a.csv"),
    Case("xls by name", REFUSED, "只接收", lambda filled: filled, "a.xls"),
    Case("macro book by name", REFUSED, "只接收", lambda filled: filled, "a.xlsm"),
    Case("no suffix", REFUSED, "只接收", lambda filled: filled, "a"),
    Case("path as a name", REFUSED, "只接收", lambda filled: filled, "../../etc/passwd"),
)
