"""Forest: how far the city is from its target, and where."""

import streamlit as st

from sihui_map.catalogue import FOREST_COVER
from sihui_map.catalogue.indicators import COVER
from sihui_map.ui import controls, map_frame, panels, state
from sihui_map.views import charts, html, sentences, tables

figures = panels.current()
years = figures.forest_years

panels.heading(
    "森林碳汇",
    sentences.forest_sentence(figures),
    sample=panels.has_sample(figures, FOREST_COVER),
    over="forest",
)
panels.problems(
    figures,
    "plan/targets",
    "plan/light_rules",
    "units",
    "boundaries",
    "protected_areas",
    "sample/forest_cover",
)


@panels.fragment
def board() -> None:
    """Show the map, the path and the towns."""
    now = state.choice(years)
    panels.key_figures(sentences.forest_figures(figures))
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("forest", years=years, measure=COVER.id)
    with right:
        controls.town_picker(figures)
        panels.section(f"{figures.snapshot.place.whole}进度与直线路径")
        if years:
            panels.chart(charts.forest_chart(figures), "forest_path")
        else:
            panels.words("没有森林覆盖率数据，不画路径。填报后，这里显示每年的数值与应达值。")
        if figures.forest_standing is not None:
            panels.target_list([sentences.target_line(figures.forest_standing)])
    if years:
        panels.table(tables.forest_table(figures, now.year), keep={state.YEAR: str(now.year)})
        panels.source(
            figures,
            "森林覆盖率只用法定口径，不与卫星遥感林地混用",
            files=[("森林覆盖率 CSV", "forest", {"year": now.year})],
        )


board()
panels.section("自然保护地", sentences.reserves_sentence(figures))
if figures.snapshot.protected_areas:
    panels.table(tables.reserves_table(figures))
    panels.source(
        figures,
        sentences.reserves_source(figures),
        files=[("自然保护地 CSV", "reserves", {})],
    )
panels.show(html.light_rule())
