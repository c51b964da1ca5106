"""The working copy: what is filled in on a page, cell by cell, before it is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class CellState(StrEnum):
    """Where a cell of the working copy stands, in the words of the page."""

    PUBLISHED = "已发布"
    EMPTY = "未填"
    SAVED = "已存"
    WARNED = "已存，有提醒"
    RETURNED = "被退回"
    LOCKED = "锁定"


class CellPlace(NamedTuple):
    """Where a cell is: whose working copy, which sheet, its line by its keys, its column."""

    scope: str
    sheet: str
    line: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One step of a cell as it was written; the newest counts, and none ever changes.

    ``issue`` is the publication that its writer had before him. ``submission_id`` is the submission
    that the step went into, None for one that was typed. ``at`` is ISO 8601, 北京时间.
    """

    number: int
    place: CellPlace
    step: int
    text: str
    who: str
    at: str
    issue: int
    submission_id: int | None


class RemarkKind(StrEnum):
    """What is said of one cell of a row."""

    NOTE = "备注"
    FOLLOW_UP = "待跟进"
    SETTLED = "已跟进"
    RETURNED = "退回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What someone said of one cell; of a reviewer's reason, with the submission it came with."""

    number: int
    dataset: str
    row_key: str
    field: str
    kind: RemarkKind
    text: str
    who: str
    at: str
    submission_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file behind one cell of a row; ``size`` in bytes, ``digest`` its SHA-256."""

    number: int
    dataset: str
    row_key: str
    field: str
    name: str
    media: str
    size: int
    digest: str
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When a year may be reported (填报期), from and to a day; why it is shut then."""

    year: int
    opens: date
    closes: date
    reason: str
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Until when one town or unit may still report a year, and why."""

    year: int
    scope: str
    until: date
    reason: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods in force, by year, and the newest extension of each year and scope."""

    by_year: Mapping[int, Period]
    extensions: Mapping[tuple[int, str], Extension]

    def deadline(self, scope: str, year: int) -> date | None:
        """Return the last day on which ``scope`` may report ``year``; None where none is set."""
        own = self.by_year.get(year)
        if own is None:
            return None
        longer = self.extensions.get((year, scope))
        return max(own.closes, longer.until) if longer else own.closes

    def lock(self, scope: str, year: int, today: date) -> str:
        """Return why ``scope`` may not report ``year`` today, "" where it may.

        A year for which nobody has set a period is always open.
        """
        own, last = self.by_year.get(year), self.deadline(scope, year)
        if own is None or last is None:
            return ""
        if today < own.opens:
            return f"{year} 年的填报期从 {own.opens.isoformat()} 开始"
        if today > last:
            why = f"（{own.reason}）" if own.reason else ""
            return f"{year} 年的填报期已于 {last.isoformat()} 截止{why}；要补报的，请审核人员延期"
        return ""
