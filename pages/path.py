"""A scenario to the last year of the plan: what if coal, photovoltaics and use were otherwise."""

import streamlit as st

from sihui_map.domain.value import ValueKind
from sihui_map.ui import levers, panels
from sihui_map.views import charts, sentences, tables

figures = panels.current()
base = figures.scenarios.base
panels.problems(
    figures, "emission_factors", "grid_factors", "named_sources", "sample/energy"
)  # fmt: skip


@panels.fragment
def board() -> None:
    """Show the answer, the levers beside the chart, the years and every assumption."""
    head = st.container()
    left, right = st.columns([7, 13], gap="medium")
    with left:
        panels.section("动哪些", "地址里记着设定，存下或发给别人，打开就是同一个情景。")
        now, given = levers.levers()
    with head:
        is_sample = base is not None and base.kind is ValueKind.SAMPLE
        panels.heading("达峰情景", sentences.path_sentence(figures, now), sample=is_sample)
    table = tables.path_table(figures, now)
    with right:
        panels.key_figures(sentences.pv_figures(figures, now))
        if table.rows:
            panels.chart(charts.path_chart(figures, now), "path")
        else:
            panels.city_totals(figures)
    if table.rows:
        panels.table(table.without("nature", "settings"))
    panels.section("怎么算的")
    panels.words(*sentences.path_notes(figures, now), kind="list")
    files = [("情景 CSV", "path", given)] if table.rows else []
    panels.source(figures, "能源活动、因子集、电网排放因子；其余由使用者设定", files=files)


board()
