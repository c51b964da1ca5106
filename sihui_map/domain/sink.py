"""What forests take up (碳汇), estimated from how their stock of living wood changed."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from sihui_map.domain.energy import TCO2
from sihui_map.domain.factors import CO2_PER_C
from sihui_map.domain.value import (
    MissingReason,
    Quantity,
    ValueKind,
    are_comparable,
    computed_kind,
    missing,
)
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STOCK_UNIT = "m³"
SINK_UNIT = f"{TCO2}/年"
DENSITY, EXPANSION, ROOT, CARBON = "svd", "bef", "root", "carbon"
COEFFICIENTS: Mapping[str, str] = {
    DENSITY: "基本木材密度",
    EXPANSION: "生物量扩展系数",
    ROOT: "根冠比",
    CARBON: "含碳率",
}
"""What the formula asks for, in its order."""
NO_EARLIER = "没有更早一年的活立木蓄积量"
NO_RANGE = "系数没有公布范围"


@dataclass(frozen=True, slots=True, kw_only=True)
class SinkCoefficient:
    """One coefficient of the formula; ``value`` None while it waits for a source (待填)."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    source: str

    def __post_init__(self) -> None:
        """Reject a coefficient of no formula, one below zero, and a range that leaves it out."""
        where = f"碳汇系数 {self.name}"
        if self.name not in COEFFICIENTS:
            msg = f"{where}：没有这个系数；可选：{'、'.join(COEFFICIENTS)}"
            raise DomainError(msg)
        told = [self.value, self.low, self.high]
        if any(number is not None and number < 0 for number in told):
            msg = f"{where}：不能为负"
            raise DomainError(msg)
        if self.name == CARBON and max(number or 0.0 for number in told) > 1:
            msg = f"{where}：含碳率应为 0–1"
            raise DomainError(msg)
        if (self.low is None) != (self.high is None):
            msg = f"{where}：范围的低值和高值要一起写"
            raise DomainError(msg)
        if self.low is None or self.high is None:
            return
        if self.value is None or not self.low <= self.value <= self.high:
            msg = f"{where}：范围 {self.low:g}–{self.high:g} 应包含数值 {self.value}"
            raise DomainError(msg)

    @property
    def label(self) -> str:
        """Return what it is called."""
        return COEFFICIENTS[self.name]


@dataclass(frozen=True, slots=True)
class Sink:
    """The estimate and its range, in tCO2 a year; below zero where the stock fell."""

    estimate: Quantity
    low: Quantity
    high: Quantity


def lacking(coefficients: Sequence[SinkCoefficient]) -> tuple[str, ...]:
    """Return which coefficients are not known, by what they are called."""
    known = {each.name for each in coefficients if each.value is not None}
    return tuple(label for name, label in COEFFICIENTS.items() if name not in known)


def _tco2_per_m3(numbers: Mapping[str, float]) -> float:
    """Return SVD × BEF × (1 + R) × CF × 44/12 of living wood, in tCO2 per m³."""
    root = 1 + numbers[ROOT]
    return prod([numbers[DENSITY], numbers[EXPANSION], root, numbers[CARBON], CO2_PER_C])


def sink(
    before: Quantity, after: Quantity, *, years: int, coefficients: Sequence[SinkCoefficient]
) -> Sink:
    """Return ΔV ÷ years × SVD × BEF × (1 + R) × CF × 44/12, and its range, in tCO2 a year.

    Source: 省级温室气体清单编制指南（试行）, 2011, 土地利用变化和林业. Always 估算, or less sure.
    The range takes the low, or the high, of each coefficient that was published with one. Missing
    where a stock or a coefficient is, and where one stock is a sample and the other is not.
    """
    source = "；".join(dict.fromkeys(filter(None, (before.source, after.source))))
    why = after.reason or before.reason
    if not why and not are_comparable(before, after):
        why = MissingReason.NOT_COMPARABLE
    if not why and (absent := lacking(coefficients)):
        why = f"碳汇系数待填：{'、'.join(absent)}"
    if why:
        none = missing(SINK_UNIT, why, source)
        return Sink(none, none, none)
    cited = "；".join(dict.fromkeys(each.source for each in coefficients))
    change = (after.known - before.known) / years
    kind = computed_kind([before.kind, after.kind, ValueKind.ESTIMATED])

    def of(numbers: Mapping[str, float]) -> Quantity:
        return Quantity(
            value=change * _tco2_per_m3(numbers),
            unit=SINK_UNIT,
            kind=kind,
            source=f"{source}；{cited}",
        )

    values = {each.name: each.value or 0.0 for each in coefficients}
    lows = {each.name: each.low for each in coefficients if each.low is not None}
    highs = {each.name: each.high for each in coefficients if each.high is not None}
    estimate = of(values)
    if not lows:
        none = missing(SINK_UNIT, NO_RANGE, source)
        return Sink(estimate, none, none)
    ends = sorted((of({**values, **lows}), of({**values, **highs})), key=lambda end: end.known)
    return Sink(estimate, *ends)
