"""Industrial parks (园区): the stage of circular transformation and clause 27's checklist."""

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


class CheckPoint(StrEnum):
    """The five points of clause 27, in its order."""

    HEAT_RECOVERY = "heat_recovery"
    ALUMINIUM_ASH = "aluminium_ash"
    RECOVERY_POINT = "recovery_point"
    SMART_MANAGEMENT = "smart_management"
    CIRCULAR_SYSTEM = "circular_system"


CHECK_LABEL = {
    CheckPoint.HEAT_RECOVERY: "余热回收",
    CheckPoint.ALUMINIUM_ASH: "铝灰试点",
    CheckPoint.RECOVERY_POINT: "回收点",
    CheckPoint.SMART_MANAGEMENT: "智能化管理",
    CheckPoint.CIRCULAR_SYSTEM: "循环经济制度",
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkProgress:
    """What was reported of one park for one year; ``provincial`` None means 级别待核."""

    park_id: str
    year: int
    stage: ParkStage
    provincial: bool | None
    checks: Mapping[CheckPoint, CheckState]
    kind: ValueKind
    source: str


def provincial_parks(progress: Sequence[ParkProgress], *, year: int) -> tuple[str, ...]:
    """Return the ids of the parks counted as 省级以上 in ``year``: the written denominator."""
    return tuple(row.park_id for row in progress if row.year == year and row.provincial)


def completion(progress: Sequence[ParkProgress], *, year: int) -> Quantity:
    """Return completed / 省级以上 parks in ``year``, in %; no confirmed park, no share."""
    counted = [row for row in progress if row.year == year and row.provincial]
    if not counted:
        return missing("%", f"{MissingReason.NOT_REPORTED}：省级以上园区名单待核，没有分母")
    done = [row for row in counted if row.stage is ParkStage.COMPLETED]
    return Quantity(
        value=len(done) / len(counted) * 100,
        unit="%",
        kind=computed_kind(row.kind for row in counted),
        source=counted[0].source,
    )
