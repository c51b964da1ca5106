"""Energy projects: what is built or meant, where, how large, how far."""

import streamlit as st

from sihui_map.domain.site import Site, SiteGroup, sites_matching
from sihui_map.ui import controls, map_frame, panels, parts, state
from sihui_map.views import charts, heads, labels

figures = panels.current()
sites = figures.snapshot.sites


def _of_town(matching: tuple[Site, ...]) -> tuple[Site, ...]:
    return sites_matching(matching, town_code=state.choice(()).town_code)


@panels.fragment
def head(matching: tuple[Site, ...]) -> None:
    """Show how many there are."""
    panels.head(heads.sites_head(figures, _of_town(matching)))


@panels.fragment
def beside(matching: tuple[Site, ...]) -> None:
    """Show how large they are, and how far."""
    shown = _of_town(matching)
    panels.show(*parts.sites_beside(figures, shown, state.snapshot_choice()))
    if figures.operating_capacity(SiteGroup.PV, shown):
        panels.show(parts.capacity_head())
        panels.chart(charts.capacity_chart(figures, shown), "capacity")


@panels.fragment
def below(matching: tuple[Site, ...], filters: dict[str, str]) -> None:
    """Show the list."""
    now = {**filters, state.TOWN: state.choice(()).town_code}
    chosen = {name: value for name, value in now.items() if value}
    keep = state.snapshot_choice()
    panels.show(*parts.sites_below(figures, _of_town(matching), chosen, keep))


@panels.fragment
def board() -> None:
    """Show the filters, the map and the list."""
    above = st.container()
    with st.container(horizontal=True, gap="medium"):
        kinds = controls.multi("kind", "类型", labels.kinds_among(sites))
        stages = controls.multi("stage", "阶段", labels.stages_among(sites))
    matching = sites_matching(sites, kinds=kinds, stages=stages)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        marks = [site.site_id for site in matching]
        map_frame.map_frame("sites", marks=marks, by_town=["head", "beside", "below"])
    with above:
        head(matching)
        controls.choice_bar(figures)
    with right:
        beside(matching)
    below(matching, {"kind": ",".join(kinds), "stage": ",".join(stages)})


panels.problems(figures, "sites", "units", "boundaries", "sample/sites")
board()
