"""What only the office writes of a task stays: no clerk changes it or takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.access import Action, Actor, Role
from sihui_map.domain.submission import State
from sihui_map.domain.working import CellPlace
from sihui_map.errors import AccessError
from sihui_map.store.writers import steps
from sihui_map.workflow import working
from tests.people import OWN_UNIT, clerk, reviewer
from tests.workflow.handing_in import csv_of, propose, published

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Submission

PLANNER = Actor(name="吴凡", role=Role.UNIT, scope=OWN_UNIT, address="10.1.2.5")
TASK = "3"
DOCUMENT = "虚府办〔2026〕9号"


def update(day: str, status: str, **cells: str) -> bytes:
    row = {
        "progress": "进展",
        "ground": "验收意见",
        "unit": OWN_UNIT,
        "kind": "实绩",
        "source": "调度",
    }
    return csv_of("task_updates", task_no=TASK, day=day, status=status, **{**row, **cells})


def step(due: str = "2027-03-31", **cells: str) -> bytes:
    row = {"step": "印发清单", "unit": OWN_UNIT, "kind": "规划", "source": "调度", **cells}
    return csv_of("task_steps", task_no=TASK, step_no="1", due=due, **row)


NO_UPDATE = csv_of("task_updates", task_no=TASK, day="2026-10-20")
NO_STEP = csv_of("task_steps", task_no=TASK, step_no="1")


def handed_in(archive: Archive, body: bytes, who: Actor = PLANNER) -> Submission:
    proposal = propose(archive, body)
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return workflow.confirm(archive, proposal, who=who, why="调度", answers=answers)


def test_a_clerk_leaves_what_is_struck_off(archive: Archive) -> None:
    published(archive, update("2026-10-10", "已完成"))
    published(archive, update("2026-10-20", "已销号"))
    place = CellPlace(OWN_UNIT, "任务调度", f"{TASK}|2026-10-20", "status")

    for body in (
        NO_UPDATE,
        update("2026-10-20", "已完成"),
        update("2026-10-20", "已销号", ground="另一份"),
        update("2026-10-20", "已销号", kind="示例"),
    ):
        with pytest.raises(AccessError, match="「已销号」由审核人员填写，牵头单位不能改也不能撤"):
            handed_in(archive, body)
    with pytest.raises(AccessError, match="不能改也不能撤"):
        working.save(archive, place, "推进中", who=PLANNER, step=0)

    newest = archive.store.log()[0]
    assert (newest.action, newest.is_refused, newest.who) == (Action.HAND_IN, True, "吴凡")
    assert handed_in(archive, NO_UPDATE, reviewer()).rows == 1


def test_a_sample_is_nobodys_word_and_no_way_round(archive: Archive) -> None:
    published(archive, update("2026-10-10", "已完成", kind="示例"))
    published(archive, update("2026-10-20", "已销号", kind="示例"))
    published(archive, update("2026-10-10", "已完成"))

    with pytest.raises(AccessError, match="由审核人员核实后填写"):
        handed_in(archive, update("2026-10-20", "已销号"))
    assert handed_in(archive, NO_UPDATE).rows == 1


def test_a_clerk_leaves_an_approved_day(archive: Archive) -> None:
    published(archive, step(approved_by=DOCUMENT))
    other = step("2027-12-31", approved_by="另一文")
    second = other.replace(b'"3","1"', b'"3","2"').splitlines()[1]

    for body, said in (
        (NO_STEP, "已由「虚府办〔2026〕9号」批准，不能自行撤回"),
        (step(), "批准文件由审核人员填写"),
        (other, "不能自行改动"),
        (step(approved_by=DOCUMENT, kind="示例"), "不能自行撤回"),
        (other + second + b"\n", "（这样的共 2 行），没有写入"),
    ):
        with pytest.raises(AccessError, match=said):
            handed_in(archive, body)
    with pytest.raises(AccessError, match="只能填报本镇街的数据"):
        handed_in(archive, NO_STEP, clerk())


def test_a_clerk_says_that_an_approved_step_is_done_and_takes_a_proposed_one_back(
    archive: Archive,
) -> None:
    published(archive, step())
    taken_back = handed_in(archive, NO_STEP)
    published(archive, step(approved_by=DOCUMENT))

    done = handed_in(archive, step(approved_by=DOCUMENT, done="2026-11-20", ground="清单"))

    assert (taken_back.rows, done.rows) == (1, 1)


def test_what_the_office_wrote_meanwhile_is_held_against_what_comes_late(archive: Archive) -> None:
    published(archive, step())
    late = handed_in(archive, step("2027-06-30")).submission_id
    steps.move(archive.store, late, State.SUBMITTED, who="吴凡")
    published(archive, step(approved_by=DOCUMENT))

    with pytest.raises(AccessError, match="不能自行改动"):
        workflow.renew(archive, late, who=PLANNER, why="重提")
