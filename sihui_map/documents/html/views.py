"""The other views, in the order of the screen's pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COVER, SCOPE_LABEL
from sihui_map.documents.html.parts import SHEET_ADDRESS, start_year, table_part
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind, any_sample
from sihui_map.figures.enterprises import SOURCE
from sihui_map.views import evaluation, html, method, sentences, tables, tracking
from sihui_map.views.labels import own_note, scope_notes
from sihui_map.views.maps import themes

if TYPE_CHECKING:
    from sihui_map.figures import Figures


@dataclass(frozen=True, slots=True)
class View:
    """One part of the pack: its id, its title, and what stands in it."""

    view_id: str
    title: str
    content: str


def views_of(figures: Figures) -> list[View]:
    """Return all views but the first."""
    return [
        View("emissions", "镇街排放", _emissions(figures)),
        View("ledger", "平衡表", _ledger(figures)),
        View("sites", "能源项目", _sites(figures)),
        View("forest", "森林碳汇", _forest(figures)),
        View("parks", "园区循环化", _parks(figures)),
        View("tasks", "重点任务", _tasks(figures)),
        View("targets", "主要指标", _targets(figures)),
        View("evaluation", "年度评估", _evaluation(figures)),
        View("enterprises", "重点用能单位", _enterprises(figures)),
        View("plan", "方案原文", _plan(figures)),
        View("town", "镇街自查", _towns(figures)),
        View("sources", "来源与方法", _sources(figures)),
    ]


def _emissions(figures: Figures) -> str:
    said = "每个镇街各年的数值；没有填报、没有当年因子的写明缺失，不推测。"
    parts = [html.section("镇街排放", said, sample=any_sample(figures.published().values()))]
    parts.append(html.choices({"measure": "指标", "boundary": "口径"}))
    for name, (measure, scope) in themes().items():
        table = tables.by_year(
            figures,
            figures.years,
            partial(figures.measure, measure=measure, scope=scope),
            measure,
            f"，{SCOPE_LABEL[scope]}" if measure.is_by_scope else "",
        )
        own = own_note(measure, figures.snapshot)
        beside = scope_notes(figures.snapshot, scope, with_plant=True)
        counted = beside if measure.is_by_scope else ()
        notes = [*([own] if own else []), *counted] if counted else [own]
        content = table_part(table, sentences.NO_SAMPLE) + html.paragraphs(notes, "notes")
        parts.append(html.block(content, kind="part", block_id=f"by-{name}"))
    parts.append(
        html.source_note([f"来源：能源活动 × 排放因子；{sentences.grid_words(figures)}"], [])
    )
    return "".join(parts)


def _ledger(figures: Figures) -> str:
    whole = figures.snapshot.place.whole
    said = f"各项之和与{whole}总量对账；没有公开总量的年份不列入，差额如实列出。"
    parts = [html.section("平衡表", said), html.choices({"year": "年份"})]
    for year in figures.ledger_years:
        book = figures.ledger(year)
        sample = any_sample((book.computed, book.city_total))
        notes = [sentences.ledger_sentence(book), figures.ledger_explanation(year)]
        content = (
            html.section(f"{year} 年", sample=sample)
            + table_part(tables.ledger_table(figures, year), sentences.NO_SAMPLE)
            + html.paragraphs(filter(None, notes), "notes")
        )
        parts.append(html.block(content, kind="part", block_id=f"ledger-{year}"))
    parts.append(html.source_note([f"来源：方案公开的{whole}总量；能源活动核算"], []))
    return "".join(parts)


def _sites(figures: Figures) -> str:
    sites = figures.snapshot.sites
    nothing = "没有项目资料，项目名录未读到或为空。"
    sample = any(site.value_kind is ValueKind.SAMPLE for site in sites)
    listed = table_part(tables.sites_table(figures, sites), nothing)
    return (
        html.section("能源项目", sentences.sites_sentence(figures, sites), sample=sample)
        + html.block(listed, block_id="find-sites")
        + table_part(tables.capacity_table(figures), nothing)
        + html.source_note([f"来源：{sentences.sites_source(figures)}"], [])
    )


def _forest(figures: Figures) -> str:
    years, found = figures.forest_years, figures.forest_standing
    sample = any_sample(figures.forest_cover(CITY, year) for year in years)
    parts = [html.section("森林碳汇", sentences.forest_sentence(figures), sample=sample)]
    parts.append(html.key_figures(sentences.forest_figures(figures)))
    if found is not None:
        parts.append(html.target_lines([sentences.target_line(found)]))
    parts.append(html.light_rule())
    if years:
        parts.append(
            table_part(
                tables.forest_table(figures, figures.default_forest_year), sentences.NO_SAMPLE
            )
        )
    whole = figures.snapshot.place.whole
    by_year = tables.by_year(figures, years, figures.forest_cover, COVER)
    parts += [
        table_part(by_year, f"{whole}及各镇街森林覆盖率未见公开数据，尚无填报。"),
        html.section("碳汇估算", sentences.sink_sentence(figures)),
        table_part(tables.sink_table(figures), sentences.NO_SAMPLE),
        table_part(tables.reserves_table(figures), "没有保护地资料。"),
        html.source_note(
            [f"来源：森林覆盖率只用法定口径；自然保护地名录为{sentences.reserves_source(figures)}"],
            [],
        ),
    ]
    return "".join(parts)


def _parks(figures: Figures) -> str:
    sample = any(row.kind is ValueKind.SAMPLE for row in figures.park_progress.values())
    lines = [
        sentences.target_line(item)
        for item in figures.standings
        if item.target.target_id == figures.snapshot.place.targets.circular_parks
    ]
    clause = sentences.parks_clause(figures)
    parks = figures.snapshot.parks
    return (
        html.section("园区循环化", sentences.parks_sentence(figures), sample=sample)
        + html.target_lines(lines)
        + html.light_rule()
        + html.paragraphs([sentences.park_denominator(figures)], "notes")
        + html.block(
            table_part(tables.parks_table(figures, parks), "没有园区资料，园区名录未读到或为空。"),
            block_id="find-parks",
        )
        + html.clauses([clause] if clause else [])
        + html.source_note([f"来源：{sentences.parks_source(figures)}"], [])
    )


def _tasks(figures: Figures) -> str:
    tasks = figures.snapshot.tasks
    sample = any(row.kind is ValueKind.SAMPLE for row in figures.latest_updates.values())
    listed = table_part(tables.tasks_table(figures, tasks), "任务分工文件未读到或为空。")
    return (
        html.section("重点任务", sentences.tasks_sentence(figures), sample=sample)
        + _dispatch(figures)
        + html.block(listed, block_id="find-tasks")
        + html.source_note([f"来源：{figures.snapshot.place.plan.cited}附件 1，文字照录"], [])
    )


def _dispatch(figures: Figures) -> str:
    listed = (
        tables.counts_table(figures),
        tables.attention_table(figures),
        tables.steps_table(figures),
    )
    shown = [html.table_html(table) for table in listed if table.rows]
    return (
        html.section("调度", tracking.dispatch_sentence(figures))
        + "".join(shown)
        + html.definition_list(tracking.RULES)
    )


def _targets(figures: Figures) -> str:
    sample = any_sample(amount for item in figures.standings for amount in item.amounts)
    listed = table_part(tables.targets_table(figures), "方案指标文件未读到或为空。")
    return (
        html.section("主要指标", sentences.overview_sentence(figures), sample=sample)
        + html.block(listed, block_id="find-targets")
        + html.light_rule()
        + _allotments(figures)
        + html.section("各目标的规则")
        + html.definition_list(method.light_rules(figures))
        + table_part(tables.facts_table(figures), f"没有{figures.snapshot.place.whole}公开数据。")
        + html.section("原文摘录")
        + html.quotes(figures.snapshot.targets)
        + html.source_note([f"来源：{figures.snapshot.place.plan.cited}正文"], [])
    )


def _allotments(figures: Figures) -> str:
    told = [figures.allotted(row) for row in figures.snapshot.allotments]
    said = sentences.allotments_sentence(figures)
    head = html.section("目标分解", said, sample=any_sample(told))
    board, listed = tables.allotment_board(figures), tables.allotments_table(figures)
    shown = (*([board] if board.rows else []), *([listed] if told else []))
    return head + "".join(html.table_html(each, town_at=SHEET_ADDRESS) for each in shown)


def _evaluation(figures: Figures) -> str:
    year = figures.default_evaluation_year
    found = evaluation.found_of(figures, figures.evaluated, year)
    said = evaluation.evaluation_sentence(figures, found, year)
    scores = table_part(tables.scores_table(figures), "没有自评，也没有评定。")
    return (
        html.section("年度评估", said, sample=evaluation.has_sample(figures))
        + scores
        + html.definition_list(evaluation.rules(figures))
        + html.source_note(["来源：各镇街、单位的自评和审核人员的评定"], [])
    )


def _enterprises(figures: Figures) -> str:
    nothing, own = "还没有填报。", figures.snapshot.enterprises
    sample = any(row.kind is ValueKind.SAMPLE for row in own)
    parts = (
        tables.enterprise_plans(figures),
        tables.enterprise_totals(figures),
        tables.enterprises_table(figures, own),
    )
    return (
        html.section("重点用能单位", sentences.enterprises_sentence(figures), sample=sample)
        + "".join(table_part(each, nothing) for each in parts)
        + html.paragraphs(sentences.disclosure_notes(), "notes")
        + html.source_note([f"来源：{SOURCE}"], [])
    )


def _plan(figures: Figures) -> str:
    snapshot = figures.snapshot
    said = f"{len(snapshot.actions)} 大行动、{len(snapshot.clauses)} 条，文字照录。"
    clauses = "".join(
        html.section(f"{action.action_no}. {action.name}")
        + html.paragraphs([action.intro], "quote")
        + html.clauses(item for item in snapshot.clauses if item.action_no == action.action_no)
        for action in snapshot.actions
    )
    return (
        html.section("方案原文", said if clauses else "没有方案原文：方案文件未读到或为空。")
        + table_part(tables.errata_table(figures), "没有勘误待定的条目。")
        + html.block(clauses, block_id="find-plan")
        + html.source_note([f"来源：{figures.snapshot.place.plan.cited}"], [])
    )


def _towns(figures: Figures) -> str:
    said = "选择镇街后显示该镇街的全部数据，供核对、打印。"
    if not figures.towns:
        said = "没有镇街资料：镇街名录未读到或为空。"
    prompt = html.block(html.section("镇街自查", said), kind="part", block_id="town-none")
    return prompt + "".join(
        html.block(_sheet(figures, town.town_code), kind="part", block_id=f"town-{town.town_code}")
        for town in figures.towns
    )


def _sheet(figures: Figures, code: str) -> str:
    year = start_year(figures)
    name = next(town.name for town in figures.towns if town.town_code == code)
    amounts = (figures.emission(code, item) for item in figures.years)
    said = sentences.town_sentence(figures, code, year)
    shares = tables.held_table(figures, code)
    return (
        html.section(f"镇街自查：{name}", said, sample=any_sample(amounts))
        + table_part(tables.town_series(figures, code), sentences.NO_SAMPLE)
        + table_part(tables.energy_table(figures, code), sentences.NO_SAMPLE)
        + (html.table_html(shares) if shares.rows else "")
        + table_part(tables.town_basics(figures, code), "没有基本情况。")
        + html.section("本镇街的项目、园区与任务")
        + html.paragraphs(sentences.town_things(figures, code), "list")
        + html.source_note(["来源：能源活动、人口与经济、森林、项目、园区各表"], [])
    )


def _sources(figures: Figures) -> str:
    listed = (
        (
            tables.factor_sets_table(figures, figures.default_year),
            "没有能源活动数据，无从比较。",
        ),
        (tables.files_table(figures), "没有数据文件。"),
        (tables.factors_table(figures), "没有排放因子，排放量不能计算。"),
        (tables.grid_table(figures), "没有电网因子，电力排放不能计算。"),
        (tables.coal_table(figures), "没有折标准煤系数，综合能耗不能计算。"),
        (tables.heat_table(figures, figures.default_year), "没有折标准煤系数。"),
    )
    return (
        html.section("来源与方法", method.sources_sentence(figures))
        + html.definition_list(method.formulas(figures))
        + html.section("官方规则原文")
        + html.definition_list(method.rules(figures))
        + "".join(table_part(table, nothing) for table, nothing in listed)
    )
