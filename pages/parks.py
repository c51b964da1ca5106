"""Parks: how far circular transformation is, held against 2030."""

import streamlit as st

from sihui_map.domain.dataset import PARK_PROGRESS
from sihui_map.figures import PARK_TARGET
from sihui_map.ui import controls, map_frame, panels
from sihui_map.views import html, sentences, tables

figures = panels.current()

panels.heading(
    "园区循环化",
    sentences.parks_sentence(figures),
    sample=panels.has_sample(figures, PARK_PROGRESS),
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
    """Show the map, the target and what clause 27 asks for."""
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("parks")
    with right:
        controls.town_picker(figures)
        lines = [
            sentences.target_line(item)
            for item in figures.standings
            if item.target.target_id == PARK_TARGET
        ]
        panels.target_list(lines)
        panels.section("分母怎么定", sentences.park_denominator(figures))
        for clause in figures.snapshot.clauses:
            if clause.clause_no == 27:  # noqa: PLR2004 the clause on parks
                panels.section(f"第 27 条　{clause.title}")
                panels.words(clause.text, kind="quote")


board()
panels.table(tables.parks_table(figures, figures.snapshot.parks))
panels.source(figures, "方案第 27 条；园区名录见来源与方法", files=[("园区 CSV", "parks", {})])
panels.show(html.light_rule())
