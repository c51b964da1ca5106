"""Read the unit polygons, rivers and surroundings, WGS84, and refuse what is not a clean coverage.

A boundary file is read by Python and shapely alone: GDAL would open what its content claims to be
and fetch the address it names. Counted before anything is computed with it, it takes no longer
than its numbers allow, and GEOS lets other threads run meanwhile; so no other process is needed,
whose start would cost each command a second.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import shapely
from shapely.errors import ShapelyError

from sihui_map.domain.surrounding import Level, Surrounding
from sihui_map.domain.town import is_town_code, is_wgs84
from sihui_map.errors import DataFileError
from sihui_map.reference.rows import RESTORE, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from sihui_map.reference.files import Files

BOUNDARIES = "boundaries.geojson"
RIVERS = "rivers.geojson"
OUTLINE = "outline.geojson"
SURROUNDINGS = "surroundings.geojson"
REBUILD = "运行 python -m scripts.build_boundaries 重建，或从安装包恢复该文件"
MOST_SIGNS = 4_000_000
MOST_FEATURES = 500
MOST_VERTICES = 50_000
"""Of all features: the published boundaries have some 500."""
MAX_GAP_DEGREES = 0.0005
"""About 50 m: shapely overlooks gaps between units unless it is told how wide one may be."""
NESTED = {
    "Point": 0,
    "LineString": 1,
    "MultiPoint": 1,
    "Polygon": 2,
    "MultiLineString": 2,
    "MultiPolygon": 3,
}
"""Kind of geometry → how many lists lie around its positions."""
NO_GEOJSON = "不是有效的 GeoJSON"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its properties and its shape."""

    properties: Mapping[str, Any]
    shape: BaseGeometry


def read_layer(files: Files, file: str) -> tuple[Feature, ...]:
    """Return the features of a GeoJSON ``file``, in WGS84 as RFC 7946 says; at least one."""
    text = read_text(files, file)
    if len(text) > MOST_SIGNS:
        raise DataFileError(file, None, f"文件超过 {MOST_SIGNS // 10_000} 万字", REBUILD)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise DataFileError(file, error.lineno, "不是有效的 JSON", REBUILD) from None
    except (RecursionError, ValueError):  # a list in a list without end; a number of 5,000 digits
        raise DataFileError(file, None, NO_GEOJSON, REBUILD) from None
    return tuple(_Layer(file).features(document))


class _Layer:
    """Turns one parsed document into features, counting as it goes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.vertices = 0

    def refuse(self, problem: str) -> NoReturn:
        raise DataFileError(self.file, None, problem, REBUILD)

    def features(self, document: object) -> Iterator[Feature]:
        found = document.get("features") if isinstance(document, dict) else None
        if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
            self.refuse(NO_GEOJSON)
        if not isinstance(found, list):
            self.refuse(NO_GEOJSON)
        if not found:
            self.refuse("没有任何要素")
        if len(found) > MOST_FEATURES:
            self.refuse(f"要素超过 {MOST_FEATURES} 个")
        for each in found:
            yield self._feature(each)

    def _feature(self, said: object) -> Feature:
        if not isinstance(said, dict) or said.get("type") != "Feature":
            self.refuse(NO_GEOJSON)
        properties, geometry = said.get("properties") or {}, said.get("geometry")
        if geometry is None:
            self.refuse("有要素没有图形")
        if not isinstance(properties, dict) or not isinstance(geometry, dict):
            self.refuse(NO_GEOJSON)
        kind, coordinates = geometry.get("type"), geometry.get("coordinates")
        if not isinstance(kind, str) or kind not in NESTED:
            self.refuse(NO_GEOJSON)
        plain = {"type": kind, "coordinates": self._positions(coordinates, NESTED[kind])}
        try:
            shape = shapely.geometry.shape(plain)
        except (ShapelyError, ValueError, TypeError, IndexError, AttributeError):
            self.refuse(NO_GEOJSON)
        if shape.is_empty:
            self.refuse("有要素没有图形")
        return Feature(properties, shape)

    def _positions(self, said: object, depth: int) -> Sequence[Any]:
        """Return ``said`` as lists of positions, ``depth`` lists deep, each two plain numbers."""
        if not isinstance(said, list):
            self.refuse(NO_GEOJSON)
        if depth:
            return [self._positions(each, depth - 1) for each in said]
        self.vertices += 1
        if self.vertices > MOST_VERTICES:
            self.refuse(f"图形的顶点超过 {MOST_VERTICES // 10_000} 万个")
        if not 2 <= len(said) <= 3 or not all(type(each) in {int, float} for each in said):  # noqa: PLR2004 with or without a height
            self.refuse(NO_GEOJSON)
        lon, lat = said[:2]
        if not is_wgs84(lon, lat):
            self.refuse("坐标不是 WGS84 经纬度（经度在前）")
        return float(lon), float(lat)


def read_boundaries(files: Files) -> Mapping[str, Mapping[str, Any]]:
    """Return the GeoJSON geometry of each unit by town code."""
    layer = read_layer(files, BOUNDARIES)
    if not any("town_code" in each.properties for each in layer):
        raise DataFileError(BOUNDARIES, None, "要素缺少 town_code 属性", REBUILD)
    codes = [str(each.properties.get("town_code"))[:20] for each in layer]
    if not all(is_town_code(code) for code in codes):
        raise DataFileError(BOUNDARIES, None, "有要素的 town_code 不是 9 位数字", REBUILD)
    if len(set(codes)) != len(codes):
        raise DataFileError(BOUNDARIES, None, "有重复的镇街代码", REBUILD)
    polygons = [each.shape for each in layer]
    if not {polygon.geom_type for polygon in polygons} <= {"Polygon", "MultiPolygon"}:
        raise DataFileError(BOUNDARIES, None, "有不是面的要素", REBUILD)
    if not bool(shapely.is_valid(polygons).all()):
        raise DataFileError(BOUNDARIES, None, "有自相交等无效的面", REBUILD)
    if not shapely.coverage_is_valid(polygons, gap_width=MAX_GAP_DEGREES):
        raise DataFileError(BOUNDARIES, None, "镇街之间有缝隙或重叠", REBUILD)
    return {
        code: shapely.geometry.mapping(polygon)
        for code, polygon in zip(codes, polygons, strict=True)
    }


def read_outline(files: Files) -> Mapping[str, Any]:
    """Return the outline of the county as a GeoJSON geometry."""
    shapes = [each.shape for each in read_layer(files, OUTLINE)]
    if len(shapes) != 1 or shapes[0].geom_type not in {"Polygon", "MultiPolygon"}:
        raise DataFileError(OUTLINE, None, "应只有一个面，即县级外廓", RESTORE)
    if not shapes[0].is_valid:
        raise DataFileError(OUTLINE, None, "有自相交等无效的面", RESTORE)
    return shapely.geometry.mapping(shapes[0])


def read_rivers(files: Files) -> tuple[Mapping[str, Any], ...]:
    """Return the rivers as GeoJSON features with their names."""
    layer = read_layer(files, RIVERS)
    if not any("name" in each.properties for each in layer):
        raise DataFileError(RIVERS, None, "要素缺少 name 属性", REBUILD)
    return tuple(
        {
            "type": "Feature",
            "properties": {"name": name if isinstance(name, str) else ""},
            "geometry": shapely.geometry.mapping(each.shape),
        }
        for each, name in ((each, each.properties.get("name")) for each in layer)
    )


def read_surroundings(files: Files) -> tuple[Surrounding, ...]:
    """Return the counties around, and the city and province that the county lies in."""
    return tuple(_surrounding(each) for each in read_layer(files, SURROUNDINGS))


def _surrounding(feature: Feature) -> Surrounding:
    said = feature.properties
    level, code, name = (str(said.get(key) or "") for key in ("level", "code", "name"))
    if level not in set(Level):
        levels = "、".join(Level)
        raise DataFileError(SURROUNDINGS, None, f"要素的 level 属性应为 {levels} 之一", RESTORE)
    if not isinstance(feature.shape, shapely.Polygon | shapely.MultiPolygon):
        raise DataFileError(SURROUNDINGS, None, "有不是面的要素", RESTORE)
    if not feature.shape.is_valid:
        raise DataFileError(SURROUNDINGS, None, "有自相交等无效的面", RESTORE)
    geometry = shapely.geometry.mapping(feature.shape)
    return Surrounding(level=Level(level), code=code, name=name, geometry=geometry)
