"""Factors and coefficients: what a unit of a fuel, of electricity or of heat stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.energy import GJ, HEAT, MWH10
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CO2_PER_C = 44 / 12

FACTOR_SET = "enterprise_2015"
"""The set of fuel factors that counts while nobody chose another: it has every fuel."""
SET_LABEL: Mapping[str, str] = {
    "enterprise": "企业核算指南",
    "provincial": "省级清单指南",
}
"""What readers call a set: the guide that it is taken from, by its name without the year."""

GJ_PER_TCE = 29.3076
"""Heat of a tonne of standard coal: 7000 kcal/kg × 4.1868 kJ/kcal."""
GJ_PER_TCE_OF_TABLE = 29.2712
"""The one by which the coefficients of GB/T 2589 reproduce from their heat, see their file:
20908 kJ/kg ÷ 29271.2 kJ/kgce = 0.7143."""
UNIT_OF_COEFFICIENT: Mapping[str, tuple[str, float]] = {
    "kg": ("t", 1.0),
    "m3": ("10^4 Nm3", 10.0),
    "kWh": (MWH10, 10.0),
    "MJ": (GJ, 1.0),
}
"""Per unit of a standard-coal coefficient: the unit of use, and tce per kgce/unit of it."""


def set_label(name: str) -> str:
    """Return what readers call a set of factors; one of the county's own is called by its name."""
    return SET_LABEL.get(name.rpartition("_")[0], name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelFactor:
    """One fuel in one factor set: GJ per unit, tC per TJ, oxidised share."""

    factor_set: str
    fuel: str
    unit: str
    ncv_gj_per_unit: float
    carbon_content_tc_per_tj: float
    share_oxidised: float
    source: str

    def __post_init__(self) -> None:
        """Reject a factor below zero and a share above one, such as 99 meant as 99 %."""
        if min(self.ncv_gj_per_unit, self.carbon_content_tc_per_tj, self.share_oxidised) < 0:
            msg = f"{self.factor_set} {self.fuel}：排放因子不能为负"
            raise DomainError(msg)
        if self.share_oxidised > 1:
            msg = f"{self.factor_set} {self.fuel}：氧化率应为 0–1，现为 {self.share_oxidised:g}"
            raise DomainError(msg)

    @property
    def tco2_per_unit(self) -> float:
        """Return NCV × CC / 1000 × OF × 44/12, in tCO2 per unit.

        Source: 工业其他行业企业温室气体排放核算方法与报告指南(试行), 2015, 式(2)—(4).
        """
        tc = self.ncv_gj_per_unit * self.carbon_content_tc_per_tj / 1000
        return tc * self.share_oxidised * CO2_PER_C


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFactor:
    """Average emissions of grid electricity in one region and year, in kgCO2 per kWh."""

    region: str
    year: int
    kgco2_per_kwh: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatFactor:
    """Emissions of heat that is bought, by one factor set, in tCO2 per GJ."""

    factor_set: str
    tco2_per_gj: float
    source: str

    def __post_init__(self) -> None:
        """Reject a factor below zero."""
        if self.tco2_per_gj < 0:
            msg = f"{self.factor_set} {HEAT}：排放因子不能为负"
            raise DomainError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalCoefficient:
    """Standard coal of one kind of energy, in kgce per ``unit`` (kg, m3, kWh, MJ); 当量值."""

    energy: str
    unit: str
    kgce_per_unit: float
    fuel: str
    source: str

    @property
    def tce_per_unit(self) -> float:
        """Return tce per unit of use (t, 10⁴ m³, 10⁴ kWh)."""
        return self.kgce_per_unit * UNIT_OF_COEFFICIENT[self.unit][1]


@dataclass(frozen=True, slots=True)
class FactorSet:
    """One complete set of factors plus the grid factors of one region; never mixed."""

    name: str
    fuels: Mapping[str, FuelFactor]
    grid_region: str
    grid_by_year: Mapping[int, GridFactor]
    grid_fallback: bool = False
    """Years after the newest factor take that one, and what comes of it is 初步."""
    heat: HeatFactor | None = None
    asks_heat: bool = True
    """Whether heat could be told at all; in a 期 from before that its absence leaves no gap."""

    def grid_factor(self, year: int) -> GridFactor | None:
        """Return the grid factor for ``year``; its own ``year`` is another where it stands in."""
        own = self.grid_by_year.get(year)
        newest = max(self.grid_by_year, default=year)
        if own is not None or not self.grid_fallback or year <= newest:
            return own
        return self.grid_by_year[newest]


def factor_set(  # noqa: PLR0913 each is a part of the set
    name: str,
    fuels: Iterable[FuelFactor],
    grid: Iterable[GridFactor],
    *,
    heat: Iterable[HeatFactor] | None = (),
    region: str,
    grid_fallback: bool = False,
) -> FactorSet:
    """Return the set called ``name`` with the grid factors of ``region`` by year.

    ``heat`` None says that the data are from before heat could be told.
    """
    chosen = {factor.fuel: factor for factor in fuels if factor.factor_set == name}
    if not chosen:
        msg = f"没有名为「{name}」的因子集"
        raise DomainError(msg)
    by_year = {factor.year: factor for factor in grid if factor.region == region}
    of_heat = next((factor for factor in heat or () if factor.factor_set == name), None)
    return FactorSet(name, chosen, region, by_year, grid_fallback, of_heat, heat is not None)


def coefficients_by_heat(factors: FactorSet) -> tuple[CoalCoefficient, ...]:
    """Return the standard coal of each fuel by its own heat in a set: NCV ÷ GJ_PER_TCE."""
    known = {unit: (name, tce) for name, (unit, tce) in UNIT_OF_COEFFICIENT.items()}
    return tuple(
        CoalCoefficient(
            energy=fuel,
            unit=known[factor.unit][0],
            kgce_per_unit=factor.ncv_gj_per_unit / GJ_PER_TCE / known[factor.unit][1],
            fuel=fuel,
            source=factor.source,
        )
        for fuel, factor in factors.fuels.items()
        if factor.unit in known
    )
