"""Forest: how far the city is from its target, and where."""

import streamlit as st

from sihui_map.ui import choices, controls, map_frame, panels, parts, state
from sihui_map.views import charts, heads

figures = panels.current()
years = figures.forest_years

panels.head(heads.forest_head(figures))
controls.choice_bar(figures, years)
panels.problems(
    figures,
    "plan/targets",
    "plan/light_rules",
    "units",
    "boundaries",
    "protected_areas",
    "sink_coefficients",
    "sample/forest_cover",
)


@panels.fragment
def city() -> None:
    """Show the map."""
    measure = state.choice(years).forest.id
    map_frame.map_frame("forest", years=years, measure=measure, by_year=["towns"])


@panels.fragment
def towns() -> None:
    """Show the towns in the year of the map."""
    panels.show(*parts.forest_below(figures, state.choice(years), state.snapshot_choice()))


panels.show(*parts.forest_ruler(figures))
left, right = st.columns([11, 9], gap="medium")
with left:
    city()
with right:
    if years:
        controls.pills(state.FOREST, choices.forest_words(), runs=["city"])
    panels.show(parts.forest_numbers(figures), parts.forest_path_head(figures))
    if years:
        panels.chart(charts.forest_chart(figures), "forest_path")
    else:
        panels.show(parts.no_forest_path())
towns()
panels.show(*parts.forest_foot(figures, state.snapshot_choice()))
