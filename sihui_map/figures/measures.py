"""The indicators of the towns, as maps, rankings and tables show them; and their classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Role, Scope
from sihui_map.catalogue.indicators import TOTAL, town_measures
from sihui_map.domain.classes import class_breaks
from sihui_map.domain.value import Quantity, ValueKind, ratio, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.catalogue.indicator import Given, Indicator
    from sihui_map.catalogue.key import FigureKey
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.forest import Forest


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


def _sum(amounts: Sequence[Quantity]) -> Quantity:
    return total(amounts, unit=amounts[0].unit if amounts else "")


@dataclass(frozen=True)
class Measures:
    """Every indicator of every town, and over all of them what is known."""

    given: Given
    activity: Activity
    forest: Forest

    def measure(
        self, area: str, year: int, measure: Indicator, scope: Scope = Scope.DIRECT
    ) -> Quantity:
        """Return the value of an indicator, in its base unit."""
        return measure.value(self.given, area, year, scope)

    def years_of(self, measure: Indicator) -> tuple[int, ...]:
        """Return the years that a map of it shows, rising."""
        return self.forest.years if measure.role is Role.FOREST else self.activity.years

    def default_year_of(self, measure: Indicator) -> int:
        """Return the year that a map of it shows first; 0 without any."""
        return self.forest.default_year if measure.role is Role.FOREST else self.default_year

    def known_total(
        self,
        year: int,
        measure: Indicator = TOTAL,
        scope: Scope = Scope.DIRECT,
    ) -> KnownTotal:
        """Return the sum over the towns of which ``measure`` is known, in its base unit."""
        codes = self.activity.town_codes
        amounts = [self.measure(code, year, measure, scope) for code in codes]
        known = [amount for amount in amounts if amount.value is not None]
        return KnownTotal(len(known), len(amounts), total(known, unit=measure.base_unit))

    def mean(self, year: int, measure: Indicator, scope: Scope = Scope.DIRECT) -> Quantity:
        """Return what a town has on average, in the base unit; missing where one town's is.

        What is per head, per km² or per 万元 is that of all towns taken together.
        """
        areas = self.activity.town_codes
        whole = _sum([measure.formula(self.given, area, year, scope) for area in areas])
        if (below := measure.denominator) is None:
            count = Quantity(value=len(areas), unit="个", kind=ValueKind.COMPUTED, source="")
            return ratio(whole, count, unit=measure.base_unit)
        parts = _sum([below(self.given, area, year) for area in areas])
        return ratio(whole, parts, unit=measure.base_unit)

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
        breaks = self.given.snapshot.class_breaks
        return {(row.measure, row.scope): row.cuts for row in breaks}

    def breaks(self, measure: Indicator, scope: Scope = Scope.DIRECT) -> tuple[float, ...]:
        """Return the class breaks of a measure, the same in every year and 期, in its base unit.

        The county's come first, then those that the measure declares; where neither has any, they
        are computed from all values there are.
        """
        key = (measure.id, str(scope if measure.is_by_scope else Scope.DIRECT))
        if key not in self._breaks:
            values = (
                self.measure(code, year, measure, scope).value
                for code in self.activity.town_codes
                for year in self.years_of(measure)
            )
            found = (value for value in values if value is not None)
            self._breaks[key] = measure.breaks or class_breaks(found)
        return self._breaks[key]

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield what a reader may choose of each town: what depends on the scope within both."""
        for area in self.activity.town_codes:
            for year in self.activity.years:
                yield from self._of(area, year, Scope.DIRECT, is_by_scope=False)
                for scope in Scope:
                    yield from self._of(area, year, scope, is_by_scope=True)

    def _of(
        self, area: str, year: int, scope: Scope, *, is_by_scope: bool
    ) -> Iterable[tuple[FigureKey, Quantity]]:
        for measure in town_measures():
            if measure.is_by_scope is is_by_scope:
                yield measure.key(area, year, scope), self.measure(area, year, measure, scope)
