"""Energy use of an area or a named source, and the emissions and standard coal it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.value import (
    MissingReason,
    Quantity,
    ValueKind,
    computed_kind,
    missing,
)
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TCO2 = "tCO2"
TCE = "tce"
CO2_PER_C = 44 / 12
MWH10 = "10^4 kWh"

ELECTRICITY_IN = "电力调入"
ELECTRICITY_OUT = "电力调出"
ELECTRICITY = "电力"

UNIT_OF_COEFFICIENT: Mapping[str, tuple[str, float]] = {
    "kg": ("t", 1.0),
    "m3": ("10^4 Nm3", 10.0),
    "kWh": (MWH10, 10.0),
}
"""Per unit of a standard-coal coefficient: the unit of use, and tce per kgce/unit of it."""


class Component(StrEnum):
    """What emissions come from (排放构成), in the order a legend lists them."""

    COAL = "coal"
    OIL = "oil"
    GAS = "gas"
    ELECTRICITY = "electricity"


DIRECT_COMPONENTS = (Component.COAL, Component.OIL, Component.GAS)

COMPONENT_BY_FUEL: Mapping[str, Component] = {
    "无烟煤": Component.COAL,
    "烟煤": Component.COAL,
    "褐煤": Component.COAL,
    "洗精煤": Component.COAL,
    "其他洗煤": Component.COAL,
    "型煤": Component.COAL,
    "焦炭": Component.COAL,
    "焦炉煤气": Component.COAL,
    "原油": Component.OIL,
    "燃料油": Component.OIL,
    "汽油": Component.OIL,
    "柴油": Component.OIL,
    "煤油": Component.OIL,
    "石油焦": Component.OIL,
    "液化石油气": Component.OIL,
    "液化天然气": Component.GAS,
    "天然气": Component.GAS,
    ELECTRICITY_IN: Component.ELECTRICITY,
    ELECTRICITY_OUT: Component.ELECTRICITY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyUse:
    """What one area or named source used of one fuel in one calendar year, in ``unit``."""

    area_id: str
    year: int
    fuel: str
    amount: float
    unit: str
    kind: ValueKind
    source: str

    def __post_init__(self) -> None:
        """Reject an unknown fuel and a negative amount; out-flows are a fuel of their own."""
        where = f"{self.area_id} {self.year} 年 {self.fuel}"
        if self.fuel not in COMPONENT_BY_FUEL:
            msg = f"{where}：没有这个能源品种；可选：{'、'.join(COMPONENT_BY_FUEL)}"
            raise DomainError(msg)
        if self.amount < 0:
            msg = f"{where}：数量不能为负，现为 {self.amount:g}；外送电力请填「{ELECTRICITY_OUT}」"
            raise DomainError(msg)


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
class CoalCoefficient:
    """Standard coal of one kind of energy, in kgce per ``unit`` (kg, m3, kWh); 当量值."""

    energy: str
    unit: str
    kgce_per_unit: float
    fuel: str
    source: str


@dataclass(frozen=True, slots=True)
class FactorSet:
    """One complete set of fuel factors plus the grid factors of one region; never mixed."""

    name: str
    fuels: Mapping[str, FuelFactor]
    grid_region: str
    grid_by_year: Mapping[int, GridFactor]


def factor_set(
    name: str, fuels: Iterable[FuelFactor], grid: Iterable[GridFactor], *, region: str
) -> FactorSet:
    """Return the set called ``name`` with the grid factors of ``region`` by year."""
    chosen = {factor.fuel: factor for factor in fuels if factor.factor_set == name}
    if not chosen:
        msg = f"没有名为「{name}」的因子集"
        raise DomainError(msg)
    by_year = {factor.year: factor for factor in grid if factor.region == region}
    return FactorSet(name, chosen, region, by_year)


def fuel_emission(use: EnergyUse, factors: FactorSet) -> Quantity:
    """Return what burning ``use`` emitted, in tCO2; a fuel outside the set is missing."""
    factor = factors.fuels.get(use.fuel)
    if factor is None:
        reason = f"因子集 {factors.name} 没有「{use.fuel}」的因子"
        return missing(TCO2, reason, use.source)
    if factor.unit != use.unit:
        msg = f"{use.area_id} {use.year} 年 {use.fuel}：单位应为 {factor.unit}，现为 {use.unit}"
        raise DomainError(msg)
    return Quantity(
        value=use.amount * factor.tco2_per_unit,
        unit=TCO2,
        kind=computed_kind([use.kind]),
        source=f"{use.source}；{factor.source}",
    )


def net_electricity(uses: Iterable[EnergyUse]) -> float:
    """Return electricity in minus out, in 10⁴ kWh; negative for an exporter."""
    net = 0.0
    for use in uses:
        if use.fuel in (ELECTRICITY_IN, ELECTRICITY_OUT):
            if use.unit != MWH10:
                msg = f"{use.area_id} {use.year} 年 {use.fuel}：单位应为 {MWH10}，现为 {use.unit}"
                raise DomainError(msg)
            net += use.amount if use.fuel == ELECTRICITY_IN else -use.amount
    return net


def electricity_emission(uses: Sequence[EnergyUse], factors: FactorSet, *, year: int) -> Quantity:
    """Return (in − out) × grid factor of ``year``, in tCO2; no factor, no number.

    10⁴ kWh × kgCO2/kWh = 10⁴ kg = 10 t.
    """
    source = uses[0].source if uses else ""
    factor = factors.grid_by_year.get(year)
    if factor is None:
        return missing(TCO2, MissingReason.NO_FACTOR, source)
    return Quantity(
        value=net_electricity(uses) * factor.kgco2_per_kwh * 10,
        unit=TCO2,
        kind=computed_kind(use.kind for use in uses),
        source=f"{source}；{factor.source}" if source else factor.source,
    )


def standard_coal(uses: Sequence[EnergyUse], coefficients: Iterable[CoalCoefficient]) -> Quantity:
    """Return the energy of ``uses`` in tonnes of standard coal (tce), electricity at 当量值.

    t × kgce/kg = tce; 10⁴ m³ × kgce/m³ = 10 tce; 10⁴ kWh × kgce/kWh = 10 tce.
    Source of the coefficients: GB/T 2589-2020.
    """
    by_fuel = {row.fuel: row for row in coefficients if row.fuel}
    tce = 0.0
    for use in uses:
        is_power = use.fuel in (ELECTRICITY_IN, ELECTRICITY_OUT)
        row = by_fuel.get(ELECTRICITY if is_power else use.fuel)
        if row is None:
            return missing(TCE, f"没有「{use.fuel}」的折标煤系数", use.source)
        unit, tce_per_unit = UNIT_OF_COEFFICIENT.get(row.unit, ("", 0.0))
        if use.unit != unit:
            where = f"{use.area_id} {use.year} 年 {use.fuel}"
            msg = f"{where}：折标煤系数按 {row.unit} 计，单位却是 {use.unit}"
            raise DomainError(msg)
        amount = -use.amount if use.fuel == ELECTRICITY_OUT else use.amount
        tce += amount * row.kgce_per_unit * tce_per_unit
    if not uses:
        return missing(TCE, MissingReason.NOT_REPORTED)
    sources = dict.fromkeys([uses[0].source, "GB/T 2589-2020 折标准煤系数"])
    return Quantity(
        value=tce,
        unit=TCE,
        kind=computed_kind(use.kind for use in uses),
        source="；".join(source for source in sources if source),
    )


def emissions_by_component(
    uses: Sequence[EnergyUse], factors: FactorSet, *, year: int
) -> dict[Component, Quantity]:
    """Return the emissions of one area's ``uses`` in ``year`` by component, in tCO2.

    An area that reported nothing is missing in every component; one that reported something but
    no fuel of a component emitted nothing there.
    """
    own = [use for use in uses if use.year == year]
    if not own:
        return {component: missing(TCO2, MissingReason.NOT_REPORTED) for component in Component}
    result: dict[Component, Quantity] = {}
    for component in DIRECT_COMPONENTS:
        burnt = [use for use in own if COMPONENT_BY_FUEL[use.fuel] is component]
        result[component] = _sum_fuels(burnt, own, factors)
    result[Component.ELECTRICITY] = electricity_emission(own, factors, year=year)
    return result


def _sum_fuels(burnt: list[EnergyUse], own: list[EnergyUse], factors: FactorSet) -> Quantity:
    parts = [fuel_emission(use, factors) for use in burnt]
    lost = next((part for part in parts if part.value is None), None)
    if lost is not None:
        return lost
    sources = dict.fromkeys([own[0].source, *(factors.fuels[use.fuel].source for use in burnt)])
    return Quantity(
        value=sum(part.known for part in parts),
        unit=TCO2,
        kind=computed_kind(use.kind for use in own),
        source="；".join(sources),
    )
