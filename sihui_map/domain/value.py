"""A number and what it is: unit, kind, source, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING

from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable


class ValueKind(StrEnum):
    """What sort of value a number is (值的性质)."""

    PLAN = "规划"
    REPORTED = "实绩"
    PRELIMINARY = "初步"
    COMPUTED = "核算"
    ESTIMATED = "估算"
    SAMPLE = "示例"
    MISSING = "缺失"


class MissingReason(StrEnum):
    """Why there is no number."""

    NOT_REPORTED = "未报"
    NOT_COMPLETE = "未填全"
    NOT_APPLICABLE = "不适用"
    CLASSIFIED = "涉密"
    NO_METHOD = "尚无方法"
    NO_TARGET_NUMBER = "目标尚无数值"
    NO_FACTOR = "当年电网排放因子未公开"
    NOT_PUBLIC = "未见公开数据"
    NOT_COMPARABLE = "示例与非示例不可比"


MISSING = ValueKind.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number in ``unit`` with its kind and source; without a number, the reason.

    ``part`` is what was reported of a value that is not known as a whole (已报部分), ``part_kind``
    what that is; it never stands under the name of the whole.
    """

    value: float | None
    unit: str
    kind: ValueKind
    source: str
    reason: str = ""
    part: float | None = None
    part_kind: ValueKind = ValueKind.MISSING

    def __post_init__(self) -> None:
        """Reject a missing value without a reason and a number that is none."""
        if (self.value is None) != (self.kind is ValueKind.MISSING):
            msg = f"值 {self.value} 与性质「{self.kind}」矛盾：没有数值时性质必须是「缺失」"
            raise DomainError(msg)
        if self.value is None and not self.reason:
            msg = f"缺失值（单位 {self.unit}）必须写明原因"
            raise DomainError(msg)
        for number in (self.value, self.part):
            if number is not None and not isfinite(number):
                msg = f"{number} 不是有限的数"
                raise DomainError(msg)
        if self.part is not None and (self.value is not None or self.part_kind is MISSING):
            msg = f"已报部分 {self.part} 只属于缺失的值，并有自己的性质"
            raise DomainError(msg)

    @property
    def known(self) -> float:
        """Return the number of a quantity that has one, in its unit."""
        if self.value is None:
            msg = f"没有数值：{self.reason}"
            raise DomainError(msg)
        return self.value


def half_up(exact: Decimal, decimals: int) -> Decimal:
    """Round to ``decimals`` places; half a unit goes up (四舍五入)."""
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def kept(value: float, decimals: int) -> float:
    """Return what a file keeps of a number that pages print with ``decimals`` places.

    Four more than are printed: what binary numbers add or lack lies far behind them.
    """
    return round(float(value), decimals + 4)


def printed(value: float, decimals: int) -> Decimal:
    """Return ``value`` as it is printed, as a workbook shows what it kept of it."""
    return half_up(Decimal(repr(kept(value, decimals))), decimals)


def missing(unit: str, reason: str, source: str = "", *, part: Quantity | None = None) -> Quantity:
    """Return the absence of a number in ``unit``, with its ``reason``.

    ``part`` is what is known of it all the same: a number, or the part of one.
    """
    number, kind = (None, MISSING) if part is None else _known_of(part)
    return Quantity(
        value=None,
        unit=unit,
        kind=MISSING,
        source=source,
        reason=reason,
        part=number,
        part_kind=kind,
    )


def _known_of(amount: Quantity) -> tuple[float | None, ValueKind]:
    if amount.value is None:
        return amount.part, amount.part_kind
    return amount.value, amount.kind


def are_comparable(one: Quantity, other: Quantity) -> bool:
    """Tell whether a difference of two values means anything: none does of a sample and a fact."""
    return (one.kind is ValueKind.SAMPLE) == (other.kind is ValueKind.SAMPLE)


def difference(one: Quantity, other: Quantity, *, source: str) -> Quantity:
    """Return ``one`` − ``other`` in their unit: two readings of the same thing.

    Missing where one of them is, and where one is a sample and the other is not.
    """
    reasons = _distinct(part.reason for part in (one, other))
    if one.value is None or other.value is None:
        return missing(one.unit, reasons, source)
    if not are_comparable(one, other):
        return missing(one.unit, MissingReason.NOT_COMPARABLE, source)
    return Quantity(
        value=one.value - other.value,
        unit=one.unit,
        kind=computed_kind((one.kind, other.kind)),
        source=source,
    )


def fall(before: Quantity, after: Quantity) -> Quantity:
    """Return (``before`` − ``after``) ÷ ``before``, in %: a fall is positive, a rise negative.

    Missing where one of them is, and where one is a sample and the other is not.
    """
    source = _distinct(text for part in (before, after) for text in part.source.split("；"))
    return ratio(difference(before, after, source=source), before, unit="%", scale=100)


def any_sample(amounts: Iterable[Quantity]) -> bool:
    """Tell whether one of ``amounts`` is a sample (示例)."""
    return any(amount.kind is ValueKind.SAMPLE for amount in amounts)


WEAKEST_FIRST = (MISSING, ValueKind.SAMPLE, ValueKind.ESTIMATED, ValueKind.PRELIMINARY)
"""What makes everything computed from it the same; the first one found decides."""


def computed_kind(inputs: Iterable[ValueKind]) -> ValueKind:
    """Say what a value computed from ``inputs`` is: their weakest kind, else 核算.

    A part that is missing makes it 缺失, else one 示例, else one 估算, else one 初步; from
    reported and computed parts, and from numbers of the plan, it is 核算.
    """
    kinds = set(inputs)
    return next((kind for kind in WEAKEST_FIRST if kind in kinds), ValueKind.COMPUTED)


def summed_kind(inputs: Iterable[ValueKind]) -> ValueKind:
    """Say what a sum of ``inputs`` is: alone what the value is; planned parts stay 规划."""
    kinds = tuple(inputs)
    is_alike = len(kinds) == 1 or set(kinds) == {ValueKind.PLAN}
    return kinds[0] if is_alike and kinds else computed_kind(kinds)


def _distinct(texts: Iterable[str]) -> str:
    said = (part for text in dict.fromkeys(texts) for part in text.split("；"))
    return "；".join(dict.fromkeys(part for part in said if part))


def total(parts: Iterable[Quantity], *, unit: str) -> Quantity:
    """Sum ``parts`` of one ``unit``; a missing part makes the sum missing, never smaller.

    What is known of them is its ``part``.
    """
    known = tuple(parts)
    if not known:
        return missing(unit, MissingReason.NOT_REPORTED)
    for part in known:
        if part.unit != unit:
            msg = f"合计的单位是 {unit}，其中一项却是 {part.unit}"
            raise DomainError(msg)
    source = _distinct(part.source for part in known)
    reasons = _distinct(part.reason for part in known if part.value is None)
    if reasons:
        told = [(number, kind) for number, kind in map(_known_of, known) if number is not None]
        return Quantity(
            value=None,
            unit=unit,
            kind=MISSING,
            source=source,
            reason=reasons,
            part=sum(number for number, _ in told) if told else None,
            part_kind=summed_kind(kind for _, kind in told) if told else MISSING,
        )
    return Quantity(
        value=sum(part.known for part in known),
        unit=unit,
        kind=summed_kind(part.kind for part in known),
        source=source,
    )


def ratio(numerator: Quantity, denominator: Quantity, *, unit: str, scale: float = 1.0) -> Quantity:
    """Divide two quantities, times ``scale``, in ``unit``; nothing is divided by zero."""
    source = _distinct((numerator.source, denominator.source))
    reasons = _distinct(part.reason for part in (numerator, denominator))
    if numerator.value is None or denominator.value is None:
        return missing(unit, reasons, source)
    if denominator.value == 0:
        return missing(unit, MissingReason.NOT_APPLICABLE, source)
    return Quantity(
        value=numerator.value / denominator.value * scale,
        unit=unit,
        kind=computed_kind((numerator.kind, denominator.kind)),
        source=source,
    )
