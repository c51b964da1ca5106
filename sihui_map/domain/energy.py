"""Energy use of an area or a named source: which fuels there are, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.domain.value import MissingReason, Quantity, ValueKind, computed_kind
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TCO2 = "tCO2"
TCE = "tce"
MWH10 = "10^4 kWh"
GJ = "GJ"

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

    @property
    def is_none(self) -> bool:
        """Tell whether it was told that there is no such use: nothing is missing then."""
        return self.reason == MissingReason.NOT_APPLICABLE


def sources_of(uses: Iterable[EnergyUse]) -> str:
    """Return the sources of ``uses``, each once."""
    return "；".join(dict.fromkeys(part for use in uses for part in use.source.split("；")))


def declared_rest(unit: str, declared: ValueKind) -> Quantity:
    """Return the zero of what an area declared that there is not; as sure as that declaration."""
    return Quantity(value=0.0, unit=unit, kind=computed_kind([declared]), source=DECLARED)
