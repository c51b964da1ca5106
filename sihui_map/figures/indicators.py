"""The values of the targets' indicators (主要指标): computed here, or reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import CARBON_INTENSITY, ENERGY_INTENSITY
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.plan import NO_UNIT
from sihui_map.domain.rule_words import POINTS
from sihui_map.domain.town import CITY
from sihui_map.domain.value import Quantity, difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.forest import Forest
    from sihui_map.figures.intensity import Intensities
    from sihui_map.figures.parks import Parks
    from sihui_map.figures.targets import Targets


@dataclass(frozen=True)
class Indicators:
    """What is known for each target, year by year."""

    snapshot: Snapshot
    targets: Targets
    forest: Forest
    parks: Parks
    intensities: Intensities

    def series(self, target_id: str) -> dict[int, Quantity]:
        """Return the values known for a target by year, in its unit.

        What the system computes itself counts in its years, what was reported in all others.
        """
        told, computed = self._reported.get(target_id, {}), self._computed(target_id)
        years = sorted({*told, *computed})
        found: dict[int, Quantity] = {}
        for year in years:
            own, other = computed.get(year), told.get(year)
            is_known = own is not None and own.value is not None
            found[year] = own if own is not None and (is_known or other is None) else told[year]
        return found

    def _computed(self, target_id: str) -> dict[int, Quantity]:
        roles = self.snapshot.place.targets
        if target_id == roles.forest_cover:
            return {year: self.forest.cover(CITY, year) for year in self.forest.years}
        if target_id == roles.circular_parks:
            return {year: self.parks.completion(year) for year in self.parks.years}
        own = (target for target in self.targets.all if target.target_id == target_id)
        base = next((target.baseline_year for target in own), None)
        if target_id in roles.intensities and base is not None:
            is_energy = target_id in roles.energy_intensity
            which = ENERGY_INTENSITY if is_energy else CARBON_INTENSITY
            years = self.intensities.years(CITY)
            return {
                year: self.intensities.fall(which, CITY, base, year)
                for year in years
                if year >= base
            }
        return {}

    @cached_property
    def _reported(self) -> Mapping[str, Mapping[int, Quantity]]:
        units = {target.target_id: target.unit for target in self.targets.all}
        found: dict[str, dict[int, Quantity]] = {}
        for row in self.snapshot.indicator_values:
            found.setdefault(row.target_id, {})[row.year] = Quantity(
                value=row.value,
                unit=units.get(row.target_id) or NO_UNIT,
                kind=row.kind,
                source=row.source,
            )
        return found

    def second_readings(self, target_id: str) -> dict[int, tuple[Quantity, Quantity]]:
        """Return what was reported beside a computed value of a year, and how far it is off.

        Year → reported, reported − computed (of percentages in percentage points).
        """
        computed = self._computed(target_id)
        found: dict[int, tuple[Quantity, Quantity]] = {}
        for year, told in sorted(self._reported.get(target_id, {}).items()):
            own = computed.get(year)
            if own is not None and own.value is not None:
                beside = difference(told, own, source="主要指标：填报 − 系统计算")
                unit = POINTS if told.unit == "%" else told.unit
                found[year] = told, replace(beside, unit=unit)
        return found

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield what was reported, and how far it is from what is computed."""
        for target_id, told in self._reported.items():
            for year, amount in sorted(told.items()):
                yield FigureKey(Family.INDICATOR, of=target_id, year=year), amount
            for year, (_, beside) in self.second_readings(target_id).items():
                yield FigureKey(Family.INDICATOR_DIFFERENCE, of=target_id, year=year), beside
