"""Energy use of towns, plant and transport, so that the ledger of the first year all but closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scripts.sample.assumptions import apportion
from scripts.sample.sheet import KIND
from sihui_map.domain.emissions import fuel_emission
from sihui_map.domain.energy import (
    COMPONENT_BY_FUEL,
    ELECTRICITY_IN,
    ELECTRICITY_OUT,
    TRADED,
    EnergyUse,
)
from sihui_map.domain.ledger import NET_ELECTRICITY
from sihui_map.errors import SihuiMapError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.sample.assumptions import Assumptions
    from scripts.sample.sheet import Rows
    from sihui_map.domain.factors import FactorSet
    from sihui_map.figures import Figures

FUELS = tuple(COMPONENT_BY_FUEL)


@dataclass(frozen=True, slots=True)
class Energy:
    """Who uses what, under the factors by which the ledger closes."""

    given: Assumptions
    factors: FactorSet

    @property
    def said(self) -> Mapping[str, Any]:
        """Return what is assumed of energy."""
        said: Mapping[str, Any] = self.given.said["energy"]
        return said

    def use(self, area: str, year: int, fuel: str, amount: int) -> EnergyUse:
        """Return one use, in the unit of the fuel."""
        unit = TRADED[fuel].unit if fuel in TRADED else self.factors.fuels[fuel].unit
        return EnergyUse(
            area_id=area, year=year, fuel=fuel, amount=amount, unit=unit, kind=KIND, source=""
        )

    def path(self, fuel: str, year: int) -> float:
        """Return what the use of a fuel is in ``year``, the first year being 1."""
        return self.given.by_year(self.said["path"][COMPONENT_BY_FUEL[fuel]])[year]

    def of_plant(self, year: int) -> Iterator[EnergyUse]:
        """Yield what the plant burns and sends out."""
        plant, sent = self.said["plant"], self.given.by_year(self.said["plant_out"])[year]
        burnt = round(sent * self.given.by_year(self.said["plant_nm3_per_kwh"])[year])
        yield self.use(plant, year, self.said["plant_fuel"], burnt)
        yield self.use(plant, year, ELECTRICITY_OUT, int(sent))

    def of_transport(self, year: int) -> Iterator[EnergyUse]:
        """Yield what transport uses that is no town's."""
        for fuel, amount in self.said["transport_2020"].items():
            used = round(amount * self.path(fuel, year))
            yield self.use(self.said["transport"], year, fuel, used)

    def closing_amount(self, city_total_t: float) -> int:
        """Return the towns' coal of the first year that leaves just the intended residual."""
        first, ledger = self.given.years[0], self.given.said["ledger"]
        others = [
            *self.of_plant(first),
            *self.of_transport(first),
            *(self.use("", first, *known) for known in self.said["towns_2020"].items()),
        ]
        direct_t = sum(
            fuel_emission(use, self.factors).known for use in others if use.fuel not in TRADED
        )
        explained_t: float = city_total_t * (1 - ledger["residual_share"])
        coal_t: float = explained_t - ledger["net_electricity_tco2"] - direct_t
        return round(coal_t / self.factors.fuels[self.said["closing_fuel"]].tco2_per_unit)

    def of_towns(self, year: int, closing_amount: int) -> Iterator[EnergyUse]:
        """Yield what each town uses and sends out."""
        burnt = {self.said["closing_fuel"]: closing_amount, **self.said["towns_2020"]}
        totals = {fuel: round(amount * self.path(fuel, year)) for fuel, amount in burnt.items()}
        totals[ELECTRICITY_IN] = int(self.given.by_year(self.said["power_used"])[year])
        for fuel, total in totals.items():
            for code, amount in self._by_town(total, fuel, year).items():
                yield self.use(code, year, fuel, amount)
        for code, sent in self.said["power_out"].items():
            yield self.use(code, year, ELECTRICITY_OUT, int(self.given.by_year(sent)[year]))

    def _by_town(self, total: int, fuel: str, year: int) -> dict[str, int]:
        shares = self.said["use_by"][fuel]
        weights = {
            code: sum(own[name] * share for name, share in shares.items())
            * self.given.noise("energy", f"{fuel}/{code}", year)
            for code, own in self.given.weights.items()
        }
        return apportion(total, weights)


def energy_use(given: Assumptions, public: Figures) -> Rows:
    """Return the uses of towns, plant and transport, by area, year and fuel."""
    if public.factors is None:
        msg = "the file of factors has none of the set that counts"
        raise SihuiMapError(msg)
    energy = Energy(given, public.factors)
    closing = energy.closing_amount(public.city_total(given.years[0]).known)
    areas = (*given.weights, energy.said["plant"], energy.said["transport"])
    uses = [
        use
        for year in given.years
        for uses in (
            energy.of_towns(year, closing),
            energy.of_plant(year),
            energy.of_transport(year),
        )
        for use in uses
    ]
    uses.sort(key=lambda use: (areas.index(use.area_id), use.year, FUELS.index(use.fuel)))
    return [
        {
            "area_id": use.area_id,
            "year": use.year,
            "fuel": use.fuel,
            "amount": use.amount,
            "unit": use.unit,
        }
        for use in uses
    ]


def ledger_reported(given: Assumptions, _: Figures) -> Rows:
    """Return the one ledger row that is declared instead of computed."""
    ledger = given.said["ledger"]
    return [
        {
            "year": given.years[0],
            "row_id": NET_ELECTRICITY,
            "tco2": ledger["net_electricity_tco2"],
            "note": ledger["note"],
        }
    ]
