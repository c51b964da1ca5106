"""What was burnt of each fuel in tce: by GB/T 2589, and by the heat of the factor set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.energy import FUEL_ID, TCE
from sihui_map.domain.factors import coefficients_by_heat, set_label
from sihui_map.domain.standard_coal import BY_STANDARD, standard_coal
from sihui_map.domain.value import Quantity, difference, missing, total
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.factors import CoalCoefficient
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.emissions import Emissions

ALL_FUELS = "all"


@dataclass(frozen=True)
class StandardCoal:
    """The fuels of all towns and sources."""

    snapshot: Snapshot
    activity: Activity
    emissions: Emissions

    @cached_property
    def by_heat(self) -> tuple[CoalCoefficient, ...]:
        """Return the coefficients of standard coal by the heat of the factor set that counts."""
        factors = self.emissions.factors
        return () if factors is None else coefficients_by_heat(factors)

    @cached_property
    def _made(self) -> dict[tuple[str, int, bool], Quantity]:
        return {}

    def fuel_tce(self, fuel: str, year: int, *, by_heat: bool = False) -> Quantity:
        """Return what towns and sources burnt of a fuel, in tce: by GB/T 2589, or ``by_heat``.

        Of ``ALL_FUELS`` it is the sum over all that were burnt.
        """
        asked = fuel, year, by_heat
        if asked not in self._made:  # the sum and the difference rest on it, too
            self._made[asked] = total(self._parts(*asked), unit=TCE)
        return self._made[asked]

    def _parts(self, fuel: str, year: int, by_heat: bool) -> Iterable[Quantity]:  # noqa: FBT001 a part of what is asked
        if fuel == ALL_FUELS:
            burnt = self.activity.fuels_burnt(year)
            return [self.fuel_tce(own, year, by_heat=by_heat) for own in burnt]
        users = self.activity.users
        return [self._burnt_by(area, fuel, year, by_heat=by_heat) for area in users]

    def _burnt_by(self, area: str, fuel: str, year: int, *, by_heat: bool) -> Quantity:
        rows = self.by_heat if by_heat else self.snapshot.coal_coefficients
        name = f"因子集「{set_label(self.snapshot.factor_set)}」"
        basis = (f"{name}热值", f"{name}低位热值") if by_heat else BY_STANDARD
        own = [use for use in self.activity.uses(area, year) if use.fuel == fuel]
        # Who told this fuel told all of it, whatever else is still to come.
        declared = own[0].kind if own else self.activity.declared(ENERGY_USE.name, area, year)
        try:
            return standard_coal(own, rows, declared=declared, basis=basis)
        except DomainError as error:
            return missing(TCE, str(error))

    def heat_difference(self, fuel: str, year: int) -> Quantity:
        """Return standard coal by the heat of the factor set − by GB/T 2589, in tce."""
        by_heat = self.fuel_tce(fuel, year, by_heat=True)
        return difference(by_heat, self.fuel_tce(fuel, year), source="折标准煤：按热值 − 按系数")

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield each fuel and all of them: by the table, by heat, and how far they are apart."""
        for year in self.activity.years:
            for fuel in (*self.activity.fuels_burnt(year), ALL_FUELS):
                found = {
                    Family.STANDARD_COAL: self.fuel_tce(fuel, year),
                    Family.STANDARD_COAL_BY_HEAT: self.fuel_tce(fuel, year, by_heat=True),
                    Family.STANDARD_COAL_DIFFERENCE: self.heat_difference(fuel, year),
                }
                what = FUEL_ID.get(fuel, ALL_FUELS)
                for family, amount in found.items():
                    yield FigureKey(family, what, year=year), amount
