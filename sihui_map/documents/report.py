"""The yearly report (年度跟踪评估报告) as a .docx: text and tables from figures, gaps named."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.changes import compare
from sihui_map.documents.office import day_of
from sihui_map.documents.paper import (
    CENTER,
    NUMERALS,
    Paper,
    chinese_date,
    gap,
    key_table,
    marked,
    sources,
)
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.light import Light
from sihui_map.domain.progress import Freshness, TaskState, freshness
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.town import CITY, SCHEMATIC_NOTE
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt, gaps, method, names, revisions, sentences, tables
from sihui_map.views.labels import LIGHT_LABEL, LIGHT_RULE, state_label
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.changes import Changes, FigureChange, StateChange
    from sihui_map.domain.plan import Task
    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

MOST_CHANGES = 40
"""Rows of the table of changes; the largest come first."""
"""What a figure is about, by the first part of its id."""
ANNEXES = ("能源项目清单", "全市公开数据", "电网平均排放因子", "数据文件与来源")


def report(figures: Figures, *, before: Figures | None = None, approval: str = "") -> bytes:
    """Return the report as .docx; ``before`` is the snapshot it is compared with.

    ``approval`` is the 审图号; until one is entered the report says that there is none.
    """
    paper = Paper(figures, f"{_plan(figures)}年度跟踪评估报告")
    _head(paper)
    _overall(paper)
    _emissions(paper)
    _ledgers(paper)
    _sites(paper)
    _forest(paper)
    _parks(paper)
    _tasks(paper)
    _compared(paper, before)
    _open_points(paper)
    _next_steps(paper)
    _end(paper, approval)
    _annexes(paper)
    return paper.to_bytes()


def _source(*amounts: Quantity) -> str:
    return sources(amount.source for amount in amounts)


def _plan(figures: Figures) -> str:
    return figures.snapshot.place.plan.titled


def _head(paper: Paper) -> None:
    figures = paper.figures
    day = chinese_date(figures.snapshot.data_day)
    paper.title(_plan(figures), "年度跟踪评估报告")
    years = f"数据年份 {figures.default_year} 年" if figures.years else gap("尚无填报数据")
    paper.line(f"（{years}，数据截至{day}）", "Heading 2", align=CENTER)
    paper.line("", "Normal")
    paper.line(f"{gap('主送机关')}：", "Normal")
    said = f"；{fmt.SAMPLE_NOTE}" if figures.snapshot.with_sample else ""
    paper.text(
        f"为跟踪{_plan(figures)}的实施，依据{fmt.issue(figures.snapshot.issue)}"
        f"（版本 {figures.snapshot.revision}）的数据，形成本报告。"
        f"数值均由系统按同一套口径算出{said}；没有数据的写明缺失原因，不作推测；"
        "引用方案文字的，照录原文，原文疑误处标「勘误待定」。"
    )
    for problem in figures.snapshot.problems:
        paper.text(gap(problem.sentence))


def _overall(paper: Paper) -> None:
    figures = paper.figures
    paper.heading(1, "一、总体情况")
    latest = [amount for item in figures.standings for amount in item.amounts]
    sentence = sentences.overview_sentence(figures)
    paper.text(marked(sentence, *latest) if latest else gap("方案指标无法读取"))
    for year in figures.snapshot.place.plan.public_years:
        total = figures.city_total(year)
        paper.text(
            gap(f"{year} 年全市碳排放总量：{total.reason}")
            if total.value is None
            else marked(f"{year} 年全市碳排放总量 {fmt.wan_tonnes(total)} 万吨CO₂。", total)
        )
    paper.heading(2, "（一）关键数值")
    paper.table(key_table("关键数值", sentences.city_figures(figures)))
    paper.heading(2, "（二）主要指标")
    paper.table(tables.targets_table(figures), source=sources([_plan(figures), _source(*latest)]))
    paper.text(LIGHT_RULE)
    paper.heading(2, "（三）目标分解")
    told = figures.snapshot.allotments
    said = sentences.allotments_sentence(figures)
    if not told:
        paper.text(gap(said.removesuffix("。")))
        return
    paper.text(marked(said, *(figures.allotted(row) for row in told)))
    paper.table(tables.allotments_table(figures), source=sources(row.source for row in told))


def _emissions(paper: Paper) -> None:
    figures = paper.figures
    paper.heading(1, "二、镇街排放")
    if not figures.years:
        paper.text(gap("各镇街用能未见公开数据，尚无填报，不能核算排放"))
        return
    year = figures.default_year
    direct = [figures.emission(town.town_code, year) for town in figures.towns]
    paper.heading(2, "（一）排放总量")
    sentence = sentences.emissions_sentence(figures, year, TOTAL, Scope.DIRECT)
    paper.text(marked(sentence, *direct))
    paper.table(tables.ranking(figures, year, TOTAL, Scope.DIRECT), source=_source(*direct))
    paper.heading(2, "（二）排放构成")
    paper.table(tables.components(figures, year, with_plant=True), source=_source(*direct))
    paper.heading(2, "（三）年度变化")
    covers = [figures.forest_cover(CITY, year) for year in figures.forest_years]
    paper.text(*(marked(line, *direct, *covers) for line in sentences.change_lines(figures)))


def _ledgers(paper: Paper) -> None:
    figures = paper.figures
    paper.heading(1, "三、平衡表")
    plan = figures.snapshot.place.plan
    shown = dict.fromkeys((*plan.public_years[-1:], *figures.ledger_years[-1:]))
    for place, year in enumerate(shown):
        book = figures.ledger(year)
        parts = (*(row.quantity for row in book.rows), book.city_total)
        paper.heading(2, f"（{NUMERALS[place]}）{year} 年")
        paper.text(marked(sentences.ledger_sentence(book), book.residual))
        paper.table(tables.ledger_table(figures, year), source=_source(*parts))
        second = sentences.second_total_sentence(figures, year)
        if second:
            paper.text(second)
        said = figures.ledger_explanation(year)
        if said:
            paper.text(f"书面说明：{said}")
        elif year in figures.unexplained_years:
            paper.text(gap(f"{year} 年残差超过全市总量的 {RESIDUAL_PERCENT:g}%，尚无书面说明"))


def _sites(paper: Paper) -> None:
    figures = paper.figures
    shown = figures.snapshot.sites
    paper.heading(1, "四、能源项目")
    if not shown:
        paper.text(gap("没有项目数据"))
        return
    sample = any(site.value_kind is ValueKind.SAMPLE for site in shown)
    sentence = sentences.sites_sentence(figures, shown).removesuffix("。")
    paper.text(f"{sentence}{'（含示例项目）' if sample else ''}。项目清单见附表 1。")
    amounts = [figures.site_capacity(stage, group) for stage in SiteStage for group in SiteGroup]
    paper.table(tables.capacity_table(figures), source=_source(*amounts))


def _forest(paper: Paper) -> None:
    figures = paper.figures
    paper.heading(1, "五、森林碳汇")
    gaps = (figures.forest_gap_pp(), figures.forest_gap_ha())
    if figures.forest_standing is None:
        paper.text(gap("森林覆盖率目标无法读取"))
    else:
        paper.text(marked(sentences.forest_sentence(figures), *gaps))
    if figures.forest_years:
        year = figures.default_forest_year
        covers = [figures.forest_cover(town.town_code, year) for town in figures.towns]
        paper.table(tables.forest_table(figures, year), source=_source(*covers))
    else:
        paper.text(gap("各镇街森林覆盖率未报"))
    paper.table(tables.reserves_table(figures))
    paper.text(gap("森林碳汇量：尚无方法，只列法定森林覆盖率，不推算碳汇吨数"))


def _parks(paper: Paper) -> None:
    figures = paper.figures
    parks = figures.snapshot.parks
    paper.heading(1, "六、园区循环化改造")
    if not parks:
        paper.text(gap("园区名录无法读取"))
        return
    rows = figures.park_progress.values()
    shares = [figures.park_completion(year) for year in figures.park_years[-1:]]
    paper.text(marked(sentences.parks_sentence(figures), *shares))
    paper.text(sentences.park_denominator(figures))
    paper.table(
        tables.parks_table(figures, parks),
        source=sources([*(park.source for park in parks), *(row.source for row in rows)]),
    )


def _numbers(tasks: Iterable[Task]) -> str:
    return "、".join(f"第 {task.task_no} 项" for task in tasks)


def _tasks(paper: Paper) -> None:
    figures = paper.figures
    snapshot = figures.snapshot
    paper.heading(1, "七、重点任务进展")
    if not snapshot.tasks:
        paper.text(gap("任务分工表无法读取"))
        return
    heard = list(figures.latest_updates.values())
    sample = "（示例）" if any(row.kind is ValueKind.SAMPLE for row in heard) else ""
    count = sum(task.task_no in figures.latest_updates for task in snapshot.tasks)
    paper.text(
        f"{len(snapshot.actions)} 大行动、{len(snapshot.tasks)} 项任务，收到进展 {count} 项，"
        f"未收到 {len(snapshot.tasks) - count} 项{sample}。"
        "状态和进展均为牵头单位自报，距数据日期多久未更新由系统计算。"
    )
    for place, action in enumerate(snapshot.actions):
        tasks = [task for task in snapshot.tasks if task.action_no == action.action_no]
        paper.heading(2, f"（{NUMERALS[place % len(NUMERALS)]}）{action.name}")
        _action(paper, tasks)


def _action(paper: Paper, tasks: Sequence[Task]) -> None:
    figures = paper.figures
    silent = [task for task in tasks if task.task_no not in figures.latest_updates]
    told = [task for task in tasks if task.task_no in figures.latest_updates]
    paper.heading(3, "1. 任务与状态")
    paper.text(
        f"本行动共 {len(tasks)} 项任务，收到进展 {len(told)} 项"
        + (f"；未收到 {len(silent)} 项（{_numbers(silent)}）。" if silent else "。")
    )
    table = tables.tasks_table(figures, tasks).without("action")
    paper.table(table, source=figures.snapshot.place.plan.annexed, caption="任务分工与状态")
    paper.heading(3, "2. 自报进展")
    if not told:
        paper.text(gap("本行动各项任务均未收到进展"))
    for place, task in enumerate(told, start=1):
        update = figures.latest_updates[task.task_no]
        paper.heading(
            4,
            f"（{place}）第 {task.task_no} 项（第 {task.clause_no} 条）：{update.progress}"
            f"（{_told(update)}）",
        )


def _told(update: TaskUpdate) -> str:
    mark = "，示例" if update.kind is ValueKind.SAMPLE else ""
    return f"{update.unit}，{chinese_date(update.day)}{mark}"


def _compared(paper: Paper, before: Figures | None) -> None:
    figures = paper.figures
    paper.heading(1, "八、与上期相比")
    if before is None:
        paper.text(gap("没有选定用来比较的上期"))
        return
    found = compare(before, figures)
    paper.text(
        f"上期：{'，'.join(fmt.stamp(before.snapshot))}。"
        f"两期相比，{len(found.figures)} 个数值有变化，其中变化超过 5% 或新增、取消的 "
        f"{len(found.large)} 个；{len(found.ranks)} 处镇街排序变化；"
        f"{len(found.states)} 处状态变化。"
    )
    if found.figures:
        paper.heading(2, "（一）数值")
        paper.table(_changes_table(figures, found), source="两期数值逐一相比")
    if found.ranks:
        paper.heading(2, "（二）镇街排序")
        paper.table(_ranks_table(figures, found))
    if found.states:
        paper.heading(2, "（三）状态")
        paper.table(_states_table(found))


def _changes_table(figures: Figures, found: Changes) -> Table:
    ordered = sorted(found.figures, key=lambda change: -abs(change.percent or 0))
    shown = ordered[:MOST_CHANGES]
    left = len(ordered) - len(shown)
    note = f"，按变化率列前 {MOST_CHANGES} 个，其余 {left} 个未列" if left else ""
    columns = [Column(label) for label in ("数值", "单位")]
    columns += [Column(label, numeric=True) for label in ("上期", "本期", "变化", "变化率")]
    return Table(
        f"有变化的数值（共 {len(ordered)} 个{note}）",
        (*columns, Column("说明")),
        tuple(_change_row(figures, found, change) for change in shown),
    )


def _change_row(figures: Figures, found: Changes, change: FigureChange) -> TableRow:
    *amounts, unit = revisions.change_cells(change)
    return TableRow(
        (
            Cell(names.figure_name(figures, change.figure_id)),
            unit,
            *amounts,
            Cell(found.explanation_of(change) or gap("无说明")),
        )
    )


def _ranks_table(figures: Figures, found: Changes) -> Table:
    rows = (
        TableRow(
            (
                Cell(names.area_name(figures, flip.town_code)),
                Cell(str(flip.year)),
                Cell(str(flip.before)),
                Cell(str(flip.after)),
            )
        )
        for flip in found.ranks
    )
    columns = [Column(label, numeric=True) for label in ("年份", "上期位次", "本期位次")]
    return Table("直接排放由大到小的位次", (Column("镇街"), *columns), tuple(rows))


def _states_table(found: Changes) -> Table:
    rows = (
        TableRow((Cell(row.name), Cell(_state(row, row.before)), Cell(_state(row, row.after))))
        for row in found.states
    )
    return Table("状态变化", (Column("对象"), Column("上期"), Column("本期")), tuple(rows))


def _state(row: StateChange, value: str) -> str:
    if not value:
        return "无此项"
    if row.subject == "target":
        return LIGHT_LABEL[Light(value)]
    return state_label(TaskState(value)) if row.subject == "task" else value


def _open_points(paper: Paper) -> None:
    figures = paper.figures
    snapshot = figures.snapshot
    paper.heading(1, "九、存在问题与缺失（待核）")
    paper.heading(2, "（一）缺失的数值")
    paper.table(gaps.missing_table(figures))
    paper.heading(2, "（二）任务信息")
    paper.text(*_task_problems(figures))
    paper.heading(2, "（三）待核事项")
    paper.text(*_unconfirmed(figures))
    paper.heading(2, "（四）方案文字勘误待定")
    paper.table(tables.errata_table(figures), source=_plan(figures) if snapshot.errata else "")


def _task_problems(figures: Figures) -> list[str]:
    today = figures.snapshot.data_day
    ages: defaultdict[Freshness, list[Task]] = defaultdict(list)
    delayed = []
    for task in figures.snapshot.tasks:
        update = figures.latest_updates.get(task.task_no)
        ages[freshness(update, today=today)].append(task)
        if update and update.state is TaskState.DELAYED:
            delayed.append(task)
    found = (
        ("从未收到进展", ages[Freshness.NONE]),
        (str(Freshness.STALLED), ages[Freshness.STALLED]),
        (str(Freshness.AGEING), ages[Freshness.AGEING]),
        ("自报滞后", delayed),
    )
    lines = [f"{words}：{len(rows)} 项（{_numbers(rows)}）。" for words, rows in found if rows]
    return lines or ["没有未更新或滞后的任务。" if figures.snapshot.tasks else gap("没有任务数据")]


def _unconfirmed(figures: Figures) -> list[str]:
    snapshot = figures.snapshot
    parks = [park.name for park in snapshot.parks if not park.level_confirmed]
    sites = [site.name for site in snapshot.sites if site.stage is SiteStage.UNKNOWN]
    numberless = sum(item.value is None for item in figures.targets)
    lines = []
    if parks:
        lines.append(f"{len(parks)} 个园区级别待核：{'、'.join(parks)}。")
    if sites:
        lines.append(f"{len(sites)} 个项目阶段待核：{'、'.join(sites)}。")
    if numberless:
        lines.append(f"{numberless} 项指标目标尚无数值，不亮灯。")
    if figures.unexplained_years:
        years = "、".join(map(str, figures.unexplained_years))
        lines.append(f"{years} 年平衡表残差超过 {RESIDUAL_PERCENT:g}%，尚无书面说明。")
    return lines or [gap("没有可核对的数据")]


def _next_steps(paper: Paper) -> None:
    figures = paper.figures
    paper.heading(1, "十、下一步")
    told = [update for _, update in sorted(figures.latest_updates.items()) if update.next_step]
    if not told:
        paper.text(gap("没有单位报送下一步安排"))
        return
    paper.text("以下为各牵头单位自报的下一步安排，照录。")
    for update in told:
        paper.text(f"第 {update.task_no} 项：{update.next_step}（{_told(update)}）")
    known = {update.task_no for update in told}
    silent = [task for task in figures.snapshot.tasks if task.task_no not in known]
    if silent:
        paper.text(gap(f"{_numbers(silent)}任务未报下一步安排"))


def _end(paper: Paper, approval: str) -> None:
    figures = paper.figures
    paper.line("", "Normal")
    paper.text("附表：" + "；".join(f"{no}. {name}" for no, name in enumerate(ANNEXES, start=1)))
    paper.line("", "Normal")
    paper.signed(gap("发文机关署名"), chinese_date(day_of(figures.snapshot)))
    paper.heading(1, "附注")
    paper.text(
        f"1. 镇街界线：{SCHEMATIC_NOTE}；审图号：{approval or '（尚未取得）'}。",
        *(
            f"{no}. {term}：{words}"
            for no, (term, words) in enumerate(
                [*method.formulas(figures), *method.rules(figures)], start=2
            )
        ),
    )
    year = figures.default_year
    if year:
        amounts = [
            figures.direct_by_set(name, row, year)
            for name in figures.factor_sets
            for row in figures.compared_rows
        ]
        paper.table(tables.factor_sets_table(figures, year), source=_source(*amounts))


def _annexes(paper: Paper) -> None:
    figures = paper.figures
    sites = figures.snapshot.sites
    shown = (
        tables.sites_table(figures, sites),
        tables.facts_table(figures),
        tables.grid_table(figures),
        tables.files_table(figures),
    )
    origins = (sources(site.source for site in sites), "", "", "")
    for no, (name, table, source) in enumerate(zip(ANNEXES, shown, origins, strict=True), start=1):
        paper.heading(1, f"附表 {no}").paragraph_format.page_break_before = no == 1
        paper.table(table, source=source, caption=name, reasons=no > 1)
        if no == 1:
            paper.line(_site_notes(figures))


def _site_notes(figures: Figures) -> str:
    """Return what is not known of the projects: each note once, with whom it is about."""
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for site in figures.snapshot.sites:
        if site.missing_note:
            notes[site.missing_note].append(site.name)
    return "".join(f"{'、'.join(whom)}：{note}" for note, whom in notes.items())
