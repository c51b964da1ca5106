"""The map's frame: the only caller of streamlit-folium.

st_folium renders the map anew on every run and waits 250 ms before it reports a click. So the map
is compiled once per revision and served as a file; the frame gets its address and, in ``state``,
what is selected, which the frame's script follows without being rebuilt.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st
import streamlit_folium

from sihui_map.settings import read_settings
from sihui_map.ui import cache, state
from sihui_map.ui.static import digest
from sihui_map.views import maps
from sihui_map.views.base_map import LEAFLET

if TYPE_CHECKING:
    from collections.abc import Sequence


RANDOM_NAME = re.compile(r"[0-9a-f]{32}")
MAP_ADDRESS = "../../assets/maps"


@dataclass(frozen=True, slots=True)
class CompiledMap:
    """A map's script, and what tells it from every other one, so that a browser may keep it."""

    script: str
    version: str


@lru_cache(maxsize=16)
def _compiled(name: str, snapshot: str, revision: str, approval: str) -> CompiledMap:
    del revision  # tells one set of figures from another; an id() may come again
    city = maps.MAPS[name](cache.figures(snapshot), approval=approval)
    city.get_root().render()
    drawn = _numbered(str(streamlit_folium._get_map_string(city)))  # noqa: SLF001 pinned; tested
    # The frame may load it before Streamlit asks it to: whoever comes second does nothing.
    script = f"if (!window.sihuiMade) {{ window.sihuiMade = true;\n{drawn}\n}}"
    return CompiledMap(script, digest(script))


def _numbered(script: str) -> str:
    """Return ``script`` with folium's random names counted instead, so that replicas agree."""
    seen: dict[str, str] = {}
    return RANDOM_NAME.sub(lambda found: seen.setdefault(found[0], f"n{len(seen)}"), script)


def compiled_maps(*names: str, snapshot: str = "") -> tuple[CompiledMap, ...]:
    """Return the maps ``names`` of a snapshot, "" for the newest, each compiled once."""
    revision, approval = cache.figures(snapshot).snapshot.revision, read_settings().approval
    return tuple(_compiled(name, snapshot, revision, approval) for name in names)


def _address(name: str) -> str:
    """Return where the frame finds the map ``name`` of the snapshot that is shown."""
    snapshot = state.snapshot_id()
    (found,) = compiled_maps(name, snapshot=snapshot)
    query = urlencode({"v": found.version, **state.snapshot_choice()})
    return f"{MAP_ADDRESS}/{name}.js?{query}"


def map_versions() -> tuple[tuple[str, str], ...]:
    """Return every map with its version."""
    found = compiled_maps(*maps.MAPS)
    return tuple((name, each.version) for name, each in zip(maps.MAPS, found, strict=True))


def _heard(key: str, years: Sequence[int]) -> None:
    said: dict[str, Any] = st.session_state.get(key) or {}
    figures = cache.figures(state.snapshot_id())
    town = str(said.get("town") or "")
    choices: dict[str, str] = {}
    if town in {known.town_code for known in figures.towns}:
        choices[state.TOWN] = town
    if said.get("year") in years and said["year"] != state.choice(years).year:
        choices[state.YEAR] = str(said["year"])
    state.choose(**choices)


def map_frame(
    name: str,
    *,
    years: Sequence[int] = (),
    measure: str = "",
    marks: Sequence[str] | None = None,
    height_px: int = 0,
) -> None:
    """Show the map ``name`` coloured by ``measure``; a click or a year in it sets the choice.

    With ``height_px`` it is as tall as that, its type large.
    """
    key = f"map_{name}"
    now = state.choice(years)
    shown = {
        "town": now.town_code or None,
        "year": now.year or None,
        "measure": measure,
        "marks": None if marks is None else list(marks),
        "height": height_px,
    }
    streamlit_folium._component_func(  # noqa: SLF001 st_folium has no way to pass a state
        script=f"window.sihui.show({json.dumps(shown)});",
        state=shown,
        header="",
        html="",
        id="map_div",
        height=height_px or maps.HEIGHT_PX[name],
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
        js_links=[_address(name)],
        key=key,
        on_change=lambda: _heard(key, years),
    )
