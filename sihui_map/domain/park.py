"""Industrial parks (园区): the stage of circular transformation and the checklist of its clause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.value import MissingReason, Quantity, computed_kind, missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.domain.value import ValueKind


class ParkStage(StrEnum):
    """How far 循环化改造 is; 未收到信息 is not 未启动."""

    UNKNOWN = "未收到信息"
    NOT_STARTED = "未启动"
    DRAFTING = "方案编制"
    UNDER_WAY = "实施中"
    COMPLETED = "已完成"


class CheckState(StrEnum):
    """How far one point of the checklist is."""

    UNKNOWN = "未收到信息"
    NOT_STARTED = "未启动"
    UNDER_WAY = "推进中"
    COMPLETED = "已完成"


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """One park: an overlay, not a town."""

    park_id: str
    name: str
    level: str
    level_confirmed: bool
    town_code: str
    town_text: str
    industries: str
    source: str
    confidence: str
    note: str

    @property
    def known_level(self) -> str:
        """Return its level, as far as that is confirmed."""
        return self.level if self.level_confirmed else "级别待核"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkProgress:
    """What was reported of one park for one year; ``provincial`` None means 级别待核."""

    park_id: str
    year: int
    stage: ParkStage
    provincial: bool | None
    checks: Mapping[str, CheckState]
    """By point of the checklist; one that the county no longer lists is kept where it was told."""
    kind: ValueKind
    source: str


def counted_parks(progress: Sequence[ParkProgress]) -> tuple[str, ...]:
    """Return the ids of the parks counted as 省级以上: the written denominator of every year.

    What was last said of a park's level holds: a park that does not report is still counted.
    """
    told = sorted((row for row in progress if row.provincial is not None), key=lambda row: row.year)
    levels = {row.park_id: row.provincial for row in told}
    return tuple(dict.fromkeys(row.park_id for row in progress if levels.get(row.park_id)))


def completion(progress: Sequence[ParkProgress], *, year: int) -> Quantity:
    """Return completed / counted parks in ``year``, in %.

    Without a confirmed park there is no share; while one has not reported for the year it is
    missing, and its part is the share of those that are known to be done.
    """
    counted = counted_parks(progress)
    if not counted:
        return missing("%", f"{MissingReason.NOT_REPORTED}：省级以上园区名单待核，没有分母")
    rows = [row for row in progress if row.year == year and row.park_id in counted]
    done = [row for row in rows if row.stage is ParkStage.COMPLETED]
    source = "；".join(dict.fromkeys(row.source for row in rows))
    share = Quantity(
        value=len(done) / len(counted) * 100,
        unit="%",
        kind=computed_kind(row.kind for row in rows),
        source=source,
    )
    absent = len(counted) - len(rows)
    if not absent:
        return share
    reason = f"{MissingReason.NOT_REPORTED}：计入分母的 {len(counted)} 个园区中 {absent} 个"
    return missing("%", reason, source, part=share if rows else None)
