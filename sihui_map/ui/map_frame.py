"""The map's frame: streamlit-folium's front end, one component for each map.

st_folium renders the map anew on every run and waits 250 ms before it reports a click. So the map
is compiled once per revision and served as a file; the frame gets its address and, in ``state``,
what is selected, which the frame's script follows without being rebuilt. Each map is a component
with an address of its own: from that a frame knows its map, whatever the page's address says while
it changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st
from cachetools import LRUCache, cached

from sihui_map.settings import read_settings
from sihui_map.ui import panels, state
from sihui_map.ui.streamlit_inside.component import component, drawing
from sihui_map.ui.streamlit_inside.pages import digest
from sihui_map.views import maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.figures import Figures

RANDOM_NAME = re.compile(r"[0-9a-f]{32}")
COMPONENTS = {name: component(name, title) for name, title in maps.TITLES.items()}
KEPT = 40
"""Compiled maps in memory at once, some 20 kB each."""


@dataclass(frozen=True, slots=True)
class CompiledMap:
    """A map's script; ``address`` tells it from every other one, so that a browser may keep it."""

    script: str
    version: str
    address: str


def _key(name: str, figures: Figures, approval: str) -> tuple[str, str, str]:
    return name, figures.snapshot.revision, approval


@cached(LRUCache(KEPT), key=_key, condition=Condition())
def _compiled(name: str, figures: Figures, approval: str) -> CompiledMap:
    city = maps.MAPS[name](figures, approval=approval)
    drawn = _numbered(drawing(city))
    # In a function: the component's own script, if late, would take a global map for its own.
    script = "if (window.sihui.isWanted(document.currentScript)) {(() => {\n" + drawn + "\n})();}"
    version = digest(script)
    query = urlencode({"v": version, state.SNAPSHOT: figures.snapshot.revision})
    return CompiledMap(script, version, f"{name}.js?{query}")


def _numbered(script: str) -> str:
    """Return ``script`` with folium's random names counted instead, so that replicas agree."""
    seen: dict[str, str] = {}
    return RANDOM_NAME.sub(lambda found: seen.setdefault(found[0], f"n{len(seen)}"), script)


def compiled_map(name: str, figures: Figures) -> CompiledMap:
    """Return the map ``name`` of ``figures``, compiled once."""
    return _compiled(name, figures, read_settings().approval)


def _heard(
    figures: Figures, key: str, years: Sequence[int], by_town: Sequence[str], by_year: Sequence[str]
) -> None:
    said: dict[str, Any] = st.session_state.get(key) or {}
    town = str(said.get("town") or "")
    choices: dict[str, str] = {}
    if town in {known.town_code for known in figures.towns}:
        choices[state.TOWN] = town
    if said.get("year") in years and said["year"] != state.choice(years).year:
        choices[state.YEAR] = str(said["year"])
    state.choose(**choices)
    panels.run_only(by_year if state.YEAR in choices else by_town)


def map_frame(  # noqa: PLR0913 each by its name
    name: str,
    *,
    years: Sequence[int] = (),
    measure: str = "",
    marks: Sequence[str] | None = None,
    slide_px: int = 0,
    by_town: Sequence[str] = (),
    by_year: Sequence[str] = (),
) -> None:
    """Show the map ``name`` coloured by ``measure``; a click or a year in it sets the choice.

    With ``slide_px`` it is part of a slide: as tall as that, its type large, its keys those of the
    slide. ``by_town`` and ``by_year`` name the fragments that show the town and the year: a click
    runs them and nothing else. The frame need not be told what it said; by ``heard`` it knows an
    answer that is older than its last click. Without them the fragment runs that holds the frame.
    """
    key = f"map_{name}"
    now, figures = state.choice(years), panels.current()
    shown = {
        "map": compiled_map(name, figures).address,
        "town": now.town_code or None,
        "year": now.year or None,
        "measure": measure,
        "marks": None if marks is None else list(marks),
        "slide": slide_px,
        "heard": (st.session_state.get(key) or {}).get("n"),
    }
    COMPONENTS[name](
        state=shown,
        height_px=slide_px or maps.HEIGHT_PX[name],
        key=key,
        on_change=lambda: _heard(figures, key, years, by_town, by_year),
    )
