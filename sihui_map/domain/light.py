"""Lights: the official three-grade rule, held against the straight path before the target year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.value import MissingReason, Quantity, missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.plan import Target

SHARE_YELLOW = 0.10
"""发改办环资〔2020〕901号: a miss of up to 10 % of the target is the second grade."""

ONE_POINT = "只有一个年份的数值"


class Light(StrEnum):
    """Three grades and the absence of one."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a target stands: the latest value, what was due by then, the gap, the light, why."""

    target: Target
    light: Light
    reason: str
    year: int | None
    value: Quantity
    due: Quantity
    gap: Quantity


def path_value(year: int, *, start: tuple[int, float], goal: tuple[int, float]) -> float:
    """Return the value that the straight line from ``start`` to ``goal`` has in ``year``.

    After the goal's year the goal itself is due.
    """
    (start_year, start_value), (goal_year, goal_value) = start, goal
    if year >= goal_year or goal_year <= start_year:
        return goal_value
    share = (max(year, start_year) - start_year) / (goal_year - start_year)
    return start_value + (goal_value - start_value) * share


def light_of(value: float, due: float) -> Light:
    """Grade ``value`` against ``due`` where more is better.

    Source: 发改办环资〔2020〕901号: met is green, missed by up to 10 % of what was due yellow,
    by more red.
    """
    if value >= due:
        return Light.GREEN
    return Light.YELLOW if due - value <= SHARE_YELLOW * abs(due) else Light.RED


def standing(target: Target, series: Mapping[int, Quantity]) -> Standing:
    """Judge ``target`` by its latest known value in ``series`` (year → value in its unit)."""
    unit = target.unit
    if target.value is None or target.year is None:
        reason = MissingReason.NO_TARGET_NUMBER if target.value is None else "规划未写明完成年份"
        nothing = missing(unit or "—", reason)
        return _grey(target, reason, nothing)
    known = {year: item.value for year, item in series.items() if item.value is not None}
    if not known:
        reason = next(
            (item.reason for item in series.values() if item.reason), MissingReason.NOT_REPORTED
        )
        return _grey(target, f"没有进展数据（{reason}）", missing(unit, reason))
    first, last = min(known), max(known)
    if first == last < target.year:
        return _grey(target, f"只有 {last} 年一个数值，无法与路径比较", missing(unit, ONE_POINT))
    due_value = path_value(last, start=(first, known[first]), goal=(target.year, target.value))
    now = series[last]
    return Standing(
        target=target,
        light=light_of(known[last], due_value),
        reason="",
        year=last,
        value=now,
        due=_like(now, due_value),
        gap=_like(now, target.value - known[last]),
    )


def _like(model: Quantity, value: float) -> Quantity:
    return Quantity(value=value, unit=model.unit, kind=model.kind, source=model.source)


def _grey(target: Target, reason: str, nothing: Quantity) -> Standing:
    return Standing(
        target=target,
        light=Light.GREY,
        reason=reason,
        year=None,
        value=nothing,
        due=nothing,
        gap=nothing,
    )
