"""Coordinates: WGS84 degrees inside the county's outline, or why they are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shapely

from sihui_map.intake.gcj02 import to_wgs84

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

TOLERANCE_DEGREES = 0.001
"""About 100 m: as exact as the outline is."""
OTHER_DATUM = re.compile(r"高德|腾讯|百度|火星|GCJ|BD-?09", re.IGNORECASE)
CONVERTED = re.compile(r"WGS-?84", re.IGNORECASE)


class Outline:
    """The county, for asking whether a point lies in it; without boundaries everything does."""

    def __init__(self, units: Iterable[Mapping[str, Any]], name: str = "本地") -> None:
        """Join the GeoJSON geometries ``units``; one of the whole county does as well.

        ``name`` is that of the county.
        """
        self.name = name
        shapes = [shapely.geometry.shape(dict(shape)) for shape in units]
        self._area = shapely.union_all(shapes).buffer(TOLERANCE_DEGREES) if shapes else None
        if self._area is not None:
            shapely.prepare(self._area)

    def holds(self, lon: float, lat: float) -> bool:
        """Tell whether the point lies in the county."""
        return self._area is None or bool(shapely.contains_xy(self._area, lon, lat))

    def problem(self, lon: float, lat: float, source: str) -> str:
        """Return what is wrong with a point, given what is written about where it is from."""
        told = f"现为经度 {lon:g}、纬度 {lat:g}"
        if self.holds(lon, lat):
            found = OTHER_DATUM.search(source)
            if found and not CONVERTED.search(source):
                return (
                    f"来源提到「{found[0]}」，坐标可能是 GCJ-02 或 BD-09，{told}；"
                    "应为 WGS84，已换算的在来源中写明「已换算为WGS84」"
                )
            return ""
        if self.holds(lat, lon):
            return f"经纬度写反了，{told}；经度应在前"
        if self.holds(*to_wgs84(lon, lat)):
            return f"坐标像是 GCJ-02 火星坐标：{told}，换算为 WGS84 后才在{self.name}内"
        return f"坐标不在{self.name}范围内，{told}；应为 WGS84 经纬度"
