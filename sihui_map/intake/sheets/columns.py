"""Columns, parts and sheets: how the lines of a file and the rows of tables belong together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE, Dataset, Field, listed
from sihui_map.catalogue.column import TEXT
from sihui_map.domain.check import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sihui_map.domain.place import Place

WHY = "why"
WHOLE, WHOLE_HEADER = "whole", "填全"
"""The tick that an area told all there is; its header in a CSV file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet: its header with the unit, what it takes, how wide it is.

    The header is in the words of any place (``Place.says``).
    """

    name: str
    header: str
    field: Field
    width: int = 14
    is_key: bool = False
    """Grey and locked where the line is already published."""
    names: str = ""
    """The column whose code this one spells out; it may be filled instead of it."""
    was: str = ""
    """Its header in templates handed out earlier."""
    is_newer: bool = False
    """Templates handed out before it was there lack it, and are still taken."""

    def is_called(self, header: str) -> bool:
        """Tell whether ``header`` is its own, of now or of an earlier template."""
        return header == self.header or bool(self.was and header == self.was)


def anything(_: Mapping[str, str]) -> bool:
    """Take every line."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How lines of a sheet and rows of one table belong together."""

    table: Dataset
    cells: Mapping[str, str]
    """Column of the table → column of the sheet."""
    values: tuple[str, ...]
    """Columns of the table that are all empty where a line says nothing."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Column of the table → what it always is here."""
    expects: Mapping[str, str] = field(default_factory=dict)
    """Column of the sheet → what it always is here, kept nowhere else."""
    takes_line: Callable[[Mapping[str, str]], bool] = anything
    """Whether a line, by column of the sheet, belongs to this table."""
    takes_row: Callable[[Mapping[str, str], Mapping[str, str]], bool] | None = None
    """Whether a row (with the list of named sources) belongs on this sheet; None: always."""
    is_shared: bool = False
    """Attributes that several lines of one thing repeat, not a row per line."""
    tick: str = ""
    """Column of the sheet that says whether there is the row; the table does not have it."""

    @property
    def telling(self) -> tuple[str, ...]:
        """Return the columns of the sheet that are all empty where a line says nothing."""
        return (self.tick,) if self.tick else tuple(self.cells[name] for name in self.values)

    def holds(self, cells: Mapping[str, str], sources: Mapping[str, str]) -> bool:
        """Tell whether a published row is shown on this sheet."""
        if any(cells.get(column) != text for column, text in self.fixed.items()):
            return False
        return self.takes_row is None or self.takes_row(cells, sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the workbook, or one CSV file (without a name).

    ``about`` is in the words of any place (``Place.says``).
    """

    name: str
    columns: Sequence[Column]
    parts: Sequence[Part]
    about: str = ""
    since: int = 1
    """The version of the template that has it first: older ones are still taken without it."""

    def in_place(self, place: Place) -> Sheet:
        """Return the sheet as it is handed out in ``place``."""
        columns = [replace(own, header=place.says(own.header)) for own in self.columns]
        return replace(self, columns=columns, about=place.says(self.about))


WHY_COLUMN = Column(name=WHY, header="确认说明", field=TEXT, width=24)


def key_column(table: Dataset, column: str, header: str = "") -> Column:
    """Return a column of the table's key: grey and locked where a line is published."""
    own = value_column(table, column)
    return replace(own, header=header or own.header, is_key=True)


def value_column(table: Dataset, column: str) -> Column:
    """Return a column that is filled."""
    own = table.column(column)
    return Column(
        name=column,
        header=own.head,
        field=own.field,
        width=own.width,
        was=own.was,
        is_newer=own.is_newer,
    )


def name_column(words: str, header: str, code: str, *, width: int = 14) -> Column:
    """Return the column that spells out the code in ``code``."""
    own = listed(words, rule=Rule.UNKNOWN, required=False)
    name = f"{code}_name"
    return Column(name=name, header=header, field=own, width=width, is_key=True, names=code)


def same_names(table: Dataset, *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the table's columns, each under its own name on the sheet."""
    return {column: column for column in table.column_names if column not in without}


KIND_COLUMN = value_column(ENERGY_USE, "kind")
SOURCE_COLUMN = value_column(ENERGY_USE, "source")
YEAR_COLUMN = key_column(ENERGY_USE, "year")
