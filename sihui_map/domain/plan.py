"""The plan (碳达峰实施方案): actions, clauses, tasks, targets, errata, verbatim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAN_SOURCE = "规划原文"
NO_UNIT = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One of the plan's actions (行动)."""

    action_no: int
    name: str
    intro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One of the numbered clauses (条)."""

    clause_no: int
    action_no: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row of annex 1 (任务); joint leads are several units."""

    task_no: int
    action_no: int
    text: str
    clause_no: int
    lead_units: tuple[str, ...]
    cooperating_units: tuple[str, ...]
    responsibility: str


def leading_units(tasks: Iterable[Task]) -> tuple[str, ...]:
    """Return the units that lead ``tasks``, each once, in the order of the tasks."""
    return tuple(dict.fromkeys(unit for task in tasks for unit in task.lead_units))


class Operator(StrEnum):
    """How a target's value is meant: at least, at most, about, exactly."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    ABOUT = "≈"
    EXACTLY = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target (目标); without ``value`` it is 目标尚无数值, which is a state of its own.

    ``kind`` and ``source`` are those of the number: the plan's own, or one handed down.
    """

    target_id: str
    indicator: str
    year: int | None
    operator: Operator | None
    value: float | None
    unit: str
    clause_no: int | None
    section: str
    baseline_year: int | None
    quote: str
    note: str
    kind: ValueKind = ValueKind.PLAN
    source: str = PLAN_SOURCE
    handed_down: str = ""
    """Who handed its number down, in the words of a page; "" where it is the plan's own."""

    @property
    def is_handed_down(self) -> bool:
        """Tell whether its number is not the plan's own."""
        return bool(self.handed_down)

    @property
    def goal(self) -> Quantity:
        """Return its number and what that is, or 目标尚无数值."""
        if self.value is None:
            return missing(self.unit or NO_UNIT, MissingReason.NO_TARGET_NUMBER, PLAN_SOURCE)
        return Quantity(value=self.value, unit=self.unit, kind=self.kind, source=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """One oddity of the plan's text (勘误待定), with both readings."""

    erratum_id: str
    place: str
    task_nos: tuple[int, ...]
    clause_nos: tuple[int, ...]
    target_ids: tuple[str, ...]
    reading_a: str
    reading_b: str
    note: str
