"""Workbooks made to hurt: each takes one thing to excess, or hides one thing from a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_STORED

from tests.intake.corpus import (
    BLOCKED,
    CSVS,
    REFUSED,
    SHEET1,
    TAKEN,
    WORKBOOKS,
    Case,
    header_row,
    members_of,
    plus,
    sheet_xml,
    within,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[[bytes], bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOOK = "xl/workbook.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
SHEET_RELS = "xl/worksheets/_rels/sheet2.xml.rels"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"


def all_of(*builds: Build) -> Build:
    """Return a build that makes one change after another."""

    def build(filled: bytes) -> bytes:
        for each in builds:
            filled = each(filled)
        return filled

    return build


def relations(*entries: str, encoding: str = "utf-8", head: str = "") -> bytes:
    """Return a part of relationships."""
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return f"{head}<Relationships {space}>{''.join(entries)}</Relationships>".encode(encoding)


def relation(kind: str, target: str, mode: str = "", own_id: str = "rId99") -> str:
    """Return one relationship; ``kind`` is short for the office's own."""
    uri = kind if ":" in kind else f"{OFFICE}/{kind}"
    more = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{own_id}" Type="{uri}" Target="{target}"{more}/>'


def related(kind: str, target: str = "media/a.bin", mode: str = "") -> Build:
    """Return a build whose first data sheet has one more relationship."""
    return all_of(
        plus("xl/worksheets/media/a.bin", b"\1\2\3"),
        plus(SHEET_RELS, relations(relation(kind, target, mode))),
    )


def raw_relation(text: str, encoding: str = "utf-8", head: str = "") -> Build:
    """Return a build whose first data sheet has the relationships that ``text`` writes."""
    return plus(SHEET_RELS, relations(text, encoding=encoding, head=head))


def declared(name: str, content_type: str) -> Build:
    """Return a build that says of which type a member is."""
    said = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'.encode()
    return within(TYPES, b"</Types>", said)


def endings(ending: str, content_type: str) -> Build:
    """Return a build that says of which type the members of an ending are."""
    said = f'<Default Extension="{ending}" ContentType="{content_type}"/></Types>'.encode()
    return within(TYPES, b"</Types>", said)


def moved_sheet(target: str, body: Build | None = None) -> Build:
    """Return a build whose first data sheet lies at ``target``."""

    def build(filled: bytes) -> bytes:
        members = members_of(filled)
        members[f"xl/{target}"] = members.pop(SHEET1)
        for name in (TYPES, BOOK_RELS):
            members[name] = members[name].replace(b"worksheets/sheet2.xml", target.encode())
        return zipped(members)

    return all_of(body, build) if body else build


def styles(formats: bytes = b"", cells: bytes = b"", fonts: bytes = b"") -> Build:
    """Return a build with more number formats, cell formats and fonts."""
    return all_of(
        within(STYLES, b'<numFmts count="0"/>', b"<numFmts>%s</numFmts>" % formats),
        within(STYLES, b"</cellXfs>", cells + b"</cellXfs>"),
        within(STYLES, b"</fonts>", fonts + b"</fonts>"),
    )


def stored(build: Build) -> Build:
    """Return a build whose members are not compressed, so that their size surprises nobody."""
    return lambda filled: zipped(members_of(build(filled)), ZIP_STORED)


def one_format(length: int) -> Build:
    """Return a build with a number format of so many brackets, used once."""
    return styles(
        b'<numFmt numFmtId="164" formatCode="%s"/>' % (b"[" * length), b'<xf numFmtId="164"/>'
    )


def many_formats(filled: bytes) -> bytes:
    numbers = range(164, 164 + 4_900)
    each = b'<numFmt numFmtId="%d" formatCode="' + b"[" * 250 + b'"/>'
    formats = b"".join(each % number for number in numbers)
    return styles(formats, b"".join(b'<xf numFmtId="%d"/>' % number for number in numbers))(filled)


def strings(body: bytes, name: str = "xl/sharedStrings.xml") -> Build:
    """Return a build with shared strings."""
    part = b'<sst xmlns="%s">%s</sst>' % (MAIN.encode(), body)
    return all_of(plus(name, part), declared(name, f"{TYPE}.sharedStrings+xml"))


def sheet(rows: bytes, after: bytes = b"") -> Build:
    """Return a build with other rows in the first data sheet, and something after them."""
    body = sheet_xml(header_row() + rows)
    return plus(SHEET1, body.replace(b"</sheetData>", b"</sheetData>" + after))


def lazy(make: Callable[[], Build]) -> Build:
    """Return a build that is put together only when asked."""

    def build(filled: bytes) -> bytes:
        return make()(filled)

    return build


def shared_cells(count: int) -> bytes:
    row = b'<row r="%d"><c r="H%d" t="s"><v>0</v></c></row>'
    return b"".join(row % (number, number) for number in range(2, count + 2))


def long_formula(count: int) -> bytes:
    text = b"+".join([b"$A$1*B2"] * 1000)
    first = b'<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A9999">%s</f></c></row>' % text
    row = b'<row r="%d"><c r="A%d"><f t="shared" si="0"/><v>1</v></c></row>'
    return first + b"".join(row % (number, number) for number in range(3, count + 3))


def plain_rows(count: int) -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    return b"".join(row % (number, number) for number in range(2, count + 2))


def sheets_of_one_id(filled: bytes) -> bytes:
    more = b'<sheet name="s%d" sheetId="%d" xmlns:r="%s" r:id="rId2"/>'
    added = b"".join(more % (n, n, OFFICE.encode()) for n in range(100, 400))
    return within(BOOK, b"</sheets>", added + b"</sheets>")(filled)


def names(count: int) -> Build:
    """Return a build with so many defined names."""
    each = b'<definedName name="n%d">Sheet1!$A$1</definedName>'
    body = b"".join(each % number for number in range(count))
    return within(BOOK, b"</sheets>", b"</sheets><definedNames>" + body + b"</definedNames>")


def print_titles(filled: bytes) -> bytes:
    text = b"'" + b"a!$A:" * 40_000
    body = b'<definedName name="_xlnm.Print_Titles" localSheetId="0">%s</definedName>' % text
    return within(BOOK, b"</sheets>", b"</sheets><definedNames>" + body + b"</definedNames>")(
        filled
    )


def validations(ranges: int, count: int = 1) -> bytes:
    text = b" ".join(b"A%d:B%d" % (n, n + 5) for n in range(1, ranges))
    each = b'<dataValidation type="list" sqref="%s"/>' % text
    return b"<dataValidations>" + each * count + b"</dataValidations>"


def other_book(filled: bytes) -> bytes:
    body = members_of(filled)[BOOK]
    return within(TYPES, b'PartName="/xl/workbook.xml"', b'PartName="/xl/other.xml"')(
        plus("xl/other.xml", body)(filled)
    )


UTF16 = '<?xml version="1.0" encoding="UTF-16"?>'
IMAGE = f"{OFFICE}/image"
VBA = f"{OFFICE}/vbaProject"
OUTSIDE = "http://127.0.0.1:9/a.png"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/image"
ATTACKS = (
    # One format, one style sheet
    Case("a number format of 200,000 brackets", REFUSED, "过长", one_format(200_000)),
    Case("a number format of 30,000 brackets", REFUSED, "255 个字符", one_format(30_000)),
    Case("a number format of 250 brackets", TAKEN, "", one_format(250)),
    Case("4,900 number formats of 250 brackets", TAKEN, "", many_formats),
    Case("60,000 cell formats", REFUSED, "样式超过", styles(cells=b"<xf/>" * 60_000)),
    Case("60,000 fonts", REFUSED, "样式超过", styles(fonts=b"<font/>" * 60_000)),
    Case("9,000 fonts", TAKEN, "", styles(fonts=b'<font><sz val="9"/></font>' * 9_000)),
    Case("a style that is not there", TAKEN, "", styles(cells=b'<xf fontId="99" xfId="7"/>')),
    Case("a font family without end", REFUSED, "过长", styles(
        fonts=b'<font><name val="%s"/></font>' % (b"a" * 100_000))),
    # What a relationship points to, whatever its name
    Case("rows in a .bin", REFUSED, "空行", moved_sheet("worksheets/sheet2.bin", lazy(
        lambda: sheet(plain_rows(200_000))))),
    Case("a sheet called .bin", TAKEN, "", moved_sheet("worksheets/sheet2.bin")),
    Case("a sheet called .png", REFUSED, "空行", all_of(
        moved_sheet("media/sheet2.png", lazy(lambda: sheet(plain_rows(200_000)))),
        endings("png", "image/png"))),
    Case("a sheet declared as a picture", TAKEN, "", all_of(
        moved_sheet("media/sheet2.png"), endings("png", "image/png"))),
    Case("a sheet that is a picture too", REFUSED, "空行", all_of(
        plus(SHEET_RELS, relations(relation("image", "/xl/media/sheet2.png"))),
        moved_sheet("media/sheet2.png", lazy(lambda: sheet(plain_rows(200_000)))))),
    Case("shared strings in a .bin", REFUSED, "过大", strings(
        b"<si><t>abcdefghijkl</t></si>" * 400_000, "xl/media/s.bin")),
    Case("many shared strings in a .bin", REFUSED, "空行", stored(strings(
        b"<si><t/></si>" * 300_000, "xl/media/s.bin"))),
    Case("binary noise as a sheet", REFUSED, "XML 无效", moved_sheet(
        "worksheets/sheet2.bin", plus(SHEET1, b"\1\2\3" * 999))),
    Case("another book beside ours", REFUSED, "别的工作簿", other_book),
    Case("two sheets of one part", REFUSED, "同一个部件", within(
        BOOK_RELS, b"/xl/worksheets/sheet3.xml", b"/xl/worksheets/sheet2.xml")),
    Case("300 sheets of one part", REFUSED, "张以上的工作表", sheets_of_one_id),
    Case("a sheet outside the file", REFUSED, "指到了外面", within(
        BOOK_RELS, b"/xl/worksheets/sheet3.xml", b"../../../etc/passwd")),
    Case("a sheet at an address", REFUSED, "外部链接", within(
        BOOK_RELS, b"/xl/worksheets/sheet3.xml", b"http://127.0.0.1/s.xml")),
    Case("a sheet that is a chart", REFUSED, "内部有错误", within(
        BOOK_RELS, b"relationships/worksheet", b"relationships/chartsheet")),
    # Kinds of relationships, however they are written
    Case("macros by relationship", REFUSED, "宏", related("vbaProject")),
    Case("macros of Microsoft's kind", REFUSED, "宏", related(
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject")),
    Case("a macro sheet by relationship", REFUSED, "宏", related(
        "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet")),
    Case("an embedded object by relationship", REFUSED, "嵌入", related("oleObject")),
    Case("a package by relationship", REFUSED, "嵌入", related("package")),
    Case("a control by relationship", REFUSED, "嵌入", related("control")),
    Case("an external book by relationship", REFUSED, "外部链接", related("externalLink")),
    Case("a connection by relationship", REFUSED, "外部链接", related("connections")),
    Case("a query by relationship", REFUSED, "外部链接", related("queryTable")),
    Case("an unheard-of kind", REFUSED, "不认识的关系", related("surprise")),
    Case("a kind of nobody's", REFUSED, "不认识的关系", related("http://a.test/image")),
    Case("a kind with a blank", REFUSED, "不认识的关系", related(f"{IMAGE} ")),
    Case("a picture outside", REFUSED, "外部链接", related("image", OUTSIDE, "External")),
    Case("a strict picture outside", REFUSED, "外部链接", related(STRICT, OUTSIDE, "External")),
    Case("a picture on a share", REFUSED, "外部链接", related(
        "image", "file://///10.0.0.1/a.png", "External")),
    Case("a picture on a share within", REFUSED, "外部链接", related(
        "image", "\\\\10.0.0.1\\a.png")),
    Case("a link to click", TAKEN, "", related("hyperlink", "https://www.gd.gov.cn", "External")),
    Case("a mode of its own", REFUSED, "关系写错了", related("image", OUTSIDE, "external")),
    Case("single quotes", REFUSED, "外部链接", raw_relation(
        f"<Relationship Id='a' Type='{IMAGE}' Target='{OUTSIDE}' TargetMode='External'/>")),
    Case("blanks round the sign", REFUSED, "外部链接", raw_relation(
        f'<Relationship Id="a" Type = "{IMAGE}" Target="{OUTSIDE}" TargetMode = "External"/>')),
    Case("entities for letters", REFUSED, "外部链接", raw_relation(
        f'<Relationship Id="a" Type="{IMAGE}" Target="{OUTSIDE}" TargetMode="&#69;xternal"/>')),
    Case("entities in a kind", REFUSED, "宏", raw_relation(
        f'<Relationship Id="a" Type="{VBA[:-7]}&#80;roject" Target="a.bin"/>')),
    Case("relationships in UTF-16", REFUSED, "外部链接", raw_relation(
        relation("image", OUTSIDE, "External"), "utf-16", UTF16)),
    Case("relationships in a comment", TAKEN, "", raw_relation(
        f"<!-- {relation('image', OUTSIDE, 'External')} /relationships/hyperlink -->")),
    Case("a comment that hides one", REFUSED, "外部链接", raw_relation(
        f"<!-- /relationships/hyperlink -->{relation('image', OUTSIDE, 'External')}")),
    Case("a prefix of its own", REFUSED, "外部链接", plus(SHEET_RELS, (
        '<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<p:Relationship Id="a" Type="{IMAGE}" Target="{OUTSIDE}" TargetMode="External"/>'
        "</p:Relationships>").encode())),
    Case("an odd encoding", REFUSED, "XML 无效", raw_relation(
        relation("image", OUTSIDE, "External"), "latin-1",
        '<?xml version="1.0" encoding="ISO-8859-1"?>')),
    Case("UTF-7", REFUSED, "XML 无效", raw_relation(
        "", "utf-7", '<?xml version="1.0" encoding="UTF-7"?>')),
    Case("10,000 relationships", REFUSED, "关系超过", raw_relation(
        relation("hyperlink", OUTSIDE, "External") * 10_000)),
    Case("a macro book by type", REFUSED, "宏", within(
        TYPES, b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")),
    Case("an unheard-of type", REFUSED, "不认识的内容类型", declared(SHEET1, "text/html")),
    Case("a control by type", REFUSED, "嵌入", endings("bin", "application/vnd.ms-office.activeX")),
    Case("names that differ in case", REFUSED, "重名", plus("xl/Workbook.xml", b"<a/>")),
    # Excess in one part
    Case("100,000 names", REFUSED, "名称超过", names(100_000)),
    Case("print titles without end", TAKEN, "", print_titles),
    Case("a list of 100,000 ranges", REFUSED, "无效", sheet(b"", validations(100_000))),
    Case("lists of 2,000 ranges", REFUSED, "秒内没有处理完", lazy(
        lambda: sheet(b"", validations(2_000, 300)))),
    Case("20,000 coloured ranges", TAKEN, "", lazy(lambda: sheet(b"", b"".join(
        b'<conditionalFormatting sqref="A%d"><cfRule type="expression" priority="1"><formula>1'
        b"</formula></cfRule></conditionalFormatting>" % n for n in range(1, 20_000))))),
    Case("100,000 merged cells", BLOCKED, "合并", stored(lazy(lambda: sheet(b"", (
        b"<mergeCells>" + b'<mergeCell ref="A2:B3"/>' * 100_000 + b"</mergeCells>"))))),
    Case("50,000 links", TAKEN, "", stored(lazy(lambda: sheet(b"", (
        b"<hyperlinks>" + b'<hyperlink ref="A1" location="x"/>' * 50_000 + b"</hyperlinks>"))))),
    Case("100,000 columns", REFUSED, "内部有错误", lazy(lambda: all_of(sheet(b""), within(
        SHEET1, b"<sheetData>", b"<cols>" + b"".join(
            b'<col min="%d" max="%d"/>' % (n, n) for n in range(1, 100_000))
        + b"</cols><sheetData>")))),
    Case("row nine billion", REFUSED, "没有这样的行", sheet(b'<row r="9000000000"/>')),
    Case("a row of 5,000 digits", REFUSED, "没有这样的行", sheet(b'<row r="%s"/>' % (b"9" * 5000))),
    Case("a cell beyond every column", REFUSED, "位置写错了", sheet(
        b'<row r="2"><c r="ZZZZZZZZZZZZ1"><v>1</v></c></row>')),
    Case("a cell at no place", REFUSED, "内部有错误", sheet(
        b'<row r="2"><c r="!!!"><v>1</v></c></row>')),
    Case("a text of 100,000 fonts", REFUSED, "种以上的字体", strings(
        b"<si>" + b"<r><t>a</t></r>" * 100_000 + b"</si>")),
    Case("one long text in 19,000 cells", REFUSED, "文字超过", stored(lazy(lambda: all_of(
        strings(b"<si><t>" + b"<!---->".join([b"a" * 9_000] * 1_000) + b"</t></si>"),
        sheet(shared_cells(19_000)))))),
    Case("a text that is not there", REFUSED, "内部有错误", all_of(
        strings(b"<si><t>a</t></si>"), sheet(b'<row r="2"><c t="s"><v>99</v></c></row>'))),
    Case("a long formula in 9,000 cells", REFUSED, "秒内没有处理完", lazy(
        lambda: sheet(long_formula(9_000)))),
    Case("a date of 5,000 digits", REFUSED, "内部有错误", sheet(
        b'<row r="2"><c r="E2" t="d"><v>%s</v></c></row>' % (b"9" * 5000))),
    Case("a million days", BLOCKED, "", all_of(styles(cells=b'<xf numFmtId="14"/>'), sheet(
        b'<row r="2"><c r="E2" s="5"><v>1e300</v></c></row>'))),
    Case("attributes without end", REFUSED, "无效", sheet(
        b"<row " + b" ".join(b'a%d=""' % n for n in range(60_000)) + b"/>")),
    Case("name spaces without end", TAKEN, "", sheet(
        b"<row " + b" ".join(b'xmlns:a%d="u%d"' % (n, n) for n in range(5_000)) + b"/>")),
    Case("an attribute of a megabyte", REFUSED, "无效", sheet(b'<row a="%s"/>' % (b"x" * 10**6))),
    Case("elements within elements", REFUSED, "套得太深", sheet(b"<row>" * 500 + b"</row>" * 500)),
    Case("60 MB of blanks", REFUSED, "无效", sheet(b" " * 60_000_000)),
    Case("a comment of 30 MB", REFUSED, "压缩炸弹", sheet(b"<!--" + b"a>" * 15_000_000 + b"-->")),
    Case("rows in every sheet", REFUSED, "全部部件", lazy(lambda: all_of(*(
        plus(f"xl/worksheets/sheet{n}.xml", sheet_xml(plain_rows(160_000)))
        for n in range(2, 5))))),
)  # fmt: skip
CASES = WORKBOOKS + ATTACKS + CSVS
