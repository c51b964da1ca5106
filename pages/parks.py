"""Parks: how far circular transformation is, held against its target."""

import streamlit as st

from sihui_map.ui import controls, map_frame, panels, parts, state
from sihui_map.views import heads, html

figures = panels.current()

panels.head(heads.parks_head(figures))
controls.choice_bar(figures)
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
def city() -> None:
    """Show the map."""
    map_frame.map_frame("parks")


left, right = st.columns([11, 9], gap="medium")
with left:
    city()
with right:
    panels.show(*parts.parks_beside(figures))
panels.show(*parts.parks_matrix(figures, state.snapshot_choice()))
panels.show(html.light_rule())
