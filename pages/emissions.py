"""Town emissions: who emits how much, of what, by which measure; and does it add up."""

import streamlit as st

from sihui_map.figures import COMPONENT_MEASURES
from sihui_map.ui import controls, map_frame, panels, state
from sihui_map.views import charts, labels, maps, sentences, tables

figures = panels.current()
PARTS = ("平衡表", "构成图", "构成表")


@st.fragment
def board() -> None:
    """Show the answer, the switches, the map, the ranking and the chosen town."""
    now = state.choice(figures.years)
    head = st.container()
    switches = st.container(horizontal=True, gap="medium")
    with switches:
        controls.pills(state.MEASURE, "指标", labels.MEASURE_SHORT)
        if now.measure not in COMPONENT_MEASURES:
            controls.pills(state.BOUNDARY, "口径", labels.BOUNDARY_LABEL)
        controls.pills(state.PLANT, "热电厂", {state.ON: "含", state.OFF: "不含"})
        with st.container(width=190):
            controls.town_picker(figures)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        map_frame.map_frame(
            "emissions",
            years=figures.years,
            measure=maps.measure_id(now.measure, now.boundary),
            marks=None if now.with_plant else [],
        )
    with right:
        panels.town_panel(figures, now)
        if figures.years:
            panels.table(
                tables.ranking(figures, now.year, now.measure, now.boundary),
                keep={state.YEAR: str(now.year), state.MEASURE: now.measure},
            )
        else:
            panels.section("全市碳排放总量：方案只公开三个年份")
            panels.chart(charts.city_chart(figures), "city_total")
    sentence = sentences.emissions_sentence(figures, now.year, now.measure, now.boundary)
    with head:
        panels.heading("镇街排放", sentence, sample=panels.has_sample(figures))
    rank = {"year": now.year, "measure": now.measure, "boundary": now.boundary}
    is_part = now.measure in COMPONENT_MEASURES
    scope = (
        labels.MEASURE_DISPLAY[now.measure].note if is_part else labels.BOUNDARY_NOTE[now.boundary]
    )
    panels.words(*filter(None, (scope, labels.PLANT_NOTE[now.with_plant])), kind="notes")
    panels.source(
        figures,
        "能源活动 × enterprise_2015 因子集；电力按广东电网平均因子",
        files=[("排序表 CSV", "ranking", rank)] if figures.years else [],
    )
    part = controls.section("emissions_part", PARTS)
    plant = state.ON if now.with_plant else state.OFF
    if part == "平衡表":
        panels.ledger(figures)
    elif not figures.years:
        panels.words("尚无填报数据。")
    elif part == "构成图":
        panels.section(f"{now.year} 年各镇街排放构成", "零线以下为净外送电力。")
        panels.chart(charts.component_chart(figures, now.year, with_plant=now.with_plant), "stack")
    else:
        panels.table(tables.components(figures, now.year, with_plant=now.with_plant))
    if part != "平衡表" and figures.years:
        params = {"year": now.year, "plant": plant}
        panels.source(figures, "能源活动", files=[("构成表 CSV", "components", params)])


panels.problems(
    figures, "units", "boundaries", "emission_factors", "grid_factors", "named_sources",
    "city_context", "sample/energy_use", "sample/town_context", "sample/ledger_reported",
)  # fmt: skip
board()
