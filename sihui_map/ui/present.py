"""The presentation: numbered slides from the same figures, large, with the live map."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from sihui_map import workflow
from sihui_map.catalogue import required_tables
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import COVER, TOTAL
from sihui_map.changes import compare
from sihui_map.domain.site import SiteGroup
from sihui_map.errors import ChoiceError
from sihui_map.ui import cache, map_frame, panels, state
from sihui_map.views import charts, fmt, gaps, html, maps, question, revisions, sentences, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.changes import Changes
    from sihui_map.figures import Figures
    from sihui_map.ui.editor import Writer
    from sihui_map.views.table import Table

ORDER = "present_order"
SLIDE = "slide"
MAP_PX = 876
"""What a 1080 px high screen leaves for a map under the heading."""
SHOWN = 12
"""Table rows that fit on a slide."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: its title, and what draws it and says the sentence beside the title."""

    title: str
    draw: Callable[[Figures], Said]
    has_content: Callable[[Figures], bool] = lambda _: True
    over: str = ""
    """The map that it shows."""


class Said(NamedTuple):
    """What a slide says beside its title, and whether samples are in it."""

    sentence: str
    sample: bool = False


def _summary(figures: Figures) -> Said:
    panels.key_figures(sentences.city_figures(figures))
    lines = [sentences.target_line(item) for item in tables.standings_by_need(figures)]
    panels.target_list(lines[:6])
    return Said(sentences.overview_sentence(figures))


def _emissions(figures: Figures) -> Said:
    now = state.choice(figures.years)
    measure = maps.measure_id(now.measure, now.scope)
    map_frame.map_frame("emissions", years=figures.years, measure=measure, height_px=MAP_PX)
    sentence = sentences.emissions_sentence(figures, now.year, now.measure, now.scope)
    return Said(sentence, panels.has_sample(figures))


def _ranking(figures: Figures) -> Said:
    now = state.choice(figures.years)
    ranking = tables.ranking(figures, now.year, TOTAL, Scope.DIRECT)
    panels.table(ranking)
    return Said(f"{now.year} 年直接排放，由多到少。", ranking.has_sample)


def _ledger(figures: Figures) -> Said:
    year = figures.last_public_year
    panels.table(tables.ledger_table(figures, year))
    panels.words(*sentences.ledger_notes(figures, year), kind="notes")
    return Said(sentences.ledgers_sentence(figures), panels.has_sample(figures))


def _sites(figures: Figures) -> Said:
    sites = figures.snapshot.sites
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("sites", marks=[site.site_id for site in sites], height_px=MAP_PX)
    with right:
        panels.table(tables.capacity_table(figures))
        if figures.operating_capacity(SiteGroup.PV):
            panels.chart(charts.enlarged(charts.capacity_chart(figures)), "present_capacity")
    return Said(sentences.sites_sentence(figures, sites), panels.has_sample(figures))


def _forest(figures: Figures) -> Said:
    years = figures.forest_years
    left, right = st.columns([12, 8], gap="medium")
    with left:
        map_frame.map_frame("forest", years=years, measure=COVER.id, height_px=MAP_PX)
    with right:
        panels.key_figures(sentences.forest_figures(figures))
        if years:
            panels.chart(charts.enlarged(charts.forest_chart(figures)), "present_forest")
    return Said(sentences.forest_sentence(figures), bool(years))


def _parks(figures: Figures) -> Said:
    panels.table(tables.parks_table(figures, figures.snapshot.parks))
    panels.words(sentences.park_denominator(figures), kind="notes")
    return Said(sentences.parks_sentence(figures), bool(figures.park_years))


def _tasks(figures: Figures) -> Said:
    states, stalled = gaps.task_states_table(figures), gaps.stalled_table(figures)
    left, right = st.columns([7, 13], gap="medium")
    with left:
        panels.table(states)
    with right:
        _first_rows(stalled, "全部见「重点任务」")
    return Said(sentences.tasks_sentence(figures), states.has_sample)


def _first_rows(table: Table, rest: str) -> None:
    """Show as many rows as a slide holds, and say how many more there are and where."""
    panels.table(replace(table, rows=table.rows[:SHOWN]))
    if len(table.rows) > SHOWN:
        panels.words(f"另有 {len(table.rows) - SHOWN} 项，{rest}。", kind="notes")


def _since(figures: Figures) -> Said:
    found = changes_since(figures)
    if found is None:
        return Said("这是第一期，没有可比的上一期。")
    share = SHOWN // max(len(revisions.change_tables(figures, found)), 1)
    for table in revisions.change_tables(figures, found, limit=share):
        panels.table(replace(table, rows=table.rows[:share]))
    if max(len(found.figures), len(found.ranks), len(found.states)) > share:
        panels.words(f"每张表最多列 {share} 行，全部变化见「历次发布」。", kind="notes")
    return Said(sentences.changes_sentence(found))


def _missing(figures: Figures) -> Said:
    left, right = st.container(key="present_dense").columns([9, 11], gap="medium")
    with left:
        _first_rows(gaps.missing_table(figures), "全部见会议材料")
    with right:
        _first_rows(gaps.open_table(figures, with_note=False), "全部见会议材料")
    year = figures.years[-1] if figures.years else 0
    if year:
        told = "；".join(
            f"{table.title} {fmt.quantity(figures.count_told(table.name, year))}/"
            f"{len(figures.towns)}"
            for table in required_tables()
        )
        panels.words(f"{year} 年填全的镇街数：{told}。", kind="notes")
    return Said(gaps.gaps_sentence(figures))


def _question(figures: Figures) -> Said:
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
    if key:
        card = question.card(figures, key, changes_since(figures))
        panels.section(card.title)
        panels.words(*card.facts, kind="facts")
        panels.words(card.since, f"由谁回答：{card.answers}", kind="notes")
    return Said("输入镇街或单位的名称，或拼音首字母。")


def _has_years(figures: Figures) -> bool:
    return bool(figures.years)


def _has_forest(figures: Figures) -> bool:
    return bool(figures.forest_years)


def _has_changes(figures: Figures) -> bool:
    found = changes_since(figures)
    return found is not None and bool(found.figures or found.states)


SLIDES: Mapping[str, Slide] = {
    "summary": Slide("总体情况", _summary),
    "emissions": Slide("镇街排放", _emissions, _has_years, over="emissions"),
    "ranking": Slide("镇街排放排序", _ranking, _has_years),
    "ledger": Slide("平衡表", _ledger),
    "sites": Slide("能源项目", _sites, over="sites"),
    "forest": Slide("森林覆盖率", _forest, _has_forest, over="forest"),
    "parks": Slide("园区循环化", _parks),
    "tasks": Slide("重点任务", _tasks),
    "since": Slide("与上期相比", _since, _has_changes),
    "missing": Slide("缺失与待核", _missing),
    "question": Slide("问答", _question),
}


def changes_since(figures: Figures) -> Changes | None:
    """Return what changed since the meeting before; None where there was none."""
    before = cache.archive().before(figures)
    return compare(before, figures) if before else None


def order() -> list[str]:
    """Return the slides in the order that was kept, all of them where none was."""
    try:
        kept = json.loads(cache.archive().store.preference(ORDER) or "[]")
    except json.JSONDecodeError:  # a backup is a file that someone handed over
        kept = []
    names = dict.fromkeys(map(str, kept)) if isinstance(kept, list) else {}
    return [name for name in names if name in SLIDES] or list(SLIDES)


def keep_order(names: list[str], *, who: str) -> None:
    """Keep ``names`` as the order of the slides; those left out are not shown."""
    unknown = [name for name in names if name not in SLIDES]
    if unknown or not names:
        msg = f"放映顺序至少要有一页，可选：{'、'.join(slide.title for slide in SLIDES.values())}"
        raise ChoiceError(msg)
    workflow.keep_preference(cache.archive(), ORDER, json.dumps(names), who=who)


def address() -> str:
    """Return where the presentation of the shown snapshot begins."""
    chosen = state.snapshot_choice()
    return "./present" + (f"?{urlencode(chosen)}" if chosen else "")


def _turn(to: int) -> None:
    st.query_params[SLIDE] = str(to)


def show(figures: Figures) -> None:
    """Show the slide that the address names, and how to turn the pages."""
    names = [name for name in order() if SLIDES[name].has_content(figures)] or list(SLIDES)[:1]
    given = str(st.query_params.get(SLIDE, "1"))
    place = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 1  # noqa: PLR2004 three digits do
    place = min(max(place, 1), len(names))
    slide = SLIDES[names[place - 1]]
    with st.container(key="present"):
        head = st.container()
        # Body first: its new map replaces the old one before the new title stands above it.
        with st.container():
            said = slide.draw(figures)
        with head:
            panels.heading(slide.title, said.sentence, sample=said.sample, over=slide.over)
        panels.show(html.footer(figures))  # on a screen too small for it in the line below
    with st.container(key="present_foot", horizontal=True, vertical_alignment="center"):
        for key, label, to in (
            ("first", "首页", 1),
            ("back", "上一页", place - 1),
            ("next", "下一页", place + 1),
            ("last", "末页", len(names)),
        ):
            at_end = to == place or not 1 <= to <= len(names)
            st.button(label, key=f"present_{key}", disabled=at_end, on_click=_turn, args=(to,))
        panels.show(html.slide_foot(figures, place, len(names)))


def order_editor(who: Writer | None) -> None:
    """Offer the order of the slides; whoever may write can keep it."""
    titles = {name: slide.title for name, slide in SLIDES.items()}
    picked = st.multiselect(
        "放映顺序（按选择的先后；去掉的不放映）",
        list(titles),
        default=order(),
        format_func=titles.__getitem__,
        key="present_order_edit",
        placeholder="请选择",
    )
    if not who:
        panels.words("要保存顺序，请先在「数据填报」输入填报口令。", kind="notes")
    elif st.button("保存顺序", key="present_order_keep"):
        keep_order(list(picked), who=who.sign())
        panels.words("已保存。下次打开汇报就按这个顺序。", kind="done")
