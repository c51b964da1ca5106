"""The map's frame: the only caller of streamlit-folium.

st_folium renders the map anew on every run and waits 250 ms before it reports a click. So the map
is compiled once per revision and served as a file; the frame gets its address and, in ``state``,
what is selected, which the frame's script follows without being rebuilt.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st
import streamlit_folium

from sihui_map.ui import cache, state
from sihui_map.ui.settings import read_settings
from sihui_map.views import maps
from sihui_map.views.base_map import LEAFLET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.figures import Figures

HEIGHT_PX = 520
MAP_ADDRESS = "../../assets/maps"


@lru_cache(maxsize=16)
def _compiled(name: str, figures_id: int, approval: str) -> str:
    del figures_id  # only tells one set of figures from another
    city = maps.MAPS[name](cache.figures(), approval=approval)
    city.get_root().render()
    return str(streamlit_folium._get_map_string(city))  # noqa: SLF001 pinned; tested


def map_script(name: str) -> str:
    """Return the script of the map ``name`` for the current figures, compiled once."""
    return _compiled(name, id(cache.figures()), read_settings().approval)


def _heard(key: str, years: Sequence[int]) -> None:
    said: dict[str, Any] = st.session_state.get(key) or {}
    figures = cache.figures()
    town = str(said.get("town") or "")
    if town in {known.town_code for known in figures.towns}:
        state.choose(state.TOWN, town)
    if said.get("year") in years:
        state.choose(state.YEAR, str(said["year"]))


def map_frame(  # noqa: PLR0913 one call says all that a map shows
    name: str,
    figures: Figures,
    *,
    years: Sequence[int] = (),
    measure: str = "",
    marks: Sequence[str] | None = None,
    height_px: int = HEIGHT_PX,
) -> None:
    """Show the map ``name`` coloured by ``measure``; a click or a year in it sets the choice."""
    key = f"map_{name}"
    now = state.choice(years)
    shown = {
        "town": now.town_code or None,
        "year": now.year or None,
        "measure": measure,
        "marks": None if marks is None else list(marks),
    }
    streamlit_folium._component_func(  # noqa: SLF001 st_folium has no way to pass a state
        script=f"window.sihui.show({json.dumps(shown)});",
        state=shown,
        header="",
        html="",
        id="map_div",
        height=height_px,
        width=None,
        returned_objects=["none"],
        default={},
        zoom=None,
        center=None,
        feature_group=None,
        layer_control=None,
        return_on_hover=False,
        pixelated=False,
        wrap_longitude=False,
        css_links=[f"{LEAFLET}/leaflet.css"],
        js_links=[f"{MAP_ADDRESS}/{name}.js?v={figures.snapshot.revision}"],
        key=key,
        on_change=lambda: _heard(key, years),
    )
