"""The data book (数据册) as .xlsx: every published figure, every table, every reported row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from sihui_map.catalogue.key import FigureKey
from sihui_map.documents.office import day_of, timeless
from sihui_map.documents.wording import gap
from sihui_map.documents.xlsx.definitions import definitions
from sihui_map.documents.xlsx.page_tables import page_tables
from sihui_map.documents.xlsx.reported import reported_table
from sihui_map.documents.xlsx.sheets import fill_sheet, plain_table
from sihui_map.domain import dataset as reported
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.views import fmt, method, names
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.workbook import saved

if TYPE_CHECKING:
    from sihui_map.figures import Figures

LONGEST_NAME = 31
"""A spreadsheet refuses longer names of sheets."""


def databook(figures: Figures, *, approval: str = "") -> bytes:
    """Return the data book as .xlsx; numbers are numbers, no text is a formula.

    ``approval`` is the 审图号; until one is entered the first sheet says that there is none.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in [
        ("说明", _about(figures, approval)),
        ("全部数值", _all_figures(figures)),
        *page_tables(figures),
        *((f"填报·{table.title}", reported_table(figures, table)) for table in reported.DATASETS),
        ("定义", definitions(figures)),
    ]:
        fill_sheet(book.create_sheet(_sheet_name(name)), figures, table)
    about, title = book.properties, figures.snapshot.place.title
    about.title, about.creator = f"{title}数据册", title
    return timeless(saved(book), day_of(figures.snapshot))


def _sheet_name(name: str) -> str:
    return name.partition("（")[0][:LONGEST_NAME]


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
    return plain_table("数据册说明", ("项目", "内容"), rows)


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
