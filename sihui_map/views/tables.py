"""The tables of the pages: from figures to rows; a page and its CSV file share them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sihui_map.domain.energy import FUEL_ID, GJ_PER_TCE_OF_TABLE, Component
from sihui_map.domain.light import Light
from sihui_map.domain.park import CheckPoint, CheckState, ParkStage
from sihui_map.domain.plan import Operator
from sihui_map.domain.progress import TaskState, freshness
from sihui_map.domain.rank import places
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.town import CITY, TownKind, town_by_code
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, are_comparable, missing
from sihui_map.figures import ALL_DIRECT, ALL_FUELS, COMPONENT_MEASURES, Boundary, Measure
from sihui_map.views import fmt
from sihui_map.views.labels import (
    BOUNDARY_LABEL,
    CHECK_LABEL,
    COMPONENT_LABEL,
    GROUP_LABEL,
    INTENSITY_DISPLAY,
    LIGHT_LABEL,
    LIGHT_SHAPE,
    MEASURE_DISPLAY,
    PRECISION_LABEL,
    SITE_KIND_LABEL,
)
from sihui_map.views.names import compared_name
from sihui_map.views.rounding import CURRENT, LESS_CURRENT
from sihui_map.views.table import EACH, Cell, Column, Table, TableRow, amount_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sihui_map.domain.light import Standing
    from sihui_map.domain.park import Park
    from sihui_map.domain.plan import Target, Task
    from sihui_map.domain.site import Site
    from sihui_map.domain.snapshot import Allotment
    from sihui_map.figures import Figures
    from sihui_map.views.labels import Display

NAME, WAN = "名称", 1e4
UNIT_TEXT: Mapping[str, str] = {
    "t": "吨",
    "10^4 Nm3": "万立方米",
    "10^4 kWh": "万千瓦时",
    "GJ": "吉焦",
    "10^4 tCO2": "万吨二氧化碳",
    "10^8 CNY": "亿元",
    "km2": "km²",
    "tCO2/人": "吨CO₂/人",
    "tCO2/km²": "吨CO₂/km²",
    "tCO2/万元": "吨CO₂/万元",
    "tce/万元": "吨标煤/万元",
}
LARGER_UNIT: Mapping[str, tuple[str, float]] = {
    "tCO2": ("万吨CO₂", 1e4),
    "tce": ("万吨标准煤", 1e4),
    "万元": ("亿元", 1e4),
}
CONFIDENCE_TEXT: Mapping[str, str] = {"high": "高", "medium": "中", "low": "低"}
WAN_UNIT = "万吨CO₂"


def kind_cell(kind: str) -> Cell:
    """Return the cell that says what a value is."""
    return Cell(kind, style="sample" if kind == ValueKind.SAMPLE else "")


def _kind_of(*amounts: Quantity) -> Cell:
    kinds = list(dict.fromkeys(amount.kind for amount in amounts if amount.value is not None))
    if not kinds:
        return kind_cell(ValueKind.MISSING)
    # Of several kinds each value says its own; this cell does not pretend that they are one.
    return kind_cell(kinds[0]) if len(kinds) == 1 else Cell(EACH)


def _largest_first(rows: Iterable[tuple[Quantity, TableRow]]) -> tuple[TableRow, ...]:
    ordered = sorted(rows, key=lambda pair: (pair[0].value is None, -(pair[0].value or 0)))
    return tuple(row for _, row in ordered)


def ranking(figures: Figures, year: int, measure: Measure, boundary: Boundary) -> Table:
    """Rank the towns by a measure, largest first, missing last."""
    display = MEASURE_DISPLAY[measure]
    amounts = [
        (town, figures.measure(town.town_code, year, measure, boundary)) for town in figures.towns
    ]
    largest = amounts_max(amount for _, amount in amounts)
    step = display.divisor / 10**display.decimals
    ordered = _largest_first(
        (
            amount,
            TableRow(
                (
                    Cell(fmt.NO_VALUE if place is None else str(place), raw=place or ""),
                    Cell(town.name),
                    amount_cell(amount, display.decimals, display.divisor),
                    _share_bar(amount, largest),
                ),
                town_code=town.town_code,
            ),
        )
        for (town, amount), place in zip(
            amounts, places([amount.value for _, amount in amounts], step=step), strict=True
        )
    )
    scope = "" if measure in COMPONENT_MEASURES else f"，{BOUNDARY_LABEL[boundary]}"
    return Table(
        f"{year} 年{display.label}排序（{display.unit}{scope}）",
        (
            Column("序", numeric=True),
            Column("镇街"),
            Column(display.unit, numeric=True),
            Column(""),
        ),
        ordered,
    )


def amounts_max(amounts: Iterable[Quantity]) -> float:
    """Return the largest known value, 0 where there is none."""
    return max((amount.value for amount in amounts if amount.value is not None), default=0.0)


def _share_bar(amount: Quantity, largest: float) -> Cell:
    if amount.value is None or largest <= 0 or amount.value <= 0:
        return Cell("", raw="")
    return Cell("", raw="", style="bar", share=amount.value / largest)


def by_year(
    figures: Figures,
    years: Sequence[int],
    read: Callable[[str, int], Quantity],
    display: Display,
    scope: str = "",
) -> Table:
    """List what ``read`` (town, year) gives for every town and year, written as ``display``."""
    rows = []
    for town in figures.towns:
        amounts = [read(town.town_code, year) for year in years]
        cells = [amount_cell(amount, display.decimals, display.divisor) for amount in amounts]
        row = (Cell(town.name), *cells, _kind_of(*amounts))
        rows.append(TableRow(row, town_code=town.town_code))
    return Table(
        f"分年{display.label}（{display.unit}{scope}）",
        (Column("镇街"), *(Column(str(year), numeric=True) for year in years), Column("性质")),
        tuple(rows) if years else (),
    )


def components(figures: Figures, year: int, *, with_plant: bool) -> Table:
    """List what each town's emissions are made of, in 万吨."""
    rows = [
        _component_row(figures, town.town_code, town.name, year, town_code=town.town_code)
        for town in figures.towns
    ]
    if with_plant:
        rows += [
            _component_row(figures, source.source_id, source.name, year, style="apart")
            for source in figures.snapshot.named_sources
        ]
    columns = [Column(NAME), *(Column(label, numeric=True) for label in COMPONENT_LABEL.values())]
    return Table(
        f"{year} 年排放构成（{WAN_UNIT}）",
        (*columns, Column("直接排放", numeric=True), Column("性质")),
        tuple(rows),
    )


def _component_row(  # noqa: PLR0913 a row is a row
    figures: Figures, area: str, name: str, year: int, *, town_code: str = "", style: str = ""
) -> TableRow:
    parts = [figures.component(area, year, component) for component in Component]
    direct = figures.emission(area, year)
    cells = [amount_cell(part, 2, WAN) for part in parts]
    return TableRow(
        (Cell(name), *cells, amount_cell(direct, 2, WAN), _kind_of(direct)),
        town_code=town_code,
        style=style,
    )


def ledger_table(figures: Figures, year: int) -> Table:
    """Return the ledger of ``year`` in 万吨, with the residual."""
    book = figures.ledger(year)
    rows = [
        TableRow(
            (Cell(row.label), amount_cell(row.quantity, 2, WAN), _kind_or_missing(row.quantity))
        )
        for row in book.rows
    ]
    rows += [
        TableRow(
            (Cell("各项之和"), amount_cell(book.computed, 2, WAN), _kind_or_missing(book.computed)),
            style="sum",
        ),
        TableRow(
            (
                Cell("全市总量"),
                amount_cell(book.city_total, 2, WAN),
                _kind_or_missing(book.city_total),
            ),
            style="sum",
        ),
        TableRow(
            (
                Cell("残差（全市总量−各项之和）"),
                amount_cell(book.residual, 2, WAN),
                Cell(_residual_text(book.share_residual), hover="残差占全市总量的比例"),
            ),
            style="residual",
        ),
        *_second_total(figures, year),
    ]
    return Table(
        f"{year} 年平衡表（{WAN_UNIT}）",
        (Column("项目"), Column(WAN_UNIT, numeric=True), Column("性质")),
        tuple(rows),
    )


def factor_sets_table(figures: Figures, year: int) -> Table:
    """Hold the direct emissions of ``year`` under each factor set against those that count."""
    own, *others = figures.factor_sets
    rows = []
    for row_id in figures.compared_rows if year in figures.years else ():
        amounts = [figures.direct_by_set(own, row_id, year)]
        for name in others:
            amounts.append(figures.direct_by_set(name, row_id, year))
            amounts.append(figures.factor_set_difference(name, row_id, year))
        why = "；".join(
            dict.fromkeys(part for each in amounts for part in each.reason.split("；") if part)
        )
        cells = (amount_cell(amount, 2, WAN) for amount in amounts)
        style = "sum" if row_id == ALL_DIRECT else ""
        rows.append(
            TableRow((Cell(compared_name(figures, row_id)), *cells, Cell(why)), style=style)
        )
    columns = [Column("项目"), Column(f"{own}{CURRENT}", numeric=True)]
    for name in others:
        columns += [Column(name, numeric=True), Column(f"{name}{LESS_CURRENT}", numeric=True)]
    title = f"{f'{year} 年' if year else ''}因子集对照：直接排放（{WAN_UNIT}）"
    return Table(title, (*columns, Column("缺失原因")), tuple(rows))


def _second_total(figures: Figures, year: int) -> list[TableRow]:
    """Return the rows of a reported total beside the plan's (第二读数), none without one."""
    told, beside = figures.reported_city_total(year), figures.city_total_difference(year)
    if told is None or beside is None:
        return []
    shown = (("全市总量（填报，第二读数，不用于对账）", told), ("填报−方案", beside))
    return [
        TableRow((Cell(label), amount_cell(amount, 2, WAN), _kind_or_missing(amount)))
        for label, amount in shown
    ]


def _residual_text(share: Quantity) -> str:
    return "缺失" if share.value is None else f"占 {fmt.quantity(share, 2)}%"


def _kind_or_missing(amount: Quantity) -> Cell:
    if amount.value is None:
        return Cell(amount.reason, style="missing")
    return Cell(str(amount.kind), style="sample" if amount.kind is ValueKind.SAMPLE else "")


def sites_table(figures: Figures, sites: Sequence[Site]) -> Table:
    """List projects."""
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    return Table(
        "能源项目清单",
        (
            Column("项目"),
            Column("类型"),
            Column("阶段"),
            Column("规模（MW）", numeric=True),
            Column("储能（MWh）", numeric=True),
            Column("投产年", numeric=True),
            Column("镇街"),
            Column("位置"),
            Column("性质"),
        ),
        tuple(
            TableRow(
                (
                    Cell(site.name, hover=site.missing_note or site.source),
                    Cell(SITE_KIND_LABEL[site.kind]),
                    Cell(str(site.stage), hover=f"方案表述：{site.stage_text}"),
                    _capacity(site.capacity_mw, site),
                    _capacity(site.capacity_mwh, site),
                    Cell(str(site.commission_year or fmt.NO_VALUE)),
                    Cell(names.get(site.town_code, fmt.NO_VALUE), hover=site.town_text),
                    Cell(PRECISION_LABEL[site.place_precision]),
                    kind_cell(site.value_kind),
                ),
                style="",
            )
            for site in sites
        ),
    )


def _capacity(value: float | None, site: Site) -> Cell:
    if value is None:
        return Cell(fmt.NO_VALUE, raw="", hover=site.capacity_text or site.missing_note or "未公开")
    return Cell(fmt.number(value, 1), raw=value, hover=f"{site.value_kind}；{site.source}")


def capacity_table(figures: Figures, among: Sequence[Site] | None = None) -> Table:
    """Sum known capacity by stage, photovoltaics, storage and the rest apart.

    ``among`` limits it to some of the sites, by default all of them.
    """
    counted = figures.snapshot.sites if among is None else among
    rows = []
    for stage in SiteStage:
        sites = [site for site in counted if site.stage is stage]
        if not sites:
            continue
        unknown = sum(site.capacity_mw is None for site in sites)
        amounts = [figures.site_capacity(stage, group, counted) for group in SiteGroup]
        cells = [
            Cell(fmt.NO_VALUE, raw="", hover=amount.reason)
            if amount.value is None
            else amount_cell(amount, 1)
            for amount in amounts
        ]
        rows.append(
            TableRow(
                (
                    Cell(str(stage)),
                    Cell(str(len(sites)), raw=len(sites)),
                    *cells,
                    Cell(str(unknown), raw=unknown),
                    _kind_of(*amounts),
                )
            )
        )
    return Table(
        "各阶段规模（MW）",
        (
            Column("阶段"),
            Column("项目数", numeric=True),
            *(Column(GROUP_LABEL[group], numeric=True) for group in SiteGroup),
            Column("规模未知", numeric=True),
            Column("性质"),
        ),
        tuple(rows),
    )


def forest_table(figures: Figures, year: int) -> Table:
    """List forest cover by town: this year, the first year, the change."""
    first = figures.forest_years[0] if figures.forest_years else year
    rows = []
    for town in figures.towns:
        now = figures.forest_cover(town.town_code, year)
        then = figures.forest_cover(town.town_code, first)
        rows.append((now, _forest_row(town.name, now, then, town_code=town.town_code)))
    city = _forest_row(
        figures.snapshot.place.whole,
        figures.forest_cover(CITY, year),
        figures.forest_cover(CITY, first),
        style="sum",
    )
    columns: tuple[Column, ...] = (
        Column("镇街"),
        Column(f"{year} 年", numeric=True),
        Column(f"{first} 年", numeric=True),
        Column("变化（百分点）", numeric=True),
        Column("性质"),
    )
    shown = [city, *_largest_first(rows)]
    if first == year:  # there is nothing to compare it with
        columns = (*columns[:2], columns[4])
        shown = [replace(row, cells=(*row.cells[:2], row.cells[4])) for row in shown]
    return Table(f"{year} 年森林覆盖率（%）", columns, tuple(shown))


def _forest_row(
    name: str, now: Quantity, then: Quantity, *, town_code: str = "", style: str = ""
) -> TableRow:
    change = Cell("缺失", raw="", style="missing")
    if now.value is not None and then.value is not None and not are_comparable(now, then):
        change = Cell("不可比", raw="", hover=f"{then.kind} → {now.kind}", style="missing")
    elif now.value is not None and then.value is not None:
        points = now.value - then.value
        change = Cell(fmt.number(points, 2), raw=round(points, 6))
    return TableRow(
        (
            Cell(name),
            amount_cell(now, 2),
            amount_cell(then, 2),
            change,
            _kind_or_missing(now),
        ),
        town_code=town_code,
        style=style,
    )


def reserves_table(figures: Figures) -> Table:
    """List the protected areas."""
    return Table(
        "自然保护地",
        (Column(NAME), Column("级别"), Column("面积（公顷）", numeric=True), Column("来源")),
        tuple(
            TableRow(
                (
                    Cell(area.name, hover=area.missing_note),
                    Cell(area.level),
                    Cell("未公开", raw="", hover=area.missing_note, style="missing")
                    if area.area_ha is None
                    else Cell(fmt.number(area.area_ha, 2), raw=area.area_ha, hover=area.source),
                    Cell(area.source),
                )
            )
            for area in figures.snapshot.protected_areas
        ),
    )


def parks_table(figures: Figures, parks: Sequence[Park]) -> Table:
    """List each park's stage and its checklist."""
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    return Table(
        "园区循环化改造",
        (
            Column("园区"),
            Column("所在镇街"),
            Column("级别"),
            Column("计入分母"),
            Column("改造阶段"),
            *(Column(label) for label in CHECK_LABEL.values()),
            Column("性质"),
        ),
        tuple(_park_row(figures, park, names.get(park.town_code, "未公开")) for park in parks),
    )


def _park_row(figures: Figures, park: Park, town: str) -> TableRow:
    progress = figures.park_progress.get(park.park_id)
    stage = progress.stage if progress else ParkStage.UNKNOWN
    told = {True: "是", False: "否", None: "待核"}[progress.provincial if progress else None]
    counted = "是" if park.park_id in figures.parks_counted else told
    newest = figures.park_years[-1] if figures.park_years else 0
    when = f"（{progress.year} 年）" if progress and progress.year != newest else ""
    checks = [progress.checks[point] if progress else CheckState.UNKNOWN for point in CheckPoint]
    level = park.level if park.level_confirmed else "级别待核"
    return TableRow(
        (
            Cell(park.name, hover=f"{park.note}；来源：{park.source}"),
            Cell(town, hover=park.town_text),
            Cell(level, hover=park.level),
            Cell(counted),
            Cell(f"{stage}{when}", style=_state_style(stage)),
            *(Cell(str(check), style=_state_style(check)) for check in checks),
            kind_cell(progress.kind if progress else ValueKind.MISSING),
        ),
    )


def _state_style(state: str) -> str:
    styles = {"已完成": "done", "未收到信息": "missing", "未启动": "idle"}
    return styles.get(state, "under-way")


def tasks_table(figures: Figures, tasks: Sequence[Task]) -> Table:
    """List tasks with who leads, who cooperates, what was last reported."""
    actions = {action.action_no: action.name for action in figures.snapshot.actions}
    errata = {no for row in figures.snapshot.errata for no in row.task_nos}
    return Table(
        "重点任务分工",
        (
            Column("序号", numeric=True),
            Column("行动"),
            Column("任务"),
            Column("牵头单位"),
            Column("配合单位"),
            Column("状态（自报）"),
            Column("更新"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(task.task_no), raw=task.task_no),
                    Cell(actions.get(task.action_no, "")),
                    Cell(task.text, tag="勘误待定" if task.task_no in errata else ""),
                    Cell("、".join(task.lead_units)),
                    Cell("、".join(task.cooperating_units) or fmt.NO_VALUE),
                    *_task_state(figures, task),
                )
            )
            for task in tasks
        ),
    )


def _task_state(figures: Figures, task: Task) -> tuple[Cell, Cell]:
    update = figures.latest_updates.get(task.task_no)
    state = update.state if update else TaskState.NO_INFORMATION
    age = freshness(update, today=figures.snapshot.data_day)
    sample = "示例" if update and update.kind is ValueKind.SAMPLE else ""
    day = f"{update.day.isoformat()}（{age}）" if update else str(age)
    words = f"{update.progress} 下一步：{update.next_step}" if update else ""
    return Cell(state_label(state), hover=words, tag=sample, style=_state_style(state)), Cell(day)


def state_label(state: TaskState) -> str:
    """Return a task's state as a reader sees it."""
    return "调整/取消" if state is TaskState.CHANGED else str(state)


def targets_table(figures: Figures) -> Table:
    """List the targets: number or 目标尚无数值, light, latest, path, gap, clause."""
    return Table(
        "主要指标",
        (
            Column("灯"),
            Column("指标"),
            Column("年份", numeric=True),
            Column("目标", numeric=True),
            Column("最新", numeric=True),
            Column("路径应达", numeric=True),
            Column("差距", numeric=True),
            Column("条款"),
            Column("说明"),
        ),
        tuple(
            TableRow(
                (
                    Cell(f"{LIGHT_SHAPE[item.light]} {LIGHT_LABEL[item.light]}", style=item.light),
                    Cell(item.target.indicator, hover=item.target.quote),
                    Cell(str(item.target.year or "未写明")),
                    Cell(target_text(item.target), hover=_goal_hover(item.target)),
                    _latest(item.value, item.year, item.decimals),
                    _known_cell(item.due, item.decimals),
                    _known_cell(item.gap, item.decimals),
                    Cell(clause_text(item.target)),
                    Cell(_explained(figures, item), hover=item.rule_text or item.target.note),
                )
            )
            for item in standings_by_need(figures)
        ),
    )


def allotments_table(figures: Figures, holder: str = "") -> Table:
    """List what was allotted of each target (目标分解): to whom, by which document, the sum.

    ``holder`` limits it to one town or unit; a sum of others' shares would tell it nothing.
    """
    rows: list[TableRow] = []
    for target in figures.snapshot.targets:
        own = [row for row in figures.snapshot.allotments if row.target_id == target.target_id]
        shown = [row for row in own if holder in ("", row.holder)]
        for year in sorted({row.year for row in shown}):
            of_year = [row for row in shown if row.year == year]
            rows += [_allotment_row(figures, target, row) for row in of_year]
            shares = figures.allotments_of(target.target_id, year)
            if shares and not holder:
                whole = figures.allotted_total(target.target_id, year)
                who = Cell(f"合计（{len(shares)} 个单位）")
                rows.append(_allotted(target, str(year), who, whole, fmt.NO_VALUE, style="sum"))
        if not own and not holder:
            none = missing(target.unit or fmt.NO_VALUE, MissingReason.NOT_REPORTED)
            rows.append(_allotted(target, fmt.NO_VALUE, Cell("未报分解"), none, fmt.NO_VALUE))
    return Table(
        "目标分解",
        (
            Column("指标"),
            Column("方案目标", numeric=True),
            Column("年份", numeric=True),
            Column("承担单位"),
            Column("分解值", numeric=True),
            Column("单位"),
            Column("批准文件或会议"),
            Column("性质"),
            Column("来源"),
        ),
        tuple(rows),
    )


def _allotment_row(figures: Figures, target: Target, row: Allotment) -> TableRow:
    place = figures.snapshot.place
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    who = Cell({**names, CITY: f"{place.name}（{place.handed_down}）"}.get(row.holder, row.holder))
    amount = figures.allotted(row)
    none = "没有写明文件" if row.holder == CITY else "尚未批准"
    since = f"（比 {row.base_year} 年下降）" if row.base_year else ""
    return _allotted(target, str(row.year), who, amount, row.approved_by or none, since=since)


def _allotted(  # noqa: PLR0913 a row is a row
    target: Target,
    year: str,
    who: Cell,
    amount: Quantity,
    approved: str,
    *,
    since: str = "",
    style: str = "",
) -> TableRow:
    return TableRow(
        (
            Cell(target.indicator + (f"（{target.year}）" if target.year else "")),
            Cell(target_text(target)),
            Cell(year),
            who,
            amount_cell(amount, 2),
            Cell(f"{unit_text(amount.unit)}{since}"),
            Cell(approved),
            _kind_or_missing(amount),
            Cell(amount.source or fmt.NO_VALUE),
        ),
        style=style,
    )


def _goal_hover(target: Target) -> str:
    """Return what a handed-down number is; the plan's own stands in the quote."""
    return fmt.hover(target.goal) if target.is_handed_down else ""


def _known_cell(amount: Quantity, decimals: int) -> Cell:
    """Return the cell of a number, a dash where there is none: 说明 tells why."""
    if amount.value is None:
        return Cell("—", raw="", hover=amount.reason)
    return amount_cell(amount, decimals)


def _explained(figures: Figures, item: Standing) -> str:
    """Return why there is no light or what came later, the rule, what the plan's words mean.

    What was reported beside a computed value of the same year stands there too.
    """
    if item.value.value is None:
        handed = item.target.note if item.target.is_handed_down else ""
        both = (item.reason or item.target.note, handed)
        return "；".join(dict.fromkeys(part for part in both if part))
    second = _second_readings(figures, item)
    said = (item.reason or item.later_text, *second, item.rule_brief, item.target.note)
    return "；".join(part for part in said if part)


def _second_readings(figures: Figures, item: Standing) -> list[str]:
    found = []
    for year, (told, beside) in figures.second_readings(item.target.target_id).items():
        unit = told.unit if told.unit == "%" else f" {told.unit}"
        far = (
            f"差额缺失（{beside.reason}）"
            if beside.value is None
            else f"填报−系统计算＝{fmt.quantity(beside, item.decimals)} {beside.unit}"
        )
        amount = fmt.quantity(told, item.decimals)
        found.append(f"{year} 年另有填报 {amount}{unit}（{told.kind}），为第二读数，{far}")
    return found


def standings_by_need(figures: Figures) -> list[Standing]:
    """Return the targets: those with a light first, then those with a number, in plan order."""
    return sorted(
        figures.standings,
        key=lambda item: (item.light is Light.GREY, item.target.value is None),
    )


def _latest(value: Quantity, year: int | None, decimals: int) -> Cell:
    if value.value is None:
        return Cell("—", raw="", hover=value.reason)
    text = f"{fmt.quantity(value, decimals)}（{year}）"
    tag = "示例" if value.kind is ValueKind.SAMPLE else ""
    return Cell(text, raw=value.value, hover=fmt.hover(value), tag=tag, kind=value.kind)


def target_text(target: Target) -> str:
    """Return a target's number with operator and unit, or 目标尚无数值."""
    if target.value is None:
        return "目标尚无数值"
    unit = target.unit if target.unit == "%" else f" {target.unit}"
    operator = "" if target.operator is Operator.EXACTLY else target.operator
    return f"{operator}{target.value:g}{unit}"


def clause_text(target: Target) -> str:
    """Return where a target stands in the plan."""
    return (
        f"第 {target.clause_no} 条"
        if target.clause_no
        else target.section.removeprefix("二、总体要求")
    )


def errata_table(figures: Figures, ids: Collection[str] | None = None) -> Table:
    """List the oddities of the plan's text with both readings."""
    return Table(
        "勘误待定",
        (Column("位置"), Column("读法一"), Column("读法二"), Column("说明")),
        tuple(
            TableRow((Cell(row.place), Cell(row.reading_a), Cell(row.reading_b), Cell(row.note)))
            for row in figures.snapshot.errata
            if ids is None or row.erratum_id in ids
        ),
    )


def town_series(figures: Figures, town_code: str) -> Table:
    """List one town's main figures by year.

    Emissions over GDP at current prices are not among them: prices differ from year to year.
    """
    specs = [
        *((measure, Boundary.DIRECT) for measure in Measure if measure is not Measure.PER_GDP),
        (Measure.TOTAL, Boundary.NET),
    ]
    stated = figures.energy_total_years(town_code)
    years = sorted({*figures.years, *stated})
    rows = []
    for measure, boundary in specs:
        display = MEASURE_DISPLAY[measure]
        label = display.label + (
            f"（{BOUNDARY_LABEL[boundary]}）" if boundary is Boundary.NET else ""
        )
        cells = [
            amount_cell(
                figures.measure(town_code, year, measure, boundary),
                display.decimals,
                display.divisor,
            )
            for year in years
        ]
        rows.append(TableRow((Cell(f"{label}（{display.unit}）"), *cells)))
    second = (
        ("综合能源消费量（填报合计，万吨标准煤）", figures.reported_tce, 2, WAN),
        ("填报合计−按品种折算（万吨标准煤）", figures.tce_difference, 2, WAN),
    )
    extra = (
        ("综合能耗（万吨标准煤，当量值）", figures.energy_use_tce, 2, WAN),
        *(second if stated else ()),
        ("常住人口（人）", figures.population, 0, 1.0),
        ("地区生产总值（现价，亿元）", figures.gdp, 2, WAN),
        *_over_constant_gdp(figures, town_code),
        ("森林覆盖率（%）", figures.forest_cover, 2, 1.0),
    )
    for label, read, decimals, divisor in extra:
        cells = [amount_cell(read(town_code, year), decimals, divisor) for year in years]
        rows.append(TableRow((Cell(label), *cells)))
    columns = (Column("指标"), *(Column(f"{year}", numeric=True) for year in years))
    return Table("历年主要数据", columns, tuple(rows) if years else ())


def _over_constant_gdp(
    figures: Figures, town_code: str
) -> list[tuple[str, Callable[[str, int], Quantity], int, float]]:
    """Return the rows of GDP at constant prices, where it was told, and of both intensities."""
    bases = figures.base_years(town_code)
    prices = "不变价，各年基年不同，不能比较" if len(bases) > 1 else "不变价"
    based = f"{bases[0]} 年不变价" if len(bases) == 1 else prices
    told = (f"地区生产总值（{based}，亿元）", figures.constant_gdp, 2, WAN)
    rows = [
        (
            f"{display.label}（{prices}，{display.unit}）",
            partial(figures.intensity, which),
            display.decimals,
            display.divisor,
        )
        for which, display in INTENSITY_DISPLAY.items()
    ]
    return [*([told] if bases else []), *rows]


def town_basics(figures: Figures, town_code: str) -> Table:
    """List what is public about one town: code, area, seat, notes."""
    town = town_by_code(figures.towns, town_code)
    kind = "街道" if town.kind is TownKind.SUBDISTRICT else "镇"
    area = figures.area_km2(town_code)
    rows = (
        ("统计代码", Cell(town.town_code)),
        ("类型", Cell(kind)),
        ("公布面积（km²）", amount_cell(area, 2)),
        ("驻地坐标（WGS84，约）", Cell(f"{town.seat_lon:.3f}，{town.seat_lat:.3f}")),
        ("备注", Cell(town.note or fmt.NO_VALUE)),
    )
    return Table(
        "基本情况",
        (Column("项目"), Column("内容")),
        tuple(TableRow((Cell(label), cell)) for label, cell in rows),
    )


def energy_table(figures: Figures, area: str) -> Table:
    """List what one town reported, by fuel and year, in the units it was reported in."""
    uses = [use for use in figures.snapshot.energy_uses if use.area_id == area]
    years = sorted({use.year for use in uses})
    fuels = dict.fromkeys((use.fuel, use.unit) for use in uses)
    amounts = {(use.fuel, use.year): use for use in uses}
    rows = []
    for fuel, unit in fuels:
        cells = []
        for year in years:
            use = amounts.get((fuel, year))
            cells.append(
                Cell("缺失", raw="", style="missing")
                if use is None
                else Cell(use.reason, raw=use.reason, hover=use.source, style="missing")
                if use.amount is None
                else Cell(
                    fmt.number(use.amount, 1),
                    raw=use.amount,
                    hover=f"{use.kind}；{use.source}",
                    kind=use.kind,
                )
            )
        rows.append(TableRow((Cell(fuel), Cell(unit_text(unit)), *cells)))
    columns = (Column("能源"), Column("单位"), *(Column(str(year), numeric=True) for year in years))
    return Table("能源活动（填报值）", columns, tuple(rows))


def unit_text(unit: str) -> str:
    """Return a unit of the data files as a reader knows it."""
    return UNIT_TEXT.get(unit, unit)


def shown_unit(unit: str) -> tuple[str, float]:
    """Return the unit in which a figure kept in ``unit`` is read, and what to divide it by."""
    return LARGER_UNIT.get(unit, (unit_text(unit), 1.0))


def files_table(figures: Figures) -> Table:
    """List every data file with its source."""
    return Table(
        "数据文件",
        (
            Column("文件"),
            Column(NAME),
            Column("性质"),
            Column("来源"),
            Column("采集"),
            Column("可信度"),
            Column("许可"),
        ),
        tuple(
            TableRow(
                (
                    Cell(file.file),
                    Cell(file.title, hover=file.about),
                    kind_cell(file.kind),
                    Cell(file.source),
                    Cell(file.retrieved),
                    Cell(file.confidence),
                    Cell(file.licence),
                )
            )
            for file in figures.snapshot.files
        ),
    )


def factors_table(figures: Figures) -> Table:
    """List the fuel factors of both sets with the emission of one unit."""
    return Table(
        "燃料排放因子",
        (
            Column("因子集"),
            Column("燃料"),
            Column("单位"),
            Column("低位热值（GJ/单位）", numeric=True),
            Column("含碳量（tC/TJ）", numeric=True),
            Column("氧化率", numeric=True),
            Column("排放（tCO₂/单位）", numeric=True),
            Column("来源"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.factor_set),
                    Cell(row.fuel),
                    Cell(unit_text(row.unit)),
                    Cell(f"{row.ncv_gj_per_unit:g}", raw=row.ncv_gj_per_unit),
                    Cell(f"{row.carbon_content_tc_per_tj:g}", raw=row.carbon_content_tc_per_tj),
                    Cell(f"{row.share_oxidised:g}", raw=row.share_oxidised),
                    Cell(fmt.number(row.tco2_per_unit, 4), raw=row.tco2_per_unit),
                    Cell(row.source),
                )
            )
            for row in figures.snapshot.fuel_factors
        ),
    )


def grid_table(figures: Figures) -> Table:
    """List the grid factors."""
    return Table(
        "电网平均排放因子",
        (
            Column("地区"),
            Column("年份", numeric=True),
            Column("kgCO₂/kWh", numeric=True),
            Column("来源"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.region),
                    Cell(str(row.year), raw=row.year),
                    Cell(f"{row.kgco2_per_kwh:g}", raw=row.kgco2_per_kwh),
                    Cell(row.source),
                )
            )
            for row in figures.snapshot.grid_factors
        ),
    )


def coal_table(figures: Figures) -> Table:
    """List the coefficients of standard coal."""
    return Table(
        "折标准煤系数",
        (
            Column("能源"),
            Column("kgce/单位", numeric=True),
            Column("单位"),
            Column("用于"),
            Column("来源"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.energy),
                    Cell(f"{row.kgce_per_unit:g}", raw=row.kgce_per_unit),
                    Cell(row.unit),
                    Cell(row.fuel or fmt.NO_VALUE),
                    Cell(row.source),
                )
            )
            for row in figures.snapshot.coal_coefficients
        ),
    )


def heat_table(figures: Figures, year: int) -> Table:
    """List each fuel's heat and standard coal in both documents, and what ``year`` differs by."""
    sets = figures.factor_sets
    known = {(row.factor_set, row.fuel): row for row in figures.snapshot.fuel_factors}
    told = {row.fuel: row for row in figures.snapshot.coal_coefficients}
    own = {row.fuel: row for row in figures.coal_by_heat}
    burnt = figures.fuels_burnt(year)
    rows = []
    for fuel in FUEL_ID:
        heats = [known.get((name, fuel)) for name in sets]
        unit = next((row.unit for row in heats if row), "")
        by_table, by_heat = (
            row.tce_per_unit if row else None for row in (told.get(fuel), own.get(fuel))
        )
        cells = (
            *(_constant(row.ncv_gj_per_unit if row else None, 3) for row in heats),
            _constant(None if by_table is None else by_table * GJ_PER_TCE_OF_TABLE, 3),
            _constant(by_table, 4),
            _constant(by_heat, 4),
            amount_cell(figures.heat_difference(fuel, year), 0)
            if fuel in burnt
            else Cell(fmt.NO_VALUE, raw="", hover="当年没有填报"),
        )
        rows.append(TableRow((Cell(fuel), Cell(unit_text(unit)), *cells)))
    if burnt:
        whole = amount_cell(figures.heat_difference(ALL_FUELS, year), 0)
        blank = (Cell("", raw=""),) * (len(sets) + 4)
        rows.append(TableRow((Cell("合计"), *blank, whole), style="sum"))
    return Table(
        "热值与折标：按 GB/T 2589 的系数和按当前因子集的热值",
        (
            Column("能源品种"),
            Column("单位"),
            *(Column(f"热值 {name}（GJ/单位）", numeric=True) for name in sets),
            Column("热值 GB/T 2589（GJ/单位）", numeric=True),
            Column("系数 GB/T 2589（tce/单位）", numeric=True),
            Column("按当前热值（tce/单位）", numeric=True),
            Column(f"{f'{year} 年' if year else ''}差额（tce）", numeric=True),
        ),
        tuple(rows),
    )


def _constant(value: float | None, decimals: int) -> Cell:
    if value is None:
        return Cell("缺", hover="这份文件没有这个品种", style="missing")
    return Cell(fmt.number(value, decimals), raw=value)


def figures_table(figures: Figures) -> Table:
    """List every published figure by id."""
    return Table(
        "全部数值",
        (
            Column("编号"),
            Column("数值", numeric=True),
            Column("单位"),
            Column("性质"),
            Column("来源"),
            Column("缺失原因"),
        ),
        tuple(
            TableRow(
                (
                    Cell(name),
                    Cell(
                        fmt.NO_VALUE if amount.value is None else f"{amount.value:.6g}",
                        raw="" if amount.value is None else amount.value,
                    ),
                    Cell(amount.unit),
                    kind_cell(amount.kind),
                    Cell(amount.source),
                    Cell(amount.reason),
                )
            )
            for name, amount in figures.published().items()
        ),
    )


def facts_table(figures: Figures) -> Table:
    """List the public figures of the whole city."""
    return Table(
        "全市公开数据",
        (
            Column("项目"),
            Column("数值", numeric=True),
            Column("单位"),
            Column("年份", numeric=True),
            Column("来源"),
            Column("可信度"),
        ),
        tuple(
            TableRow(
                (
                    Cell(fact.item),
                    Cell(
                        f"{fact.value:,g}" if abs(fact.value) < 1e5 else f"{fact.value:,.0f}",  # noqa: PLR2004
                        raw=fact.value,
                    ),
                    Cell(unit_text(fact.unit)),
                    Cell(str(fact.year or "未写明")),
                    Cell(fact.source),
                    Cell(CONFIDENCE_TEXT.get(fact.confidence, fact.confidence)),
                )
            )
            for fact in figures.snapshot.city_facts
        ),
    )
