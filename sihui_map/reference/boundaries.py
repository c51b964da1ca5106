"""Read the unit polygons and rivers, WGS84, and refuse what is not a clean coverage."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from sihui_map.errors import DataFileError
from sihui_map.reference.rows import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BOUNDARIES = "boundaries.geojson"
RIVERS = "rivers.geojson"
REBUILD = "运行 python scripts/build_boundaries.py 重建，或从安装包恢复该文件"
WGS84 = "EPSG:4326"


def read_layer(root: Path, file: str) -> gpd.GeoDataFrame:
    """Return the features of a GeoJSON ``file``, in WGS84 as RFC 7946 says."""
    try:
        document = json.loads(read_text(root, file))
        # A "crs" member may hold an address, which GDAL would fetch.
        document.pop("crs", None)
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
    return layer.set_crs(WGS84, allow_override=True)


def read_boundaries(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the GeoJSON geometry of each unit by town code."""
    layer = read_layer(root, BOUNDARIES)
    if "town_code" not in layer.columns:
        raise DataFileError(BOUNDARIES, None, "要素缺少 town_code 属性", REBUILD)
    codes = [str(code) for code in layer["town_code"]]
    if len(set(codes)) != len(codes):
        raise DataFileError(BOUNDARIES, None, "有重复的镇街代码", REBUILD)
    polygons = layer.geometry.to_numpy()
    if not set(layer.geom_type) <= {"Polygon", "MultiPolygon"}:
        raise DataFileError(BOUNDARIES, None, "有不是面的要素", REBUILD)
    if not bool(shapely.is_valid(polygons).all()):
        raise DataFileError(BOUNDARIES, None, "有自相交等无效的面", REBUILD)
    if not shapely.coverage_is_valid(polygons):
        raise DataFileError(BOUNDARIES, None, "镇街之间有缝隙或重叠", REBUILD)
    return {
        code: shapely.geometry.mapping(polygon)
        for code, polygon in zip(codes, polygons, strict=True)
    }


def read_rivers(root: Path) -> tuple[Mapping[str, Any], ...]:
    """Return the rivers as GeoJSON features with their names."""
    layer = read_layer(root, RIVERS)
    return tuple(
        {
            "type": "Feature",
            "properties": {"name": str(name)},
            "geometry": shapely.geometry.mapping(line),
        }
        for name, line in zip(layer["name"], layer.geometry, strict=True)
    )
