"""Task updates (调度): what a unit says of itself, and the clock that stands beside it.

Two states stand side by side: the one a lead unit reports, and the one the calendar gives. Neither
overwrites the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

FRESH_DAYS = 30
ACCEPTABLE_DAYS = 60
STALLED_DAYS = 180
NEAR_DAYS = 3
"""So many days before its day a step is 临期."""


class TaskState(StrEnum):
    """What a unit reports; 未收到信息 is not 未启动."""

    NO_INFORMATION = "未收到信息"
    NOT_STARTED = "未启动"
    PREPARING = "前期准备"
    UNDER_WAY = "推进中"
    DELAYED = "滞后"
    BLOCKED = "受阻"
    COMPLETED = "已完成"
    CONTINUOUS = "常态化推进"
    CHANGED = "调整取消"
    MERGED = "并入"
    STRUCK_OFF = "已销号"


OPEN = frozenset(
    {
        TaskState.NO_INFORMATION,
        TaskState.NOT_STARTED,
        TaskState.PREPARING,
        TaskState.UNDER_WAY,
        TaskState.DELAYED,
        TaskState.BLOCKED,
        TaskState.CONTINUOUS,
    }
)
"""The states in which news is still waited for."""
RESERVED = frozenset({TaskState.STRUCK_OFF})
"""The states that no unit reports of itself: the office strikes a task off (销号)."""

_STARTED = frozenset(
    {
        TaskState.UNDER_WAY,
        TaskState.DELAYED,
        TaskState.BLOCKED,
        TaskState.COMPLETED,
        TaskState.CONTINUOUS,
        TaskState.CHANGED,
        TaskState.MERGED,
    }
)
TRANSITIONS: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.NO_INFORMATION: _STARTED | {TaskState.NOT_STARTED, TaskState.PREPARING},
    TaskState.NOT_STARTED: _STARTED | {TaskState.NOT_STARTED, TaskState.PREPARING},
    TaskState.PREPARING: _STARTED | {TaskState.PREPARING},
    TaskState.UNDER_WAY: _STARTED,
    TaskState.DELAYED: _STARTED,
    TaskState.BLOCKED: _STARTED,
    TaskState.CONTINUOUS: _STARTED,
    # 退回重办 is the way back from what was thought done.
    TaskState.COMPLETED: frozenset(
        {
            TaskState.COMPLETED,
            TaskState.STRUCK_OFF,
            TaskState.CONTINUOUS,
            TaskState.UNDER_WAY,
            TaskState.DELAYED,
        }
    ),
    TaskState.CHANGED: frozenset(
        {TaskState.CHANGED, TaskState.NOT_STARTED, TaskState.PREPARING, TaskState.UNDER_WAY}
    ),
    TaskState.MERGED: frozenset({TaskState.MERGED}),
    TaskState.STRUCK_OFF: frozenset({TaskState.STRUCK_OFF, TaskState.UNDER_WAY}),
}
"""Which state may follow which; what is not named here is refused."""

OBSTACLE, REMEDY, GROUND = "obstacle", "remedy", "ground"
NEEDS: Mapping[TaskState, tuple[str, ...]] = {
    TaskState.BLOCKED: (OBSTACLE, REMEDY),
    TaskState.COMPLETED: (GROUND,),
    TaskState.CHANGED: (GROUND,),
    TaskState.MERGED: (GROUND,),
    TaskState.STRUCK_OFF: (GROUND,),
}
"""What a state has to be told with: what stands in the way, what removes it, the document."""

PROVEN = frozenset({TaskState.COMPLETED, TaskState.STRUCK_OFF})
"""The states behind which a file is asked for, or where else the proof can be looked up."""


class Freshness(StrEnum):
    """How old the last update is; computed, never reported."""

    FRESH = "30 天内更新"
    ACCEPTABLE = "60 天内更新"
    AGEING = "超过 60 天未更新"
    STALLED = "超过 180 天未更新"
    NONE = "从未更新"


class Due(StrEnum):
    """Where a step stands against its day; only an approved day can be missed."""

    LATE = "逾期"
    NEAR = "临期"
    AHEAD = "未到期"
    UNAPPROVED = "期限未批准"
    DONE = "按期办结"
    DONE_LATE = "逾期办结"
    DONE_UNAPPROVED = "已办结（期限未批准）"


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
    obstacle: str = ""
    """What stands in the way (障碍)."""
    remedy: str = ""
    """What would remove it, and who could (解除条件)."""
    ground: str = ""
    """The document or material behind 已完成, 调整取消, 并入, 已销号."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """What a cooperating unit (配合单位) adds to a task; it sets no state."""

    task_no: int
    day: date
    unit: str
    text: str
    kind: ValueKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStep:
    """One step of a task's schedule (时间表、路线图).

    ``due`` counts once a document or meeting has approved it; ``done`` is the day it was finished,
    with its ``ground``; ``area_id`` is the town where it happens, "" for none in particular.
    """

    task_no: int
    step_no: int
    step: str
    due: date
    approved_by: str
    done: date | None
    ground: str
    area_id: str
    unit: str
    kind: ValueKind
    source: str


class OfTask(Protocol):
    """A row of any of the three tables of a task."""

    @property
    def task_no(self) -> int:
        """Return the number of the task."""

    @property
    def kind(self) -> ValueKind:
        """Return whether it is a sample, or how sure it is."""


Row = TypeVar("Row", bound=OfTask)


def really_told(rows: Iterable[OfTask]) -> frozenset[int]:
    """Return the tasks of which somebody told something: an update, a line or a step."""
    return frozenset(row.task_no for row in rows if row.kind is not ValueKind.SAMPLE)


def counted(rows: Iterable[Row], real: Collection[int]) -> tuple[Row, ...]:
    """Return the rows that count: of a task that is ``real`` no samples, in no table."""
    return tuple(row for row in rows if row.kind is not ValueKind.SAMPLE or row.task_no not in real)


def latest_by_task(
    updates: Iterable[TaskUpdate], leads: Mapping[int, Iterable[str]] | None = None
) -> dict[int, TaskUpdate]:
    """Return the newest update of each task that has one.

    With ``leads`` (task → its lead units) only theirs count, and those that name no unit: a
    cooperating unit does not say how far a task is.
    """
    newest: dict[int, TaskUpdate] = {}
    for update in updates:
        if leads is not None and not is_of_lead(update, leads):
            continue
        if update.task_no not in newest or update.day > newest[update.task_no].day:
            newest[update.task_no] = update
    return newest


def is_of_lead(update: TaskUpdate, leads: Mapping[int, Iterable[str]]) -> bool:
    """Tell whether a lead unit of the task, or nobody by name, says so.

    Of a task of which no lead unit is known, anybody's word counts.
    """
    own = leads.get(update.task_no, ())
    return not update.unit or not own or update.unit in own


def reported_state(update: TaskUpdate | None) -> TaskState:
    """Return what ``update`` says of its task; 未收到信息 where there is none."""
    return update.state if update else TaskState.NO_INFORMATION


def may_follow(before: TaskState, after: TaskState) -> bool:
    """Tell whether a task may be reported ``after`` once it stood at ``before``."""
    return after in TRANSITIONS.get(before, frozenset())


class Turn(NamedTuple):
    """Two reports of one task that follow each other; ``before`` is None before the first."""

    before: TaskUpdate | None
    after: TaskUpdate

    @property
    def states(self) -> tuple[int, date | None, TaskState, date, TaskState]:
        """Return what tells it from other turns, whatever else the reports say."""
        since = self.before.day if self.before else None
        after = self.after
        return after.task_no, since, reported_state(self.before), after.day, after.state


def wrong_turns(
    updates: Iterable[TaskUpdate], leads: Mapping[int, Iterable[str]]
) -> tuple[Turn, ...]:
    """Return where a report says what may not follow the one before it, by task and day."""
    found: list[Turn] = []
    before: TaskUpdate | None = None
    for update in sorted(updates, key=lambda row: (row.task_no, row.day)):
        if not is_of_lead(update, leads):
            continue
        if before is not None and before.task_no != update.task_no:
            before = None
        if not may_follow(reported_state(before), update.state):
            found.append(Turn(before, update))
        before = update
    return tuple(found)


def new_wrong_turns(
    before: Iterable[TaskUpdate], after: Iterable[TaskUpdate], leads: Mapping[int, Iterable[str]]
) -> tuple[Turn, ...]:
    """Return what is out of order ``after`` a change and was not ``before``: that is its fault."""
    known = {turn.states for turn in wrong_turns(before, leads)}
    return tuple(turn for turn in wrong_turns(after, leads) if turn.states not in known)


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


def due(step: TaskStep, *, today: date) -> Due:
    """Say where ``step`` stands on ``today``; without an approved day it is never on time or late.

    A step that is done without one is done: there was no day that it could have kept or missed.
    """
    if step.done is not None and step.done <= today:
        if not step.approved_by:
            return Due.DONE_UNAPPROVED
        return Due.DONE_LATE if step.done > step.due else Due.DONE
    if not step.approved_by:
        return Due.UNAPPROVED
    left = (step.due - today).days
    if left < 0:
        return Due.LATE
    return Due.NEAR if left <= NEAR_DAYS else Due.AHEAD
