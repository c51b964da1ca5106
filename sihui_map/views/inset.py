"""A drawing as wide as a thumb: where the county lies in its city and its province."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import shapely

from sihui_map.domain.surrounding import Level
from sihui_map.views.locator import aspect, rings
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.domain.surrounding import Surrounding
    from sihui_map.figures import Figures

WIDTH = 480
"""Whole units across the drawing: four to a pixel."""
FILL = {Level.PROVINCE: "#e3e8e5", Level.CITY: "#a9cbbb", Level.COUNTY: "#1b6e53"}
LINE = 3


def inset(figures: Figures) -> dict[str, Any] | None:
    """Return the drawing, what it shows, and its key; nothing where its areas are not known."""
    place, known = figures.snapshot.place, figures.snapshot.surroundings
    own = [each for each in known if each.level is Level.COUNTY and each.code == place.code]
    wider = [each for each in known if each.level is not Level.COUNTY]
    # A city without counties is its own city.
    shown = sorted(
        [each for each in wider if each.name != place.name], key=lambda each: each.code[2:]
    )
    if not (own and shown):
        return None
    areas = [*shown, own[0]]
    names = "".join(area.name for area in shown)
    return {
        "draw": _svg(areas),
        "title": plain(f"{place.name}在{names}的位置"),
        "key": [[FILL[area.level], plain(area.name)] for area in reversed(areas)],
    }


def _svg(areas: Sequence[Surrounding]) -> str:
    """Return the areas, the widest first, each over the one before."""
    shapes = [shapely.geometry.shape(dict(area.geometry)) for area in areas]
    west, south, east, north = shapes[0].bounds
    scale, tall = (WIDTH - 2 * LINE) / (east - west), aspect(south, north)
    height = round((north - south) * tall * scale) + 2 * LINE

    def path(ring: Sequence[tuple[float, float]]) -> str:
        places = [
            (round((lon - west) * scale) + LINE, round((north - lat) * tall * scale) + LINE)
            for lon, lat in ring
        ]
        steps = [
            (x - before_x, y - before_y)
            for (before_x, before_y), (x, y) in pairwise(places)
            if (x, y) != (before_x, before_y)
        ]
        return f"M{places[0][0]},{places[0][1]}l" + " ".join(f"{x},{y}" for x, y in steps) + "z"

    drawn = "".join(
        f'<path fill="{FILL[area.level]}" d="{"".join(map(path, rings(shape)))}"/>'
        for area, shape in zip(areas, shapes, strict=True)
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true">'
        f'<g stroke="#7b8794" stroke-width="{LINE}">{drawn}</g></svg>'
    )
