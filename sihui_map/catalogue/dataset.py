"""A reported table: what follows from its columns for store, files, forms and documents.

A row is a mapping from column to text, exactly as in a file of ``geodata/sample/``; numbers are
written in one way only (see ``canonical``), so that two rows are equal when their texts are. A
record is what a snapshot keeps of a row: a value of the domain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sihui_map.domain.snapshot import PlainRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.catalogue.column import Column
    from sihui_map.domain.snapshot import Snapshot

KEY_SEPARATOR = "|"
# Digits without a sign of their own in front; 1e5 and 1_000 are slips, not amounts.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetOf:
    """The sheet of the workbook that is this table and nothing else.

    Templates before version ``since`` lack it, and are still taken. ``about`` is in the words of
    any place (``Place.says``).
    """

    name: str
    about: str
    since: int = 1
    values: tuple[str, ...] = ()
    """Fewer than the table's own, where a line without the others says nothing either."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One reported table: its columns, what tells its rows apart, who owes it, what it becomes."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    telling: tuple[str, ...] = ()
    """Columns that are all empty where a line says nothing; () for all that are no key."""
    sheet: SheetOf | None = None
    """None where it is joined with others on a sheet, or is only handed in as CSV."""
    record: type = PlainRow
    """What its rows become; a plain row while the domain has no meaning for them."""
    attribute: str = ""
    """Where a snapshot keeps its records, if not among those without a meaning."""
    required_of_towns: bool = False
    """Every town owes it every year."""
    is_declared: bool = False
    """An area has several rows or none in a year, and says when it has told all (填全)."""
    is_reference: bool = False
    """The reference files have rows of it too, in ``<name>.csv``; a reported one replaces them."""
    owner: str = "area_id"
    """The column that says whose a row is; "" where all are the city's."""
    owner_table: str = ""
    """The table in which ``owner`` is looked up to learn whose it is."""

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Return its numeric columns with their unit; "" where another column says the unit."""
        return {column.name: column.unit for column in self.columns if column.unit is not None}

    @cached_property
    def newer(self) -> frozenset[str]:
        """Return the columns that were added later: rows of before lack them."""
        return frozenset(column.name for column in self.columns if column.is_newer)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Return the columns that are all empty where a line says nothing."""
        return self.telling or tuple(name for name in self.column_names if name not in self.key)

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def kind_column(self) -> str:
        """Return the column that says what sort of value a row holds; "" for a table of texts."""
        # A site's own "kind" is what it is, not what its numbers are.
        return next((name for name in ("value_kind", "kind") if name in self.column_names), "")

    def column(self, name: str) -> Column:
        """Return the column called ``name``."""
        return self._by_name[name]

    def filled(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return ``cells`` with the columns that were added since, empty."""
        return {**dict.fromkeys(self.newer, ""), **cells}

    def key_of(self, cells: Mapping[str, str]) -> str:
        """Return what tells a row from every other of its table."""
        return KEY_SEPARATOR.join(cells.get(column, "") for column in self.key)

    def records(self, snapshot: Snapshot) -> Sequence[object]:
        """Return what a snapshot keeps of its rows."""
        if not self.attribute:
            return snapshot.plain_rows.get(self.name, ())
        found: Sequence[object] = getattr(snapshot, self.attribute)
        return found

    def value(self, record: object, name: str) -> Any:  # noqa: ANN401 records are of many types
        """Return what a record holds of the column ``name``; the reason where it has no number."""
        column = self.column(name)
        if isinstance(record, PlainRow):
            return record.values[name]
        if column.within:
            return getattr(record, column.within)[name]
        found = getattr(record, column.attribute or name)
        is_told = column.field.reasons and found is None
        return getattr(record, "reason") if is_told else found  # noqa: B009 of some records only


def plain_number(text: str) -> str:
    """Return a decimal number in its shortest writing: ``018.50`` is ``18.5``, ``-0`` is ``0``.

    A text that is no decimal number is returned as it is: its reader names the error.
    """
    if not _NUMBER.fullmatch(text):
        return text
    sign = "-" if text.startswith("-") else ""
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    shortest = f"{whole}.{part}" if part else whole
    return shortest if shortest == "0" else sign + shortest


def canonical(table: Dataset, cells: Mapping[str, str]) -> dict[str, str]:
    """Return ``cells`` with the table's columns in order, stripped, numbers in one writing.

    A newer column that is empty is left out: such a row and one of before it are the same.
    """
    found = {column: str(cells.get(column, "")).strip() for column in table.column_names}
    return {
        column: plain_number(text) if column in table.units else text
        for column, text in found.items()
        if text or column not in table.newer
    }
