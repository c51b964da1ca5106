"""What emissions would be until a last year if some things were so: a scenario, no forecast.

The year that is known stands for all that nobody moves. What is moved, by a share, a size or a rate
that the reader sets, acts on the towns; the large sources stay as they are. No growth, no price, no
other technology is assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.factors import CO2_PER_C
from sihui_map.errors import ChoiceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.factors import FactorSet, FuelFactor, GridFactor
    from sihui_map.domain.value import ValueKind

NATURAL_GAS = "天然气"
SCENARIO_NOTE = "情景，不是预测，不入考核"
"""Stands wherever a number of a scenario does."""
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that the reader sets: its field of ``Levers``, its words, what it may be."""

    field: str
    label: str
    unit: str
    low: float
    high: float
    step: float

    def number(self, text: str) -> float:
        """Return what ``text`` says; ChoiceError names what it may be."""
        if not _NUMBER.fullmatch(text) or not self.low <= float(text) <= self.high:
            msg = (
                f"地址里的{self.label}「{re.sub(r'[^0-9A-Za-z.+-]', '□', text[:20])}」应为 "
                f"{self.low:g}–{self.high:g} 之间的数（{self.unit}）"
            )
            raise ChoiceError(msg)
        return float(text)


LEVERS: Mapping[str, Lever] = {
    "coal": Lever("coal_percent", "煤改气", "占煤炭热量的 %", 0, 100, 1),
    "pv": Lever("pv_mw", "新增光伏", "MW", 0, 1000, 10),
    "hours": Lever("pv_hours", "光伏年等效满负荷小时", "小时", 1, 8760, 10),
    "saving": Lever("saving_percent", "能效每年提高", "%", 0, 10, 0.1),
    "growth": Lever("growth_percent", "用能需求每年增长", "%", -10, 10, 0.1),
}
"""By name in the address. The hours of a year are no more than 8760; nothing stands for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """What the reader sets; all at zero, nothing changes.

    ``coal_percent``: of the heat of the towns' coal, what natural gas gives in the last year.
    ``pv_mw``: photovoltaics added by then; ``pv_hours``: of full load a year, None while unsaid.
    ``saving_percent``, ``growth_percent``: energy per use saved, and use grown, each year.
    """

    coal_percent: float = 0.0
    pv_mw: float = 0.0
    pv_hours: float | None = None
    saving_percent: float = 0.0
    growth_percent: float = 0.0


def levers_of(given: Mapping[str, str]) -> Levers:
    """Return what an address sets, all else at zero; ChoiceError where it is out of range."""
    return Levers(
        **{
            lever.field: lever.number(given[name])
            for name, lever in LEVERS.items()
            if given.get(name)
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The newest year of which the whole is known, in tCO2.

    ``coal_as_gas_t`` is what natural gas of the same heat as the towns' coal emits. ``kept_t`` is
    of the large sources. ``electricity_t`` may be negative: more went out than came in.
    """

    year: int
    coal_t: float
    coal_as_gas_t: float
    oil_t: float
    gas_t: float
    electricity_t: float
    kept_t: float
    kind: ValueKind
    source: str

    @property
    def towns_t(self) -> float:
        """Return what the towns emit with their net electricity."""
        return self.coal_t + self.oil_t + self.gas_t + self.electricity_t

    @property
    def whole_t(self) -> float:
        """Return what all of it comes to."""
        return self.towns_t + self.kept_t


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioYear:
    """One year of a scenario, in tCO2: the base as it was, and what each lever adds to it.

    ``pv_t`` is None where photovoltaics were added and their hours or the grid factor are unsaid.
    """

    year: int
    base_t: float
    growth_t: float
    saving_t: float
    coal_t: float
    pv_t: float | None

    @property
    def whole_t(self) -> float | None:
        """Return what the scenario comes to; None where a part of it is unsaid."""
        if self.pv_t is None:
            return None
        return self.base_t + self.growth_t + self.saving_t + self.coal_t + self.pv_t


def gas_tco2_per_gj(gas: FuelFactor) -> float:
    """Return CC ÷ 1000 × OF × 44/12 of a fuel, in tCO2 per GJ of its heat."""
    return gas.carbon_content_tc_per_tj / 1000 * gas.share_oxidised * CO2_PER_C


def burnt_as_gas(uses: Sequence[EnergyUse], factors: FactorSet) -> float | None:
    """Return what natural gas of the heat of ``uses`` emits: Σ amount × NCV × gas_tco2_per_gj.

    In tCO2; None where the set has no factor of natural gas or of a fuel that was burnt.
    """
    gas = factors.fuels.get(NATURAL_GAS)
    burnt = [use for use in uses if use.amount]
    if gas is None or any(use.fuel not in factors.fuels for use in burnt):
        return None
    heat_gj = sum((use.amount or 0.0) * factors.fuels[use.fuel].ncv_gj_per_unit for use in burnt)
    return heat_gj * gas_tco2_per_gj(gas)


def pv_effect(levers: Levers, grid: GridFactor | None) -> float | None:
    """Return − MW × hours × grid factor of a year, in tCO2: 1 MWh × 1 kgCO2/kWh = 1 t.

    None where something was added and its hours, or the factor, are not known.
    """
    if not levers.pv_mw:
        return 0.0
    if levers.pv_hours is None or grid is None:
        return None
    return -levers.pv_mw * levers.pv_hours * grid.kgco2_per_kwh


def scenario(
    base: Base, levers: Levers, grid: GridFactor | None, *, last_year: int
) -> tuple[ScenarioYear, ...]:
    """Return each year from that of the base to ``last_year``; none where that is not later.

    With t years since the base of T in all, g = (1 + growth)^t, s = (1 − saving)^t and r = t ÷ T:
    growth = towns × (g − 1); saving = towns × g × (s − 1);
    coal to gas = share × r × g × s × (the same heat from gas − coal); photovoltaics = r × their
    effect. Shares and sizes grow evenly, rates compound; the parts add up to the whole.
    """
    span = last_year - base.year
    if span <= 0:
        return ()
    effect = pv_effect(levers, grid)
    found = []
    for passed in range(span + 1):
        reached = passed / span
        grown = (1 + levers.growth_percent / 100) ** passed
        saved = (1 - levers.saving_percent / 100) ** passed
        moved = levers.coal_percent / 100 * reached * grown * saved
        found.append(
            ScenarioYear(
                year=base.year + passed,
                base_t=base.whole_t,
                growth_t=base.towns_t * (grown - 1),
                saving_t=base.towns_t * grown * (saved - 1),
                coal_t=moved * (base.coal_as_gas_t - base.coal_t),
                pv_t=0.0 if not passed else None if effect is None else effect * reached,
            )
        )
    return tuple(found)
