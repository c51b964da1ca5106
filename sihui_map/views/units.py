"""Units as a reader knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNIT_TEXT: Mapping[str, str] = {
    "t": "吨",
    "10^4 Nm3": "万立方米",
    "10^4 kWh": "万千瓦时",
    "GJ": "吉焦",
    "10^4 tCO2": "万吨二氧化碳",
    "10^8 CNY": "亿元",
    "km2": "km²",
    "tCO2/人": "吨CO₂/人",
    "tCO2/km²": "吨CO₂/km²",
    "tCO2/万元": "吨CO₂/万元",
    "tce/万元": "吨标煤/万元",
}
LARGER_UNIT: Mapping[str, tuple[str, float]] = {
    "tCO2": ("万吨CO₂", 1e4),
    "tce": ("万吨标准煤", 1e4),
    "万元": ("亿元", 1e4),
}


def unit_text(unit: str) -> str:
    """Return a unit of the data files as a reader knows it."""
    return UNIT_TEXT.get(unit, unit)


def shown_unit(unit: str) -> tuple[str, float]:
    """Return the unit in which a figure kept in ``unit`` is read, and what to divide it by."""
    return LARGER_UNIT.get(unit, (unit_text(unit), 1.0))
