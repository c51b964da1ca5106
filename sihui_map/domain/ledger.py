"""The ledger (平衡表): does what the parts add up to meet the city's total, and by how much not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.energy import TCO2
from sihui_map.domain.value import Quantity, computed_kind, missing, ratio, total

if TYPE_CHECKING:
    from collections.abc import Mapping

TOWNS = "towns"
NET_ELECTRICITY = "net_electricity"
CITY_TOTAL = "city_total"
ROW_LABEL: Mapping[str, str] = {
    TOWNS: "各镇街直接排放合计",
    NET_ELECTRICITY: "净调入电力",
    CITY_TOTAL: "{whole}总量",
}
"""What the rows are called; the last two may be reported as a number of their own.

``Place.says`` fills in the word for the whole place.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One part of the city's total, in tCO2."""

    row_id: str
    label: str
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One year: the parts, what they sum to, the city's own total, and the residual, in tCO2.

    ``total_label`` is what the city's total is called.
    """

    year: int
    total_label: str
    rows: tuple[LedgerRow, ...]
    computed: Quantity
    city_total: Quantity
    residual: Quantity
    share_residual: Quantity


def ledger(
    year: int, rows: tuple[LedgerRow, ...], city_total: Quantity, *, total_label: str
) -> Ledger:
    """Hold the sum of ``rows`` against ``city_total``; the residual is what is left to explain."""
    computed = total((row.quantity for row in rows), unit=TCO2)
    residual = _difference(city_total, computed, f"平衡表：{total_label} − 各项之和")
    share = ratio(residual, city_total, unit="%", scale=100)
    return Ledger(
        year=year,
        total_label=total_label,
        rows=rows,
        computed=computed,
        city_total=city_total,
        residual=residual,
        share_residual=share,
    )


def _difference(whole: Quantity, part: Quantity, source: str) -> Quantity:
    if whole.value is None or part.value is None:
        return missing(whole.unit, whole.reason or part.reason)
    return Quantity(
        value=whole.value - part.value,
        unit=whole.unit,
        kind=computed_kind((whole.kind, part.kind)),
        source=source,
    )
