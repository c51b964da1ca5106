"""Energy projects: what is built or meant, where, how large, how far."""

import streamlit as st

from sihui_map.catalogue import SITES
from sihui_map.domain.site import SiteGroup, SiteKind, SiteStage, sites_matching
from sihui_map.ui import controls, map_frame, panels, state
from sihui_map.views import charts, labels, sentences, tables

figures = panels.current()
sites = figures.snapshot.sites


@panels.fragment
def board() -> None:
    """Show the filters, the map and the list."""
    head = st.container()
    kinds_here = {site.kind: labels.SITE_KIND_LABEL[site.kind] for site in sites}
    stages_here = {site.stage: str(site.stage) for site in sites}
    with st.container(horizontal=True, gap="medium"):
        kinds = controls.multi(
            "kind", "类型", {kind: kinds_here[kind] for kind in SiteKind if kind in kinds_here}
        )
        stages = controls.multi(
            "stage", "阶段", {item: stages_here[item] for item in SiteStage if item in stages_here}
        )
    town = state.choice(()).town_code
    matching = sites_matching(sites, kinds=kinds, stages=stages)
    shown = sites_matching(matching, town_code=town)
    with head:
        panels.heading(
            "能源项目",
            sentences.sites_sentence(figures, shown),
            sample=panels.has_sample(figures, SITES),
            over="sites",
        )
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame("sites", marks=[site.site_id for site in matching])
    with right:
        controls.town_picker(figures)
        if shown:
            panels.table(tables.capacity_table(figures, shown))
        if figures.operating_capacity(SiteGroup.PV, shown):
            panels.section("光伏、储能投产规模（累计）")
            panels.chart(charts.capacity_chart(figures, shown), "capacity")
    if shown:
        panels.table(tables.sites_table(figures, shown))
    else:
        panels.words("没有符合条件的项目，请放宽类型、阶段或镇街。")
    filters = {"kind": ",".join(kinds), "stage": ",".join(stages), state.TOWN: town}
    chosen = {name: value for name, value in filters.items() if value}
    panels.source(
        figures,
        sentences.sites_source(figures),
        files=[("项目清单 CSV", "sites", chosen), ("各阶段规模 CSV", "capacity", chosen)],
    )


panels.problems(figures, "sites", "units", "boundaries", "sample/sites")
board()
