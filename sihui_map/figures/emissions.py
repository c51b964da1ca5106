"""Emissions of towns and named sources by component and scope, in tCO2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import INDICATORS, TOTAL
from sihui_map.domain.emissions import electricity_emission, emissions_by_component
from sihui_map.domain.energy import DIRECT_COMPONENTS, TCO2, Component
from sihui_map.domain.factors import factor_set
from sihui_map.domain.value import MissingReason, Quantity, missing, ratio, total
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sihui_map.catalogue.key import FigureKey
    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.factors import FactorSet
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import ValueKind
    from sihui_map.figures.activity import Activity

    Formula = Callable[..., Mapping[Component, Quantity]]
    """Takes uses and factors, with ``year`` and ``declared``; returns tCO2 by component."""

BROKEN_FACTORS = "排放因子文件无法读取"


def _without_heat(
    uses: Sequence[EnergyUse], factors: FactorSet, *, year: int, declared: ValueKind | None
) -> Mapping[Component, Quantity]:
    found = electricity_emission(uses, factors, year=year, declared=declared)
    return {Component.ELECTRICITY: found}


@dataclass(frozen=True)
class Emissions:
    """What is emitted under the factor set of the snapshot."""

    snapshot: Snapshot
    activity: Activity

    @cached_property
    def factors(self) -> FactorSet | None:
        """Return the one factor set that every total uses; None if its file is broken."""
        try:
            return factor_set(
                self.snapshot.factor_set,
                self.snapshot.fuel_factors,
                self.snapshot.grid_factors,
                heat=self.snapshot.heat_factors,
                region=self.snapshot.place.grid_region,
                grid_fallback=self.snapshot.grid_fallback,
            )
        except DomainError:
            return None

    @cached_property
    def _components(self) -> Mapping[tuple[str, int], Mapping[Component, Quantity]]:
        return {
            (area, year): self._components_of(area, year)
            for area in self.activity.users
            for year in self.activity.years
        }

    def _components_of(
        self, area: str, year: int, formula: Formula = emissions_by_component
    ) -> Mapping[Component, Quantity]:
        """Return what ``formula`` makes of an area's uses, or of every component why it cannot."""
        uses = self.activity.uses(area, year)
        declared = self.activity.declared(ENERGY_USE.name, area, year)
        if self.factors is None:
            return dict.fromkeys(Component, missing(TCO2, BROKEN_FACTORS))
        if not uses and declared is None:
            return dict.fromkeys(Component, missing(TCO2, MissingReason.NOT_REPORTED))
        try:
            return formula(uses, self.factors, year=year, declared=declared)
        except DomainError as error:  # one row in a wrong unit must not take down every figure
            return dict.fromkeys(Component, missing(TCO2, str(error)))

    def component(self, area: str, year: int, component: Component) -> Quantity:
        """Return one component of an area's or source's emissions in ``year``, in tCO2."""
        parts = self._components.get((area, year))
        return parts[component] if parts else missing(TCO2, MissingReason.NOT_REPORTED)

    def electricity(self, area: str, year: int) -> Quantity:
        """Return an area's net electricity in ``year`` without its heat, in tCO2.

        That is what the ledger counts: heat is in it already, where it was made.
        """
        return self._components_of(area, year, _without_heat)[Component.ELECTRICITY]

    def electricity_of_all(self, year: int) -> Quantity:
        """Return the net electricity of all towns and sources, in tCO2."""
        users = sorted({*self.activity.users}) if year in self.activity.years else []
        return total((self.electricity(area, year) for area in users), unit=TCO2)

    @cached_property
    def _made(self) -> dict[tuple[str, int, Scope], Quantity]:
        return {}

    def emission(self, area: str, year: int, scope: Scope = Scope.DIRECT) -> Quantity:
        """Return an area's or source's emissions in ``year`` within ``scope``, in tCO2."""
        asked = area, year, scope
        if asked not in self._made:  # totals, shares and intensities rest on it, too
            components = tuple(Component) if scope is Scope.NET else DIRECT_COMPONENTS
            parts = (self.component(area, year, part) for part in components)
            self._made[asked] = total(parts, unit=TCO2)
        return self._made[asked]

    def share(self, area: str, year: int, component: Component) -> Quantity:
        """Return what one component burnt is of an area's direct emissions, in %."""
        whole = self.emission(area, year)
        return ratio(self.component(area, year, component), whole, unit="%", scale=100)

    def towns_total(self, year: int, scope: Scope = Scope.DIRECT) -> Quantity:
        """Return the sum of the towns in scope, in tCO2."""
        towns = self.activity.town_codes
        return total((self.emission(code, year, scope) for code in towns), unit=TCO2)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the components and the direct emissions of each named source."""
        for source in self.activity.source_ids:
            for year in self.activity.years:
                for part in Component:
                    key = INDICATORS[part].key(source, year)
                    yield key, self.component(source, year, part)
                yield TOTAL.key(source, year, Scope.DIRECT), self.emission(source, year)
