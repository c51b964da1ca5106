"""A small drawing that says where a town lies; prints without a map."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any

import shapely

from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from sihui_map.figures import Figures

WIDTH = 220.0
MARGIN = 4.0


def rings(shape: Any) -> list[list[tuple[float, float]]]:  # noqa: ANN401 one or more polygons
    """Return every ring of a polygon, islands and holes alike, in the shape's own units."""
    parts = getattr(shape, "geoms", [shape])
    return [list(ring.coords) for part in parts for ring in (part.exterior, *part.interiors)]


def aspect(south: float, north: float) -> float:
    """Return a degree of latitude over one of longitude halfway between two latitudes."""
    return round(1 / cos(radians((south + north) / 2)), 2)


def locator(figures: Figures, town_code: str) -> str:
    """Return an SVG of all units with ``town_code`` filled; nothing without boundaries."""
    shapes = {
        code: shapely.geometry.shape(dict(geometry))
        for code, geometry in figures.snapshot.boundaries.items()
    }
    if not shapes:
        return ""
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    tall = aspect(south, north)
    height = (north - south) * tall * scale + 2 * MARGIN
    names = {town.town_code: town.name for town in figures.snapshot.towns}

    def path(shape: Any) -> str:  # noqa: ANN401 a polygon of one or more parts
        return "".join(
            "M"
            + "L".join(
                f"{(lon - west) * scale + MARGIN:.1f},{(north - lat) * tall * scale + MARGIN:.1f}"
                for lon, lat in ring
            )
            + "Z"
            for ring in rings(shape)
        )

    drawn = "".join(
        f'<path d="{path(shape)}" fill="{"#1b6e53" if code == town_code else "#f3f5f1"}">'
        f"<title>{plain(names.get(code, code))}</title></path>"
        for code, shape in sorted(shapes.items(), key=lambda pair: pair[0] == town_code)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}">'
        f'<g stroke="#7b8794" stroke-width="0.7">{drawn}</g></svg>'
    )
