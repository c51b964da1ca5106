"""A number and what it is: unit, kind, source, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
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
    NOT_APPLICABLE = "不适用"
    CLASSIFIED = "涉密"
    NO_METHOD = "尚无方法"
    NO_TARGET_NUMBER = "目标尚无数值"
    NO_FACTOR = "当年电网排放因子未公开"
    NOT_PUBLIC = "未见公开数据"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number in ``unit`` with its kind and source; without a number, the reason."""

    value: float | None
    unit: str
    kind: ValueKind
    source: str
    reason: str = ""

    def __post_init__(self) -> None:
        """Reject a missing value without a reason and a number that is none."""
        if (self.value is None) != (self.kind is ValueKind.MISSING):
            msg = f"值 {self.value} 与性质「{self.kind}」矛盾：没有数值时性质必须是「缺失」"
            raise DomainError(msg)
        if self.value is None and not self.reason:
            msg = f"缺失值（单位 {self.unit}）必须写明原因"
            raise DomainError(msg)
        if self.value is not None and not isfinite(self.value):
            msg = f"{self.value} 不是有限的数"
            raise DomainError(msg)

    @property
    def known(self) -> float:
        """Return the number of a quantity that has one, in its unit."""
        if self.value is None:
            msg = f"没有数值：{self.reason}"
            raise DomainError(msg)
        return self.value


def missing(unit: str, reason: str, source: str = "") -> Quantity:
    """Return the absence of a number in ``unit``, with its ``reason``."""
    return Quantity(value=None, unit=unit, kind=ValueKind.MISSING, source=source, reason=reason)


def any_sample(amounts: Iterable[Quantity]) -> bool:
    """Tell whether one of ``amounts`` is a sample (示例)."""
    return any(amount.kind is ValueKind.SAMPLE for amount in amounts)


def computed_kind(inputs: Iterable[ValueKind]) -> ValueKind:
    """Say what a value computed from ``inputs`` is: one sample makes it a sample (示例)."""
    return ValueKind.SAMPLE if ValueKind.SAMPLE in set(inputs) else ValueKind.COMPUTED


def summed_kind(inputs: Iterable[ValueKind]) -> ValueKind:
    """Say what a sum of ``inputs`` is: what they all are, 示例 with one sample, else 核算."""
    kinds = set(inputs)
    return next(iter(kinds)) if len(kinds) == 1 else computed_kind(kinds)


def _distinct(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def total(parts: Iterable[Quantity], *, unit: str) -> Quantity:
    """Sum ``parts`` of one ``unit``; a missing part makes the sum missing, never smaller."""
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
        return missing(unit, reasons, source)
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
