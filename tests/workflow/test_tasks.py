"""Tasks as their reports come into force: in their order, and never behind a sample."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.progress import Due, TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError
from sihui_map.workflow import reminding
from tests.people import OWN_UNIT, reviewer
from tests.workflow.handing_in import approved, confirmed, csv_of, published

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.plan import Task


def update(task: str, day: str, status: str) -> bytes:
    return csv_of("task_updates", task_no=task, day=day, status=status, progress="进展",
                  obstacle="缺地", remedy="批地", ground="文件", unit=OWN_UNIT, kind="实绩",
                  source="调度")  # fmt: skip


def task(archive: Archive, number: int) -> Task:
    return next(one for one in archive.current().snapshot.tasks if one.task_no == number)


def test_two_reports_that_were_checked_apart_are_held_together_when_published(
    archive: Archive,
) -> None:
    later = approved(archive, confirmed(archive, update("3", "2026-08-05", "推进中")))
    merged = approved(archive, confirmed(archive, update("3", "2026-08-01", "并入")))
    workflow.publish(archive, [later], who=reviewer("王五"), why="调度")

    said = "任务 3 报「并入」（2026-08-01）以后，不能接着报「推进中」（2026-08-05）；.*请退回或撤回"
    with pytest.raises(DomainError, match=said):
        workflow.publish(archive, [merged], who=reviewer("王五"), why="调度")

    assert archive.current().tracking.state(task(archive, 3)) is TaskState.UNDER_WAY


def test_what_was_told_stands_before_a_sample_of_whatever_day(archive: Archive) -> None:
    """The sample completes task 2 on 2026-06-30, and says of task 4 what is newer."""
    published(archive, update("2", "2026-06-01", "受阻"), update("4", "2026-02-01", "滞后"))

    tracking = archive.current().tracking

    assert tracking.state(task(archive, 2)) is TaskState.BLOCKED
    assert tracking.state(task(archive, 4)) is TaskState.DELAYED
    kinds = {row.kind for number in (2, 4) for row in tracking.history(number)}
    assert kinds == {ValueKind.REPORTED}
    assert tracking.steps(4) == ()
    assert tracking.history(6)[0].kind is ValueKind.SAMPLE


def test_a_step_that_was_approved_is_reminded_of_until_it_is_told_done(archive: Archive) -> None:
    """The sample completes task 2: of what is real there, that says nothing."""

    def step(**cells: str) -> bytes:
        return csv_of("task_steps", task_no="2", step_no="1", due="2026-10-01", approved_by="某文",
                      unit=OWN_UNIT, kind="规划", source="调度", **cells)  # fmt: skip

    def owed() -> list[tuple[str, date]]:
        dues = reminding.dues_of(archive, date(2026, 10, 8))
        return [(due.scope, due.day) for due in dues if due.subject == "step/2/1"]

    published(archive, step(step="印发"))
    tracking = archive.current().tracking
    assert tracking.task_due(task(archive, 2)) in {Due.LATE, Due.NEAR, Due.AHEAD}
    assert owed() == [(OWN_UNIT, date(2026, 10, 1))]

    approved(archive, confirmed(archive, step(step="印发清单")))
    assert len(owed()) == 1
    approved(archive, confirmed(archive, step(step="印发", done="2026-10-08", ground="清单")))
    assert owed() == []
