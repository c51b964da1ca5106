"""What a map of emissions shows of the towns: totals, shares, parts; and its classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain.classes import class_breaks
from sihui_map.domain.energy import TCO2, Component
from sihui_map.domain.value import ratio, total
from sihui_map.figures.choices import COMPONENT_MEASURES, Measure, Scope
from sihui_map.figures.key import Family, FigureKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.context import Context
    from sihui_map.figures.emissions import Emissions

PER_HEAD, PER_KM2, PER_GDP = "tCO2/人", "tCO2/km²", "tCO2/万元"


@dataclass(frozen=True, slots=True)
class KnownTotal:
    """The sum over those towns of which the value is known, and how many of all those are."""

    count: int
    of: int
    quantity: Quantity

    @property
    def is_whole(self) -> bool:
        """Tell whether no town is missing: only then it is the total."""
        return self.count == self.of


@dataclass(frozen=True)
class Measures:
    """Every measure of every town, and over all of them what is known."""

    snapshot: Snapshot
    activity: Activity
    context: Context
    emissions: Emissions

    def measure(self, area: str, year: int, measure: Measure, scope: Scope) -> Quantity:
        """Return what a map of ``measure`` shows for a town, in the measure's unit."""
        if measure in COMPONENT_MEASURES:
            return self.emissions.component(area, year, Component(measure.value))
        emitted = self.emissions.emission(area, year, scope)
        if measure is Measure.PER_HEAD:
            return ratio(emitted, self.context.population(area, year), unit=PER_HEAD)
        if measure is Measure.PER_GDP:
            return ratio(emitted, self.context.gdp(area, year), unit=PER_GDP)
        if measure is Measure.PER_KM2:
            return ratio(emitted, self.context.area_km2(area), unit=PER_KM2)
        return emitted

    def known_total(
        self,
        year: int,
        measure: Measure = Measure.TOTAL,
        scope: Scope = Scope.DIRECT,
    ) -> KnownTotal:
        """Return the sum over the towns of which ``measure`` is known, in its unit."""
        codes = self.activity.town_codes
        amounts = [self.measure(code, year, measure, scope) for code in codes]
        known = [amount for amount in amounts if amount.value is not None]
        unit = known[0].unit if known else TCO2
        return KnownTotal(len(known), len(amounts), total(known, unit=unit))

    @cached_property
    def default_year(self) -> int:
        """Return the year of which most is known, of several the newest; 0 without any.

        That is the newest one that every town has in full, once there is one.
        """
        codes, years = self.activity.town_codes, self.activity.years
        told = {year: sum(bool(self.activity.uses(code, year)) for code in codes) for year in years}
        known = {year: self.known_total(year).count for year in years}
        return max(years, key=lambda year: (known[year], told[year], year), default=0)

    @cached_property
    def partial_years(self) -> frozenset[int]:
        """Return the years with energy data of which some town's emissions are not known."""
        years = self.activity.years
        return frozenset(year for year in years if not self.known_total(year).is_whole)

    @cached_property
    def _breaks(self) -> dict[tuple[str, str], tuple[float, ...]]:
        return {(row.measure, row.scope): row.cuts for row in self.snapshot.class_breaks}

    def breaks(self, measure: Measure, scope: Scope) -> tuple[float, ...]:
        """Return the class breaks of a measure, the same in every year and 期, in its unit.

        They are declared; where they are not, they are computed from all values there are.
        """
        of_part = measure in COMPONENT_MEASURES
        key = (str(measure), str(Scope.DIRECT if of_part else scope))
        if key not in self._breaks:
            values = (
                self.measure(code, year, measure, scope).value
                for code in self.activity.town_codes
                for year in self.activity.years
            )
            self._breaks[key] = class_breaks(value for value in values if value is not None)
        return self._breaks[key]

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield every measure of each town, those that depend on it within both scopes."""
        for area in self.activity.town_codes:
            for year in self.activity.years:
                for measure in COMPONENT_MEASURES:
                    key = FigureKey(Family.EMISSION, measure, area=area, year=year)
                    yield key, self.measure(area, year, measure, Scope.DIRECT)
                yield from self._within(area, year)

    def _within(self, area: str, year: int) -> Iterable[tuple[FigureKey, Quantity]]:
        for scope in Scope:
            for measure in Measure:
                if measure not in COMPONENT_MEASURES:
                    key = FigureKey(Family.EMISSION, measure, scope=scope, area=area, year=year)
                    yield key, self.measure(area, year, measure, scope)
