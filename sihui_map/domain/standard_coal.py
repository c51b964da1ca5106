"""Standard coal: the energy of what was used, in tonnes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.energy import NOT_DECLARED, TCE, TRADED, declared_rest, sources_of
from sihui_map.domain.factors import UNIT_OF_COEFFICIENT
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, computed_kind, missing, total
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.factors import CoalCoefficient

BY_STANDARD = ("折标煤系数", "GB/T 2589-2020 折标准煤系数")


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
    parts = [_coal_part(use, by_fuel, basis[0]) for use in uses if not use.is_none]
    sources = "；".join(filter(None, (sources_of(uses), basis[1])))
    if declared is None:
        known = total(parts, unit=TCE) if parts else None
        return missing(TCE, NOT_DECLARED, sources, part=known)
    return replace(total([*parts, declared_rest(TCE, declared)], unit=TCE), source=sources)


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
