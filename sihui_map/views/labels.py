"""The words a reader sees for what the code names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import SCOPE_LABEL, TRADED_TEXT
from sihui_map.domain import site
from sihui_map.domain.allotting import Stage
from sihui_map.domain.light import Light
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import PlacePrecision, SiteGroup, SiteKind, SiteStage
from sihui_map.views import fmt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.domain.place import Place
    from sihui_map.domain.site import Site
    from sihui_map.domain.snapshot import Snapshot

COUNTY_LINE = "县级外廓"
TOWN_LINE = "镇街示意界线，非法定"
"""What the legend of a map says of its lines."""
TARGETS_SHOWN = 6
"""Targets in words on the overview; the others stand on their own page."""


def no_town(place: Place) -> str:
    """Return what stands in a list of towns for none of them."""
    return f"{place.whole}（未选镇街）"


SCOPE_NOTE: Mapping[Scope, str] = {
    Scope.DIRECT: "直接排放：只算本地烧掉的煤、油、气，不算用电、用热。",
    Scope.NET: f"直接＋{TRADED_TEXT}：再加上净调入电量、净购入热量对应的排放；"
    "当年电网因子未公开的年份为缺失，设置允许时按最近已公布年份、标「初步」。",
}

NOT_ADDED_NOTE = (
    f"镇街「直接＋{TRADED_TEXT}」的合计不能与热电厂的直接排放相加，否则电力、热力重复计算：发电、供热的"
    "燃料已算在热电厂里，用电、用热又按因子算进镇街。"
)
HEAT_ONCE_NOTE = (
    "平衡表中热力只计一次，计在产热的地方（热电厂的直接排放），所以只列净调入电力，不列热力。"
    f"镇街的「直接＋{TRADED_TEXT}」含买来的热，热电厂的这个数减去卖出的热。"
)


def scope_notes(snapshot: Snapshot, scope: Scope, *, with_plant: bool) -> tuple[str, ...]:
    """Return what a scope counts and, beside the plant, what must not be added."""
    is_double = scope is Scope.NET and with_plant and snapshot.has_plant
    return (SCOPE_NOTE[scope], *((NOT_ADDED_NOTE,) if is_double else ()))


def plant_notes(snapshot: Snapshot, *, with_plant: bool) -> tuple[str, ...]:
    """Return whether a chart holds the power plant, and where that stands; nothing without one."""
    if not snapshot.has_plant:
        return ()
    plant = snapshot.place.plant
    if with_plant:
        return (f"含热电厂：{plant}单列一行，并作为符号上图；它不摊到任何镇街。",)
    return (f"不含热电厂：只看各镇街，{plant}不列入图表。",)


def measure_notes(
    snapshot: Snapshot, measure: Indicator, scope: Scope, *, with_plant: bool
) -> tuple[str, ...]:
    """Return what has to be known under the map of a measure."""
    within = scope_notes(snapshot, scope, with_plant=with_plant)
    own = within if measure.is_by_scope else (own_note(measure, snapshot),)
    return (*own, *plant_notes(snapshot, with_plant=with_plant))


def scope_text(measure: Indicator, scope: Scope) -> str:
    """Return within which scope a measure is shown; "" where it is the same within any."""
    return SCOPE_LABEL[scope] if measure.is_by_scope else ""


def own_note(measure: Indicator, snapshot: Snapshot) -> str:
    """Return what has to be known of a measure, as it is said here."""
    note = snapshot.place.says(measure.note)
    return note.replace("{grid_years}", _grid_years(snapshot))


def _grid_years(snapshot: Snapshot) -> str:
    region = snapshot.place.grid_region
    known = {factor.year for factor in snapshot.grid_factors if factor.region == region}
    return f"电网因子只公开 {fmt.years(known)} 年。" if known else "还没有电网因子。"


SITE_KIND_LABEL: Mapping[SiteKind, str] = site.KIND_LABEL


def kinds_among(sites: Iterable[Site]) -> dict[str, str]:
    """Return the kinds that ``sites`` are of, in the order of a legend, with their words."""
    here = {each.kind for each in sites}
    return {kind: SITE_KIND_LABEL[kind] for kind in SiteKind if kind in here}


def stages_among(sites: Iterable[Site]) -> dict[str, str]:
    """Return the stages that ``sites`` are in, from the first to the last."""
    here = {each.stage for each in sites}
    return {stage: str(stage) for stage in SiteStage if stage in here}


GROUP_LABEL: Mapping[SiteGroup, str] = {
    SiteGroup.PV: "光伏",
    SiteGroup.STORAGE: "储能",
    SiteGroup.OTHER: "其他电源",
}

SITE_KIND_MARK: Mapping[SiteKind, tuple[str, str]] = {
    SiteKind.DISTRIBUTED_PV: ("光", "pv"),
    SiteKind.BATTERY_STORAGE: ("储", "storage"),
    SiteKind.STORAGE_TEST_BASE: ("试", "storage"),
    SiteKind.GAS_GATE_STATION: ("门", "gas"),
    SiteKind.GAS_DISTRIBUTED: ("气", "gas"),
    SiteKind.GAS_CHP: ("电", "power"),
    SiteKind.WASTE_TO_ENERGY: ("废", "waste"),
}

PRECISION_LABEL: Mapping[PlacePrecision, str] = {
    PlacePrecision.POINT: "精确位置",
    PlacePrecision.TOWN: "只知所在镇街",
    PlacePrecision.CITY: "位置未公开",
}


def state_label(state: TaskState) -> str:
    """Return a task's state as a reader sees it."""
    return "调整/取消" if state is TaskState.CHANGED else str(state)


STATE_SIGN: Mapping[str, str] = {
    "未收到信息": "？",
    "未启动": "○",
    "前期准备": "◔",
    "方案编制": "◔",
    "推进中": "◐",
    "实施中": "◐",
    "滞后": "■",
    "受阻": "▲",
    "已完成": "●",
    "常态化推进": "↻",
    "调整取消": "×",
    "并入": "→",
    "已销号": "✓",
}
"""What stands before the state of a task, of a park or of a point of its checklist."""
ALLOTTING_SIGN: Mapping[Stage, str] = {
    Stage.PROPOSED: "○",
    Stage.AGREED: "◐",
    Stage.APPROVED: "●",
}
ALLOTTING_STYLE: Mapping[Stage, str] = {
    Stage.PROPOSED: "idle",
    Stage.AGREED: "under-way",
    Stage.APPROVED: "done",
}


def allotting_label(stage: Stage) -> str:
    """Return the stage of a share as a reader sees it: its shape and its word."""
    return f"{ALLOTTING_SIGN[stage]} {stage}"


STATE_STYLE: Mapping[TaskState, str] = {
    TaskState.NO_INFORMATION: "unknown",
    TaskState.NOT_STARTED: "grey",
    TaskState.PREPARING: "under-way",
    TaskState.UNDER_WAY: "under-way",
    TaskState.DELAYED: "red",
    TaskState.BLOCKED: "yellow",
    TaskState.COMPLETED: "green",
    TaskState.CONTINUOUS: "green",
    TaskState.CHANGED: "grey",
    TaskState.MERGED: "grey",
    TaskState.STRUCK_OFF: "green",
}

LIGHT_LABEL: Mapping[Light, str] = {
    Light.GREEN: "绿灯",
    Light.YELLOW: "黄灯",
    Light.RED: "红灯",
    Light.GREY: "无灯",
}

LIGHT_SHAPE: Mapping[Light, str] = {
    Light.GREEN: "●",
    Light.YELLOW: "▲",
    Light.RED: "■",
    Light.GREY: "○",
}

LIGHT_RULE = (
    "亮灯规则（发改办环资〔2020〕901号，只讲能耗双控，其他指标为参照）：以目标年的数值判定，"
    "达到为绿灯；差距不超过应变化量（基线到应达值）的 10% 为黄灯；更大或比基线还差为红灯。"
    "目标年之前，与“基线→目标年”的直线路径应达值比较；到期后的数值只列出，不改变已定的灯。"
    "先按显示的小数位数四舍五入再比较，“左右”为原文末位半个单位以内。"
    "没有目标数值、没有目标年的数值或没有数据不亮灯，并写明原因。各目标自己的规则见主要指标。"
)
