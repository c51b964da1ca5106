"""Energy projects: what is built or meant, where, how large, how far."""

import streamlit as st

from sihui_map.domain.site import SiteGroup, sites_matching
from sihui_map.ui import controls, map_frame, panels, parts, state
from sihui_map.views import charts, heads, labels

figures = panels.current()
sites = figures.snapshot.sites


@panels.fragment
def board() -> None:
    """Show the filters, the map and the list."""
    head = st.container()
    with st.container(horizontal=True, gap="medium"):
        kinds = controls.multi("kind", "类型", labels.kinds_among(sites))
        stages = controls.multi("stage", "阶段", labels.stages_among(sites))
    town = state.choice(()).town_code
    matching = sites_matching(sites, kinds=kinds, stages=stages)
    shown = sites_matching(matching, town_code=town)
    with head:
        panels.head(heads.sites_head(figures, shown))
        controls.choice_bar(figures)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("sites", marks=[site.site_id for site in matching])
    with right:
        panels.show(*parts.sites_beside(figures, shown, state.snapshot_choice()))
        if figures.operating_capacity(SiteGroup.PV, shown):
            panels.show(parts.capacity_head())
            panels.chart(charts.capacity_chart(figures, shown), "capacity")
    filters = {"kind": ",".join(kinds), "stage": ",".join(stages), state.TOWN: town}
    chosen = {name: value for name, value in filters.items() if value}
    panels.show(*parts.sites_below(figures, shown, chosen, state.snapshot_choice()))


panels.problems(figures, "sites", "units", "boundaries", "sample/sites")
board()
