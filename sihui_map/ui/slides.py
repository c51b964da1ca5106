"""The slides of the presentation: what each says in one sentence, and what it draws below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.catalogue import required_tables
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import COVER, TOTAL
from sihui_map.domain.site import SiteGroup
from sihui_map.ui import cache, map_frame, panels, parts, state
from sihui_map.views import (
    charts,
    fmt,
    gaps,
    maps,
    question,
    revisions,
    sentences,
    tables,
    tracking,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

QUESTION = "question"
MAP_PX = 800
"""What a 1080 px high screen leaves for a map under a sentence of two lines."""
SHOWN = 11
"""Table rows that fit on a slide."""
WRAPPED, DENSE = 9, 5
"""Rows that fit where some take two lines, and where most do."""
TARGETS = 6


def _always(_: Figures) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: its title, its one message, what draws it, and whether samples are in it."""

    title: str
    message: Callable[[Figures], str]
    draw: Callable[[Figures], None]
    has_sample: Callable[[Figures], bool] = panels.has_sample
    has_content: Callable[[Figures], bool] = _always
    over: str = ""
    """The map that it shows."""


def _no(_: Figures) -> bool:
    return False


def _has_years(figures: Figures) -> bool:
    return bool(figures.years)


def _has_forest(figures: Figures) -> bool:
    return bool(figures.forest_years)


def _summary(figures: Figures) -> None:
    panels.key_figures(sentences.city_figures(figures))
    lines = [sentences.target_line(item) for item in tables.standings_by_need(figures)]
    panels.target_list(lines[:TARGETS])


def _emissions_said(figures: Figures) -> str:
    now = state.choice(figures.years)
    return sentences.emissions_sentence(figures, now.year, now.measure, now.scope)


def _emissions(figures: Figures) -> None:
    now = state.choice(figures.years)
    measure = maps.measure_id(now.measure, now.scope)
    map_frame.map_frame("emissions", years=figures.years, measure=measure, slide_px=MAP_PX)


def _ranked(figures: Figures) -> Table:
    year = state.choice(figures.years).year
    return tables.ranking(figures, year, TOTAL, Scope.DIRECT)


def _ranking_said(figures: Figures) -> str:
    return sentences.ranking_sentence(figures, state.choice(figures.years).year)


def _ledger(figures: Figures) -> None:
    year = figures.last_public_year
    panels.table(tables.ledger_table(figures, year))
    panels.words(*sentences.ledger_notes(figures, year), kind="notes")


def _sites_said(figures: Figures) -> str:
    return sentences.sites_sentence(figures, figures.snapshot.sites)


def _sites(figures: Figures) -> None:
    sites = figures.snapshot.sites
    left, right = st.columns([21, 19], gap="medium")
    with left:
        map_frame.map_frame("sites", marks=[site.site_id for site in sites], slide_px=MAP_PX)
    with right:
        panels.table(tables.capacity_table(figures))
        if figures.operating_capacity(SiteGroup.PV):
            panels.chart(charts.enlarged(charts.capacity_chart(figures)), "present_capacity")


def _forest(figures: Figures) -> None:
    years = figures.forest_years
    left, right = st.columns([12, 8], gap="medium")
    with left:
        map_frame.map_frame("forest", years=years, measure=COVER.id, slide_px=MAP_PX)
    with right:
        panels.show(parts.forest_numbers(figures))
        if years:
            panels.chart(charts.enlarged(charts.forest_chart(figures)), "present_forest")


def _parks(figures: Figures) -> None:
    panels.table(tables.parks_table(figures, figures.snapshot.parks).without("town"))
    panels.words(sentences.park_denominator(figures), kind="notes")


def _tasks_sampled(figures: Figures) -> bool:
    return gaps.task_states_table(figures).has_sample


def _tasks(figures: Figures) -> None:
    left, right = st.columns([7, 13], gap="medium")
    with left:
        panels.table(gaps.task_states_table(figures))
    with right:
        first = tables.attention_table(figures).only("group", "task", "lead")
        shown = first if first.rows else gaps.stalled_table(figures)
        _first_rows(shown, "全部见「调度」", WRAPPED)


def _first_rows(table: Table, rest: str, most: int = SHOWN) -> None:
    """Show as many rows as a slide holds, and say how many more there are and where."""
    panels.table(replace(table, rows=table.rows[:most]))
    if len(table.rows) > most:
        panels.words(f"另有 {len(table.rows) - most} 项，{rest}。", kind="notes")


def _has_changes(figures: Figures) -> bool:
    found = cache.changes_since(figures)
    return found is not None and bool(found.figures or found.states)


def _since_said(figures: Figures) -> str:
    found = cache.changes_since(figures)
    return sentences.changes_sentence(found) if found else "这是第一期，没有可比的上一期。"


def _since(figures: Figures) -> None:
    found = cache.changes_since(figures)
    if found is None:
        return
    share = SHOWN // max(len(revisions.change_tables(figures, found)), 1)
    for table in revisions.change_tables(figures, found, limit=share):
        panels.table(replace(table, rows=table.rows[:share]))
    if max(len(found.figures), len(found.ranks), len(found.states)) > share:
        panels.words(f"每张表最多列 {share} 行，全部变化见「历次发布」。", kind="notes")


def _missing(figures: Figures) -> None:
    left, right = st.container(key="present_dense").columns(2, gap="medium")
    with left:
        _first_rows(gaps.missing_table(figures), "全部见会议材料", DENSE)
    with right:
        _first_rows(gaps.open_table(figures, with_note=False), "全部见会议材料", DENSE)
    year = figures.years[-1] if figures.years else 0
    if year:
        told = "；".join(
            f"{table.title} {fmt.quantity(figures.count_told(table.name, year))}/"
            f"{len(figures.towns)}"
            for table in required_tables()
        )
        panels.words(f"{year} 年填全的镇街数：{told}。", kind="notes")


def _question_said(_: Figures) -> str:
    return "输入镇街或单位的名称，或拼音首字母。"


def _question(figures: Figures) -> None:
    words = question.subjects(figures)
    key = st.selectbox(
        "镇街或单位",
        list(words),
        index=None,
        format_func=words.__getitem__,
        key="present_subject",
        placeholder=question.example(figures),
        label_visibility="collapsed",
    )
    changes = cache.changes_since(figures)
    card = question.card(figures, key, changes) if key else question.whole(figures, changes)
    panels.section(card.title)
    panels.words(*card.facts, kind="facts")
    panels.words(card.since, f"由谁回答：{card.answers}", kind="notes")


SLIDES: Mapping[str, Slide] = {
    "summary": Slide("总体情况", sentences.overview_sentence, _summary, _no),
    "emissions": Slide(
        "镇街排放", _emissions_said, _emissions, has_content=_has_years, over="emissions"
    ),
    "ranking": Slide(
        "镇街排放排序",
        _ranking_said,
        lambda figures: panels.table(_ranked(figures)),
        lambda figures: _ranked(figures).has_sample,
        _has_years,
    ),
    "ledger": Slide("平衡表", sentences.ledgers_sentence, _ledger),
    "sites": Slide("能源项目", _sites_said, _sites, over="sites"),
    "forest": Slide(
        "森林覆盖率", sentences.forest_sentence, _forest, has_content=_has_forest, over="forest"
    ),
    "parks": Slide(
        "园区循环化", sentences.parks_sentence, _parks, lambda figures: bool(figures.park_years)
    ),
    "tasks": Slide("重点任务", tracking.dispatch_sentence, _tasks, _tasks_sampled),
    "since": Slide("与上期相比", _since_said, _since, _no, _has_changes),
    "missing": Slide("缺失与待核", gaps.gaps_sentence, _missing, _no),
    QUESTION: Slide("问答", _question_said, _question, _no),
}
"""Every slide but the cover, which is always the first."""
