"""What lies on a map behind and over the towns: neighbours, rivers, and which lines are real.

Lines go to the frame as whole numbers, each the step from the one before: a third of the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from sihui_map.domain.surrounding import Level
from sihui_map.views.locator import rings
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

    from sihui_map.figures import Figures

COARSE = 2_500
"""Parts of a degree to which the surroundings are drawn: 40 m, half a pixel."""
FINE = 100_000
"""The same of the county's own lines: a metre."""
RIVER_DEGREES = 0.0005
"""What a river may be moved by so that it takes fewer points: 50 m, under a pixel."""


def packed(places: Iterable[Sequence[float]], parts: int) -> list[int]:
    """Return a line of lon, lat as whole ``parts`` of a degree, each less the one before it."""
    found: list[int] = []
    last = (0, 0)
    for lon, lat, *_ in places:
        here = (round(lon * parts), round(lat * parts))
        if here != last:
            found += [here[0] - last[0], here[1] - last[1]]
        last = here
    return found


def around(figures: Figures) -> dict[str, Any]:
    """Return what the frame draws beside towns and marks.

    ``inner`` are the lines between the towns, which are schematic, ``outline`` is that of the
    county, which is not; ``box`` is where the surroundings end.
    """
    counties = [each for each in figures.snapshot.surroundings if each.level is Level.COUNTY]
    shapes = [shapely.geometry.shape(dict(each.geometry)) for each in counties]
    own, frame = figures.snapshot.place.code, shapely.box(*shapely.total_bounds(shapes or [None]))
    inner, outline = _lines(figures)
    west, south, east, north = frame.bounds if shapes else (0.0, 0.0, 0.0, 0.0)
    return {
        "box": [[south, west], [north, east]] if shapes else None,
        "areas": [
            {
                # Under the county lies its own simplified shape: no gap shows along its line.
                "name": "" if each.code == own else plain(each.name),
                "rings": [packed(ring, COARSE) for ring in rings(shape)],
            }
            for each, shape in zip(counties, shapes, strict=True)
        ],
        "rivers": list(_rivers(figures, frame if shapes else None)),
        "inner": inner,
        "outline": outline,
    }


def _rivers(figures: Figures, frame: BaseGeometry | None) -> Iterable[dict[str, Any]]:
    for river in figures.snapshot.rivers:
        line = shapely.geometry.shape(dict(river["geometry"])).simplify(RIVER_DEGREES)
        seen = line if frame is None else line.intersection(frame)
        yield {
            "name": plain(river["properties"]["name"]),
            "lines": [packed(part.coords, COARSE) for part in _parts(seen)],
        }


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if isinstance(part, shapely.LineString) and not part.is_empty]


def _lines(figures: Figures) -> tuple[list[list[int]], list[list[int]]]:
    """Return the lines between the towns, and that around all of them or around the county."""
    shapes = [
        shape
        for geometry in figures.snapshot.boundaries.values()
        if isinstance(
            shape := shapely.geometry.shape(dict(geometry)), shapely.Polygon | shapely.MultiPolygon
        )
    ]
    known = figures.snapshot.outline
    if not shapes:
        whole = shapely.geometry.shape(dict(known)).boundary if known else shapely.MultiLineString()
        return [], [packed(part.coords, FINE) for part in _merged(whole)]
    whole = shapely.union_all(shapes).boundary
    between = shapely.union_all([shape.boundary for shape in shapes]).difference(whole)
    return (
        [packed(part.coords, FINE) for part in _merged(between)],
        [packed(part.coords, FINE) for part in _merged(whole)],
    )


def _merged(lines: BaseGeometry) -> list[BaseGeometry]:
    return _parts(shapely.line_merge(lines))
