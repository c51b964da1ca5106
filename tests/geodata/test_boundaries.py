"""The schematic boundaries: a clean coverage, rebuilt to the byte, honest about what it is."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from scripts.build_boundaries import build, read_generators, read_outline, strongest

ROOT = Path(__file__).parents[2]
GEODATA = ROOT / "geodata"
SECOND_BUILD = ROOT.parent / "shared" / "geo" / "towns_schematic.geojson"
DAWANG = "441284004"
ELLIPSOID = Geod(ellps="GRS80")
BOUNDARIES = json.loads((GEODATA / "boundaries.geojson").read_text(encoding="utf-8"))
RIVERS = json.loads((GEODATA / "rivers.geojson").read_text(encoding="utf-8"))
PROPERTIES: dict[str, dict[str, Any]] = {
    feature["properties"]["town_code"]: feature["properties"] for feature in BOUNDARIES["features"]
}
POLYGONS: dict[str, BaseGeometry] = {
    feature["properties"]["town_code"]: shape(feature["geometry"])
    for feature in BOUNDARIES["features"]
}


def units() -> list[dict[str, str]]:
    with (GEODATA / "units.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share_in_common(one: BaseGeometry, other: BaseGeometry) -> float:
    return one.intersection(other).area / one.union(other).area


def ellipsoid_km2(geometry: BaseGeometry) -> float:
    area_m2, _ = ELLIPSOID.geometry_area_perimeter(geometry)
    return abs(area_m2) / 1e6


def test_script_builds_the_committed_file() -> None:
    assert (GEODATA / "boundaries.geojson").read_text(encoding="utf-8") == build()


def test_there_are_14_polygons_and_13_are_in_scope() -> None:
    assert list(POLYGONS) == sorted(unit["town_code"] for unit in units())
    assert len(POLYGONS) == 14
    assert [code for code in POLYGONS if not PROPERTIES[code]["in_scope"]] == [DAWANG]


def test_polygons_leave_no_gap_and_do_not_overlap() -> None:
    assert shapely.coverage_is_valid(list(POLYGONS.values()))
    assert all(polygon.is_valid for polygon in POLYGONS.values())


def test_polygons_fill_the_outline() -> None:
    together = shapely.coverage_union_all(list(POLYGONS.values()))

    assert share_in_common(together, read_outline()) > 0.99999
    assert ellipsoid_km2(together) == pytest.approx(1265.39, abs=0.02)


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit["town_code"])
def test_seat_lies_in_its_unit(unit: dict[str, str]) -> None:
    seat = Point(float(unit["seat_lon"]), float(unit["seat_lat"]))

    assert POLYGONS[unit["town_code"]].contains(seat)


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit["town_code"])
def test_area_is_the_published_one_within_a_five_hundredth(unit: dict[str, str]) -> None:
    published_km2 = float(unit["area_km2"])
    stated = PROPERTIES[unit["town_code"]]

    assert stated["area_published_km2"] == published_km2
    assert stated["area_km2"] == pytest.approx(published_km2, rel=0.002)
    assert stated["area_km2"] == pytest.approx(ellipsoid_km2(POLYGONS[unit["town_code"]]), rel=2e-4)


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit["town_code"])
def test_properties_agree_with_the_list_of_units(unit: dict[str, str]) -> None:
    stated = PROPERTIES[unit["town_code"]]

    assert stated["name"] == unit["name"]
    assert stated["in_scope"] is (unit["in_scope"] == "yes")


def test_every_polygon_says_that_it_is_schematic() -> None:
    assert {stated["schematic"] for stated in PROPERTIES.values()} == {True}
    assert {stated["note"] for stated in PROPERTIES.values()} == {"示意图,镇街界线非法定界线"}


def test_rings_run_counter_clockwise_with_six_decimals() -> None:
    for feature in BOUNDARIES["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert shapely.LinearRing(ring).is_ccw
        assert all(round(degree, 6) == degree for position in ring for degree in position)


def test_a_point_belongs_to_the_unit_of_least_power() -> None:
    """A grid over the city; points within 1 m of a line are left out, for lines are rounded."""
    generators = read_generators()
    west, south, east, north = read_outline().bounds
    grid = [
        Point(west + (east - west) * i / 60, south + (north - south) * j / 60)
        for i in range(61)
        for j in range(61)
    ]

    for code, polygon in POLYGONS.items():
        inside = [point for point in grid if polygon.buffer(-1e-5).contains(point)]
        assert inside
        assert {strongest(point, generators) for point in inside} == {code}


def test_there_are_15_generators_for_14_units() -> None:
    codes = [generator.town_code for generator in read_generators()]

    assert len(codes) == 15
    assert set(codes) == set(POLYGONS)


@pytest.mark.skipif(not SECOND_BUILD.exists(), reason="no second build beside the repository")
def test_a_second_build_by_other_hands_agrees() -> None:
    other = json.loads(SECOND_BUILD.read_text(encoding="utf-8"))

    common = {
        feature["properties"]["code"]: share_in_common(
            shape(feature["geometry"]), POLYGONS[feature["properties"]["code"]]
        )
        for feature in other["features"]
    }

    assert len(common) == 14
    assert min(common.values()) > 0.999


def test_rivers_are_named_lines_around_the_city() -> None:
    frame = shapely.box(112.04, 23.03, 113.26, 23.87)

    assert {feature["properties"]["name"] for feature in RIVERS["features"]} == {"绥江", "北江"}
    for feature in RIVERS["features"]:
        assert feature["geometry"]["type"] == "LineString"
        assert frame.covers(shape(feature["geometry"]))
