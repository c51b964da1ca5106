"""The working copy: kept cell by cell, handed in whole, mended where it came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.access import Actor, Role
from sihui_map.domain.account import OF_CELLS
from sihui_map.domain.submission import State
from sihui_map.domain.town import CITY
from sihui_map.domain.working import CellPlace, CellState, RemarkKind
from sihui_map.errors import AccessError, ChoiceError, DomainError, LateError
from sihui_map.workflow import periods, working
from sihui_map.workflow.permitting import today_of
from tests import county
from tests.people import OTHER_TOWN, OWN_TOWN, clerk, reviewer
from tests.workflow.handing_in import csv_of, propose

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Submission

COAL = "烟煤"
PLANNER = Actor(name="吴凡", role=Role.UNIT, scope=county.OFFICE)


def cell(
    field: str = "amount", *, year: int = 2026, fuel: str = COAL, town: str = OWN_TOWN
) -> CellPlace:
    return CellPlace(town, "能源活动", f"{town}|{year}|{fuel}|t", field)


def fill(archive: Archive, *, amount: str = "9000", who: Actor | None = None) -> None:
    """Fill in one line of coal."""
    for field, text in (("amount", amount), ("kind", "实绩"), ("source", "统计台账")):
        now = {one.place: one for one in archive.store.cells(OWN_TOWN)}.get(cell(field))
        step = now.step if now else 0
        working.save(archive, cell(field), text, who=who or clerk("周梅", OWN_TOWN), step=step)


def handed_in(archive: Archive, who: Actor | None = None) -> Submission:
    copy = working.copy_of(archive, working.desk_of(archive, OWN_TOWN))
    proposal = working.check(archive, copy)
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return working.hand_in(
        archive, copy, proposal, who=who or clerk("周梅", OWN_TOWN), why="年报", answers=answers
    )


def state(archive: Archive, place: CellPlace) -> CellState:
    copy = working.copy_of(archive, working.desk_of(archive, place.scope))
    published = copy.desk.line(place.sheet, place.line).texts.get(place.field, "")
    return copy.state(place, published)


# What can be filled in


def test_a_town_has_its_own_lines_every_fuel_among_them(archive: Archive) -> None:
    desk = working.desk_of(archive, OWN_TOWN)

    lines = desk.lines("能源活动", "2026")
    names = [line.name for line in lines]
    assert {"2026 年 烟煤（吨）", "2026 年 合计（吨标准煤）", "2026 年 焦炭（吨）"} <= set(names)
    assert len(names) == len(set(names))
    assert all(line.line_id.startswith(OWN_TOWN) for line in lines)
    coal = next(line for line in lines if line.name == "2026 年 烟煤（吨）")
    assert float(coal.last["amount"]) > 0
    assert "amount" not in coal.texts
    assert {"电力收支", "人口与经济", "森林"} <= set(desk.sheets)


def test_a_unit_reports_on_its_tasks_and_the_city_on_what_is_no_towns(archive: Archive) -> None:
    unit, city = (
        working.desk_of(archive, PLANNER.scope),
        working.desk_of(archive, CITY),
    )

    tasks = unit.lines("任务调度", "")
    snapshot = archive.current().snapshot
    own = [task.task_no for task in snapshot.tasks if PLANNER.scope in task.lead_units]
    helps = [task.task_no for task in snapshot.tasks if PLANNER.scope in task.cooperating_units]
    lines = unit.lines("配合情况", "")
    assert {int(line.texts["task_no"]) for line in lines} <= {*helps, *own}
    assert {int(line.texts["task_no"]) for line in lines} >= set(helps)
    assert {line.texts["unit"] for line in lines} == {PLANNER.scope}
    steps = unit.lines("任务时间表", "")
    assert {int(line.texts["task_no"]) for line in steps} == set(own)
    assert [line.texts["task_no"] for line in tasks] == [str(number) for number in own]
    assert "能源活动" not in unit.sheets
    assert [line.texts["fuel"] for line in city.lines("能源活动", "2026")] == ["合计"]


# A cell


def test_a_cell_is_kept_at_once_as_it_is_read(archive: Archive) -> None:
    saved = working.save(archive, cell(), " 1,200 ", who=clerk("周梅", OWN_TOWN), step=0)

    assert (saved.written.text, saved.written.step, saved.written.who) == ("1200", 1, "周梅")
    assert any("读作 1200" in note for note in saved.notes)
    assert any("上年" in note for note in saved.notes)
    assert any("来源" in note and "空" in note for note in saved.notes)
    assert state(archive, cell()) is CellState.SAVED
    assert archive.store.cells(OWN_TOWN) == (saved.written,)
    assert archive.current().snapshot.issue.number == 1


@pytest.mark.parametrize(
    ("text", "said"), [("十二", "应为数字"), ("-3", "应大于或等于 0"), ("1e5", "应为数字")]
)
def test_what_cannot_be_is_not_kept_and_said(archive: Archive, text: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        working.save(archive, cell(), text, who=clerk("周梅", OWN_TOWN), step=0)

    assert archive.store.cells(OWN_TOWN) == ()


def test_the_second_clerk_is_told_what_the_first_wrote_and_nothing_is_lost(
    archive: Archive,
) -> None:
    working.save(archive, cell(), "1200", who=clerk("周梅", OWN_TOWN), step=0)

    with pytest.raises(LateError, match=r"周梅已于 .* 写为「1200」"):
        working.save(archive, cell(), "1300", who=clerk("陈晨", OWN_TOWN), step=0)
    working.save(archive, cell(), "1300", who=clerk("陈晨", OWN_TOWN), step=1)

    assert [one.text for one in archive.store.cell_steps(cell())] == ["1300", "1200"]


def test_the_same_text_again_is_no_new_step(archive: Archive) -> None:
    first = working.save(archive, cell(), "1200", who=clerk("周梅", OWN_TOWN), step=0)

    assert working.save(archive, cell(), "1200", who=clerk("周梅", OWN_TOWN), step=0).written == (
        first.written
    )


def test_another_towns_cell_is_refused_and_logged(archive: Archive) -> None:
    mine, theirs = clerk("周梅", OWN_TOWN), cell(town=OTHER_TOWN)

    for place in (theirs, theirs._replace(scope=OWN_TOWN)):
        with pytest.raises((AccessError, ChoiceError)):
            working.save(archive, place, "1", who=mine, step=0)
    with pytest.raises(AccessError, match="不能填报"):
        working.save(archive, cell(), "1", who=Actor(name="看客", role=Role.VIEWER), step=0)

    assert archive.store.cells(OTHER_TOWN) == archive.store.cells(OWN_TOWN) == ()
    assert archive.store.log()[0].is_refused
    assert sum(one.is_refused for one in archive.store.log()) == 3


def test_a_place_that_is_none_is_said(archive: Archive) -> None:
    for place in (
        cell()._replace(sheet="没有"),
        cell()._replace(line="x"),
        cell()._replace(field="area_id"),
        cell()._replace(scope=f"{county.CODE}999"),
    ):
        with pytest.raises(ChoiceError, match="没有"):
            working.save(archive, place, "1", who=reviewer(), step=0)


# Handing in


def test_what_was_filled_in_goes_to_review_whole_and_is_locked(archive: Archive) -> None:
    fill(archive)

    kept = handed_in(archive)

    assert (kept.state, kept.origin, kept.who) == (State.SUBMITTED, "工作台", "周梅")
    (row,) = archive.store.entries(kept.submission_id)
    assert (row.row_key, (row.cells or {})["amount"]) == (f"{OWN_TOWN}|2026|{COAL}", "9000")
    assert state(archive, cell()) is CellState.LOCKED
    with pytest.raises(DomainError, match="请先撤回"):
        working.save(archive, cell(), "1", who=clerk("周梅", OWN_TOWN), step=2)
    workflow.move(
        archive, kept.submission_id, State.WITHDRAWN, who=clerk("周梅", OWN_TOWN), reason="再核"
    )
    assert state(archive, cell()) is CellState.SAVED


def test_a_warning_asks_for_its_reason_and_nothing_is_handed_in_without(archive: Archive) -> None:
    fill(archive, amount="1")
    copy = working.copy_of(archive, working.desk_of(archive, OWN_TOWN))
    proposal = working.check(archive, copy)

    with pytest.raises(DomainError, match="没有写「确认无误」的理由"):
        working.hand_in(archive, copy, proposal, who=clerk("周梅", OWN_TOWN), why="年报")

    assert archive.store.submissions(State.DRAFT, State.SUBMITTED) == ()
    assert state(archive, cell()) is CellState.SAVED


def test_what_changes_after_the_check_is_not_handed_in(archive: Archive) -> None:
    fill(archive)
    copy = working.copy_of(archive, working.desk_of(archive, OWN_TOWN))
    proposal = working.check(archive, copy)
    working.save(archive, cell(), "9500", who=clerk("陈晨", OWN_TOWN), step=1)

    with pytest.raises(LateError, match="陈晨又改了 1 格"):
        working.hand_in(archive, copy, proposal, who=clerk("周梅", OWN_TOWN), why="年报")

    assert archive.store.submissions(State.DRAFT, State.SUBMITTED) == ()


def test_a_cell_comes_back_with_its_reason_is_mended_and_approved_by_another(
    archive: Archive,
) -> None:
    fill(archive)
    first = handed_in(archive)
    place = ("energy_use", f"{OWN_TOWN}|2026|{COAL}", "amount")

    workflow.send_back(
        archive, first.submission_id, {place: "请附台账"}, who=reviewer("李四"), step=first.step
    )

    copy = working.copy_of(archive, working.desk_of(archive, OWN_TOWN))
    reason = copy.reason(cell())
    assert reason is not None
    assert (reason.text, reason.who, reason.kind) == ("请附台账", "李四", RemarkKind.RETURNED)
    assert state(archive, cell()) is CellState.RETURNED
    assert state(archive, cell("source")) is CellState.SAVED
    fill(archive, amount="9100")
    assert state(archive, cell()) is CellState.SAVED
    second = handed_in(archive)
    assert archive.store.submission(first.submission_id).state is State.WITHDRAWN
    with pytest.raises(AccessError, match="应由另一个人审核"):
        workflow.approve(archive, second.submission_id, who=reviewer("周梅"))
    workflow.approve(archive, second.submission_id, who=reviewer("李四"))
    workflow.publish(archive, [second.submission_id], who=reviewer("李四"), why="年报")
    assert state(archive, cell()) is CellState.PUBLISHED
    told = archive.known(today_of(archive.store)).rows["energy_use", f"{OWN_TOWN}|2026|{COAL}"]
    assert told["amount"] == "9100"


def test_what_came_back_is_not_handed_in_again_as_it_was(archive: Archive) -> None:
    fill(archive)
    first = handed_in(archive)
    workflow.move(archive, first.submission_id, State.RETURNED, who=reviewer("李四"), reason="不对")

    with pytest.raises(DomainError, match=f"与提交 {first.submission_id}（已退回）完全相同"):
        handed_in(archive)

    assert archive.store.submission(first.submission_id).state is State.RETURNED
    assert state(archive, cell()) is CellState.SAVED


def test_who_typed_it_does_not_approve_what_another_handed_in_again(archive: Archive) -> None:
    typist, second = reviewer("张三"), reviewer("李四")
    fill(archive, who=typist)
    first = handed_in(archive, typist)
    workflow.move(archive, first.submission_id, State.WITHDRAWN, who=typist, reason="再看看")

    again = handed_in(archive, second)

    assert archive.store.writers(again.submission_id) == {"张三", "李四"}
    with pytest.raises(AccessError, match="由张三填报或送审"):
        workflow.approve(archive, again.submission_id, who=typist)
    workflow.approve(archive, again.submission_id, who=reviewer("王五"))
    workflow.publish(archive, [again.submission_id], who=second, why="年报")
    # What was published is nobody's any more: the next number is of whoever types it.
    fill(archive, amount="9100", who=reviewer("王五"))
    last = handed_in(archive, second)
    assert archive.store.writers(last.submission_id) == {"王五", "李四"}


def test_a_reason_is_asked_of_each_cell_and_each_stands_in_the_submission(
    archive: Archive,
) -> None:
    fill(archive)
    own = handed_in(archive).submission_id
    place = ("energy_use", f"{OWN_TOWN}|2026|{COAL}", "amount")

    with pytest.raises(DomainError, match="1 格没有写退回的理由"):
        workflow.send_back(archive, own, {place: " "}, who=reviewer("李四"))
    with pytest.raises(ChoiceError, match="里没有"):
        workflow.send_back(archive, own, {("x", "y", "z"): "错"}, who=reviewer("李四"))
    with pytest.raises(AccessError):
        workflow.send_back(archive, own, {place: "错"}, who=clerk("周梅", OWN_TOWN))

    assert archive.store.submission(own).state is State.SUBMITTED


def test_what_is_said_of_a_cell_stays_with_its_row(archive: Archive) -> None:
    working.say(archive, cell(), RemarkKind.FOLLOW_UP, "等电表换好", who=clerk("周梅", OWN_TOWN))

    (said,) = archive.store.remarks("energy_use", f"{OWN_TOWN}|2026|{COAL}")
    assert (said.field, said.kind, said.text) == ("amount", RemarkKind.FOLLOW_UP, "等电表换好")
    for kind, text, who in (
        (RemarkKind.NOTE, " ", clerk("周梅", OWN_TOWN)),
        (RemarkKind.RETURNED, "错", clerk("周梅", OWN_TOWN)),
        (RemarkKind.NOTE, "看", clerk("钱多", OTHER_TOWN)),
    ):
        with pytest.raises((AccessError, DomainError)):
            working.say(archive, cell(), kind, text, who=who)


def test_a_file_goes_into_the_working_copy(archive: Archive) -> None:
    body = csv_of(
        "energy_use",
        area_id=OWN_TOWN,
        year="2026",
        fuel=COAL,
        amount="8800",
        unit="t",
        kind="实绩",
        source="统计台账",
    )

    count = working.take(archive, OWN_TOWN, propose(archive, body), who=clerk("周梅", OWN_TOWN))

    assert count == 3
    assert {one.place.field: one.text for one in archive.store.cells(OWN_TOWN)} == {
        "amount": "8800", "kind": "实绩", "source": "统计台账",
    }  # fmt: skip


# Periods


def test_a_year_that_is_not_open_is_not_reported(archive: Archive) -> None:
    who = clerk("周梅", OWN_TOWN)
    periods.set_period(archive, 2026, "2020-01-01", "2020-03-31", "年报", who=reviewer())

    with pytest.raises(AccessError, match="2026 年的填报期已于 2020-03-31 截止（年报）"):
        working.save(archive, cell(), "1", who=who, step=0)
    working.save(archive, cell(), "1", who=reviewer(), step=0)
    working.save(archive, cell(year=2025), "24000", who=who, step=0)
    periods.extend(archive, 2026, OWN_TOWN, "2099-01-01", "换台账", who=reviewer())
    working.save(archive, cell(), "2", who=who, step=1)

    assert archive.store.periods().deadline(OTHER_TOWN, 2026) is not None
    told = [one.action for one in archive.store.log(3, but=OF_CELLS)]
    assert told == ["设填报期", "填报", "设填报期"]


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [("2026-01-01", "2025-01-01", "在开始日期"), ("一月", "2026-01-01", "应为 2026-09-30")],
)
def test_a_period_that_cannot_be_is_refused(
    archive: Archive, opens: str, closes: str, said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        periods.set_period(archive, 2026, opens, closes, "", who=reviewer())
    with pytest.raises(AccessError):
        periods.set_period(archive, 2026, "2026-01-01", "2026-02-01", "", who=clerk())


def test_an_extension_is_later_and_says_why(archive: Archive) -> None:
    with pytest.raises(DomainError, match="还没有设填报期"):
        periods.extend(archive, 2026, OWN_TOWN, "2026-05-01", "病", who=reviewer())
    periods.set_period(archive, 2026, "2026-01-01", "2026-03-31", "", who=reviewer())

    for until, reason, said in (
        ("2026-03-01", "病", "应晚于"),
        ("明天", "病", "应为"),
        ("2026-05-01", "", "写明理由"),
    ):
        with pytest.raises(DomainError, match=said):
            periods.extend(archive, 2026, OWN_TOWN, until, reason, who=reviewer())
