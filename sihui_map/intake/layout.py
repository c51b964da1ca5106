"""The workbook that towns fill in: sheets, their columns, and the tables their lines belong to.

One description for both ways: the template writes it, the reader holds a file against it. A table
has the sheet that the catalogue declares; only sheets that join tables are described here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    DECLARATIONS,
    ENERGY_USE,
    PARK_PROGRESS,
    PARKS,
    Dataset,
    datasets,
    listed,
)
from sihui_map.intake.sheets.columns import (
    WHOLE,
    WHOLE_HEADER,
    WHY_COLUMN,
    Column,
    Part,
    Sheet,
    key_column,
    name_column,
    same_names,
    value_column,
)
from sihui_map.intake.sheets.energy import DECLARED, ENERGY, POWER, SOURCES
from sihui_map.intake.sheets.parks import park_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.place import Place

TEMPLATE = "碳达峰填报模板"
GUIDE = "填报说明"
OPTIONS = "_选项"
MARK_VERSION, MARK_NUMBER, MARK_SCOPE = "B2", "B3", "B4"
HEADER_ROW = 1

JOINED: Mapping[str, tuple[Sheet, ...]] = {
    ENERGY_USE.name: (ENERGY, SOURCES, POWER),
    DECLARATIONS.name: (DECLARED,),
}
"""The sheets of several tables, by the table in whose place they stand; for parks see below."""
_WHOLE_COLUMN = Column(name=WHOLE, header=WHOLE_HEADER, field=listed("tick", required=False))


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheets of the workbook, and the versions of it that are taken."""

    sheets: tuple[Sheet, ...]

    @property
    def version(self) -> str:
        """Return the version of the templates that are handed out now."""
        return f"{TEMPLATE} {self._newest}"

    @property
    def versions(self) -> Mapping[str, int]:
        """Return every version that is taken; of what an older one lacks, it says nothing."""
        return {f"{TEMPLATE} {number}": number for number in range(1, self._newest + 1)}

    @property
    def _newest(self) -> int:
        return max(sheet.since for sheet in self.sheets)

    @property
    def headings(self) -> Layout:
        """Return it without what lines mean, to be handed to a process that only reads cells."""
        return Layout(tuple(replace(sheet, parts=()) for sheet in self.sheets))


def layout(place: Place) -> Layout:
    """Return the workbook of ``place``, in the order of the tables."""
    return Layout(
        tuple(own.in_place(place) for table in datasets(place) for own in _sheets(table, place))
    )


def _sheets(table: Dataset, place: Place) -> Iterable[Sheet]:
    if table is PARKS:  # with what a county asks of each
        return (park_sheet(PARK_PROGRESS.of(place)),)
    return JOINED.get(table.name, (sheet_of(table),) if table.sheet else ())


@cache
def sheet_of(table: Dataset) -> Sheet:
    """Return the sheet that is one table: a line per row, codes spelled out beside them."""
    if table.sheet is None:
        msg = f"{table.name} has no sheet of its own"
        raise ValueError(msg)
    columns: list[Column] = []
    for column in table.columns:
        make = key_column if column.name in table.key else value_column
        columns.append(make(table, column.name))
        if own := column.spelled:
            columns.append(name_column(own.words, own.header, column.name, width=own.width))
    return Sheet(
        name=table.sheet.name,
        about=table.sheet.about,
        columns=(*columns, WHY_COLUMN),
        parts=(
            Part(table=table, cells=same_names(table), values=table.sheet.values or table.values),
        ),
        since=table.sheet.since,
    )


@cache
def sheet_of_file(table: Dataset) -> Sheet:
    """Return a CSV file of one table as a sheet: its columns under the table's headings."""
    columns = [
        Column(
            name=column.name,
            header=column.heading,
            field=column.field,
            is_newer=column.is_newer,
        )
        for column in table.columns
    ]
    parts = [Part(table=table, cells=same_names(table), values=table.values)]
    if table.is_declared:
        columns.append(_WHOLE_COLUMN)
        parts.append(_whole_part(table))
    return Sheet(name="", columns=(*columns, WHY_COLUMN), parts=tuple(parts))


def _whole_part(table: Dataset) -> Part:
    """Return the tick beside a row that its area has told all of ``table`` for the year."""
    return Part(
        table=DECLARATIONS,
        cells={"area_id": "area_id", "year": "year"},
        fixed={"subject": table.name},
        values=(),
        tick=WHOLE,
        takes_line=lambda line: bool(line.get(WHOLE)),
        is_shared=True,
    )
