"""Units as a reader knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import INDICATORS

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
}
"""Those of the data files; the units of indicators are declared with them."""


def unit_text(unit: str) -> str:
    """Return a unit of the data files as a reader knows it."""
    if unit in UNIT_TEXT:
        return UNIT_TEXT[unit]
    shown, divisor = shown_unit(unit)
    return shown if divisor == 1 else unit


def shown_unit(unit: str) -> tuple[str, float]:
    """Return the unit in which a figure kept in ``unit`` is read, and what to divide it by."""
    for indicator in INDICATORS.values():
        if indicator.base_unit == unit:
            return indicator.unit, indicator.divisor
    return UNIT_TEXT.get(unit, unit), 1.0
