"""Overview: the city's last total, how the targets stand, who owes data, what changed."""

import streamlit as st

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.ui import controls, map_frame, panels, parts, state
from sihui_map.views import heads, maps

figures = panels.current()

panels.head(heads.overview_head(figures))
controls.choice_bar(figures, figures.years)
panels.problems(
    figures,
    "plan/targets",
    "plan/light_rules",
    "units",
    "boundaries",
    "rivers",
    "surroundings",
    "sample/energy_use",
)


@panels.fragment
def told() -> None:
    """Show the key figures of the chosen town."""
    panels.show(panels.town_card(figures, state.choice(figures.years)))


left, right = st.columns([11, 9], gap="medium")
with left:
    map_frame.map_frame(
        "overview",
        years=figures.years,
        measure=maps.measure_id(TOTAL, Scope.DIRECT),
        by_town=["told"],
        by_year=["told"],
    )
with right:
    panels.show(*parts.overview_picture(figures, state.snapshot_choice()))
    told()
    panels.show(*parts.overview_targets(figures))
panels.show(*parts.overview_below(figures, state.snapshot_choice()))
