"""What a workbook must be before it is opened: small, whole, unencrypted, without active parts."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NoReturn

from sihui_map.errors import IntakeError
from sihui_map.intake.package import Package, check_package
from sihui_map.intake.package_rules import EMBEDDED, LINK, MACRO, PICTURES, ZIP_MAGIC, Rules
from sihui_map.intake.package_scan import Scan
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 20_000_000
MAX_COLUMNS = 200
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where a sheet ends in every spreadsheet program."""
MOST_SHEETS = 60
MOST_MERGED = 600
LONGEST_FORMAT = 255
"""Characters of a number format, as in a spreadsheet program: openpyxl needs their square."""
MOST_STYLES = 10_000
MOST_NAMES = 2_000
MOST_RUNS = 2_000

BLANK = b"\0 \r\n\t"
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

AS_XLSX = "请用 Excel 或 WPS 打开后另存为 .xlsx"
AGAIN = "请下载最新模板，把数据粘贴为数值后另存为 .xlsx"
RULES = Rules(
    what="工作簿（.xlsx）",
    main="xl/workbook.xml",
    # Anything a spreadsheet program writes lies in these folders, in these kinds of files.
    names=re.compile(
        r"\[Content_Types\]\.xml"
        r"|(?:_rels|docProps|xl|customXml)/(?:[\w\- .]+/)*"
        r"(?:[\w\- .]*\.(?:xml|rels|vml|bin|png|jpe?g|gif|emf|wmf|svg|bmp|tiff?))?",
        re.IGNORECASE,
    ),
    # What Excel, WPS and LibreOffice write into a workbook that computes by itself.
    relations=PICTURES
    | {
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "worksheet",
        "chartsheet",
        "styles",
        "theme",
        "themeOverride",
        "sharedStrings",
        "calcChain",
        "sheetMetadata",
        "metadata",
        "printerSettings",
        "customProperty",
        "comments",
        "threadedComment",
        "person",
        "vmlDrawing",
        "legacyDrawingHF",
        "drawing",
        "chart",
        "chartEx",
        "chartStyle",
        "chartColorStyle",
        "chartUserShapes",
        "customXml",
        "customXmlProps",
        "table",
        "tableSingleCells",
        "pivotTable",
        "pivotCacheDefinition",
        "pivotCacheRecords",
        "slicer",
        "slicerCache",
        "timeline",
        "timelineCache",
        "hyperlink",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "cellImage",
        "cellimages",
        "FeaturePropertyBag",
        "rdRichValue",
        "rdRichValueStructure",
        "rdRichValueTypes",
        "rdSupportingPropertyBag",
        "rdSupportingPropertyBagStructure",
        "rdArray",
        "richValueRel",
        "richStyles",
        "namedSheetViews",
        "wsSortMap",
    },
    types=re.compile(
        r"(?:application|text)/xml"
        r"|application/vnd\.openxmlformats-officedocument\.(?:spreadsheetml|drawingml|drawing|theme"
        r"|themeOverride|custom-properties|extended-properties|customXmlProperties|vmlDrawing)"
        r"(?:\.?[\w\-.]*)?(?:\+xml)?"
        r"|application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml"
        r"|application/vnd\.ms-excel\.[\w\-.]+\+xml|application/vnd\.ms-office\.[\w\-.]+\+xml"
        r"|application/vnd\.wps-officedocument\.[\w\-.]+\+xml"
        r"|application/vnd\.ms-excel|image/[\w.+\-]+",
        re.IGNORECASE,
    ),
    again=AGAIN,
    forbidden_names=(
        (re.compile(r"vbaProject|vbaData|macrosheets|dialogsheets", re.IGNORECASE), MACRO),
        (re.compile(r"/externalLinks/|/connections\.xml|/queryTables/", re.IGNORECASE), LINK),
        (
            re.compile(r"/embeddings/|/activeX/|/ctrlProps/|oleObject", re.IGNORECASE),
            EMBEDDED,
        ),
    ),
)


MAIN_TYPE = re.compile(r".*\.(?:sheet|template)\.(?:macroEnabled\.)?main\+xml", re.IGNORECASE)


class Part(Scan):
    """What was seen in one XML part of a workbook: sheets, links, merges, formulas."""

    def __post_init__(self) -> None:
        """Start with nothing seen."""
        self.row = self.columns = self.last_row = self.styles = self.runs = 0
        self.has_formulas = False
        self.merged: list[str] = []
        self.sheets: list[tuple[str, str]] = []
        """Relation id and name."""

    def too_many(self) -> NoReturn:
        """Raise the error for a part that holds rows without end."""
        most = self.rules.most_elements // 10_000
        msg = f"文件里的行和格子超过 {most} 万个，多半是空行；请删去空行，或{AGAIN[1:]}"
        raise IntakeError(msg)

    def _row(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("r", "")
        self.row = int(told[:9]) if told.isascii() and told.isdigit() else self.row + 1
        self.columns = 0
        if self.row > LAST_ROW:
            self.rules.refuse(f"有工作表写到了第 {self.row} 行之后，没有这样的行")

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self.columns += 1
        if self.columns > MAX_COLUMNS:
            msg = f"有工作表第 {self.row} 行超过 {MAX_COLUMNS} 列；请删去右侧多余的列后再交"
            raise IntakeError(msg)
        if len(attributes.get("r", "")) > len("XFD1048576"):
            self.rules.refuse(f"有工作表第 {self.row} 行的格子位置写错了")

    def _value(self, _: Mapping[str, str]) -> None:
        self.last_row = max(self.last_row, self.row)

    def _formula(self, _: Mapping[str, str]) -> None:
        self.has_formulas = True

    def _merge(self, attributes: Mapping[str, str]) -> None:
        if len(self.merged) < MOST_MERGED:
            self.merged.append(attributes.get("ref", "")[:30])

    def _sheet(self, attributes: Mapping[str, str]) -> None:
        relation = next((attributes[key] for key in attributes if key.endswith("}id")), "")
        self.sheets.append((relation, attributes.get("name", "")))
        if len(self.sheets) > MOST_SHEETS:
            self.rules.refuse(f"文件有 {MOST_SHEETS} 张以上的工作表")

    def _format(self, attributes: Mapping[str, str]) -> None:
        if len(attributes.get("formatCode", "")) > LONGEST_FORMAT:
            self.rules.refuse(f"有单元格格式超过 {LONGEST_FORMAT} 个字符")
        self._style(attributes)

    def _style(self, _: Mapping[str, str]) -> None:
        self.styles += 1
        if self.styles > MOST_STYLES:
            self.rules.refuse(f"文件里的单元格样式超过 {MOST_STYLES} 种")

    def _name(self, _: Mapping[str, str]) -> None:
        self.runs += 1
        if self.runs > MOST_NAMES:
            self.rules.refuse(f"文件里定义的名称超过 {MOST_NAMES} 个")

    def _text(self, _: Mapping[str, str]) -> None:
        self.runs = 0

    def _run(self, _: Mapping[str, str]) -> None:
        self.runs += 1
        if self.runs > MOST_RUNS:
            self.rules.refuse(f"有一格文字用了 {MOST_RUNS} 种以上的字体")

    NOTES: ClassVar = {
        "row": _row,
        "c": _cell,
        "v": _value,
        "is": _value,
        "f": _formula,
        "mergeCell": _merge,
        "sheet": _sheet,
        "numFmt": _format,
        **dict.fromkeys(("xf", "font", "fill", "border", "cellStyle", "dxf"), _style),
        "definedName": _name,
        "si": _text,
        "r": _run,
    }


def check_start(body: bytes, kind: str) -> None:
    """Refuse what is empty, too large, or by its first bytes something else than ``kind``."""
    if not body.removeprefix(BOM_UTF8).strip(BLANK):
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in one sheet: merged cells, formulas, the last row that holds a value."""

    merged: tuple[str, ...] = ()
    has_formulas: bool = False
    last_row: int = 0


def check_workbook(body: bytes) -> tuple[dict[str, Seen], int]:
    """Return what was seen in each sheet, by its name, and how many elements there are in all."""
    check_start(body, "工作簿（.xlsx）")
    if not body.startswith(ZIP_MAGIC):
        msg = f"文件内容不是工作簿（.xlsx）；{AS_XLSX}"
        raise IntakeError(msg)
    package = check_package(body, RULES, lambda name: Part(RULES, name))
    return _sheets(package), package.elements


def _sheets(package: Package) -> dict[str, Seen]:
    """Return what was seen in each sheet; a part is one sheet, read once."""
    books = [name for name, kind in package.types.items() if MAIN_TYPE.fullmatch(kind)]
    if books not in ([], [RULES.main]):
        RULES.refuse(f"文件里有别的工作簿「{shown(books[0])}」")
    targets = {each.own_id: each.target for each in package.relations.get(RULES.main, ())}
    book = package.parts[RULES.main]
    found: dict[str, Seen] = {}
    read: set[str] = set()
    for relation, name in book.sheets if isinstance(book, Part) else ():
        target = targets.get(relation, "")
        part = package.parts.get(target)
        if target in read:
            RULES.refuse(f"工作表「{shown(name)}」和另一张工作表是同一个部件")
        if isinstance(part, Part):
            read.add(target)
            found[name] = Seen(tuple(part.merged), part.has_formulas, part.last_row)
    return found
