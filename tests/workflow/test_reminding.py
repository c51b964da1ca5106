"""Reminders from what is owed to what is answered: who may, what stops them, what is logged."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.archive import Archive
from sihui_map.catalogue import required_tables
from sihui_map.domain.access import Actor, Role
from sihui_map.domain.reminding import Channel, Reply, Standing
from sihui_map.errors import AccessError, ChoiceError, DomainError, LateError
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.store.clock import BEIJING
from sihui_map.workflow import periods, reminding
from sihui_map.workflow.permitting import today_of
from tests import county
from tests.people import OTHER_TOWN, OWN_TOWN, clerk, reviewer
from tests.workflow.handing_in import approved, confirmed, csv_of, published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sihui_map.domain.reminding import Matter

BEGUN = date(2026, 1, 5)
STALLED = county.joint_task()
UNIT, OTHER = STALLED["lead_units"].split("|")
"""Who leads it; in the plan's list OTHER stands first."""
TASK = int(STALLED["task_no"])
SUBJECT = f"task/{TASK}"
ALONE = next(int(task["task_no"]) for task in county.TASKS if task["lead_units"] == UNIT)
"""A task that UNIT alone leads."""
PLANNER = Actor(name="吴凡", role=Role.UNIT, scope=UNIT, address="10.1.2.5")
ADDRESSES = {UNIT: "fgj@example.org"}


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.day = BEGUN

    def __call__(self) -> datetime:
        """Return half past eight on its day."""
        return datetime(self.day.year, self.day.month, self.day.day, 8, 30, tzinfo=BEIJING)


@pytest.fixture
def clock() -> Clock:
    """Return a clock on the day on which everything begins."""
    return Clock()


@pytest.fixture
def archive(own_store: str, clock: Clock) -> Iterator[Archive]:
    """Return an archive on that clock, whose samples say nothing of anyone."""
    store = Store(own_store, now=clock)
    made = Archive(store, GEODATA)
    made.current()
    yield made
    store.close()


def updates(days: Mapping[int, tuple[date, str]]) -> bytes:
    """Return a file of one update a task: the day, and the unit that told it."""
    rows = [
        csv_of(
            "task_updates", task_no=str(task_no), day=day.isoformat(), status="推进中",
            progress="已开工", next_step="验收", unit=unit, kind="实绩", source="来函",
        ).decode().splitlines()
        for task_no, (day, unit) in days.items()
    ]  # fmt: skip
    return "\n".join([rows[0][0], *(row[1] for row in rows), ""]).encode()


def heard(archive: Archive, days: Mapping[int, date]) -> None:
    """Publish that every task was heard of today, but those whose days are told."""
    today = today_of(archive.store)
    told = {
        one.task_no: (days.get(one.task_no, today), one.lead_units[0])
        for one in archive.current().snapshot.tasks
    }
    published(archive, updates(told))


def remind(archive: Archive, day: date | None = None) -> list[tuple[str, str, str]]:
    found = reminding.remind(archive, who=reviewer(), day=day, by_mail=ADDRESSES)
    return [(one.scope, one.subject, str(one.level)) for one in found]


def answered(archive: Archive, number: int = 1, who: Actor = PLANNER) -> None:
    reminding.answer(archive, number, Reply.RECEIVED, "", who=who)
    reminding.answer(archive, number, Reply.FEEDBACK, "九月底完成验收", who=who)


# What is owed


def test_samples_remind_nobody_of_anything(archive: Archive, clock: Clock) -> None:
    """A task has a sample that stalled; what counts is that nobody ever told anything."""
    assert remind(archive) == []
    clock.day = BEGUN + timedelta(days=180)
    assert remind(archive) == []
    clock.day = BEGUN + timedelta(days=181)

    found = remind(archive)

    leads = [(unit, one.task_no) for one in archive.current().snapshot.tasks
             for unit in one.lead_units]  # fmt: skip
    assert len(found) == len(leads)
    assert {level for _, _, level in found} == {"催办"}


def test_a_stalled_task_is_urged_once_in_the_plans_order_of_units(
    archive: Archive, clock: Clock
) -> None:
    clock.day = date(2026, 7, 10)
    heard(archive, {TASK: date(2026, 1, 10), ALONE: date(2026, 1, 11)})

    assert remind(archive) == [(OTHER, SUBJECT, "催办"), (UNIT, SUBJECT, "催办")]
    assert remind(archive) == []
    clock.day += timedelta(days=1)
    assert remind(archive) == [(UNIT, f"task/{ALONE}", "催办")]
    (first, second, _) = archive.store.notices()
    assert (first.channel, second.channel) == (Channel.DESK, Channel.MAIL)
    assert second.about.startswith(f"第 {TASK} 项任务「")
    assert (second.due, second.day) == (date(2026, 7, 9), date(2026, 7, 10))


def test_an_update_that_waits_for_review_stops_it(archive: Archive, clock: Clock) -> None:
    clock.day = date(2026, 7, 10)
    heard(archive, {TASK: date(2026, 1, 10)})
    approved(archive, confirmed(archive, updates({TASK: (date(2026, 7, 9), UNIT)})))

    assert remind(archive) == []


def test_a_year_is_reminded_of_until_its_towns_have_told_it(archive: Archive, clock: Clock) -> None:
    periods.set_period(archive, 2025, "2026-01-01", "2026-03-31", "年报", who=reviewer())
    clock.day = date(2026, 3, 1)
    towns = len(archive.current().towns)
    assert len(remind(archive)) == towns
    assert remind(archive) == []
    clock.day = date(2026, 4, 1)

    found = remind(archive)

    assert {(subject, level) for _, subject, level in found} == {("year/2025", "催办")}
    periods.extend(archive, 2025, OWN_TOWN, "2026-04-30", "换台账", who=reviewer())
    clock.day = date(2026, 4, 7)
    again = remind(archive)
    assert (OWN_TOWN, "year/2025", "提醒") in again
    assert len(again) == towns


def test_a_year_is_owed_until_all_of_it_waits(archive: Archive, clock: Clock) -> None:
    """One row of coal is not what a town uses, and people without their number are no answer."""
    periods.set_period(archive, 2025, "2026-01-01", "2026-03-31", "年报", who=reviewer())
    clock.day = date(2026, 3, 1)

    def owed() -> str:
        dues = reminding.dues_of(archive, clock.day)
        return next(
            (one.about for one in dues if one.scope == OWN_TOWN and "year" in one.subject), ""
        )

    def wait(table: str, **cells: str) -> None:
        own = {"area_id": OWN_TOWN, "year": "2025", "kind": "实绩", "source": "台账"}
        approved(archive, confirmed(archive, csv_of(table, **own, **cells)))

    everything = owed()
    wait("energy_use", fuel="烟煤", amount="9000", unit="t")
    after_one_row = owed()
    wait("declarations", subject="energy_use")
    after_all_energy = owed()
    wait("forest_cover", forest_ha="900")

    titles = [table.title for table in required_tables()]
    assert everything == after_one_row == f"2025 年的{'、'.join(titles)}还没有报齐"
    assert titles[0] not in after_all_energy
    assert set(titles) - {title for title in titles if title in owed()} == {
        "能源活动", "森林面积"
    }  # fmt: skip


def test_a_promise_before_the_day_is_no_answer_to_what_is_urged_after_it(
    archive: Archive, clock: Clock
) -> None:
    periods.set_period(archive, 2025, "2026-01-01", "2026-03-31", "年报", who=reviewer())
    clock.day = date(2026, 3, 1)
    remind(archive)

    def newest() -> Matter:
        (found,) = reminding.matters_of(archive, clock.day, OWN_TOWN)
        return found

    answered(archive, newest().newest.number, clerk())
    before = newest().standing
    clock.day = date(2026, 4, 1)

    assert (OWN_TOWN, "year/2025", "催办") in remind(archive)
    assert (before, newest().standing) == (Standing.ANSWERED, Standing.OPEN)
    answered(archive, newest().newest.number, clerk())
    assert newest().standing is Standing.ANSWERED
    clock.day = date(2026, 5, 1)
    assert (OWN_TOWN, "year/2025") not in [one[:2] for one in remind(archive)]


# Who may


@pytest.mark.parametrize(
    "who",
    [
        clerk(),
        PLANNER,
        Actor(name="看", role=Role.VIEWER),
        Actor(name="管", role=Role.ADMINISTRATOR),
    ],
    ids=lambda who: str(who.role),
)
def test_only_a_reviewer_reminds_and_a_refusal_is_logged(archive: Archive, who: Actor) -> None:
    with pytest.raises(AccessError, match=f"{who.name}的角色是「{who.role}」，不能催办"):
        reminding.remind(archive, who=who)

    newest = archive.store.log()[0]
    assert (newest.action, newest.is_refused) == ("催办", True)


def test_nobody_reminds_of_a_day_that_is_to_come(archive: Archive) -> None:
    with pytest.raises(DomainError, match="今天是 2026-01-05，2026-07-10 的催办单还不能发"):
        remind(archive, date(2026, 7, 10))
    assert len(reminding.planned(archive, date(2026, 7, 10))) > len(county.TASKS)


@pytest.fixture
def urged(archive: Archive, clock: Clock) -> Archive:
    """Return an archive in which OTHER has notice 1 and UNIT notice 2, of one task."""
    clock.day = date(2026, 7, 10)
    heard(archive, {TASK: date(2026, 1, 10)})
    assert len(remind(archive)) == 2
    return archive


def test_an_answer_closes_the_loop_and_everything_is_logged(urged: Archive, clock: Clock) -> None:
    answered(urged, 2)

    told = [(one.who, one.action, one.about, one.after) for one in urged.store.log(3)]
    assert told == [
        ("吴凡", "答复催办", "催办单第 2 号", "反馈"),
        ("吴凡", "答复催办", "催办单第 2 号", "签收"),
        ("张三", "催办", "2026-07-10 的催办", "催办单第 1、2 号"),
    ]
    clock.day = date(2026, 7, 16)
    assert remind(urged) == [(OTHER, SUBJECT, "催办")]
    matters = reminding.matters_of(urged, clock.day)
    assert [(one.newest.scope, len(one.notices), one.standing) for one in matters] == [
        (OTHER, 2, Standing.OPEN),
        (UNIT, 1, Standing.ANSWERED),
    ]


def test_a_report_settles_it_without_an_answer(urged: Archive, clock: Clock) -> None:
    clock.day = date(2026, 7, 12)
    published(urged, updates({TASK: (clock.day, UNIT)}))

    assert {one.standing for one in reminding.matters_of(urged, clock.day)} == {Standing.SETTLED}
    clock.day = date(2026, 8, 20)
    assert (UNIT, SUBJECT, "督办") not in remind(urged)


def test_who_is_not_meant_may_not_answer(urged: Archive) -> None:
    stranger = Actor(name="何平", role=Role.UNIT, scope=OTHER)
    for who in (stranger, clerk(scope=OTHER_TOWN)):
        with pytest.raises(AccessError, match="只能答复发给自己单位或镇街的催办单，第 2 号不是"):
            answered(urged, 2, who)
    with pytest.raises(AccessError, match="不能答复催办"):
        answered(urged, 2, Actor(name="看", role=Role.VIEWER))

    assert urged.store.notice_answers() == ()
    assert urged.store.log()[0].is_refused


def test_what_a_deputy_sends_and_answers_says_for_whom(archive: Archive, clock: Clock) -> None:
    deputy = Actor(name="李四", role=Role.REVIEWER, address="10.1.2.3", for_whom="张三")
    clock.day = date(2026, 9, 30)

    sent = reminding.remind(archive, who=deputy)

    assert sent
    assert {one.who for one in sent} == {"李四（代 张三）"}
    reminding.answer(archive, sent[0].number, Reply.RECEIVED, "收到", who=deputy)
    assert [one.who for one in archive.store.notice_answers()] == ["李四（代 张三）"]
    stranger = Actor(name="何青", role=Role.TOWN, scope="x", for_whom="周梅")
    with pytest.raises(AccessError, match="何青（代 周梅）"):
        reminding.answer(archive, sent[0].number, Reply.FEEDBACK, "正在办理", who=stranger)


def test_a_reviewer_writes_down_a_slip_that_came_on_paper(urged: Archive) -> None:
    answered(urged, 2, reviewer())

    assert {one.who for one in urged.store.notice_answers()} == {"张三"}


def test_a_feedback_needs_words_and_a_receipt_and_comes_once(urged: Archive) -> None:
    with pytest.raises(DomainError, match="请先签收催办单第 2 号，再写反馈"):
        reminding.answer(urged, 2, Reply.FEEDBACK, "九月底完成", who=PLANNER)
    with pytest.raises(DomainError, match="至少 4 个字"):
        reminding.answer(urged, 2, Reply.FEEDBACK, " 已办 ", who=PLANNER)
    answered(urged, 2)
    with pytest.raises(LateError, match="催办单第 2 号已由吴凡于 2026-07-10 08:30 反馈"):
        reminding.answer(urged, 2, Reply.FEEDBACK, "又办了一次", who=PLANNER)
    with pytest.raises(ChoiceError, match="没有催办单第 99 号"):
        answered(urged, 99)

    assert len(urged.store.notice_answers()) == 2


# By mail


def claimed(archive: Archive, clock: Clock) -> list[tuple[str, tuple[int, ...]]]:
    found = reminding.claim_mail(archive, ADDRESSES, clock.day, who=reviewer())
    return [(one.address, one.numbers) for one in found]


def test_what_is_being_mailed_is_mailed_by_nobody_else(urged: Archive, clock: Clock) -> None:
    assert claimed(urged, clock) == [("fgj@example.org", (2,))]
    assert claimed(urged, clock) == []


def test_a_mail_that_failed_is_tried_again_without_a_second_notice(
    urged: Archive, clock: Clock
) -> None:
    def send(problem: str) -> None:
        (letter,) = reminding.claim_mail(urged, ADDRESSES, clock.day, who=reviewer())
        reminding.mailed(urged, letter, problem, who=reviewer())

    send("邮件服务器没有应答")
    assert urged.store.deliveries()[-1].problem == "邮件服务器没有应答"
    send("")
    assert claimed(urged, clock) == []
    assert len(urged.store.notices()) == 2
    assert urged.store.log()[0].after == "邮件已发出"


def test_an_attempt_that_was_broken_off_is_made_again(urged: Archive, clock: Clock) -> None:
    claimed(urged, clock)
    clock.day += timedelta(days=1)

    assert claimed(urged, clock) == [("fgj@example.org", (2,))]


def test_what_was_answered_is_mailed_no_more(urged: Archive, clock: Clock) -> None:
    answered(urged, 2)

    assert claimed(urged, clock) == []
