"""One town on one page: everything known about it, to check and to print."""

import streamlit as st

from sihui_map.catalogue import ENERGY_USE
from sihui_map.ui import controls, map_frame, panels, parts, state
from sihui_map.views import charts, drawn, heads, html, maps, sentences, tables

figures = panels.current()
panels.problems(figures, "units", "boundaries", "sample/energy_use", "sample/town_context")
head = st.container()
now = state.choice(figures.years)
controls.choice_bar(figures, figures.years)


def sheet() -> None:
    """Show everything about the chosen town."""
    name = panels.town_name(figures, now.town_code)
    with head:
        panels.heading(
            f"镇街自查：{name}",
            sentences.town_sentence(figures, now.town_code, now.year),
            sample=panels.has_sample(figures, ENERGY_USE),
        )
    with st.container(key="town_sheet"):
        left, right = st.columns([13, 7], gap="medium")
    with left:
        if figures.years:
            panels.key_figures(sentences.town_figures(figures, now.town_code, now.year))
        if (series := tables.town_series(figures, now.town_code)).rows:
            panels.table(series)
        if figures.years:
            panels.table(tables.energy_table(figures, now.town_code))
        if (held := tables.held_table(figures, now.town_code)).rows:
            panels.table(held)
            panels.words(sentences.held_sentence(figures, now.town_code), kind="notes")
        if not figures.years:
            panels.table(tables.owed_table(figures, now.town_code, now.year))
            panels.words(sentences.owed_sentence(figures), kind="notes")
        panels.table(tables.town_basics(figures, now.town_code))
    with right:
        if figures.snapshot.boundaries:
            panels.show(
                drawn.locator(
                    now.town_code, name, figures.snapshot.revision, snapshot=state.snapshot_id()
                )
            )
        if figures.years:
            panels.section("历年排放构成")
            panels.chart(charts.town_chart(figures, now.town_code), "town_chart")
        panels.section("本镇街的项目、园区与任务")
        panels.words(*sentences.town_things(figures, now.town_code), kind="list")
    panels.words(
        "请核对：数值、单位、年份、项目所在地。"
        f"有出入时，请联系{figures.snapshot.place.office}更正，并说明依据。",
        kind="notes",
    )
    panels.show(html.buttons([("打印本页", "print")]))
    panels.source(
        figures,
        "能源活动、人口与经济、森林、项目、园区各表",
        files=[
            ("历年数据 CSV", "town", {"town": now.town_code}),
            ("能源活动 CSV", "energy", {"town": now.town_code}),
        ],
    )


if now.town_code:
    sheet()
else:
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("town", years=figures.years, measure=maps.TOLD)
    with head:
        panels.head(heads.town_head(figures, now.year))
    with right:
        panels.show(parts.towns_told(figures, now, state.snapshot_choice()))
    panels.show(*parts.towns_below(figures, now, state.snapshot_choice()))
