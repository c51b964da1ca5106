"""Energy use of an area or a named source, and the emissions and standard coal it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.domain.value import (
    MissingReason,
    Quantity,
    ValueKind,
    computed_kind,
    missing,
    total,
)
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

TCO2 = "tCO2"
TCE = "tce"
CO2_PER_C = 44 / 12
MWH10 = "10^4 kWh"
GJ = "GJ"

FACTOR_SET = "enterprise_2015"
"""The set of fuel factors that counts while nobody chose another: it has every fuel."""

ELECTRICITY_IN = "电力调入"
ELECTRICITY_OUT = "电力调出"
ELECTRICITY = "电力"
HEAT_IN = "热力购入"
HEAT_OUT = "热力外供"
HEAT = "热力"


class Traded(NamedTuple):
    """What is bought and sold over a line or pipe: the energy, its unit, 1 in and −1 out.

    ``t`` are the tonnes of one unit at a factor of 1: kg per kWh, t per GJ.
    """

    energy: str
    unit: str
    sign: int
    t: int


TRADED: Mapping[str, Traded] = {
    ELECTRICITY_IN: Traded(ELECTRICITY, MWH10, 1, 10),
    ELECTRICITY_OUT: Traded(ELECTRICITY, MWH10, -1, 10),
    HEAT_IN: Traded(HEAT, GJ, 1, 1),
    HEAT_OUT: Traded(HEAT, GJ, -1, 1),
}

GJ_PER_TCE = 29.3076
"""Heat of a tonne of standard coal: 7000 kcal/kg × 4.1868 kJ/kcal."""
GJ_PER_TCE_OF_TABLE = 29.2712
"""The one by which the coefficients of GB/T 2589 reproduce from their heat, see their file:
20908 kJ/kg ÷ 29271.2 kJ/kgce = 0.7143."""
BY_STANDARD = ("折标煤系数", "GB/T 2589-2020 折标准煤系数")
UNIT_OF_COEFFICIENT: Mapping[str, tuple[str, float]] = {
    "kg": ("t", 1.0),
    "m3": ("10^4 Nm3", 10.0),
    "kWh": (MWH10, 10.0),
    "MJ": (GJ, 1.0),
}
"""Per unit of a standard-coal coefficient: the unit of use, and tce per kgce/unit of it."""


class Component(StrEnum):
    """What emissions come from (排放构成), in the order a legend lists them.

    ``ELECTRICITY`` is 净购入电力和热力: what is burnt elsewhere, electricity and heat together.
    """

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
    **dict.fromkeys(TRADED, Component.ELECTRICITY),
}


OUTWARD = f"外送的填「{ELECTRICITY_OUT}」「{HEAT_OUT}」，不要填负数"
FUEL_ID: Mapping[str, str] = {
    "无烟煤": "anthracite", "烟煤": "bituminous", "褐煤": "lignite", "洗精煤": "cleaned_coal",
    "其他洗煤": "other_washed_coal", "型煤": "briquette", "焦炭": "coke",
    "焦炉煤气": "coke_oven_gas", "原油": "crude_oil", "燃料油": "fuel_oil", "汽油": "gasoline",
    "柴油": "diesel", "煤油": "kerosene", "石油焦": "petroleum_coke", "液化石油气": "lpg",
    "液化天然气": "lng", "天然气": "natural_gas",
}  # fmt: skip
"""What burns, in the order of the components, and its name in a figure's id."""

DECLARED = "已声明填全"
NOT_DECLARED = MissingReason.NOT_COMPLETE
CELL_REASONS = (MissingReason.CLASSIFIED, MissingReason.NOT_APPLICABLE)
"""What may be told in a cell instead of a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyUse:
    """What one area or named source used of one fuel in one calendar year, in ``unit``.

    ``amount`` None says that it was told why there is none: 涉密, or 不适用, which is none at all.
    """

    area_id: str
    year: int
    fuel: str
    amount: float | None
    unit: str
    kind: ValueKind
    source: str
    reason: str = ""

    def __post_init__(self) -> None:
        """Reject an unknown fuel and a negative amount; out-flows are a fuel of their own."""
        where = f"{self.area_id} {self.year} 年 {self.fuel}"
        if self.fuel not in COMPONENT_BY_FUEL:
            msg = f"{where}：没有这个能源品种；可选：{'、'.join(COMPONENT_BY_FUEL)}"
            raise DomainError(msg)
        if (self.amount is None) != (self.reason in CELL_REASONS):
            msg = f"{where}：没有数量时应写明 {'、'.join(CELL_REASONS)}，现为「{self.reason}」"
            raise DomainError(msg)
        if self.amount is not None and self.amount < 0:
            msg = f"{where}：数量不能为负，现为 {self.amount:g}；{OUTWARD}"
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


def fuel_emission(use: EnergyUse, factors: FactorSet) -> Quantity:
    """Return what burning ``use`` emitted, in tCO2; a fuel outside the set is missing."""
    factor = factors.fuels.get(use.fuel)
    if factor is None and use.amount == 0:  # of nothing, nothing comes by any factor
        return Quantity(value=0.0, unit=TCO2, kind=computed_kind([use.kind]), source=use.source)
    if factor is None:
        reason = f"因子集 {factors.name} 没有「{use.fuel}」的因子"
        return missing(TCO2, reason, use.source)
    if factor.unit != use.unit:
        msg = f"{use.area_id} {use.year} 年 {use.fuel}：单位应为 {factor.unit}，现为 {use.unit}"
        raise DomainError(msg)
    if use.amount is None:
        return missing(TCO2, f"{use.fuel}{use.reason}", use.source)
    return Quantity(
        value=use.amount * factor.tco2_per_unit,
        unit=TCO2,
        kind=computed_kind([use.kind]),
        source=f"{use.source}；{factor.source}",
    )


def electricity_emission(
    uses: Sequence[EnergyUse], factors: FactorSet, *, year: int, declared: ValueKind | None
) -> Quantity:
    """Return (in − out) × grid factor of ``year``, in tCO2; no factor, no number.

    10⁴ kWh × kgCO2/kWh = 10⁴ kg = 10 t. With the factor of an earlier year (按最近已公布年份)
    it is 初步, whatever was reported.
    """
    told = _traded(uses, ELECTRICITY)
    factor = factors.grid_factor(year)
    if factor is None:
        return missing(TCO2, MissingReason.NO_FACTOR, _sources(told))
    cited, known = factor.source, ValueKind.REPORTED
    if factor.year != year:
        cited = f"{year} 年电网因子尚未公布，按 {factor.year} 年因子：{factor.source}"
        known = ValueKind.PRELIMINARY
    parts = [_traded_part(use, factor.kgco2_per_kwh, known) for use in told if not _is_none(use)]
    return _whole(parts, told, _fuels_of(ELECTRICITY), declared, cited)


def heat_emission(
    uses: Sequence[EnergyUse], factors: FactorSet, *, declared: ValueKind | None
) -> Quantity:
    """Return (in − out) × heat factor of the set, in tCO2; a set without one: no number.

    Source: 工业其他行业企业温室气体排放核算方法与报告指南(试行), 2015, 净购入热力.
    """
    told, factor = _traded(uses, HEAT), factors.heat
    if factor is None:
        return missing(TCO2, f"因子集 {factors.name} 没有「{HEAT}」的因子", _sources(told))
    parts = [
        _traded_part(use, factor.tco2_per_gj, ValueKind.REPORTED)
        for use in told
        if not _is_none(use)
    ]
    return _whole(parts, told, _fuels_of(HEAT), declared, factor.source)


def _traded(uses: Iterable[EnergyUse], energy: str) -> list[EnergyUse]:
    fuels = _fuels_of(energy)
    return [use for use in uses if use.fuel in fuels]


def _fuels_of(energy: str) -> frozenset[str]:
    return frozenset(fuel for fuel, traded in TRADED.items() if traded.energy == energy)


def _traded_part(use: EnergyUse, factor: float, factor_kind: ValueKind) -> Quantity:
    traded = TRADED[use.fuel]
    if use.unit != traded.unit:
        where = f"{use.area_id} {use.year} 年 {use.fuel}"
        msg = f"{where}：单位应为 {traded.unit}，现为 {use.unit}"
        raise DomainError(msg)
    if use.amount is None:
        return missing(TCO2, f"{use.fuel}{use.reason}", use.source)
    return Quantity(
        value=traded.sign * use.amount * factor * traded.t,
        unit=TCO2,
        kind=computed_kind([use.kind, factor_kind]),
        source=use.source,
    )


def _with_heat(
    power: Quantity, uses: Sequence[EnergyUse], factors: FactorSet, declared: ValueKind | None
) -> Quantity:
    """Return net electricity and heat together; heat nobody told of is none only where 填全."""
    if _traded(uses, HEAT):
        return total([power, heat_emission(uses, factors, declared=declared)], unit=TCO2)
    if declared is None and factors.asks_heat and power.value is not None:
        return missing(TCO2, NOT_DECLARED, power.source, part=power)
    return power


def _is_none(use: EnergyUse) -> bool:
    """Tell whether it was told that there is no such use: nothing is missing then."""
    return use.reason == MissingReason.NOT_APPLICABLE


def _sources(uses: Iterable[EnergyUse]) -> str:
    return "；".join(dict.fromkeys(part for use in uses for part in use.source.split("；")))


def standard_coal(
    uses: Sequence[EnergyUse],
    coefficients: Iterable[CoalCoefficient],
    *,
    declared: ValueKind | None,
    basis: tuple[str, str] = BY_STANDARD,
) -> Quantity:
    """Return the energy of ``uses`` in tonnes of standard coal (tce), all at 当量值.

    t × kgce/kg = tce; 10⁴ m³ × kgce/m³ = 10 tce; 10⁴ kWh × kgce/kWh = 10 tce; GJ × kgce/MJ = tce.
    While nobody said that they are all (填全) it is missing. ``basis`` says what a coefficient is
    called and whose they are: of GB/T 2589-2020, unless others are given.
    """
    if not uses and declared is None:
        return missing(TCE, MissingReason.NOT_REPORTED)
    by_fuel = {row.fuel: row for row in coefficients if row.fuel}
    parts = [_coal_part(use, by_fuel, basis[0]) for use in uses if not _is_none(use)]
    sources = "；".join(filter(None, (_sources(uses), basis[1])))
    if declared is None:
        known = total(parts, unit=TCE) if parts else None
        return missing(TCE, NOT_DECLARED, sources, part=known)
    return replace(total([*parts, _rest(TCE, declared)], unit=TCE), source=sources)


def _coal_part(use: EnergyUse, by_fuel: Mapping[str, CoalCoefficient], called: str) -> Quantity:
    traded = TRADED.get(use.fuel)
    row = by_fuel.get(traded.energy if traded else use.fuel)
    if row is None and use.amount == 0:
        return Quantity(value=0.0, unit=TCE, kind=computed_kind([use.kind]), source=use.source)
    if row is None:
        return missing(TCE, f"没有「{use.fuel}」的{called}", use.source)
    unit, tce_per_unit = UNIT_OF_COEFFICIENT.get(row.unit, ("", 0.0))
    if use.unit != unit:
        where = f"{use.area_id} {use.year} 年 {use.fuel}"
        msg = f"{where}：折标煤系数按 {row.unit} 计，单位却是 {use.unit}"
        raise DomainError(msg)
    if use.amount is None:
        return missing(TCE, f"{use.fuel}{use.reason}", use.source)
    return Quantity(
        value=(traded.sign if traded else 1) * use.amount * row.kgce_per_unit * tce_per_unit,
        unit=TCE,
        kind=computed_kind([use.kind]),
        source=use.source,
    )


def emissions_by_component(
    uses: Sequence[EnergyUse], factors: FactorSet, *, year: int, declared: ValueKind | None
) -> dict[Component, Quantity]:
    """Return the emissions of one area's ``uses`` in ``year`` by component, in tCO2.

    ``declared`` is of which kind the declaration is that they are all (填全), None where there
    is none: with it, what is absent is none.
    Without that a component is known only where each of its fuels was told.
    """
    own = [use for use in uses if use.year == year]
    if not own and declared is None:
        return {component: missing(TCO2, MissingReason.NOT_REPORTED) for component in Component}
    result: dict[Component, Quantity] = {}
    for component in DIRECT_COMPONENTS:
        burnt = [use for use in own if COMPONENT_BY_FUEL[use.fuel] is component]
        parts = [fuel_emission(use, factors) for use in burnt if not _is_none(use)]
        cited = "；".join(
            dict.fromkeys(
                factors.fuels[use.fuel].source for use in burnt if use.fuel in factors.fuels
            )
        )
        fuels = {fuel for fuel, part in COMPONENT_BY_FUEL.items() if part is component}
        result[component] = _whole(parts, burnt, fuels, declared, cited)
    power = electricity_emission(own, factors, year=year, declared=declared)
    result[Component.ELECTRICITY] = _with_heat(power, own, factors, declared)
    return result


def _whole(
    parts: Sequence[Quantity],
    told: Sequence[EnergyUse],
    fuels: AbstractSet[str],
    declared: ValueKind | None,
    cited: str,
) -> Quantity:
    """Return the sum of ``parts``; missing while one of the ``fuels`` was not told."""
    source = "；".join(filter(None, (_sources(told), cited)))
    if fuels - {use.fuel for use in told}:
        if declared is None:
            known = total(parts, unit=TCO2) if parts else None
            return missing(TCO2, NOT_DECLARED, source, part=known)
        parts = [*parts, _rest(TCO2, declared)]
    known = total(parts, unit=TCO2) if parts else _rest(TCO2, ValueKind.COMPUTED)
    return replace(known, source=source or DECLARED)


def _rest(unit: str, declared: ValueKind) -> Quantity:
    """Return the zero of what an area declared that there is not; as sure as that declaration."""
    return Quantity(value=0.0, unit=unit, kind=computed_kind([declared]), source=DECLARED)
