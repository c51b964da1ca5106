"""Parks: how far circular transformation is, held against its target."""

import streamlit as st

from sihui_map.catalogue import PARK_PROGRESS
from sihui_map.ui import controls, map_frame, panels
from sihui_map.views import html, sentences, tables

figures = panels.current()

panels.heading(
    "园区循环化",
    sentences.parks_sentence(figures),
    sample=panels.has_sample(figures, PARK_PROGRESS),
    over="parks",
)
panels.problems(
    figures,
    "parks",
    "units",
    "boundaries",
    "plan/targets",
    "plan/light_rules",
    "sample/park_progress",
)


@panels.fragment
def board() -> None:
    """Show the map, the target and what the plan asks for."""
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("parks")
    with right:
        controls.town_picker(figures)
        lines = [
            sentences.target_line(item)
            for item in figures.standings
            if item.target.target_id == figures.snapshot.place.targets.circular_parks
        ]
        panels.target_list(lines)
        panels.section("分母怎么定", sentences.park_denominator(figures))
        if clause := sentences.parks_clause(figures):
            panels.section(f"第 {clause.clause_no} 条　{clause.title}")
            panels.words(clause.text, kind="quote")


board()
panels.table(tables.parks_table(figures, figures.snapshot.parks))
panels.source(figures, sentences.parks_source(figures), files=[("园区 CSV", "parks", {})])
panels.show(html.light_rule())
