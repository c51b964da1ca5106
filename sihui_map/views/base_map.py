"""The empty map every page starts from: Leaflet from our own server, no tiles, no CDN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium

if TYPE_CHECKING:
    from sihui_map.domain.place import MapView

LEAFLET = (
    "../../../assets/leaflet"  # seen from the component's frame, so it holds under a base path
)


class BaseMap(folium.Map):
    """A folium map that asks our own server for Leaflet instead of four CDNs."""

    default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]  # noqa: RUF012 folium's own attribute
    default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css")]  # noqa: RUF012


def base_map(view: MapView) -> BaseMap:
    """Return a fresh map of ``view``: adding a layer changes it, so pages never share one."""
    return BaseMap(
        location=(view.centre_lat, view.centre_lon),  # folium's order, not GeoJSON's
        zoom_start=10,
        tiles=None,
        zoom_snap=0.1,
        zoom_delta=0.5,
        scroll_wheel_zoom=False,  # a page that scrolls must not zoom by accident
        min_zoom=8,
        max_zoom=15,
    )
