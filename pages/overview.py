"""Overview: how the plan stands, where emissions are, what changed."""

import streamlit as st

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.ui import controls, map_frame, panels, state
from sihui_map.views import html, maps, sentences, tables

figures = panels.current()
SHOWN = 6

panels.heading(
    "总览", sentences.overview_sentence(figures), sample=panels.has_sample(figures), over="overview"
)
panels.problems(
    figures,
    "plan/targets",
    "plan/light_rules",
    "units",
    "boundaries",
    "rivers",
    "sample/energy_use",
)
panels.key_figures(sentences.city_figures(figures))


@panels.fragment
def board() -> None:
    """Show the map and, beside it, the targets and the chosen town."""
    now = state.choice(figures.years)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame(
            "overview",
            years=figures.years,
            measure=maps.measure_id(TOTAL, Scope.DIRECT),
        )
    with right:
        controls.town_picker(figures)
        panels.town_panel(figures, now)
        lines = [sentences.target_line(item) for item in tables.standings_by_need(figures)]
        panels.section("主要指标")
        panels.target_list(lines[:SHOWN])
        if len(lines) > SHOWN:
            with st.expander(f"其余 {len(lines) - SHOWN} 项指标"):
                panels.target_list(lines[SHOWN:])


board()
panels.section("最近变化", sample=panels.has_sample(figures))
panels.words(*sentences.change_lines(figures), kind="list")
panels.show(html.light_rule())
panels.source(
    figures,
    figures.snapshot.place.plan.cited,
    files=[("指标表 CSV", "targets", {}), ("项目表 CSV", "sites", {})],
)
