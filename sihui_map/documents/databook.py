"""The data book (数据册) as .xlsx: every published figure, every table, every reported row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sihui_map.catalogue.indicators import SCOPE_LABEL
from sihui_map.catalogue.key import FigureKey
from sihui_map.csvfile import neutral
from sihui_map.documents.office import clean, day_of, timeless
from sihui_map.documents.paper import gap, stamp
from sihui_map.domain import dataset as reported
from sihui_map.domain.check import RULES
from sihui_map.domain.park import CheckPoint, ParkProgress
from sihui_map.domain.progress import ACCEPTABLE_DAYS, FRESH_DAYS, STALLED_DAYS
from sihui_map.domain.site import PlacePrecision, SiteKind
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.domain.value import MissingReason, ValueKind
from sihui_map.views import fmt, method, names, tables
from sihui_map.views.labels import (
    LIGHT_RULE,
    PRECISION_LABEL,
    SCOPE_NOTE,
    SITE_KIND_LABEL,
    scope_text,
)
from sihui_map.views.maps import themes
from sihui_map.views.rounding import rounding
from sihui_map.views.table import Cell, Column, Table, TableRow, with_marks
from sihui_map.views.textwidth import on_paper
from sihui_map.workbook import saved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from sihui_map.domain.dataset import Dataset
    from sihui_map.figures import Figures

NARROW, WIDE = 8, 48
BOLD, PALE = Font(bold=True), PatternFill("solid", fgColor="E8F0EC")
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
HEAD_ROW = 2
AREA = "area_id"
LONGEST_NAME = 31
"""A spreadsheet refuses longer names of sheets."""

_WRITTEN = re.compile(r"(?P<whole>[-−]?[\d,]+)(?:\.(?P<decimals>\d+))?(?P<rest>（\d+）)?")

KIND_TEXT: Mapping[ValueKind, str] = {
    ValueKind.PLAN: "方案或其他公布的规划文件写明的数值",
    ValueKind.REPORTED: "统计或主管部门公布、单位正式报送的数值",
    ValueKind.PRELIMINARY: "尚未核定、以后会修订的数值",
    ValueKind.COMPUTED: "由系统按写明的方法从其他数值算出",
    ValueKind.ESTIMATED: "由报送单位估计的数值",
    ValueKind.SAMPLE: fmt.SAMPLE_NOTE,
    ValueKind.MISSING: "没有数值，写明原因；不以零代替",
}


def databook(figures: Figures, *, approval: str = "") -> bytes:
    """Return the data book as .xlsx; numbers are numbers, no text is a formula.

    ``approval`` is the 审图号; until one is entered the first sheet says that there is none.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in [
        ("说明", _about(figures, approval)),
        ("全部数值", _all_figures(figures)),
        *_page_tables(figures),
        *((f"填报·{table.title}", _reported(figures, table)) for table in reported.DATASETS),
        ("定义", _definitions(figures)),
    ]:
        _sheet(book.create_sheet(_sheet_name(name)), figures, table)
    about, title = book.properties, figures.snapshot.place.title
    about.title, about.creator = f"{title}数据册", title
    return timeless(saved(book), day_of(figures.snapshot))


def _sheet_name(name: str) -> str:
    return name.partition("（")[0][:LONGEST_NAME]


def _plain(title: str, labels: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of texts."""
    columns = tuple(Column(label) for label in labels)
    return Table(title, columns, tuple(TableRow(tuple(map(Cell, row))) for row in rows))


def _about(figures: Figures, approval: str) -> Table:
    snapshot = figures.snapshot
    rows = [
        ("系统", snapshot.place.title),
        ("期", fmt.issue(snapshot.issue)),
        ("版本", snapshot.revision),
        ("数据日期", snapshot.data_day.isoformat()),
        ("示例", fmt.SAMPLE_NOTE if snapshot.with_sample else "本册不含示例数据"),
        ("镇街界线", SCHEMATIC_NOTE),
        ("审图号", approval or "（尚未取得）"),
        ("数据文件", method.sources_sentence(figures)),
        ("数值", "「全部数值」按基本单位列出每个数值；各表按所注单位折算，与页面相同"),
        ("缺失", "没有数值的写「缺失」及原因，不以零代替"),
        *(("数据文件有误", gap(problem.sentence)) for problem in snapshot.problems),
    ]
    return _plain("数据册说明", ("项目", "内容"), rows)


def _all_figures(figures: Figures) -> Table:
    labels = (
        "编号",
        "名称",
        "年份",
        "数值",
        "单位",
        "性质",
        "来源",
        "缺失原因",
        "已报部分",
        "已报部分性质",
    )
    numeric = ("年份", "数值", "已报部分")
    rows = (
        TableRow(
            (
                Cell(figure_id),
                Cell(names.figure_name(figures, figure_id)),
                _year(figure_id),
                Cell("缺失" if amount.value is None else f"{amount.value:.6g}", raw=amount.value),
                Cell(amount.unit),
                Cell(str(amount.kind)),
                Cell(amount.source),
                Cell(amount.reason),
                Cell("" if amount.part is None else f"{amount.part:.6g}", raw=amount.part),
                Cell("" if amount.part is None else str(amount.part_kind)),
            )
        )
        for figure_id, amount in figures.published().items()
    )
    columns = tuple(Column(label, numeric=label in numeric) for label in labels)
    return Table("全部数值", columns, tuple(rows))


def _year(figure_id: str) -> Cell:
    key = FigureKey.parse(figure_id)
    year = None if key is None else key.year
    return Cell(fmt.NO_VALUE) if year is None else Cell(str(year), raw=year)


def _page_tables(figures: Figures) -> list[tuple[str, Table]]:
    """Return the tables of the pages; those of several years or towns are joined into one."""
    snapshot = figures.snapshot
    towns = [(town.name, town.town_code) for town in figures.towns]
    sources = [(source.name, source.source_id) for source in snapshot.named_sources]
    return [
        ("主要指标", tables.targets_table(figures)),
        ("目标分解", tables.allotments_table(figures)),
        ("全市公开数据", tables.facts_table(figures)),
        ("镇街排序", _rankings(figures)),
        (
            "排放构成",
            _joined(
                ("年份",),
                {
                    (str(year),): tables.components(figures, year, with_plant=True)
                    for year in figures.years
                },
            ),
        ),
        (
            "平衡表",
            _joined(
                ("年份",),
                {(str(year),): tables.ledger_table(figures, year) for year in figures.ledger_years},
            ),
        ),
        (
            "因子集对照",
            _joined(
                ("年份",),
                {(str(year),): tables.factor_sets_table(figures, year) for year in figures.years},
            ),
        ),
        ("项目清单", tables.sites_table(figures, snapshot.sites)),
        ("项目规模", tables.capacity_table(figures)),
        ("森林覆盖率", _forests(figures)),
        ("自然保护地", tables.reserves_table(figures)),
        ("园区", tables.parks_table(figures, snapshot.parks)),
        ("任务分工", tables.tasks_table(figures, snapshot.tasks)),
        ("勘误待定", tables.errata_table(figures)),
        (
            "镇街历年数据",
            _joined(
                ("镇街",), {(name,): tables.town_series(figures, code) for name, code in towns}
            ),
        ),
        (
            "能源活动",
            _joined(
                ("镇街或排放源",),
                {(name,): tables.energy_table(figures, area) for name, area in [*towns, *sources]},
            ),
        ),
        (
            "镇街基本情况",
            _joined(
                ("镇街",), {(name,): tables.town_basics(figures, code) for name, code in towns}
            ),
        ),
        ("燃料因子", tables.factors_table(figures)),
        ("电网因子", tables.grid_table(figures)),
        ("折标系数", tables.coal_table(figures)),
        ("热值与折标", tables.heat_table(figures, figures.default_year)),
        ("数据文件", tables.files_table(figures)),
    ]


def _rounded(parts: Iterable[Table]) -> str:
    """Return the sentence on rounding where a part needs it, to stand beside a sheet's title."""
    return next((f"。{said}" for said in map(rounding, parts) if said), "")


def _joined(labels: Sequence[str], parts: Mapping[tuple[str, ...], Table]) -> Table:
    """Return ``parts`` below each other, led by columns of what tells them apart."""
    shown = {key: with_marks(part) for key, part in parts.items()}
    columns = dict.fromkeys(column for part in shown.values() for column in part.columns)
    rows = []
    for key, part in shown.items():
        for row in part.rows:
            cells = dict(zip(part.columns, row.cells, strict=True))
            own = tuple(cells.get(column, Cell("")) for column in columns)
            rows.append(TableRow((*map(_key_cell, key), *own)))
    title = next((part.title for part in shown.values()), "").split(" 年", maxsplit=1)[-1]
    title += _rounded(parts.values())
    heads = (Column(label, numeric=label == "年份") for label in labels)
    return Table(title, (*heads, *columns), tuple(rows))


def _key_cell(text: str) -> Cell:
    return Cell(text, raw=int(text)) if text.isdecimal() else Cell(text)


def _rankings(figures: Figures) -> Table:
    parts: dict[tuple[str, ...], Table] = {}
    for year in figures.years:
        for measure, scope in themes().values():
            found = tables.ranking(figures, year, measure, scope)
            columns = tuple(
                replace(column, label="数值") if column.name == "value" else column
                for column in found.columns
            )
            key = (str(year), measure.label, scope_text(measure, scope), measure.unit)
            parts[key] = Table(found.title, columns, found.rows)
    joined = _joined(("年份", "指标", "口径", "单位"), parts)
    return Table("各镇街按各指标排序", joined.columns, joined.rows)


def _forests(figures: Figures) -> Table:
    parts: dict[tuple[str, ...], Table] = {}
    if not figures.forest_years:
        return _joined(("年份",), parts)
    first, last = figures.forest_years[0], figures.forest_years[-1]
    of_last = tables.forest_table(figures, last)
    labels = {"now": "当年（%）", "first": f"{first} 年（%）"}
    columns = tuple(
        replace(column, label=labels.get(column.key, column.label)) for column in of_last.columns
    )
    for year in figures.forest_years:
        found = tables.forest_table(figures, year)
        rows = (
            replace(
                row,
                cells=tuple(  # the first year has nothing to be compared with
                    found.cell(row, column.key) if column.key in found.names else Cell("")
                    for column in columns
                ),
            )
            for row in found.rows
        )
        parts[str(year),] = Table(found.title, columns, tuple(rows))
    return _joined(("年份",), parts)


def _reported(figures: Figures, table: Dataset) -> Table:
    """Return the rows of one reported table as they were reported."""
    columns = [
        Column(table.heading(column), numeric=column in table.units) for column in table.columns
    ]
    rows = [
        [_field(row, column) for column in table.columns]
        for row in getattr(figures.snapshot, ATTRIBUTE[table.name])
    ]
    if AREA in table.columns:  # a code alone tells a reader nothing
        columns.append(Column("名称"))
        place = table.columns.index(AREA)
        rows = [[*row, Cell(names.area_name(figures, row[place].text))] for row in rows]
    return Table(
        f"{table.title}：填报的各行", tuple(columns), tuple(TableRow(tuple(row)) for row in rows)
    )


ATTRIBUTE: Mapping[str, str] = {
    "energy_use": "energy_uses",
    "energy_total": "energy_totals",
    "named_sources": "named_sources",
    "town_context": "contexts",
    "ledger_reported": "reported_rows",
    "forest_cover": "forest_covers",
    "sites": "sites",
    "parks": "parks",
    "park_progress": "park_progress",
    "indicator_values": "indicator_values",
    "allotments": "allotments",
    "task_updates": "task_updates",
    "explanations": "explanations",
    "declarations": "declarations",
}
"""Where a snapshot keeps the rows of each reported table."""


def _field(row: object, column: str) -> Cell:
    if isinstance(row, ParkProgress) and column in set(CheckPoint):
        return Cell(str(row.checks[CheckPoint(column)]))
    value = getattr(row, "state" if column == "status" else column)
    if column == "amount" and value is None:
        return Cell(str(getattr(row, "reason", "")))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(f"{value:.15g}", raw=value)
    return Cell(_text_of(value))


def _text_of(value: object) -> str:
    """Return what a reader sees of a value that is no number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, SiteKind):
        return SITE_KIND_LABEL[value]
    if isinstance(value, PlacePrecision):
        return PRECISION_LABEL[value]
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _definitions(figures: Figures) -> Table:
    days = f"{FRESH_DAYS} 天内为及时，{ACCEPTABLE_DAYS} 天内为可接受，超过 {STALLED_DAYS} 天为停滞"
    rows = [
        *(("值的性质", str(kind), text) for kind, text in KIND_TEXT.items()),
        *(("缺失原因", str(reason), "没有数值的原因") for reason in MissingReason),
        *(("排放口径", SCOPE_LABEL[part], text) for part, text in SCOPE_NOTE.items()),
        *(("计算方法", term, text) for term, text in method.formulas(figures)),
        ("亮灯", "规则", LIGHT_RULE),
        *(("亮灯", target, text) for target, text in method.light_rules(figures)),
        *(("官方规则", term, text) for term, text in method.rules(figures)),
        ("任务更新", "时效", f"按数据日期计算：{days}"),
        *(
            (
                "填报检查",
                f"{rule.rule}（{rule.severity}）",
                f"{rule.test_in(figures.snapshot.place.name)}。处理办法：{rule.remedy}。",
            )
            for rule in RULES
        ),
    ]
    return _plain("定义", ("类别", "名称", "内容"), rows)


def _sheet(sheet: Worksheet, figures: Figures, table: Table) -> None:
    """Fill ``sheet``: title and stamp, the frozen line of headings, the rows."""
    said = with_marks(table)
    _put(sheet, 1, 1, Cell(f"{table.title} · {stamp(figures)}"))
    sheet.cell(1, 1).font = BOLD
    for place, column in enumerate(said.columns, start=1):
        _put(sheet, HEAD_ROW, place, Cell(column.label))
        head = sheet.cell(HEAD_ROW, place)
        head.font, head.fill, head.alignment = BOLD, PALE, WRAPPED
    for number, row in enumerate(said.rows, start=HEAD_ROW + 1):
        for place, cell in enumerate(row.cells, start=1):
            _put(sheet, number, place, cell)
    if not said.rows:
        _put(sheet, HEAD_ROW + 1, 1, Cell(gap("尚无数据")))
    for place, column in enumerate(said.columns, start=1):
        longest = max((on_paper(row.cells[place - 1].text) for row in said.rows), default=0)
        width = min(max(longest, on_paper(column.label), NARROW) + 2, WIDE)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
    """Write a number as a number, everything else as text that no spreadsheet runs."""
    target = sheet.cell(row, place)
    if isinstance(cell.raw, int | float):
        target.value = cell.raw
        target.number_format = _format(cell)
        target.alignment = TOP
        return
    text = clean(_words(cell))
    if not text:
        return
    target.value = text
    target.data_type = "s"
    target.quotePrefix = neutral(text) != text
    target.alignment = WRAPPED if on_paper(text) > WIDE and row >= HEAD_ROW else TOP


def _words(cell: Cell) -> str:
    """Return the text of a cell; what is missing says why."""
    known = cell.hover in set(MissingReason)
    if cell.style == "missing" or (cell.text == fmt.NO_VALUE and known):
        return f"{cell.text}（{cell.hover}）" if cell.hover else cell.text
    return cell.text


def _format(cell: Cell) -> str:
    """Return the number format that shows what the page shows, a year behind it included."""
    found = _WRITTEN.fullmatch(cell.text)
    if not found:
        return "General"
    whole, decimals, rest = found["whole"], found["decimals"] or "", found["rest"]
    is_large = "," in whole or len(whole.lstrip("-−")) <= len("999") or decimals
    digits = "#,##0" if is_large else "0"
    digits += f".{'0' * len(decimals)}" if decimals else ""
    return f'{digits}"{rest}"' if rest else digits
