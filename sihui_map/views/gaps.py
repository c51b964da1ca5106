"""What is missing and what waits to be checked: the last page of every output, 缺失与待核."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    ENERGY_USE,
    FOREST_COVER,
    PARK_PROGRESS,
    TASK_UPDATES,
    TOWN_CONTEXT,
)
from sihui_map.catalogue.indicator import Role, Scope
from sihui_map.catalogue.indicators import ELECTRICITY, SCOPE_LABEL, TRADED_TEXT, indicator_of
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.progress import Freshness, TaskState
from sihui_map.domain.site import PlacePrecision, SiteStage
from sihui_map.domain.value import MissingReason, ValueKind
from sihui_map.figures.enterprises import WITHHELD
from sihui_map.views import fmt
from sihui_map.views.labels import state_label
from sihui_map.views.sentences.nothing import (
    BOUNDARIES,
    PARKS,
    SITES,
    TARGETS,
    TASKS,
    TOWNS,
    is_unread,
)
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.plan import Task
    from sihui_map.domain.site import Site
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

NOT_LACKING = (MissingReason.NOT_APPLICABLE, WITHHELD)
"""Reasons of what is not missing: it cannot be, or it is known and not told."""
FAMILY_NAME: Mapping[Family, str] = {
    Family.EMISSION: f"镇街排放（{SCOPE_LABEL[Scope.DIRECT]}）",
    Family.ENERGY: "综合能源消费量",
    Family.INTENSITY: "能耗强度、碳排放强度（不变价）",
    Family.LEDGER: "平衡表",
    Family.FACTOR_SET: "因子集对照",
    Family.FACTOR_SET_DIFFERENCE: "因子集对照",
    Family.STANDARD_COAL: "热值与折标",
    Family.STANDARD_COAL_BY_HEAT: "热值与折标",
    Family.STANDARD_COAL_DIFFERENCE: "热值与折标",
    Family.FOREST: "森林覆盖率",
    Family.SINK: "碳汇估算",
    Family.PROTECTED_AREA: "自然保护地",
    Family.ENTERPRISES: "重点用能单位合计",
    Family.PARKS: "园区循环化改造完成率",
    Family.SITES: "能源项目规模",
    Family.TARGET: "主要指标",
    Family.INDICATOR: "主要指标填报值",
    Family.INDICATOR_DIFFERENCE: "主要指标填报值",
    Family.ALLOTMENT: "目标分解",
    Family.ALLOTTED: "目标分解",
    Family.CONTEXT: "人口与经济",
    Family.TASKS: "任务调度",
    Family.TOLD: "填报情况",
    Family.EVALUATION: "年度评估",
}


def family_name(key: FigureKey | None) -> str:
    """Return what figures of one sort are called; what rests on the grid has a name of its own."""
    if key is None:
        return "其他"
    if key.family is Family.EMISSION and key.what == ELECTRICITY.id:
        return f"{TRADED_TEXT}排放"
    if key.family is Family.EMISSION and key.scope == Scope.NET:
        return f"镇街排放（{SCOPE_LABEL[Scope.NET]}）"
    found = indicator_of(key)
    if found is not None and found.role is Role.CHOSEN and key.family is not Family.EMISSION:
        return found.label  # of which the family's name says too little
    return FAMILY_NAME[key.family]


def gaps_sentence(figures: Figures) -> str:
    """Say how much is missing, waits to be checked, or reads two ways."""
    missing, open_ones = missing_table(figures).rows, open_table(figures).rows
    return (
        f"缺失 {len(missing)} 类，待核 {len(open_ones)} 项，"
        f"方案文本勘误待定 {len(figures.snapshot.errata)} 处。缺失一律不推测、不填零。"
    )


def missing_table(figures: Figures) -> Table:
    """List what is missing and why: files, whole tables, then figures by family and reason."""
    rows = [("数据文件", problem.sentence, problem.file) for problem in figures.snapshot.problems]
    rows += [
        (name, "无法读取" if is_unread(figures, file) else why, "全部")
        for name, held, file, why in _held(figures)
        if not held
    ]
    groups: dict[tuple[str, str], list[FigureKey | None]] = {}
    for figure_id, amount in figures.published().items():
        key = FigureKey.parse(figure_id)
        is_absent = amount.value is None and amount.reason not in NOT_LACKING
        if is_absent and not _is_sum_of_shares(key):
            groups.setdefault((family_name(key), _reason(figures, key, amount)), []).append(key)
    rows += [
        (family, reason, f"{len(keys)} 个{_years_said(keys)}")
        for (family, reason), keys in groups.items()
    ]
    if silent := figures.tracking.silent:
        rows.append(("任务进展", "未收到信息", f"{len(silent)} 项任务"))
    return Table(
        "缺失",
        (Column("内容", "subject"), Column("原因", "why"), Column("范围", "scope")),
        tuple(TableRow(tuple(map(Cell, row))) for row in rows),
    )


def _is_sum_of_shares(key: FigureKey | None) -> bool:
    """Tell whether a figure is made of shares of a target: that it may not be is no gap."""
    if key is None:
        return False
    return key.family is Family.ALLOTTED or (key.family is Family.ALLOTMENT and not key.area)


def _reason(figures: Figures, key: FigureKey | None, amount: Quantity) -> str:
    """Return why a figure is missing; of an intensity that of GDP, the rest has its own lines."""
    found = indicator_of(key) if key is not None and key.family is Family.INTENSITY else None
    if key is None or found is None or key.year is None:
        return amount.reason
    return figures.intensity_lacks(found, key.area, key.year)[-1]


def _held(figures: Figures) -> Sequence[tuple[str, object, str, str]]:
    """Return what there should be: its name, what there is, its file, what it is if empty."""
    snapshot = figures.snapshot
    known = (
        ("镇街名录", snapshot.towns, TOWNS),
        ("镇街界线", snapshot.boundaries, BOUNDARIES),
        ("方案任务", snapshot.tasks, TASKS),
        ("主要指标", snapshot.targets, TARGETS),
        ("燃料排放因子", snapshot.fuel_factors, "emission_factors.csv"),
        ("能源项目名录", snapshot.sites, SITES),
        ("园区名录", snapshot.parks, PARKS),
    )
    told = (
        ("镇街能源活动", snapshot.energy_uses, ENERGY_USE),
        ("人口与经济", snapshot.contexts, TOWN_CONTEXT),
        ("森林面积", snapshot.forest_covers, FOREST_COVER),
        ("活立木蓄积量（碳汇估算）", figures.sinks.areas, FOREST_COVER),
        ("园区循环化改造进展", snapshot.park_progress, PARK_PROGRESS),
        ("任务调度", snapshot.task_updates, TASK_UPDATES),
    )
    return (
        *((name, held, file, "暂无") for name, held, file in known),
        *((name, held, f"sample/{table.name}.csv", "尚未填报") for name, held, table in told),
    )


def _years_said(keys: Iterable[FigureKey | None]) -> str:
    years = {key.year for key in keys if key is not None and key.year is not None}
    return f"（{fmt.years(years)} 年）" if years else ""


def is_sample(site: Site) -> bool:
    """Tell whether a site is made up; one without a capacity is 缺失 by kind, not by name."""
    return site.value_kind is ValueKind.SAMPLE or site.name.startswith(ValueKind.SAMPLE.value)


def open_table(figures: Figures, *, with_note: bool = True) -> Table:
    """List what waits for a check: projects whose stage, size or place is not known, and parks.

    Without ``with_note`` the column that says why is left out.
    """
    rows = []
    for site in figures.snapshot.sites:
        if is_sample(site):
            continue  # there is nothing to be checked
        points = [
            ("阶段", site.stage is SiteStage.UNKNOWN),
            ("规模", site.capacity_mw is None),
            ("精确位置", site.place_precision is not PlacePrecision.POINT),
        ]
        if said := "、".join(name for name, is_open in points if is_open):
            rows.append(("能源项目", site.name, said, site.missing_note or fmt.NO_VALUE))
    rows += [
        ("园区", park.name, "级别", park.note or fmt.NO_VALUE)
        for park in figures.snapshot.parks
        if not park.level_confirmed
    ]
    table = Table(
        "待核",
        (
            Column("类别", "subject"),
            Column("名称", "name"),
            Column("待核内容", "open"),
            Column("说明", "note"),
        ),
        tuple(TableRow(tuple(map(Cell, row))) for row in rows),
    )
    return table if with_note else table.without("note")


def task_states_table(figures: Figures) -> Table:
    """Count the tasks of each state and of each age of the last report, in the fixed order."""
    tasks, tracking = figures.snapshot.tasks, figures.tracking
    states, ages = (
        [tracking.state(task) for task in tasks],
        [tracking.clock(task) for task in tasks],
    )
    sample = any(update.kind is ValueKind.SAMPLE for update in tracking.latest.values())
    tag = ValueKind.SAMPLE.value if sample else ""
    rows = [("自报状态", state_label(state), states.count(state)) for state in TaskState]
    rows += [("系统计时", str(age), ages.count(age)) for age in Freshness]
    return Table(
        "任务状态",
        (Column("按什么", "by"), Column("状态", "state"), Column("项数", "count", numeric=True)),
        tuple(
            TableRow((Cell(what), Cell(state), Cell(str(count), raw=count, tag=tag)))
            for what, state, count in rows
            if count
        ),
    )


def stalled_tasks(figures: Figures) -> list[Task]:
    """Return the open tasks nobody has reported on for 180 days or ever, in the plan's order."""
    return list(figures.tracking.aged(Freshness.STALLED, Freshness.NONE))


def stalled_table(figures: Figures) -> Table:
    """List those tasks: who leads, how old the last report is."""
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    return Table(
        "久未更新的任务",
        (
            Column("序号", "task_no", numeric=True),
            Column("条款", "clause"),
            Column("牵头单位", "lead"),
            Column("更新", "updated"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(task.task_no), raw=task.task_no),
                    Cell(f"第 {task.clause_no} 条　{titles.get(task.clause_no, '')}"),
                    Cell("、".join(task.lead_units)),
                    Cell(figures.tracking.clock(task)),
                )
            )
            for task in stalled_tasks(figures)
        ),
    )
