"""Who has reported what, in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import required_tables
from sihui_map.domain.completeness import Told
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from sihui_map.catalogue import Dataset
    from sihui_map.figures import Figures


def reporting_table(figures: Figures, year: int) -> Table:
    """Say which town has reported which table for ``year``, in the order of the units."""
    required = required_tables()
    rows = [
        TableRow(
            (
                Cell(town.name),
                *(told_cell(figures, table.name, town.town_code, year) for table in required),
            ),
            town_code=town.town_code,
        )
        for town in figures.towns
    ]
    counts = [figures.count_told(table.name, year) for table in required]
    total = TableRow(
        (
            Cell("填全的镇街数"),
            *(
                Cell(f"{fmt.quantity(count)}/{len(figures.towns)}", raw=count.value)
                for count in counts
            ),
        ),
        style="sum",
    )
    return Table(
        f"{year} 年填报情况",
        (Column("镇街", "town"), *(Column(table.title, table.name) for table in required)),
        (*rows, total),
    )


def towns_table(figures: Figures, year: int) -> Table:
    """Say of each town whether it has reported all that it owes for ``year``, part or nothing.

    Without a year of data nobody has reported anything.
    """
    required = required_tables()
    rows = []
    for town in figures.towns:
        together = TOGETHER[figures.told_together(town.town_code, year)]
        cells = (told_cell(figures, table.name, town.town_code, year) for table in required)
        rows.append(TableRow((Cell(town.name), together, *cells), town_code=town.town_code))
    return Table(
        f"{year} 年各镇街填报" if year else "各镇街填报",
        (
            Column("镇街", "town"),
            Column("合起来", "together"),
            *(Column(table.title, table.name) for table in required),
        ),
        tuple(rows),
    )


def required_of_towns(figures: Figures) -> list[tuple[str, str]]:
    """Return each table that a town owes every year, and in plain words what goes into it."""
    say = figures.snapshot.place.says
    return [(table.title, say(_what(table))) for table in required_tables()]


def _what(table: Dataset) -> str:
    """Return what a town fills in: in the words of its sheet, or its columns by name."""
    common = {"area_id", "year", table.kind_column, "source"}
    labels = "、".join(column.label for column in table.columns if column.name not in common)
    said = table.sheet.about if table.sheet else f"一行一种，填{labels}"
    declared = "；都填完了，再声明「填全」，空着的才算没有" if table.is_declared else ""
    return f"{said}{declared}。"


def owed_table(figures: Figures, town_code: str, year: int) -> Table:
    """List what a town owes every year, what goes into it, and whether it was told for ``year``."""
    rows = zip(required_tables(), required_of_towns(figures), strict=True)
    return Table(
        f"{year} 年要报什么" if year else "每年要报什么",
        (Column("表", "table"), Column("填什么", "what"), Column("现在", "told")),
        tuple(
            TableRow((Cell(title), Cell(what), told_cell(figures, table.name, town_code, year)))
            for table, (title, what) in rows
        ),
    )


def asked_table(figures: Figures, year: int) -> Table:
    """List what every town owes each year, what goes into it, how many told all of it."""
    rows = zip(required_tables(), required_of_towns(figures), strict=True)
    codes = [town.town_code for town in figures.towns]
    return Table(
        "每个镇街每年要报什么",
        (Column("表", "table"), Column("填什么", "what"), Column(f"{year} 年已填全", "told")),
        tuple(
            TableRow((Cell(title), Cell(what), Cell(f"{count} / {len(codes)} 个镇街", raw=count)))
            for table, (title, what) in rows
            for count in [sum(figures.told(table.name, code, year) is Told.ALL for code in codes)]
        ),
    )


TOGETHER = {
    Told.ALL: Cell("● 已报齐", style="done name"),
    Told.PART: Cell("◐ 报了一部分", style="sample name"),
    Told.SAMPLE: Cell("△ 未报，只有示例", style="sample name"),
    Told.NOTHING: Cell("○ 未报", style="missing name"),
}
"""What is said of all that a town owes."""


def told_cell(figures: Figures, table: str, town_code: str, year: int) -> Cell:
    """Return whether a town has told all of a table for ``year``, part, a sample or nothing."""
    told = figures.told(table, town_code, year)
    if told is Told.NOTHING:
        return Cell("○ 未报", style="missing name")
    if told is Told.SAMPLE:
        return Cell("△ 示例", style="sample name", hover="只有示例数据，镇街尚未填报")
    kinds = figures.told_kinds(table, town_code, year) - {ValueKind.SAMPLE}
    named = "、".join(kind for kind in ValueKind if kind in kinds)
    if told is Told.PART:
        why = "没有声明填全，或其余各行仍是示例数据"
        return Cell(f"◐ 部分（{named}）", style="sample name", hover=why)
    return Cell(f"● 填全（{named or '声明没有'}）", style="done name")
