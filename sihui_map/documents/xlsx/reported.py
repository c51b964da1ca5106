"""The rows of each reported table, as they were reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.park import CheckPoint, ParkProgress
from sihui_map.domain.site import PlacePrecision, SiteKind
from sihui_map.views import names
from sihui_map.views.labels import PRECISION_LABEL, SITE_KIND_LABEL
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.dataset import Dataset
    from sihui_map.figures import Figures

AREA = "area_id"


def reported_table(figures: Figures, table: Dataset) -> Table:
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
