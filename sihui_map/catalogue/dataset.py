"""A reported table: what follows from its columns for store, files, forms and documents.

A row is a mapping from column to text, exactly as in a file of ``geodata/sample/``; numbers are
written in one way only (see ``canonical``), so that two rows are equal when their texts are. A
record is what a snapshot keeps of a row: a value of the domain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from sihui_map.catalogue.column import Column
from sihui_map.domain.snapshot import PlainRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sihui_map.catalogue.column import Field
    from sihui_map.domain.place import Place
    from sihui_map.domain.snapshot import Snapshot

    Named = tuple[str, str]
    """Name and label of a column."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyColumns:
    """Columns that each county names itself: side by side, and all take the same."""

    after: str
    """The column that they stand behind."""
    within: str
    """The mapping of a record that keeps them by name."""
    field: Field
    named: Callable[[Place], tuple[Named, ...]]
    """What they are in a county, in its order."""
    listed: str
    """The key of place.toml under which they stand."""

    def column(self, name: str, label: str = "") -> Column:
        """Return one of them; one without a label is none that the county names now."""
        return Column(name, label or f"{name}（不在清单中）", self.field, within=self.within)


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
    is_confidential: bool = False
    """Not everyone may read all of a row: a snapshot has of it what everyone may (``open_part`` of
    its record), and what is filled in comes without rows that its reader may not read."""
    county: CountyColumns | None = None
    """Columns that only ``of`` a place are there."""

    def of(self, place: Place) -> Dataset:
        """Return it with the columns that ``place`` names itself, if it has such."""
        return _with_columns(self, self.county.named(place)) if self.county else self

    def told_in(self, snapshot: Snapshot) -> Dataset:
        """Return it as of the place of ``snapshot``, with what rows tell that it no longer names.

        A row of before another list was made keeps what it told: it is shown under its own name.
        """
        own = self.of(snapshot.place)
        if own.county is None:
            return own
        told = (
            name
            for record in own.records(snapshot)
            for name, value in getattr(record, own.county.within).items()
            if value != own.county.field.when_blank
        )
        others = tuple((name, "") for name in dict.fromkeys(told) if name not in own.column_names)
        return _with_columns(own, (*own.county.named(snapshot.place), *others)) if others else own

    @cached_property
    def county_columns(self) -> tuple[Column, ...]:
        """Return the columns that the county names itself."""
        return tuple(column for column in self.columns if column.within)

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
    def by_name(self) -> Mapping[str, Column]:
        """Return its columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def kind_column(self) -> str:
        """Return the column that says what sort of value a row holds; "" for a table of texts."""
        # A site's own "kind" is what it is, not what its numbers are.
        return next((name for name in ("value_kind", "kind") if name in self.column_names), "")

    def column(self, name: str) -> Column:
        """Return the column called ``name``, be it one that a county once named."""
        if self.county and name not in self.by_name:
            return self.county.column(name)
        return self.by_name[name]

    def heading(self, name: str) -> str:
        """Return what the column called ``name`` is called, with its unit."""
        return self.column(name).heading

    def columns_in(self, cells: Iterable[str]) -> tuple[Column, ...]:
        """Return its columns, and among those of the county what else ``cells`` name.

        Whoever does not know the county, and whoever knows it by another list, so loses nothing.
        """
        if self.county is None:
            return self.columns
        others = [self.county.column(name) for name in cells if name not in self.by_name]
        behind = self.column_names.index(self.county.after) + 1 + len(self.county_columns)
        return (*self.columns[:behind], *others, *self.columns[behind:])

    def own_cells(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return those of ``cells`` that are its columns."""
        return {name: text for name, text in cells.items() if name in self.by_name}

    def filled(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return ``cells`` with the columns that were added or named since, empty."""
        named = (column.name for column in self.county_columns)
        return {**dict.fromkeys(self.newer, ""), **dict.fromkeys(named, ""), **cells}

    def key_of(self, cells: Mapping[str, str]) -> str:
        """Return what tells a row from every other of its table."""
        return KEY_SEPARATOR.join(cells.get(column, "") for column in self.key)

    def named_by(self, row_key: str) -> dict[str, str]:
        """Return the cells that a row's key tells."""
        return dict(zip(self.key, row_key.split(KEY_SEPARATOR), strict=False))

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
            return getattr(record, column.within).get(name, column.field.when_blank)
        found = getattr(record, column.attribute or name)
        is_told = column.field.reasons and found is None
        return getattr(record, "reason") if is_told else found  # noqa: B009 of some records only


@lru_cache(maxsize=32)  # of one county and few lists, however often it is asked
def _with_columns(table: Dataset, named: tuple[Named, ...]) -> Dataset:
    if table.county is None:
        return table
    fixed = [column for column in table.columns if not column.within]
    behind = [column.name for column in fixed].index(table.county.after) + 1
    own = [table.county.column(*each) for each in named]
    return replace(table, columns=(*fixed[:behind], *own, *fixed[behind:]))


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
    columns = [column.name for column in table.columns_in(cells)]
    found = {column: str(cells.get(column, "")).strip() for column in columns}
    return {
        column: plain_number(text) if column in table.units else text
        for column, text in found.items()
        if text or column not in table.newer
    }
