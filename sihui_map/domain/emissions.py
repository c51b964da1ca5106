"""What energy use emits: fuels that burn, net electricity and heat, by component."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.energy import (
    COMPONENT_BY_FUEL,
    DECLARED,
    DIRECT_COMPONENTS,
    ELECTRICITY,
    HEAT,
    NOT_DECLARED,
    TCO2,
    TRADED,
    Component,
    declared_rest,
    sources_of,
)
from sihui_map.domain.factors import set_label
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, computed_kind, missing, total
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.factors import FactorSet


def fuel_emission(use: EnergyUse, factors: FactorSet) -> Quantity:
    """Return what burning ``use`` emitted, in tCO2; a fuel outside the set is missing."""
    factor = factors.fuels.get(use.fuel)
    if factor is None and use.amount == 0:  # of nothing, nothing comes by any factor
        return Quantity(value=0.0, unit=TCO2, kind=computed_kind([use.kind]), source=use.source)
    if factor is None:
        reason = f"因子集「{set_label(factors.name)}」没有「{use.fuel}」的因子"
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
        return missing(TCO2, MissingReason.NO_FACTOR, sources_of(told))
    cited, known = factor.source, ValueKind.REPORTED
    if factor.year != year:
        cited = f"{year} 年电网因子尚未公布，按 {factor.year} 年因子：{factor.source}"
        known = ValueKind.PRELIMINARY
    parts = [_traded_part(use, factor.kgco2_per_kwh, known) for use in told if not use.is_none]
    return _whole(parts, told, _fuels_of(ELECTRICITY), declared, cited)


def heat_emission(
    uses: Sequence[EnergyUse], factors: FactorSet, *, declared: ValueKind | None
) -> Quantity:
    """Return (in − out) × heat factor of the set, in tCO2; a set without one: no number.

    Source: 工业其他行业企业温室气体排放核算方法与报告指南(试行), 2015, 净购入热力.
    """
    told, factor = _traded(uses, HEAT), factors.heat
    if factor is None:
        return missing(
            TCO2, f"因子集「{set_label(factors.name)}」没有「{HEAT}」的因子", sources_of(told)
        )
    parts = [
        _traded_part(use, factor.tco2_per_gj, ValueKind.REPORTED) for use in told if not use.is_none
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
        parts = [fuel_emission(use, factors) for use in burnt if not use.is_none]
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
    source = "；".join(filter(None, (sources_of(told), cited)))
    if fuels - {use.fuel for use in told}:
        if declared is None:
            known = total(parts, unit=TCO2) if parts else None
            return missing(TCO2, NOT_DECLARED, source, part=known)
        parts = [*parts, declared_rest(TCO2, declared)]
    known = total(parts, unit=TCO2) if parts else declared_rest(TCO2, ValueKind.COMPUTED)
    return replace(known, source=source or DECLARED)
