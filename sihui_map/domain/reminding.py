"""Reminders (催办): which go today and at which level, and when they stop.

The rule in numbers: 30, 7 and 1 days before a due day, on the first day late, then 7, 30, 60 and
90 days late; about one thing never twice within 5 days; nothing after an answer. What was answered
until the due day ends what goes until then: who is late after all is urged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BEFORE = (-30, -7, -1)
LATE = (1, 7, 30, 60, 90)
"""Days after the due day on which a notice goes; below 0 before it."""
REST_DAYS = 5
SUPERVISED_FROM = 30
"""Days late from which it is 督办."""


class Level(StrEnum):
    """How hard a notice asks; it only rises while nobody answers."""

    REMIND = "提醒"
    URGE = "催办"
    SUPERVISE = "督办"


class Reply(StrEnum):
    """What a unit or town gives back: that it has the notice, and what it has to say."""

    RECEIVED = "签收"
    FEEDBACK = "反馈"


class Channel(StrEnum):
    """How a notice gets there; on the desk and on paper it stands in any case."""

    DESK = "工作台"
    MAIL = "邮件"


class Standing(StrEnum):
    """Where a matter stands after its newest notice."""

    OPEN = "待签收"
    RECEIVED = "待反馈"
    ANSWERED = "已反馈"
    SETTLED = "已报送"


WAITING = frozenset({Standing.OPEN, Standing.RECEIVED})
"""While it stands so an answer is waited for."""


class Episode(NamedTuple):
    """One thing that one unit or town owes by one day: a later day begins anew."""

    scope: str
    subject: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What ``scope`` (a unit's name or a town's code) owes by ``day``, in words.

    ``subject`` is the thing whatever its day, such as "task/12". What nobody has approved is a plan
    of its owner's: nobody is reminded of it.
    """

    scope: str
    subject: str
    about: str
    day: date
    is_approved: bool = True

    @property
    def episode(self) -> Episode:
        """Return what tells it from other things and other days."""
        return Episode(self.scope, self.subject, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as it was sent on ``day``; ``at`` is when it was written, ISO 8601, 北京时间."""

    number: int
    scope: str
    subject: str
    level: Level
    about: str
    due: date
    channel: Channel
    day: date
    who: str
    at: str

    @property
    def episode(self) -> Episode:
        """Return what it is about."""
        return Episode(self.scope, self.subject, self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a notice (``notice`` is its number)."""

    number: int
    notice: int
    kind: Reply
    text: str
    who: str
    at: str

    @property
    def day(self) -> date:
        """Return the day on which it was given."""
        return date.fromisoformat(self.at[:10])


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt to mail a notice: ``is_over`` once its outcome is known, ``problem`` "" if good.

    An attempt that is not over is being made, or was broken off.
    """

    number: int
    notice: int
    address: str
    is_over: bool
    problem: str
    at: str


class Going(NamedTuple):
    """A notice that goes now."""

    due: Due
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Everything that was sent and answered about one episode, the oldest first."""

    notices: tuple[Notice, ...]
    answers: tuple[Answer, ...]
    is_owed: bool

    @property
    def newest(self) -> Notice:
        """Return the notice that counts."""
        return self.notices[-1]

    def counted(self, day: date | None = None) -> tuple[Answer, ...]:
        """Return the answers that count on ``day``, by default that of the newest notice.

        A promise that was given until the due day says nothing once that day has passed.
        """
        due = self.newest.due
        is_late = (day or self.newest.day) > due
        return tuple(one for one in self.answers if not is_late or one.day > due)

    @property
    def standing(self) -> Standing:
        """Return where it stands: what was answered, and whether the thing itself is there."""
        return self._standing(self.counted())

    def _standing(self, answers: Iterable[Answer]) -> Standing:
        kinds = {one.kind for one in answers}
        if kinds == set(Reply):
            return Standing.ANSWERED
        if not self.is_owed:
            return Standing.SETTLED
        return Standing.RECEIVED if Reply.RECEIVED in kinds else Standing.OPEN

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still waited for."""
        return self.standing in WAITING

    def goes_on(self, day: date) -> bool:
        """Tell whether notices about it still go on ``day``."""
        return self._standing(self.counted(day)) in WAITING


def matters(
    notices: Iterable[Notice], answers: Iterable[Answer], dues: Iterable[Due]
) -> tuple[Matter, ...]:
    """Return what notices were sent about, in the order of their first notice."""
    sent: dict[Episode, list[Notice]] = {}
    for notice in sorted(notices, key=lambda one: one.number):
        sent.setdefault(notice.episode, []).append(notice)
    said: dict[int, list[Answer]] = {}
    for answer in answers:
        said.setdefault(answer.notice, []).append(answer)
    owed = {due.episode for due in dues if due.is_approved}
    return tuple(
        Matter(
            notices=tuple(own),
            answers=tuple(answer for notice in own for answer in said.get(notice.number, ())),
            is_owed=episode in owed,
        )
        for episode, own in sent.items()
    )


def going(
    dues: Iterable[Due], notices: Sequence[Notice], answers: Iterable[Answer], today: date
) -> tuple[Going, ...]:
    """Return the notices that go on ``today``, in the order of ``dues``, one for each thing.

    A day on which nobody asked is made up for; several missed ones are one notice.
    """
    known = list(dues)
    found_so = matters(notices, answers, known)
    closed = {one.newest.episode for one in found_so if not one.goes_on(today)}
    rested: dict[tuple[str, str], date] = {}
    sent: dict[Episode, list[date]] = {}
    for notice in notices:
        key = notice.scope, notice.subject
        rested[key] = max(rested.get(key, notice.day), notice.day)
        sent.setdefault(notice.episode, []).append(notice.day)
    found: dict[tuple[str, str], Going] = {}
    for due in sorted(known, key=lambda one: one.day):
        key = due.scope, due.subject
        last = rested.get(key)
        is_resting = last is not None and (today - last).days <= REST_DAYS
        if not due.is_approved or due.episode in closed or is_resting or key in found:
            continue
        level = _level(due.day, sent.get(due.episode, ()), today)
        if level is not None:
            found[key] = Going(due, level)
    order = {(due.scope, due.subject): place for place, due in enumerate(known)}
    return tuple(found[key] for key in sorted(found, key=order.__getitem__))


def _level(due: date, sent: Sequence[date], today: date) -> Level | None:
    """Return at which level a notice goes today, None where none does."""
    first = min((day for day in sent if day > due), default=today)
    passed = [stage for stage in (*BEFORE, *LATE) if stage <= _count(due, today, first)]
    if not passed or any(_count(due, day, first) >= passed[-1] for day in sent):
        return None
    if passed[-1] < 0:
        return Level.REMIND
    return Level.SUPERVISE if passed[-1] >= SUPERVISED_FROM else Level.URGE


def _count(due: date, day: date, first: date) -> int:
    """Return how many days late ``day`` is.

    Of what nobody had noticed before its second notice would have been due, the day of its
    ``first`` notice counts as the first day late: nobody's first word is 督办.
    """
    found = (first - due).days
    late = (day - due).days
    return late if found < LATE[1] else late - found + 1
