"""Read the unit polygons and rivers, WGS84, and refuse what is not a clean coverage."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from sihui_map.domain.town import is_town_code, is_wgs84
from sihui_map.errors import DataFileError
from sihui_map.reference.rows import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BOUNDARIES = "boundaries.geojson"
RIVERS = "rivers.geojson"
REBUILD = "运行 python scripts/build_boundaries.py 重建，或从安装包恢复该文件"
WGS84 = "EPSG:4326"
MAX_GAP_DEGREES = 0.0005
"""About 50 m: shapely overlooks gaps between units unless it is told how wide one may be."""


def read_layer(root: Path, file: str) -> gpd.GeoDataFrame:
    """Return the features of a GeoJSON ``file``, in WGS84 as RFC 7946 says."""
    try:
        document = json.loads(read_text(root, file), object_pairs_hook=_without_crs)
        content = json.dumps(document).encode()
        layer = gpd.read_file(io.BytesIO(content), engine="pyogrio")
    except DataFileError:
        raise
    except json.JSONDecodeError as error:
        raise DataFileError(file, error.lineno, "不是有效的 JSON", REBUILD) from None
    except Exception as error:  # GDAL raises what it likes: all of it means the same here
        raise DataFileError(file, None, "不是有效的 GeoJSON", REBUILD) from error
    if layer.empty:
        raise DataFileError(file, None, "没有任何要素", REBUILD)
    shapes = layer.geometry.to_numpy()
    if bool((shapely.is_missing(shapes) | shapely.is_empty(shapes)).any()):
        raise DataFileError(file, None, "有要素没有图形", REBUILD)
    west, south, east, north = layer.total_bounds
    if not is_wgs84(west, south) or not is_wgs84(east, north):
        raise DataFileError(file, None, "坐标不是 WGS84 经纬度（经度在前）", REBUILD)
    return layer.set_crs(WGS84, allow_override=True)


def _without_crs(members: list[tuple[str, Any]]) -> dict[str, Any]:
    # GDAL fetches the address in a "crs" member, in any case of letters, of any object.
    return {name: value for name, value in members if name.lower() != "crs"}


def read_boundaries(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the GeoJSON geometry of each unit by town code."""
    layer = read_layer(root, BOUNDARIES)
    if "town_code" not in layer.columns:
        raise DataFileError(BOUNDARIES, None, "要素缺少 town_code 属性", REBUILD)
    codes = [str(code) for code in layer["town_code"]]
    if not all(is_town_code(code) for code in codes):
        raise DataFileError(BOUNDARIES, None, "有要素的 town_code 不是 9 位数字", REBUILD)
    if len(set(codes)) != len(codes):
        raise DataFileError(BOUNDARIES, None, "有重复的镇街代码", REBUILD)
    polygons = layer.geometry.to_numpy()
    if not set(layer.geom_type) <= {"Polygon", "MultiPolygon"}:
        raise DataFileError(BOUNDARIES, None, "有不是面的要素", REBUILD)
    if not bool(shapely.is_valid(polygons).all()):
        raise DataFileError(BOUNDARIES, None, "有自相交等无效的面", REBUILD)
    if not shapely.coverage_is_valid(polygons, gap_width=MAX_GAP_DEGREES):
        raise DataFileError(BOUNDARIES, None, "镇街之间有缝隙或重叠", REBUILD)
    return {
        code: shapely.geometry.mapping(polygon)
        for code, polygon in zip(codes, polygons, strict=True)
    }


def read_rivers(root: Path) -> tuple[Mapping[str, Any], ...]:
    """Return the rivers as GeoJSON features with their names."""
    layer = read_layer(root, RIVERS)
    if "name" not in layer.columns:
        raise DataFileError(RIVERS, None, "要素缺少 name 属性", REBUILD)
    return tuple(
        {
            "type": "Feature",
            "properties": {"name": name if isinstance(name, str) else ""},
            "geometry": shapely.geometry.mapping(line),
        }
        for name, line in zip(layer["name"], layer.geometry, strict=True)
    )
