"""The plan (《四会市碳达峰实施方案》): actions, clauses, tasks, targets, errata, verbatim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One of the twelve actions (行动)."""

    action_no: int
    name: str
    intro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One of the forty numbered clauses (条)."""

    clause_no: int
    action_no: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One of the forty rows of annex 1 (任务); joint leads are several units."""

    task_no: int
    action_no: int
    text: str
    clause_no: int
    lead_units: tuple[str, ...]
    cooperating_units: tuple[str, ...]
    responsibility: str


class Operator(StrEnum):
    """How a target's value is meant: at least, at most, about, exactly."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    ABOUT = "≈"
    EXACTLY = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target (目标); without ``value`` it is 目标尚无数值, which is a state of its own."""

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
