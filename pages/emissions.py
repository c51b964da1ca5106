"""Town emissions: who emits how much, of what, by which measure; and does it add up."""

import streamlit as st

from sihui_map.catalogue.indicators import SCOPE_LABEL, town_measures
from sihui_map.ui import controls, map_frame, panels, state
from sihui_map.views import charts, labels, maps, sentences, tables

figures, snapshot = panels.current(), panels.current().snapshot
PARTS, PART, DRAWN = ("平衡表", "构成图", "构成表"), "emissions_part", "emissions_drawn"


@panels.fragment
def board() -> None:
    """Show the map, then the answer, the switches, the chosen town and the ranking."""
    now = state.choice(figures.years, has_plant=snapshot.has_plant)
    if st.session_state.get(DRAWN) not in (None, (now.year, now.with_plant)):
        st.session_state[DRAWN] = None
        st.rerun()  # the part below shows another year
    head, switches = st.container(), st.container(horizontal=True, gap="medium")
    left, right = st.columns([11, 9], gap="medium")
    with left:  # first: the frame takes longest
        measure = maps.measure_id(now.measure, now.scope)
        marks = None if now.with_plant else ()
        map_frame.map_frame("emissions", years=figures.years, measure=measure, marks=marks)
    with head:
        said = sentences.emissions_sentence(figures, now.year, now.measure, now.scope)
        panels.heading("镇街排放", said, sample="energy_use" in figures.sampled, over="emissions")
    with switches:
        controls.pills(state.MEASURE, "指标", {each.id: each.short for each in town_measures()})
        if now.measure.is_by_scope:
            controls.pills(state.SCOPE, "口径", SCOPE_LABEL)
        if snapshot.has_plant:
            controls.pills(state.PLANT, "热电厂", {state.ON: "含", state.OFF: "不含"})
        controls.town_picker(figures, width_px=190)
    with right:
        panels.town_panel(figures, now)
        if figures.years:
            ranking = tables.ranking(figures, now.year, now.measure, now.scope)
            panels.table(ranking, keep={state.YEAR: str(now.year), state.MEASURE: now.measure.id})
        else:
            panels.section(sentences.totals_heading(figures, "方案只公开"))
            panels.city_totals(figures)
    within = labels.scope_notes(snapshot, now.scope, with_plant=now.with_plant)
    own = within if now.measure.is_by_scope else [labels.own_note(now.measure, snapshot.place)]
    rank = {"year": now.year, "measure": now.measure.id, "boundary": now.scope}
    panels.source(
        figures,
        sentences.energy_source(figures),
        files=[("排序表 CSV", "ranking", rank)] if figures.years else [],
        notes=(*own, *labels.plant_notes(snapshot, with_plant=now.with_plant)),
    )


@panels.fragment
def parts() -> None:
    """Show the ledger, or what each town's emissions are made of."""
    now = state.choice(figures.years, has_plant=snapshot.has_plant)
    part = controls.section(PART, PARTS)
    st.session_state[DRAWN] = None if part == "平衡表" else (now.year, now.with_plant)
    if part == "平衡表":
        panels.ledger(figures, panels.ledger_year(figures))
        return
    if part == "构成图":
        panels.section(f"{now.year} 年各镇街排放构成", labels.COMPOSITION_NOTE)
        panels.chart(charts.component_chart(figures, now.year, with_plant=now.with_plant), "stack")
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
