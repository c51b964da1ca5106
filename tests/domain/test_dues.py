"""What is owed by which day: stalled tasks, years to report, steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain import dues
from sihui_map.domain.plan import Task
from sihui_map.domain.progress import TaskState, TaskStep, TaskUpdate
from sihui_map.domain.value import ValueKind
from sihui_map.domain.working import Extension, Period, Periods

if TYPE_CHECKING:
    from sihui_map.domain.reminding import Due

BEGUN = date(2025, 1, 1)
TASK = Task(
    task_no=9, action_no=2, text="推动" * 30, clause_no=7, lead_units=("甲局", "乙局"),
    cooperating_units=("丙局",), responsibility="",
)  # fmt: skip
UPDATE = TaskUpdate(
    task_no=9, day=date(2026, 1, 1), state=TaskState.UNDER_WAY, progress="在建", next_step="",
    unit="甲局", kind=ValueKind.REPORTED, source="来函",
)  # fmt: skip
STALLED = date(2026, 6, 30)
"""180 days after the update: the last day on which it is not stalled."""


def stalled(
    *updates: TaskUpdate, today: date = date(2026, 7, 1), waiting: tuple[int, ...] = ()
) -> list[tuple[str, str, date]]:
    found = dues.stalled_tasks([TASK], updates, waiting, begun=BEGUN, today=today)
    return [(one.scope, one.about, one.day) for one in found]


def test_a_stalled_task_is_owed_by_each_unit_that_leads_it_from_the_day_it_stalled() -> None:
    about = f"第 9 项任务「{'推动' * 20}……」2026-01-01 以后没有收到进展"

    assert stalled(UPDATE) == [("甲局", about, STALLED), ("乙局", about, STALLED)]
    assert stalled(UPDATE, today=STALLED) == []


def test_a_task_that_was_never_heard_of_counts_from_the_beginning() -> None:
    (first, _) = stalled()

    assert "从未收到进展" in first[1]
    assert first[2] == date(2025, 6, 30)


def test_a_sample_is_no_update() -> None:
    assert stalled(replace(UPDATE, kind=ValueKind.SAMPLE)) == stalled()


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CHANGED])
def test_nobody_waits_for_a_task_that_is_over(state: TaskState) -> None:
    assert stalled(replace(UPDATE, state=state)) == []


def test_what_waits_for_review_was_reported() -> None:
    assert stalled(UPDATE, waiting=(9,)) == []


PERIOD = Period(
    year=2025, opens=date(2026, 1, 1), closes=date(2026, 3, 31), reason="", who="张三", at=""
)
LONGER = Extension(
    year=2025, scope="乙镇", until=date(2026, 4, 30), reason="换台账", who="张三", at=""
)


def test_a_year_is_owed_until_its_own_deadline_once_it_is_open() -> None:
    periods = Periods({2025: PERIOD}, {(2025, "乙镇"): LONGER})
    owed = {("甲镇", 2025): ["能源活动"], ("乙镇", 2025): ["能源活动", "森林覆盖率"]}

    def found(today: date) -> list[tuple[str, str, str, date]]:
        given = dues.reporting(
            periods,
            ["甲镇", "乙镇", "丙镇"],
            lambda scope, year: owed.get((scope, year), ()),
            today,
        )
        return [(one.scope, one.subject, one.about, one.day) for one in given]

    assert found(date(2025, 12, 31)) == []
    assert found(date(2026, 1, 1)) == [
        ("甲镇", "year/2025", "2025 年的能源活动还没有报齐", date(2026, 3, 31)),
        ("乙镇", "year/2025", "2025 年的能源活动、森林覆盖率还没有报齐", date(2026, 4, 30)),
    ]


PLANNED = TaskStep(
    task_no=9, step_no=2, step="完成可研批复", due=date(2026, 9, 30), approved_by="政府常务会议",
    done=None, ground="", area_id="", unit="甲局", kind=ValueKind.PLAN, source="来函",
)  # fmt: skip


def planned(*given: TaskStep, closed: tuple[int, ...] = ()) -> tuple[Due, ...]:
    return dues.steps(given, closed, ())


def test_a_step_is_owed_by_its_unit_or_town_until_it_is_done() -> None:
    (own,) = planned(PLANNED)
    (town,) = planned(replace(PLANNED, unit="", area_id="990101105"))

    assert (own.scope, own.subject, own.day) == ("甲局", "step/9/2", date(2026, 9, 30))
    assert (own.about, own.is_approved) == ("第 9 项任务的节点「完成可研批复」", True)
    assert town.scope == "990101105"
    assert not planned(replace(PLANNED, approved_by=" "))[0].is_approved
    gone = (
        replace(PLANNED, done=date(2026, 9, 1)),
        replace(PLANNED, kind=ValueKind.SAMPLE),
        replace(PLANNED, unit=""),
    )
    assert planned(*gone) == ()


def test_nothing_is_due_of_what_is_closed_or_waits_for_review() -> None:
    assert planned(PLANNED, closed=(9,)) == ()
    assert dues.steps([PLANNED], (), {(9, 2)}) == ()
