"""Task updates (调度): what a unit says of itself, and the clock that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sihui_map.domain.value import ValueKind

FRESH_DAYS = 30
ACCEPTABLE_DAYS = 60
STALLED_DAYS = 180


class TaskState(StrEnum):
    """What a unit reports; 未收到信息 is not 未启动."""

    NO_INFORMATION = "未收到信息"
    NOT_STARTED = "未启动"
    PREPARING = "前期准备"
    UNDER_WAY = "推进中"
    DELAYED = "滞后"
    COMPLETED = "已完成"
    CONTINUOUS = "常态化推进"
    CHANGED = "调整取消"


DONE = (TaskState.COMPLETED, TaskState.CHANGED)
"""States after which nobody waits for an update."""


class Freshness(StrEnum):
    """How old the last update is; computed, never reported."""

    FRESH = "30 天内更新"
    ACCEPTABLE = "60 天内更新"
    AGEING = "超过 60 天未更新"
    STALLED = "超过 180 天未更新"
    NONE = "从未更新"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUpdate:
    """One self-report of one task."""

    task_no: int
    day: date
    state: TaskState
    progress: str
    next_step: str
    unit: str
    kind: ValueKind
    source: str


def latest_by_task(updates: Iterable[TaskUpdate]) -> dict[int, TaskUpdate]:
    """Return the newest update of each task that has one."""
    newest: dict[int, TaskUpdate] = {}
    for update in updates:
        if update.task_no not in newest or update.day > newest[update.task_no].day:
            newest[update.task_no] = update
    return newest


def reported_state(update: TaskUpdate | None) -> TaskState:
    """Return what ``update`` says of its task; 未收到信息 where there is none."""
    return update.state if update else TaskState.NO_INFORMATION


def freshness(update: TaskUpdate | None, *, today: date) -> Freshness:
    """Grade the age of ``update`` on ``today``, the day of the data, not of the reader."""
    if update is None:
        return Freshness.NONE
    days = (today - update.day).days
    if days <= FRESH_DAYS:
        return Freshness.FRESH
    if days <= ACCEPTABLE_DAYS:
        return Freshness.ACCEPTABLE
    return Freshness.AGEING if days <= STALLED_DAYS else Freshness.STALLED
