"""The rows of a reported table as they were told, in the columns that the catalogue declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.site import PlacePrecision, SiteKind
from sihui_map.views.labels import PRECISION_LABEL, SITE_KIND_LABEL
from sihui_map.views.names import area_name
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.cells import NAME

if TYPE_CHECKING:
    from sihui_map.catalogue import Dataset
    from sihui_map.figures import Figures

AREA = "area_id"


def reported_table(figures: Figures, table: Dataset) -> Table:
    """Return the rows of one reported table."""
    table = table.told_in(figures.snapshot)
    columns = [Column(each.heading, numeric=each.unit is not None) for each in table.columns]
    rows = [
        [_cell(table.value(record, name)) for name in table.column_names]
        for record in table.records(figures.snapshot)
    ]
    if AREA in table.column_names:  # a code alone tells a reader nothing
        columns.append(Column(NAME))
        place = table.column_names.index(AREA)
        rows = [[*row, Cell(area_name(figures, row[place].text))] for row in rows]
    return Table(
        f"{table.title}：填报的各行", tuple(columns), tuple(TableRow(tuple(row)) for row in rows)
    )


def _cell(value: object) -> Cell:
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
