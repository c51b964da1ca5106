"""Direct emissions under every factor set (因子集对照), beside those under the one that counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.energy import TCO2
from sihui_map.domain.factors import set_label
from sihui_map.domain.value import difference, total
from sihui_map.figures.emissions import Emissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.activity import Activity

TOWNS_DIRECT, ALL_DIRECT = "towns_direct", "direct"
"""What is compared under each factor set, beside the named sources: all towns, and all of them."""


@dataclass(frozen=True)
class FactorSets:
    """The same activity under each factor set; the snapshot's own is the one that counts."""

    snapshot: Snapshot
    activity: Activity
    emissions: Emissions

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of all factor sets, the one that counts first."""
        known = (row.factor_set for row in self.snapshot.fuel_factors)
        return tuple(dict.fromkeys((self.snapshot.factor_set, *known)))

    @cached_property
    def _by_name(self) -> Mapping[str, Emissions]:
        own, *others = self.names
        found = {
            name: Emissions(replace(self.snapshot, factor_set=name), self.activity)
            for name in others
        }
        return {own: self.emissions, **found}

    @cached_property
    def compared_rows(self) -> tuple[str, ...]:
        """Return what is compared under each factor set: the towns, each source, all of them."""
        return (TOWNS_DIRECT, *self.activity.source_ids, ALL_DIRECT)

    def direct(self, name: str, row_id: str, year: int) -> Quantity:
        """Return the direct emissions of one of ``compared_rows`` under factor set ``name``."""
        if row_id == ALL_DIRECT:
            rows = self.compared_rows[:-1]
            return total((self.direct(name, row, year) for row in rows), unit=TCO2)
        found = self._by_name[name]
        return found.towns_total(year) if row_id == TOWNS_DIRECT else found.emission(row_id, year)

    def beside_own(self, name: str, row_id: str, year: int) -> Quantity:
        """Return how much more or less factor set ``name`` gives than the one that counts."""
        own = self.names[0]
        return difference(
            self.direct(name, row_id, year),
            self.direct(own, row_id, year),
            source=f"因子集对照：{set_label(name)} − {set_label(own)}",
        )

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield each row under each set, and how far the others are from the one that counts."""
        for year in self.activity.years:
            for row in self.compared_rows:
                for name in self.names:
                    key = FigureKey(Family.FACTOR_SET, scope=name, area=row, year=year)
                    yield key, self.direct(name, row, year)
                for name in self.names[1:]:
                    key = FigureKey(Family.FACTOR_SET_DIFFERENCE, scope=name, area=row, year=year)
                    yield key, self.beside_own(name, row, year)
