"""How the tasks of the plan stand: what is reported of each, and what the calendar says beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.progress import (
    OPEN,
    Due,
    Freshness,
    TaskState,
    due,
    freshness,
    is_of_lead,
    latest_by_task,
    reported_state,
)
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, computed_kind, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.plan import Target, Task
    from sihui_map.domain.progress import TaskStep, TaskUpdate
    from sihui_map.domain.site import Site
    from sihui_map.domain.snapshot import Snapshot

ITEMS = "项"
STEPS = "步"
SOURCE = "各单位填报的任务调度、任务时间表；由系统计数"
NO_DAY_PASSED = "没有经批准的期限到期"
IN_DUE_ORDER = (Due.LATE, Due.NEAR, Due.AHEAD, Due.UNAPPROVED)
"""What an open task's schedule says of it: the first that one of its steps is."""


ON_APPROVED_DAY = (Due.DONE, Due.DONE_LATE)
"""What is done, and had a day to keep."""


class Added(NamedTuple):
    """What a cooperating unit added to a task; ``day`` is ISO 8601."""

    day: str
    unit: str
    text: str
    kind: ValueKind


@dataclass(frozen=True)
class Tracking:
    """The state of every task, and what follows from its schedule."""

    snapshot: Snapshot

    @cached_property
    def _leads(self) -> Mapping[int, tuple[str, ...]]:
        return {task.task_no: task.lead_units for task in self.snapshot.tasks}

    @cached_property
    def latest(self) -> Mapping[int, TaskUpdate]:
        """Return the newest report of a lead unit of each task that has one."""
        return latest_by_task(self.snapshot.task_updates, self._leads)

    def state(self, task: Task) -> TaskState:
        """Return what is reported of ``task``."""
        return reported_state(self.latest.get(task.task_no))

    def clock(self, task: Task) -> Freshness:
        """Return how old the last report is."""
        return freshness(self.latest.get(task.task_no), today=self.snapshot.data_day)

    def history(self, task_no: int) -> tuple[TaskUpdate, ...]:
        """Return every report of a task by its lead units, the newest first."""
        own = (row for row in self.snapshot.task_updates if row.task_no == task_no)
        told = (row for row in own if is_of_lead(row, self._leads))
        return tuple(sorted(told, key=lambda row: row.day, reverse=True))

    def added(self, task_no: int) -> tuple[Added, ...]:
        """Return what cooperating units added to a task, the newest first.

        A report of before they had lines of their own, which set no state, is among them.
        """
        told = [
            Added(row.day.isoformat(), row.unit, row.text, row.kind)
            for row in self.snapshot.task_lines
            if row.task_no == task_no
        ]
        told += [
            Added(row.day.isoformat(), row.unit, row.progress, row.kind)
            for row in self.snapshot.task_updates
            if row.task_no == task_no and not is_of_lead(row, self._leads)
        ]
        return tuple(sorted(told, reverse=True))

    def steps(self, task_no: int) -> tuple[TaskStep, ...]:
        """Return the schedule of a task, in the order of its steps."""
        own = (row for row in self.snapshot.task_steps if row.task_no == task_no)
        return tuple(sorted(own, key=lambda row: row.step_no))

    def due(self, step: TaskStep) -> Due:
        """Return where a step stands on the day of the data."""
        return due(step, today=self.snapshot.data_day)

    def task_due(self, task: Task) -> Due | None:
        """Return where the schedule of an open task stands; None without one that is open."""
        if self.state(task) not in OPEN:
            return None
        found = {self.due(step) for step in self.steps(task.task_no)}
        return next((each for each in IN_DUE_ORDER if each in found), None)

    def has_step(self, task: Task, which: Due) -> bool:
        """Tell whether a step of an open task stands at ``which``, whatever its others do."""
        steps = self.steps(task.task_no)
        return self.state(task) in OPEN and any(self.due(step) is which for step in steps)

    # Which tasks stand how, in the plan's order

    def in_state(self, *states: TaskState) -> tuple[Task, ...]:
        """Return the tasks that are reported to be in one of ``states``."""
        return tuple(task for task in self.snapshot.tasks if self.state(task) in states)

    def aged(self, *ages: Freshness) -> tuple[Task, ...]:
        """Return the tasks of which news is still waited for, the last being of one of ``ages``."""
        return tuple(
            task
            for task in self.snapshot.tasks
            if self.clock(task) in ages and self.state(task) in OPEN
        )

    @cached_property
    def stalled(self) -> tuple[Task, ...]:
        """Return the open tasks of which nothing was heard for more than 180 days, but once."""
        return self.aged(Freshness.STALLED)

    @cached_property
    def silent(self) -> tuple[Task, ...]:
        """Return the tasks of which nothing was ever heard."""
        return self.aged(Freshness.NONE)

    def with_due(self, which: Due) -> tuple[Task, ...]:
        """Return the open tasks of which a step stands at ``which``; one may be late and near."""
        return tuple(task for task in self.snapshot.tasks if self.has_step(task, which))

    def open_steps(self, which: Due) -> tuple[TaskStep, ...]:
        """Return the steps of open tasks that stand at ``which``, the earliest first."""
        tasks = {task.task_no for task in self.snapshot.tasks if self.state(task) in OPEN}
        own = (
            step
            for step in self.snapshot.task_steps
            if step.task_no in tasks and self.due(step) is which
        )
        return tuple(sorted(own, key=lambda step: (step.due, step.task_no, step.step_no)))

    # What a task has to do with

    def targets_of(self, task: Task) -> tuple[Target, ...]:
        """Return the targets of the clause that the task is from."""
        own = self.snapshot.targets
        return tuple(target for target in own if target.clause_no == task.clause_no)

    def sites_of(self, task: Task) -> tuple[Site, ...]:
        """Return the projects that stand under the clause of the task."""
        return tuple(site for site in self.snapshot.sites if task.clause_no in site.clauses)

    def is_in(self, task: Task, town_code: str) -> bool:
        """Tell whether a task has something to do with a town: a step, a project, a share there."""
        targets = {target.target_id for target in self.targets_of(task)}
        return (
            any(step.area_id == town_code for step in self.steps(task.task_no))
            or any(site.town_code == town_code for site in self.sites_of(task))
            or any(
                row.holder == town_code and row.target_id in targets
                for row in self.snapshot.allotments
            )
        )

    def of_town(self, town_code: str) -> tuple[Task, ...]:
        """Return the tasks that have something to do with a town."""
        return tuple(task for task in self.snapshot.tasks if self.is_in(task, town_code))

    # Numbers

    def count(self, tasks: Sequence[Task]) -> Quantity:
        """Return how many ``tasks`` there are; missing while no unit has reported anything."""
        if not self.latest:
            return missing(ITEMS, MissingReason.NOT_REPORTED, SOURCE)
        kinds = (update.kind for update in self.latest.values())
        return Quantity(
            value=float(len(tasks)), unit=ITEMS, kind=computed_kind(kinds), source=SOURCE
        )

    def count_steps(self, which: Due) -> Quantity:
        """Return how many steps of open tasks stand at ``which``; missing without a schedule."""
        steps = self.snapshot.task_steps
        if not steps:
            return missing(STEPS, MissingReason.NOT_REPORTED, SOURCE)
        found = len(self.open_steps(which))
        kind = computed_kind(step.kind for step in steps)
        return Quantity(value=float(found), unit=STEPS, kind=kind, source=SOURCE)

    @cached_property
    def on_time(self) -> Quantity:
        """Return 按期率 in %: of the approved steps that are decided, those done by their day.

        Decided is what was done, of whatever task, and what is late by the rule of 逾期: so the
        late ones are those that are counted as such. What is due today can still be kept.
        """
        if not self.snapshot.task_steps:
            return missing("%", MissingReason.NOT_REPORTED, SOURCE)
        late = self.open_steps(Due.LATE)
        done = [step for step in self.snapshot.task_steps if self.due(step) in ON_APPROVED_DAY]
        if not (late or done):
            return missing("%", NO_DAY_PASSED, SOURCE)
        steps = [*late, *done]
        kept = sum(self.due(step) is Due.DONE for step in done)
        kind = computed_kind(step.kind for step in steps)
        return Quantity(value=kept / len(steps) * 100, unit="%", kind=kind, source=SOURCE)

    @cached_property
    def completeness(self) -> Quantity:
        """Return 清单完备度 in %: tasks with a lead unit, an approved step and a report, of all."""
        tasks = self.snapshot.tasks
        if not tasks or not (self.latest or self.snapshot.task_steps):
            return missing("%", MissingReason.NOT_REPORTED, SOURCE)
        kinds = [update.kind for update in self.latest.values()]
        kinds += [step.kind for step in self.snapshot.task_steps]
        whole = [task for task in tasks if self.is_whole(task)]
        kind = computed_kind(kinds)
        return Quantity(value=len(whole) / len(tasks) * 100, unit="%", kind=kind, source=SOURCE)

    def is_whole(self, task: Task) -> bool:
        """Tell whether who leads, until when (approved) and how far a task is are all known."""
        has_day = any(step.approved_by for step in self.steps(task.task_no))
        return bool(task.lead_units) and has_day and task.task_no in self.latest

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield how many tasks and steps stand how, and the two shares."""
        if not self.snapshot.tasks:
            return
        counted: Mapping[str, Sequence[Task]] = {
            "stalled": self.stalled,
            "blocked": self.in_state(TaskState.BLOCKED),
            "delayed": self.in_state(TaskState.DELAYED),
            "silent": self.silent,
            "completed": self.in_state(TaskState.COMPLETED, TaskState.STRUCK_OFF),
        }
        for what, tasks in counted.items():
            yield FigureKey(Family.TASKS, what), self.count(tasks)
        yield FigureKey(Family.TASKS, "overdue"), self.count_steps(Due.LATE)
        yield FigureKey(Family.TASKS, "near"), self.count_steps(Due.NEAR)
        yield FigureKey(Family.TASKS, "on_time"), self.on_time
        yield FigureKey(Family.TASKS, "completeness"), self.completeness
