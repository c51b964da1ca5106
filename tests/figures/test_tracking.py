"""How tasks stand: the two states side by side, the schedule, the shares, the towns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.progress import Due, TaskState, TaskStep, TaskUpdate
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.figures.tracking import NO_DAY_PASSED
from tests.counties.county import BING, JIA, YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def update(snapshot: Snapshot, no: int, state: TaskState, *, days: int = 0) -> TaskUpdate:
    task = next(task for task in snapshot.tasks if task.task_no == no)
    return TaskUpdate(
        task_no=no,
        day=snapshot.data_day - timedelta(days=days),
        state=state,
        progress="进展",
        next_step="",
        unit=task.lead_units[0],
        kind=ValueKind.REPORTED,
        source="调度",
    )


def step(snapshot: Snapshot, no: int, number: int = 1, *, left: int = 0) -> TaskStep:
    return TaskStep(
        task_no=no,
        step_no=number,
        step="一步",
        due=snapshot.data_day + timedelta(days=left),
        approved_by="某文",
        done=None,
        ground="",
        area_id="",
        unit="",
        kind=ValueKind.REPORTED,
        source="调度",
    )


def told(snapshot: Snapshot, *updates: TaskUpdate, steps: tuple[TaskStep, ...] = ()) -> Figures:
    return Figures(replace(snapshot, task_updates=updates, task_steps=steps, task_lines=()))


def value(figures: Figures, what: str) -> float | None:
    return figures.published()[f"tasks.{what}"].value


def test_neither_state_overwrites_the_other(snapshot: Snapshot) -> None:
    figures = told(
        snapshot,
        update(snapshot, 1, TaskState.UNDER_WAY),
        steps=(step(snapshot, 1, left=-1),),
    )
    task = snapshot.tasks[0]

    assert figures.tracking.state(task) is TaskState.UNDER_WAY
    assert figures.tracking.task_due(task) is Due.LATE
    assert (value(figures, "overdue"), value(figures, "delayed")) == (1, 0)


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CHANGED, TaskState.STRUCK_OFF])
def test_what_is_closed_is_neither_late_nor_stalled(snapshot: Snapshot, state: TaskState) -> None:
    figures = told(
        snapshot, update(snapshot, 1, state, days=400), steps=(step(snapshot, 1, left=-9),)
    )

    assert figures.tracking.task_due(snapshot.tasks[0]) is None
    assert (value(figures, "overdue"), value(figures, "stalled")) == (0, 0)


def test_without_a_report_nothing_is_counted_as_none(public_figures: Figures) -> None:
    found = {
        key: amount
        for key, amount in public_figures.published().items()
        if key.startswith("tasks.")
    }

    assert found
    assert all(amount.value is None and amount.reason == "未报" for amount in found.values())


def test_what_is_on_time_counts_approved_days_that_have_come(snapshot: Snapshot) -> None:
    day = snapshot.data_day
    steps = (
        replace(step(snapshot, 1, 1, left=-10), done=day - timedelta(days=10)),
        replace(step(snapshot, 1, 2, left=-10), done=day),
        step(snapshot, 1, 3, left=-1),
        step(snapshot, 1, 4, left=5),
        replace(step(snapshot, 1, 5, left=-30), approved_by=""),
        replace(step(snapshot, 1, 6, left=30), done=day),
    )

    figures = told(snapshot, update(snapshot, 1, TaskState.UNDER_WAY), steps=steps)

    assert value(figures, "on_time") == pytest.approx(50)
    ahead = told(snapshot, update(snapshot, 1, TaskState.UNDER_WAY), steps=steps[3:5])
    assert ahead.tracking.on_time.value is None
    assert ahead.tracking.on_time.reason == NO_DAY_PASSED


def test_what_is_due_today_is_near_and_not_missed(snapshot: Snapshot) -> None:
    day = snapshot.data_day
    kept = replace(step(snapshot, 1, 1, left=-10), done=day - timedelta(days=10))
    today, yesterday = step(snapshot, 1, 2), step(snapshot, 1, 3, left=-1)
    under_way = update(snapshot, 1, TaskState.UNDER_WAY)

    figures = told(snapshot, under_way, steps=(kept, today))
    late = told(snapshot, under_way, steps=(kept, today, yesterday))

    assert (value(figures, "near"), value(figures, "on_time")) == (1, 100)
    assert (value(late, "overdue"), value(late, "on_time")) == (1, 50)


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CHANGED, TaskState.STRUCK_OFF])
def test_what_is_late_is_missed_in_both_numbers_or_in_none(
    snapshot: Snapshot, state: TaskState
) -> None:
    day = snapshot.data_day
    steps = (
        replace(step(snapshot, 1, 1, left=-10), done=day - timedelta(days=10)),
        step(snapshot, 1, 2, left=-9),
        replace(step(snapshot, 1, 3, left=-10), done=day),
    )

    figures = told(snapshot, update(snapshot, 1, state), steps=steps)

    assert (value(figures, "overdue"), value(figures, "on_time")) == (0, 50)


def test_a_task_may_be_late_with_one_step_and_near_with_another(snapshot: Snapshot) -> None:
    steps = (step(snapshot, 1, 1, left=-9), step(snapshot, 1, 2, left=2))
    tracking = told(snapshot, update(snapshot, 1, TaskState.UNDER_WAY), steps=steps).tracking

    assert [tracking.with_due(which) for which in (Due.LATE, Due.NEAR)] == [snapshot.tasks[:1]] * 2


def test_a_task_is_whole_with_a_lead_an_approved_day_and_a_report(snapshot: Snapshot) -> None:
    updates = [update(snapshot, no, TaskState.UNDER_WAY) for no in (1, 2)]
    steps = (step(snapshot, 1), replace(step(snapshot, 2), approved_by=""), step(snapshot, 3))

    figures = told(snapshot, *updates, steps=steps)

    assert value(figures, "completeness") == pytest.approx(100 / len(snapshot.tasks))


def test_a_town_has_the_tasks_of_its_steps_and_projects(snapshot: Snapshot) -> None:
    steps = (step(snapshot, 3), replace(step(snapshot, 4), area_id=BING))
    tracking = Figures(replace(snapshot, task_steps=steps)).tracking

    own = {code: [task.task_no for task in tracking.of_town(code)] for code in (JIA, YI, BING)}

    # The first task has a project in JIA alone, the second one in every town, the third shares.
    assert own == {JIA: [1, 2, 3], YI: [2, 3], BING: [2, 3, 4]}


def test_what_a_cooperating_unit_adds_sets_no_state(snapshot: Snapshot) -> None:
    task = next(task for task in snapshot.tasks if task.cooperating_units)
    own = update(snapshot, task.task_no, TaskState.UNDER_WAY, days=5)
    other = replace(
        update(snapshot, task.task_no, TaskState.COMPLETED), unit=task.cooperating_units[0]
    )

    tracking = told(snapshot, own, other).tracking

    assert tracking.state(task) is TaskState.UNDER_WAY
    assert tracking.history(task.task_no) == (own,)
    (added,) = tracking.added(task.task_no)
    assert (added.unit, added.text) == (other.unit, other.progress)
