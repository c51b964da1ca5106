"""How a reported row becomes public: draft, submitted, approved or returned, published."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """Where a submission stands; only 已发布 changes what a viewer sees."""

    DRAFT = "草稿"
    SUBMITTED = "已提交"
    TAKEN = "审核中"
    RETURNED = "已退回"
    APPROVED = "已审核"
    PUBLISHED = "已发布"
    WITHDRAWN = "已撤回"


NEXT: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.SUBMITTED, State.WITHDRAWN),
    State.SUBMITTED: (State.TAKEN, State.APPROVED, State.RETURNED, State.WITHDRAWN),
    State.TAKEN: (State.APPROVED, State.RETURNED),
    State.RETURNED: (State.SUBMITTED, State.WITHDRAWN),
    State.APPROVED: (State.PUBLISHED, State.RETURNED),
    State.PUBLISHED: (),
    State.WITHDRAWN: (),
}
NEEDS_REASON = (State.RETURNED, State.WITHDRAWN)
SYSTEM = "系统"
LONGEST_PERSON = 60


def person(given: str) -> str:
    """Return the name under which someone writes, 1–60 characters, not that of the program."""
    name = "".join(each for each in given if each.isprintable()).strip()
    if not name or len(name) > LONGEST_PERSON:
        msg = f"请写明填报人姓名，1–{LONGEST_PERSON} 字"
        raise DomainError(msg)
    plain = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    if plain in (SYSTEM, "system", "admin", "root"):
        msg = f"「{name}」是程序自己的名称，请写填报人的真实姓名"
        raise DomainError(msg)
    return name


def account_name(given: str) -> str:
    """Return the name of a new account, which no record could take for a deputy's signature."""
    name = person(given)
    if "（代" in "".join(unicodedata.normalize("NFKC", name).split()).replace("(", "（"):
        msg = f"姓名「{name}」里有「（代」，与代理人的署名分不开，请换一种写法"
        raise DomainError(msg)
    return name


def check_move(before: State, after: State, reason: str) -> None:
    """Raise DomainError where ``after`` does not follow ``before``, or lacks its reason."""
    if after not in NEXT[before]:
        may = "、".join(NEXT[before]) or "（已是最终状态）"
        msg = f"这份提交现为「{before}」，不能改为「{after}」；可改为：{may}"
        raise DomainError(msg)
    if after in NEEDS_REASON and not reason.strip():
        msg = f"改为「{after}」必须写明理由"
        raise DomainError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reported row as it was written: nothing about it ever changes.

    ``cells`` None says that the row was withdrawn. ``base_id`` is the entry that was published
    when this one was written, 0 where there was none. ``at`` is ISO 8601, 北京时间.
    """

    entry_id: int
    submission_id: int
    dataset: str
    row_key: str
    cells: Mapping[str, str] | None
    kind: str
    source: str
    who: str
    at: str
    why: str
    base_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What someone wants a row to be; ``why`` answers the warnings about it."""

    dataset: str
    row_key: str
    cells: Mapping[str, str] | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a submission: who moved it where, when, and for which reason."""

    submission_id: int
    step: int
    state: State
    who: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Rows handed in together; ``step`` counts its events, for optimistic locking."""

    submission_id: int
    who: str
    at: str
    why: str
    origin: str
    rows: int
    step: int
    state: State
    state_who: str
    state_at: str
    reason: str
    published_in: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One immutable revision; ``names`` are those it was frozen under (期)."""

    number: int
    revision: str
    at: str
    who: str
    why: str
    reference_digest: str
    names: tuple[str, ...]
    submission_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A row that someone else published since it was written: both versions are kept."""

    mine: Entry
    theirs: Entry
