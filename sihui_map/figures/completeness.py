"""What was reported of the tables that every town owes (填报情况), and which hold samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.completeness import Told, told_of
from sihui_map.domain.dataset import (
    DATASETS,
    DECLARED_TABLES,
    ENERGY_USE,
    FOREST_COVER,
    LEDGER_REPORTED,
    PARK_PROGRESS,
    SITES,
    TASK_UPDATES,
    TOWN_CONTEXT,
)
from sihui_map.domain.value import Quantity, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.forest import ForestCover
    from sihui_map.domain.snapshot import Snapshot, TownContext
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.context import Context

TOWNS_UNIT = "个镇街"


@dataclass(frozen=True)
class Completeness:
    """How much of each table each town told of each year."""

    snapshot: Snapshot
    activity: Activity
    context: Context

    @cached_property
    def _told(self) -> Mapping[tuple[str, str, int], frozenset[ValueKind]]:
        """Return (table, area, year) → what sorts of value were reported."""
        snapshot = self.snapshot
        tables: tuple[tuple[str, Iterable[EnergyUse | TownContext | ForestCover]], ...] = (
            (ENERGY_USE.name, snapshot.energy_uses),
            (TOWN_CONTEXT.name, snapshot.contexts),
            (FOREST_COVER.name, snapshot.forest_covers),
        )
        kinds: dict[tuple[str, str, int], list[ValueKind]] = {}
        for name, rows in tables:
            for row in rows:
                kinds.setdefault((name, row.area_id, row.year), []).append(row.kind)
        return {key: frozenset(found) for key, found in kinds.items()}

    def told_kinds(self, table: str, area: str, year: int) -> frozenset[ValueKind]:
        """Return what sorts of value an area reported in ``table`` for ``year``."""
        return self._told.get((table, area, year), frozenset())

    def told(self, table: str, area: str, year: int) -> Told:
        """Return how much of ``table`` an area has reported for ``year``."""
        kinds = self.told_kinds(table, area, year)
        return told_of(kinds, is_whole=self._is_whole(table, area, year))

    def _is_whole(self, table: str, area: str, year: int) -> bool:
        """Tell whether an area's own rows of ``table`` are all that there is to tell."""
        if table == TOWN_CONTEXT.name:
            amounts = (self.context.population(area, year), self.context.gdp(area, year))
            return all(amount.value is not None for amount in amounts)
        if table in DECLARED_TABLES:
            return self.activity.declared(table, area, year) not in (None, ValueKind.SAMPLE)
        return bool(self.told_kinds(table, area, year))  # its one row

    def count_told(self, table: str, year: int) -> Quantity:
        """Return how many towns in scope have reported all of ``table`` for ``year``."""
        told = [self.told(table, code, year) for code in self.activity.town_codes]
        return Quantity(
            value=told.count(Told.ALL), unit=TOWNS_UNIT, kind=ValueKind.COMPUTED, source="填报数据"
        )

    @cached_property
    def sampled(self) -> frozenset[str]:
        """Return the names of the tables of which some row is a sample (示例)."""
        found = self.snapshot
        kinds: dict[str, Iterable[ValueKind]] = {
            ENERGY_USE.name: (row.kind for row in found.energy_uses),
            TOWN_CONTEXT.name: (row.kind for row in found.contexts),
            FOREST_COVER.name: (row.kind for row in found.forest_covers),
            LEDGER_REPORTED.name: (row.kind for row in found.reported_rows),
            SITES.name: (site.value_kind for site in found.sites),
            PARK_PROGRESS.name: (row.kind for row in found.park_progress),
            TASK_UPDATES.name: (row.kind for row in found.task_updates),
        }
        return frozenset(name for name, told in kinds.items() if ValueKind.SAMPLE in set(told))

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield how many towns told all of each table that they owe, by year."""
        for table in DATASETS:
            if table.required_of_towns:
                for year in self.activity.years:
                    key = FigureKey(Family.TOLD, table.name, year=year)
                    yield key, self.count_told(table.name, year)
