"""Town emissions: who emits how much, of what, by which measure; and does it add up."""

import streamlit as st

from sihui_map.ui import choices, controls, map_frame, panels, state
from sihui_map.ui import parts as blocks
from sihui_map.views import heads, maps, sentences, tables

figures, snapshot = panels.current(), panels.current().snapshot
PART, ALL = "emissions_part", ("board", "parts")


@panels.fragment
def told() -> None:
    """Show the story of the chosen town."""
    now = state.choice(figures.years, has_plant=snapshot.has_plant)
    panels.show(blocks.town_story(figures, now, state.snapshot_choice()))


@panels.fragment
def board() -> None:
    """Show the map, then the answer, the switches, the chosen town and the ranking."""
    now = state.choice(figures.years, has_plant=snapshot.has_plant)
    head, switches = st.container(), st.container(horizontal=True, gap="medium")
    left, right = st.columns([11, 9], gap="medium")
    with left:  # first: the frame takes longest
        measure = maps.measure_id(now.measure, now.scope)
        marks = None if now.with_plant else ()
        map_frame.map_frame(
            "emissions",
            years=figures.years,
            measure=measure,
            marks=marks,
            by_town=["told"],
            by_year=ALL,
        )
    with head:
        panels.head(heads.emissions_head(figures, now.year, now.measure, now.scope))
        controls.choice_bar(figures, figures.years)
    with switches:
        controls.pills(state.MEASURE, choices.measure_words())
        if now.measure.is_by_scope:
            controls.pills(state.SCOPE, choices.scope_words())
        if snapshot.has_plant:
            controls.pills(state.PLANT, choices.PLANT_WORDS, runs=ALL)
    with right:
        told()
        if figures.years:
            panels.show(blocks.ranking(figures, now, state.snapshot_choice()))
        else:
            panels.show(blocks.totals_head(figures))
            panels.city_totals(figures)
    panels.show(*blocks.emissions_below(figures, now, state.snapshot_choice()))


@panels.fragment
def parts() -> None:
    """Show the ledger of the map's year, or what each town's emissions are made of."""
    now = state.choice(figures.years, has_plant=snapshot.has_plant)
    part = controls.section(PART, blocks.EMISSIONS_PARTS)
    keep = state.snapshot_choice()
    if part == "平衡表":
        panels.show(*blocks.ledger(figures, now, keep))
        return
    if part == "构成图":
        panels.show(blocks.composition(figures, now, keep))
    else:
        panels.table(tables.components(figures, now.year, with_plant=now.with_plant))
    params = {"year": now.year, "plant": state.ON if now.with_plant else state.OFF}
    files = [("构成表 CSV", "components", params)] if figures.years else []
    notes = sentences.components_notes(figures, now.year, with_plant=now.with_plant)
    panels.source(figures, "能源活动", files=files, notes=notes)


panels.problems(
    figures, "units", "boundaries", "class_breaks", "emission_factors", "grid_factors",
    "heat_factors", "named_sources", "city_context", "sample/energy", "sample/town", "sample/ledger"
)  # fmt: skip
board()
parts()
