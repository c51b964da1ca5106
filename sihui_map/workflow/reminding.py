"""Reminders (催办): sent by the rule, answered by whom they are for, mailed where there is mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    DECLARATIONS,
    TASK_STEPS,
    TASK_UPDATES,
    dataset,
    required_tables,
)
from sihui_map.domain import dues
from sihui_map.domain.access import SCOPED, Action, Actor, Role
from sihui_map.domain.completeness import Told
from sihui_map.domain.plan import leading_units
from sihui_map.domain.progress import OPEN
from sihui_map.domain.reminding import Channel, Going, Matter, Reply, going, matters
from sihui_map.domain.submission import SYSTEM, State
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError, DomainError, LateError
from sihui_map.store.clock import to_the_minute
from sihui_map.store.writers import auditing, reminding
from sihui_map.workflow.confirming import SHORTEST_REASON
from sihui_map.workflow.permitting import line, permit, refuse, today_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sihui_map.archive import Archive
    from sihui_map.domain.reminding import Delivery, Due, Notice
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.store import Store

REPORTED = (State.SUBMITTED, State.TAKEN, State.APPROVED)
"""What was handed in and waits for others only: nobody is reminded of it."""
LAPSED = timedelta(minutes=10)
"""After that an attempt to mail that nobody ended was broken off."""


def the_clock(address: str) -> Actor:
    """Return who reminds where no person does: the server, once a day."""
    return Actor(name=SYSTEM, role=Role.REVIEWER, address=address)


def dues_of(archive: Archive, today: date) -> tuple[Due, ...]:
    """Return what is owed, units in the plan's order, then towns."""
    figures, store = archive.current(), archive.store
    snapshot = figures.snapshot
    waiting = _waiting(store)
    heard = {int(cells["task_no"]) for table, cells in waiting if table == TASK_UPDATES.name}
    under_review = {
        (int(cells["task_no"]), int(cells["step_no"]))
        for table, cells in waiting
        if table == TASK_STEPS.name and cells.get("done")
    }
    tracking = figures.tracking
    closed = {task.task_no for task in snapshot.tasks if tracking.state(task) not in OPEN}
    told = _told_whole(waiting)

    def owed(town: str, year: int) -> list[str]:
        return [
            table.title
            for table in required_tables()
            if figures.told(table.name, town, year) is not Told.ALL
            and (table.name, town, str(year)) not in told
        ]

    found = (
        *dues.stalled_tasks(
            snapshot.tasks, snapshot.task_updates, heard, begun=_begun(store), today=today
        ),
        *dues.reporting(store.periods(), [town.town_code for town in figures.towns], owed, today),
        *dues.steps(snapshot.task_steps, closed, under_review),
    )
    order = _order(snapshot)
    return tuple(sorted(found, key=lambda due: order.get(due.scope, len(order))))


def _waiting(store: Store) -> list[tuple[str, Mapping[str, str]]]:
    """Return the rows that wait for review or publication; a sample answers nothing."""
    return [
        (row.dataset, row.cells)
        for one in store.submissions(*REPORTED)
        for row in store.entries(one.submission_id)
        if row.cells is not None
        and row.cells.get(dataset(row.dataset).kind_column) != ValueKind.SAMPLE
    ]


def _told_whole(waiting: Iterable[tuple[str, Mapping[str, str]]]) -> frozenset[tuple[str, ...]]:
    """Return of which table, area and year what waits is all that is owed.

    Of a table that is declared complete (填全) that is the declaration, of others a row with
    everything that is needed.
    """
    found: set[tuple[str, ...]] = set()
    for name, cells in waiting:
        table = dataset(name)
        needed = [column.name for column in table.columns if column.field.required]
        if name == DECLARATIONS.name:
            found.add((cells["subject"], cells["area_id"], cells["year"]))
        elif not table.is_declared and all(cells.get(each) for each in needed):
            found.add((name, cells.get("area_id", ""), cells.get("year", "")))
    return frozenset(found)


def _begun(store: Store) -> date:
    """Return the day from which updates could be handed in: that of the first publication."""
    return date.fromisoformat(store.publications()[-1].at[:10])


def _order(snapshot: Snapshot) -> dict[str, int]:
    units = (*snapshot.departments, *leading_units(snapshot.tasks))
    towns = (town.town_code for town in snapshot.towns)
    return {scope: place for place, scope in enumerate(dict.fromkeys((*units, *towns)))}


def scopes_by_name(archive: Archive) -> dict[str, str]:
    """Return whom one can remind: units by their name, towns by name and by code."""
    figures = archive.current()
    towns = {town.name: town.town_code for town in figures.towns}
    units = {name: name for name in _order(figures.snapshot) if name not in towns.values()}
    return units | towns | {code: code for code in towns.values()}


def planned(archive: Archive, day: date) -> tuple[Going, ...]:
    """Return the notices that would go on ``day``; nothing is written."""
    store = archive.store
    return going(dues_of(archive, day), store.notices(), store.notice_answers(), day)


def remind(
    archive: Archive, *, who: Actor, day: date | None = None, by_mail: Collection[str] = ()
) -> tuple[Notice, ...]:
    """Send the notices of ``day``, by default today, and return them; again, nothing.

    Two that ask at once send one. Scopes in ``by_mail`` have an address to be mailed to.
    """
    store = archive.store
    today = today_of(store)
    on = day or today
    about = f"{on.isoformat()} 的催办"
    permit(archive, who, Action.SEND_NOTICE, about)
    if on > today:
        msg = f"今天是 {today.isoformat()}，{on.isoformat()} 的催办单还不能发；可以先试算"
        raise DomainError(msg)
    owed = dues_of(archive, on)
    with auditing.at_once(store):
        found = going(owed, store.notices(), store.notice_answers(), on)
        if not found:
            return ()
        channels = {
            one.due.scope: Channel.MAIL if one.due.scope in by_mail else Channel.DESK
            for one in found
        }
        with auditing.audited(store, line(who, Action.SEND_NOTICE, about)) as said:
            numbers = reminding.send(store, found, channels, on, who=who.signed)
            said.after = f"催办单第 {_joined(numbers)} 号"
        return tuple(one for one in store.notices() if one.number in numbers)


def _joined(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def matters_of(archive: Archive, day: date, scope: str = "") -> tuple[Matter, ...]:
    """Return everything that notices were sent about, of one scope or all, in the plan's order."""
    store = archive.store
    sent = [one for one in store.notices() if not scope or one.scope == scope]
    if not sent:  # nobody waits for what is owed to be read
        return ()
    order = _order(archive.current().snapshot)
    found = matters(sent, store.notice_answers(), dues_of(archive, day))
    return tuple(sorted(found, key=lambda one: order.get(one.newest.scope, len(order))))


def answer(archive: Archive, number: int, kind: Reply, text: str, *, who: Actor) -> None:
    """Keep that a notice was received, and then what its unit or town says to it.

    A reviewer may do so for whoever sent the slip back on paper.
    """
    store, said = archive.store, text.strip()
    found = next((one for one in store.notices() if one.number == number), None)
    about = f"催办单第 {number} 号"
    if found is None:
        msg = f"没有{about}"
        raise ChoiceError(msg)
    permit(archive, who, Action.ANSWER, about)
    if who.role in SCOPED and found.scope != who.scope:
        sentence = f"{who.signed}只能答复发给自己单位或镇街的催办单，第 {number} 号不是，没有写入"
        refuse(store, who, Action.ANSWER, about, sentence)
    if kind is Reply.FEEDBACK and len(said) < SHORTEST_REASON:
        msg = f"反馈要写明办到哪一步、什么时候办完，至少 {SHORTEST_REASON} 个字"
        raise DomainError(msg)
    with auditing.audited(store, line(who, Action.ANSWER, about, why=said)) as kept:
        earlier = matters(store.notices(), store.notice_answers(), ())
        matter = next(one for one in earlier if one.newest.episode == found.episode)
        same = next((one for one in matter.counted() if one.kind is kind), None)
        if same:
            msg = f"{about}已由{same.who}于 {to_the_minute(same.at)} {kind}，没有再写入"
            raise LateError(msg)
        if kind is Reply.FEEDBACK and not matter.counted():
            msg = f"请先签收{about}，再写反馈"
            raise DomainError(msg)
        reminding.answer(store, number, kind, said, who=who.signed)
        kept.after = str(kind)


def answer_on_paper(archive: Archive, matter: Matter, text: str, *, who: Actor) -> None:
    """Keep what came back on paper: that it was received, if nobody said so, and what it says."""
    number = matter.newest.number
    with auditing.at_once(archive.store):
        if not matter.counted():
            answer(archive, number, Reply.RECEIVED, "纸质回执", who=who)
        answer(archive, number, Reply.FEEDBACK, text, who=who)


# By mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The open notices of one scope that go in one mail."""

    scope: str
    address: str
    notices: tuple[Notice, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of its notices."""
        return tuple(one.number for one in self.notices)


def undelivered(
    open_ones: Iterable[Matter], deliveries: Iterable[Delivery], now: datetime
) -> dict[str, list[Notice]]:
    """Return by scope the newest notices that were to be mailed and were not, nor are just now."""
    last = {one.notice: one for one in deliveries}
    found: dict[str, list[Notice]] = {}
    for matter in open_ones:
        notice = matter.newest
        tried = last.get(notice.number)
        is_done = tried is not None and (
            not tried.problem if tried.is_over else now - datetime.fromisoformat(tried.at) < LAPSED
        )
        if notice.channel is Channel.MAIL and not is_done:
            found.setdefault(notice.scope, []).append(notice)
    return found


def claim_mail(
    archive: Archive, addresses: Mapping[str, str], day: date, *, who: Actor
) -> tuple[Letter, ...]:
    """Take what is to be mailed now, so that nobody else mails it meanwhile."""
    store = archive.store
    permit(archive, who, Action.SEND_NOTICE, "催办邮件")
    owed = dues_of(archive, day)
    with auditing.at_once(store):
        found = matters(store.notices(), store.notice_answers(), owed)
        now = datetime.fromisoformat(store.at())
        letters = tuple(
            Letter(scope=scope, address=addresses[scope], notices=tuple(notices))
            for scope, notices in undelivered(
                (one for one in found if one.is_open), store.deliveries(), now
            ).items()
            if scope in addresses
        )
        for one in letters:
            reminding.deliver(store, one.numbers, one.address, is_over=False)
    return letters


def mailed(archive: Archive, letter: Letter, problem: str = "", *, who: Actor) -> None:
    """Keep how a mail fared: ``problem`` says why it did not leave; it is tried again next time."""
    about = f"催办单第 {_joined(letter.numbers)} 号，邮件 {letter.address}"
    with auditing.audited(archive.store, line(who, Action.SEND_NOTICE, about)) as said:
        reminding.deliver(
            archive.store, letter.numbers, letter.address, is_over=True, problem=problem
        )
        said.after = problem or "邮件已发出"
