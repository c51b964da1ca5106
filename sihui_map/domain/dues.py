"""What is owed by which day: stalled tasks, years to report, steps with an approved day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sihui_map.domain.progress import OPEN, STALLED_DAYS, latest_by_task
from sihui_map.domain.reminding import Due
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from sihui_map.domain.plan import Task
    from sihui_map.domain.progress import TaskStep, TaskUpdate
    from sihui_map.domain.working import Periods

LONGEST = 40
"""Characters of a task or step that a notice quotes."""


def of_task(task_no: int) -> str:
    """Return the subject of a task that stalled."""
    return f"task/{task_no}"


def stalled_tasks(
    tasks: Iterable[Task],
    updates: Iterable[TaskUpdate],
    waiting: Collection[int],
    *,
    begun: date,
    today: date,
) -> tuple[Due, ...]:
    """Return the tasks without an update for STALLED_DAYS, once for each unit that leads them.

    They are due on the last day on which they were not stalled. A task that was never heard of
    counts from the day on which updates could first be handed in (``begun``). Samples are no
    updates; one that waits for review (``waiting`` holds the numbers of the tasks) is one.
    """
    own = list(tasks)
    heard = latest_by_task(
        (one for one in updates if one.kind is not ValueKind.SAMPLE),
        {task.task_no: task.lead_units for task in own},
    )
    found = []
    for task in own:
        last = heard.get(task.task_no)
        day = (last.day if last else begun) + timedelta(days=STALLED_DAYS)
        if today <= day or task.task_no in waiting or (last and last.state not in OPEN):
            continue
        since = f"{last.day.isoformat()} 以后没有收到进展" if last else "从未收到进展"
        about = f"第 {task.task_no} 项任务「{_short(task.text)}」{since}"
        found += [
            Due(scope=unit, subject=of_task(task.task_no), about=about, day=day)
            for unit in task.lead_units
        ]
    return tuple(found)


def reporting(
    periods: Periods, scopes: Iterable[str], owed: Callable[[str, int], Sequence[str]], today: date
) -> tuple[Due, ...]:
    """Return the years that are open to be reported, or were, for each scope that still owes.

    ``owed`` returns the titles of the tables of which a scope has not told all for a year.
    """
    found = []
    for scope in scopes:
        for year, period in sorted(periods.by_year.items()):
            last = periods.deadline(scope, year)
            titles = owed(scope, year) if last is not None and today >= period.opens else ()
            if last is not None and titles:
                about = f"{year} 年的{'、'.join(titles)}还没有报齐"
                found.append(Due(scope=scope, subject=f"year/{year}", about=about, day=last))
    return tuple(found)


def steps(
    given: Iterable[TaskStep], closed: Collection[int], waiting: Collection[tuple[int, int]]
) -> tuple[Due, ...]:
    """Return the steps that are not done, each of its unit, else of its town; samples are none.

    Nothing is due of a task that is ``closed``, nor of a step (task, number) of which it waits for
    review that it is done.
    """
    return tuple(
        Due(
            scope=one.unit or one.area_id,
            subject=f"step/{one.task_no}/{one.step_no}",
            about=f"第 {one.task_no} 项任务的节点「{_short(one.step)}」",
            day=one.due,
            is_approved=bool(one.approved_by.strip()),
        )
        for one in given
        if one.done is None
        and one.kind is not ValueKind.SAMPLE
        and (one.unit or one.area_id)
        and one.task_no not in closed
        and (one.task_no, one.step_no) not in waiting
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……"
