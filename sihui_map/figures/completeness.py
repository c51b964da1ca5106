"""What was reported of the tables that every town owes (填报情况), and which hold samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import dataset, datasets, required_tables
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.completeness import Told, together, told_of
from sihui_map.domain.value import Quantity, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.activity import Activity

TOWNS_UNIT = "个镇街"


@dataclass(frozen=True)
class Completeness:
    """How much of each table each town told of each year."""

    snapshot: Snapshot
    activity: Activity

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str, int], tuple[object, ...]]:
        """Return (table, area, year) → the records of a table that every town owes."""
        found: dict[tuple[str, str, int], list[object]] = {}
        for table in required_tables():
            for row in table.records(self.snapshot):
                key = (table.name, table.value(row, "area_id"), table.value(row, "year"))
                found.setdefault(key, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def told_kinds(self, table: str, area: str, year: int) -> frozenset[ValueKind]:
        """Return what sorts of value an area reported in ``table`` for ``year``."""
        known, rows = dataset(table), self._rows.get((table, area, year), ())
        return frozenset(known.value(row, known.kind_column) for row in rows)

    def told(self, table: str, area: str, year: int) -> Told:
        """Return how much of ``table`` an area has reported for ``year``."""
        kinds = self.told_kinds(table, area, year)
        return told_of(kinds, is_whole=self._is_whole(table, area, year))

    def _is_whole(self, table: str, area: str, year: int) -> bool:
        """Tell whether an area's own rows of ``table`` are all that there is to tell."""
        known = dataset(table)
        if known.is_declared:
            return self.activity.declared(table, area, year) not in (None, ValueKind.SAMPLE)
        rows = self._rows.get((table, area, year), ())
        needed = [column.name for column in known.columns if column.field.required]
        return bool(rows) and all(
            known.value(row, name) is not None for row in rows for name in needed
        )

    def told_together(self, area: str, year: int) -> Told:
        """Return how much an area has reported for ``year`` of all that it owes."""
        return together([self.told(table.name, area, year) for table in required_tables()])

    def count_told(self, table: str, year: int) -> Quantity:
        """Return how many towns in scope have reported all of ``table`` for ``year``."""
        told = [self.told(table, code, year) for code in self.activity.town_codes]
        return Quantity(
            value=told.count(Told.ALL), unit=TOWNS_UNIT, kind=ValueKind.COMPUTED, source="填报数据"
        )

    @cached_property
    def sampled(self) -> frozenset[str]:
        """Return the names of the tables of which some row is a sample (示例)."""
        return frozenset(
            table.name
            for table in datasets()
            if table.kind_column
            and any(
                table.value(row, table.kind_column) is ValueKind.SAMPLE
                for row in table.records(self.snapshot)
            )
        )

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield how many towns told all of each table that they owe, by year."""
        for table in required_tables():
            for year in self.activity.years:
                key = FigureKey(Family.TOLD, table.name, year=year)
                yield key, self.count_told(table.name, year)
