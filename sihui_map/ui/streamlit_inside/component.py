"""The front end of streamlit-folium as a component of our own, one for each map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import streamlit_folium
from streamlit.components.v1.custom_component import CustomComponent

from sihui_map.ui.streamlit_inside.pages import FRAME_FOLDER
from sihui_map.views.base_map import LEAFLET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import folium


class Component(Protocol):
    """What puts a map's frame on the page."""

    def __call__(
        self, *, state: Mapping[str, Any], height_px: int, key: str, on_change: Callable[[], None]
    ) -> None:
        """Show the frame, ``height_px`` tall, with ``state``; call when it says something."""


def component(name: str, title: str) -> Component:
    """Return the frame of the map ``name``; ``title`` is what a screen reader hears of it."""
    frame = CustomComponent(name=title, url=f".{FRAME_FOLDER}{name}/")  # ui/static.py answers that

    def show(
        *, state: Mapping[str, Any], height_px: int, key: str, on_change: Callable[[], None]
    ) -> None:
        frame(
            script="",  # the frame's own script draws the map that ``state`` names
            state=state,
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
            js_links=[],
            key=key,
            on_change=on_change,
        )

    return show


def drawing(city: folium.Map) -> str:
    """Return the script that draws ``city`` in the frame."""
    city.get_root().render()
    return str(streamlit_folium._get_map_string(city))  # noqa: SLF001 pinned; tested
