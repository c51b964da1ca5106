"""The offline pack: the whole dashboard as one page that opens from a USB stick.

Everything stands in the page as tables; the script only chooses, colours, searches and filters.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from pypinyin import Style, lazy_pinyin

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import COVER, SCOPE_LABEL, TOTAL, town_measures
from sihui_map.documents.pack_map import MISSING, OUTSIDE, map_svg, swatch, unplaced
from sihui_map.documents.printed import why as reason_of
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteKind, SiteStage
from sihui_map.domain.town import CITY, SCHEMATIC_NOTE
from sihui_map.domain.value import ValueKind, any_sample
from sihui_map.views import fmt, html, method, sentences, tables
from sihui_map.views.board import site_legend, town_measure
from sihui_map.views.labels import (
    NO_TOWN,
    SITE_KIND_LABEL,
    own_note,
    scope_notes,
    state_label,
)
from sihui_map.views.maps import measure_id, themes
from sihui_map.views.markup import plain
from sihui_map.views.rounding import rounding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

ASSETS = files("sihui_map.documents") / "assets"
SHEET_ADDRESS = "#town-"
START = measure_id(TOTAL, Scope.DIRECT)
FIRST_TARGETS = 4
NO_SHAPES = "没有可用的镇街界线，地图不能显示；请看下面各表。"


@dataclass(frozen=True, slots=True)
class View:
    """One part of the pack: its id, its title, and what stands in it."""

    view_id: str
    title: str
    content: str


def pack(figures: Figures, *, approval: str = "") -> bytes:
    """Return the pack as one HTML file in UTF-8; ``approval`` is the 审图号.

    The same figures give the same bytes.
    """
    script, style = _asset("pack.js"), _asset("pack.css")
    views = _views(figures)
    note = f"{SCHEMATIC_NOTE} · 审图号：{approval or '（尚未取得）'}"
    stamp = (f"{figures.snapshot.place.title}（离线版）", *fmt.full_stamp(figures.snapshot), note)
    is_sample = any_sample(figures.published().values())
    page = Template(_asset("pack.html")).substitute(
        script=script,
        script_hash=_digest(script),
        style=style,
        style_hash=_digest(style),
        title=plain(f"{figures.snapshot.place.title}（{figures.snapshot.revision}）"),
        heading=html.heading(
            figures.snapshot.place.title, " · ".join(("离线版", *fmt.stamp(figures.snapshot)))
        ),
        no_town=NO_TOWN,
        switches=html.choices({"measure": "指标", "boundary": "口径"}),
        years=html.choices({"year": "年份"}),
        buttons=html.buttons([("打印本页", "print"), ("打印全部", "print-all")]),
        nav="".join(
            f'<a href="#{view_id}">{title}</a>'
            for view_id, title in [("map", "一张图"), *((v.view_id, v.title) for v in views)]
        ),
        problems="".join(html.failure(item.sentence) for item in figures.snapshot.problems),
        answer=plain(_answer(figures, _start_year(figures), TOTAL, Scope.DIRECT)),
        sample=html.tag("示例") if is_sample else "",
        legends=_legends(figures) + _unplaced(figures),
        map=map_svg(figures, START) or html.failure(NO_SHAPES),
        map_note=_mark_legend(figures) + plain(note),
        facts=_city_facts(figures),
        ranking=_first_ranking(figures),
        targets=_first_targets(figures),
        map_foot=html.source_note(["来源：能源活动 × 排放因子，详见来源与方法"], []),
        views="".join(_section(view) for view in views),
        stamp=" · ".join(map(plain, stamp)),
        data=_json(_data(figures)),
    )
    return page.encode()


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")


def _section(view: View) -> str:
    return f'<section class="view" id="{view.view_id}">{view.content}</section>'


def _start_year(figures: Figures) -> int:
    return figures.default_year or figures.last_public_year


def _answer(figures: Figures, year: int, measure: Indicator, scope: Scope) -> str:
    return sentences.emissions_sentence(figures, year, measure, scope)


def _table(table: Table, nothing: str) -> str:
    """Return ``table``, or the sentence ``nothing`` where it has no row."""
    if not table.rows:
        return html.paragraphs([f"{table.title}：{nothing}"], "gap-note")
    reasons = dict.fromkeys(
        reason_of(cell) for row in table.rows for cell in row.cells if cell.style == "missing"
    )
    why = "；".join(filter(None, reasons))
    notes = [f"缺失的原因：{why}。" if why else "", rounding(table)]
    said = html.paragraphs(filter(None, notes), "notes") if any(notes) else ""
    return html.table_html(table, town_at=SHEET_ADDRESS) + said


# The first view: what can be read before anything is chosen.


def _legends(figures: Figures) -> str:
    found = []
    words = plain(figures.snapshot.place.outside_legend)
    is_part = any(not town.in_scope for town in figures.snapshot.towns)
    hatched = [(MISSING, "缺失"), *([(OUTSIDE, words)] if is_part else [])]
    for name, (measure, scope) in themes().items():
        shown = town_measure(figures, measure, scope)
        classes = zip(shown["colors"], shown["legend"], strict=False)  # no data, no legend
        rows = [*list(classes)[::-1], *hatched]
        items = "".join(f"<li>{swatch(color)}{text}</li>" for color, text in rows)
        within = f"<br>{SCOPE_LABEL[scope]}" if measure.is_by_scope else ""
        found.append(
            f'<section class="legend" id="legend-{name}"{"" if name == START else " hidden"}>'
            f"<h3>{shown['label']}<small>{shown['unit']}{within}</small></h3><ul>{items}</ul>"
            f"<p>{shown['note']}</p></section>"
        )
    return "".join(found)


def _unplaced(figures: Figures) -> str:
    names = unplaced(figures)
    if not names:
        return ""
    return (
        f"<details><summary>位置未公开、不上图的 {len(names)} 处</summary>"
        f"{html.paragraphs(names, 'list')}</details>"
    )


def _city_facts(figures: Figures) -> str:
    items = sentences.city_figures(figures)
    said = sentences.overview_sentence(figures)
    sample = any_sample(amount for item in figures.standings for amount in item.amounts)
    return html.section("全市", said, sample=sample) + html.key_figures(items)


def _first_ranking(figures: Figures) -> str:
    if not figures.years:
        return ""
    table = tables.ranking(figures, _start_year(figures), TOTAL, Scope.DIRECT)
    return html.table_html(table, town_at=SHEET_ADDRESS)


def _first_targets(figures: Figures) -> str:
    lines = [sentences.target_line(item) for item in tables.standings_by_need(figures)]
    head = html.section("主要指标", f"先列 {FIRST_TARGETS} 项，其余见主要指标。")
    content = head + html.target_lines(lines[:FIRST_TARGETS]) + html.light_rule()
    return html.block(content, kind="first-targets") if lines else ""


def _mark_legend(figures: Figures) -> str:
    if not figures.snapshot.sites:
        return ""
    marks = [f"{mark['glyph']}＝{mark['text']}" for mark in site_legend(figures.snapshot.sites)]
    return html.paragraphs(["；".join(mark.removeprefix("＝") for mark in marks)], "marks-note")


# The other views, in the order of the screen's pages.


def _views(figures: Figures) -> list[View]:
    return [
        View("emissions", "镇街排放", _emissions(figures)),
        View("ledger", "平衡表", _ledger(figures)),
        View("sites", "能源项目", _sites(figures)),
        View("forest", "森林碳汇", _forest(figures)),
        View("parks", "园区循环化", _parks(figures)),
        View("tasks", "重点任务", _tasks(figures)),
        View("targets", "主要指标", _targets(figures)),
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
        own = own_note(measure, figures.snapshot.place)
        counted = scope_notes(scope, with_plant=True) if measure.is_by_scope else ()
        notes = [*([own] if own else []), *counted] if counted else [own]
        content = _table(table, sentences.NO_SAMPLE) + html.paragraphs(notes, "notes")
        parts.append(html.block(content, kind="part", block_id=f"by-{name}"))
    parts.append(
        html.source_note([f"来源：能源活动 × 排放因子；{sentences.grid_words(figures)}"], [])
    )
    return "".join(parts)


def _ledger(figures: Figures) -> str:
    said = "各项之和与全市总量对账；没有公开总量的年份不列入，差额如实列出。"
    parts = [html.section("平衡表", said), html.choices({"year": "年份"})]
    for year in figures.ledger_years:
        book = figures.ledger(year)
        sample = any_sample((book.computed, book.city_total))
        notes = [sentences.ledger_sentence(book), figures.ledger_explanation(year)]
        content = (
            html.section(f"{year} 年", sample=sample)
            + _table(tables.ledger_table(figures, year), sentences.NO_SAMPLE)
            + html.paragraphs(filter(None, notes), "notes")
        )
        parts.append(html.block(content, kind="part", block_id=f"ledger-{year}"))
    parts.append(html.source_note(["来源：方案公开的全市总量；能源活动核算"], []))
    return "".join(parts)


def _sites(figures: Figures) -> str:
    sites = figures.snapshot.sites
    nothing = "没有项目资料，项目名录未读到或为空。"
    sample = any(site.value_kind is ValueKind.SAMPLE for site in sites)
    listed = _table(tables.sites_table(figures, sites), nothing)
    return (
        html.section("能源项目", sentences.sites_sentence(figures, sites), sample=sample)
        + html.block(listed, block_id="find-sites")
        + _table(tables.capacity_table(figures), nothing)
        + html.source_note(["来源：方案第 6、7、9、26 条；Global Energy Monitor（热电厂坐标）"], [])
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
            _table(tables.forest_table(figures, figures.default_forest_year), sentences.NO_SAMPLE)
        )
    by_year = tables.by_year(figures, years, figures.forest_cover, COVER)
    parts += [
        _table(by_year, "全市及各镇街森林覆盖率未见公开数据，尚无填报。"),
        _table(tables.reserves_table(figures), "没有保护地资料。"),
        html.source_note(
            [
                f"来源：森林覆盖率只用法定口径；自然保护地名录为{figures.snapshot.place.plan.issued_by}公示"
            ],
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
            _table(tables.parks_table(figures, parks), "没有园区资料，园区名录未读到或为空。"),
            block_id="find-parks",
        )
        + html.clauses([clause] if clause else [])
        + html.source_note([f"来源：{sentences.parks_source(figures)}"], [])
    )


def _tasks(figures: Figures) -> str:
    tasks = figures.snapshot.tasks
    sample = any(row.kind is ValueKind.SAMPLE for row in figures.latest_updates.values())
    listed = _table(tables.tasks_table(figures, tasks), "任务分工文件未读到或为空。")
    return (
        html.section("重点任务", sentences.tasks_sentence(figures), sample=sample)
        + html.block(listed, block_id="find-tasks")
        + html.source_note([f"来源：{figures.snapshot.place.plan.cited}附件 1，文字照录"], [])
    )


def _targets(figures: Figures) -> str:
    sample = any_sample(amount for item in figures.standings for amount in item.amounts)
    listed = _table(tables.targets_table(figures), "方案指标文件未读到或为空。")
    return (
        html.section("主要指标", sentences.overview_sentence(figures), sample=sample)
        + html.block(listed, block_id="find-targets")
        + html.light_rule()
        + _allotments(figures)
        + html.section("各目标的规则")
        + html.definition_list(method.light_rules(figures))
        + _table(tables.facts_table(figures), "没有全市公开数据。")
        + html.section("原文摘录")
        + html.quotes(figures.snapshot.targets)
        + html.source_note([f"来源：{figures.snapshot.place.plan.cited}正文"], [])
    )


def _allotments(figures: Figures) -> str:
    told = [figures.allotted(row) for row in figures.snapshot.allotments]
    said = sentences.allotments_sentence(figures)
    head = html.section("目标分解", said, sample=any_sample(told))
    return head + (html.table_html(tables.allotments_table(figures)) if told else "")


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
        + _table(tables.errata_table(figures), "没有勘误待定的条目。")
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
    year = _start_year(figures)
    name = next(town.name for town in figures.towns if town.town_code == code)
    amounts = (figures.emission(code, item) for item in figures.years)
    said = sentences.town_sentence(figures, code, year)
    shares = tables.allotments_table(figures, code)
    return (
        html.section(f"镇街自查：{name}", said, sample=any_sample(amounts))
        + _table(tables.town_series(figures, code), sentences.NO_SAMPLE)
        + _table(tables.energy_table(figures, code), sentences.NO_SAMPLE)
        + (html.table_html(shares) if shares.rows else "")
        + _table(tables.town_basics(figures, code), "没有基本情况。")
        + html.section("本镇街的项目与园区")
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
        + "".join(_table(table, nothing) for table, nothing in listed)
    )


# What the script needs beside the tables.


def _data(figures: Figures) -> dict[str, Any]:
    years = figures.ledger_years
    return {
        "years": years,
        "start": {"year": str(_start_year(figures)), "measure": "total", "boundary": "direct"},
        "choices": {
            "measure": [[each.id, each.short] for each in town_measures()],
            "boundary": [[scope, text] for scope, text in SCOPE_LABEL.items()],
        },
        "parts": [each.id for each in town_measures() if not each.is_by_scope],
        "towns": [[town.town_code, plain(town.name)] for town in figures.towns],
        "measures": {
            name: _measure(figures, measure, scope) for name, (measure, scope) in themes().items()
        },
        "cityFacts": _city_facts(figures),
        "facts": {
            town.town_code: {year: _facts(figures, town.town_code, year) for year in years}
            for town in figures.towns
        },
        "filters": _filters(figures),
        "search": _search(figures),
    }


def _measure(figures: Figures, measure: Indicator, scope: Scope) -> dict[str, Any]:
    shown = town_measure(figures, measure, scope)
    rankings = {year: tables.ranking(figures, year, measure, scope) for year in figures.years}
    return {
        **{part: shown[part] for part in ("label", "unit", "colors", "dark", "cells")},
        "said": {
            year: plain(_answer(figures, year, measure, scope)) for year in figures.ledger_years
        },
        "ranking": {
            year: {
                "title": plain(table.title),
                "rows": [[row.town_code, table.cell(row, "share").style] for row in table.rows],
            }
            for year, table in rankings.items()
        },
    }


def _facts(figures: Figures, code: str, year: int) -> str:
    name = next(town.name for town in figures.towns if town.town_code == code)
    sample = any_sample([figures.emission(code, year)])
    head = html.section(name, sentences.town_sentence(figures, code, year), sample=sample)
    if year in figures.years:
        items = sentences.town_figures(figures, code, year)
        head += html.key_figures(items, compact=True)
    return head + html.buttons([("打开镇街自查表", "sheet")])


def _filters(figures: Figures) -> list[dict[str, Any]]:
    snapshot = figures.snapshot
    units = snapshot.departments
    leads = {unit for task in snapshot.tasks for unit in task.lead_units}
    helpers = {unit for task in snapshot.tasks for unit in task.cooperating_units}
    kinds = {site.kind for site in snapshot.sites}
    stages = {site.stage for site in snapshot.sites}
    states = {row.state for row in figures.latest_updates.values()} | {TaskState.NO_INFORMATION}
    columns: dict[str, list[tuple[str, Iterable[str]]]] = {
        "find-tasks": [
            ("行动", [action.name for action in snapshot.actions]),
            ("牵头单位", _in_order(units, leads)),
            ("配合单位", _in_order(units, helpers)),
            ("状态（自报）", [state_label(state) for state in TaskState if state in states]),
        ],
        "find-sites": [
            ("类型", [SITE_KIND_LABEL[kind] for kind in SiteKind if kind in kinds]),
            ("阶段", [stage for stage in SiteStage if stage in stages]),
            ("镇街", [town.name for town in figures.towns]),
        ],
    }
    return [
        {
            "block": block,
            "columns": [[label, [plain(text) for text in texts]] for label, texts in asked],
        }
        for block, asked in columns.items()
    ]


def _in_order(units: Sequence[str], used: set[str]) -> list[str]:
    """Return the units that are ``used`` in the plan's order, then those it does not list."""
    return [unit for unit in units if unit in used] + sorted(used - {*units})


def _search(figures: Figures) -> list[dict[str, Any]]:
    snapshot = figures.snapshot
    names = {action.action_no: action.name for action in snapshot.actions}
    towns = [
        _entry("镇街", town.name, "", "map", keys=[town.pinyin.lower()], town=town.town_code)
        for town in figures.towns
    ]
    units = [_unit(figures, unit) for unit in snapshot.departments]
    sites = [
        _entry("项目", site.name, f"{SITE_KIND_LABEL[site.kind]} {site.stage} {site.town_text}",
               "sites", row=row)
        for row, site in enumerate(snapshot.sites)
    ]  # fmt: skip
    parks = [
        _entry("园区", park.name, f"{park.town_text} {park.industries}", "parks", row=row)
        for row, park in enumerate(snapshot.parks)
    ]
    targets = [
        _entry("指标", item.target.indicator, item.target.quote, "targets", row=row)
        for row, item in enumerate(tables.standings_by_need(figures))
    ]
    tasks = [
        _entry("任务", f"任务 {task.task_no}　{names.get(task.action_no, '')}", task.text, "tasks",
               row=row)
        for row, task in enumerate(snapshot.tasks)
    ]  # fmt: skip
    shown = [
        item
        for action in snapshot.actions
        for item in snapshot.clauses
        if item.action_no == action.action_no
    ]
    clauses = [
        _entry("条款", f"第 {item.clause_no} 条　{item.title}", item.text, "plan", row=row)
        for row, item in enumerate(shown)
    ]
    return [*towns, *units, *sites, *parks, *targets, *tasks, *clauses]


def _entry(  # noqa: PLR0913 a row is a row
    kind: str, title: str, text: str, view: str, *, row: int = -1,
    keys: Sequence[str] = (), town: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Return what the script finds: ``row`` is its place in the table or the clauses of a view."""
    initials = "".join(lazy_pinyin(title, style=Style.FIRST_LETTER)).lower()
    return {
        "kind": kind,
        "title": plain(title),
        "text": plain(text),
        "keys": [plain(key) for key in (initials, "".join(lazy_pinyin(title)).lower(), *keys)],
        "view": view,
        "block": f"find-{view}",
        "row": row,
        "town": town,
    }


def _unit(figures: Figures, unit: str) -> dict[str, Any]:
    leads = sum(unit in task.lead_units for task in figures.snapshot.tasks)
    helps = sum(unit in task.cooperating_units for task in figures.snapshot.tasks)
    column = "牵头单位" if leads else "配合单位"
    entry = _entry("单位", unit, f"牵头 {leads} 项任务，配合 {helps} 项任务", "tasks")
    return entry | {"filter": [column, plain(unit)]}
