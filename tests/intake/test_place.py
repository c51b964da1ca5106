"""Coordinates: inside the county, not swapped, not GCJ-02."""

from __future__ import annotations

import pytest

from sihui_map.intake.place import Outline

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[105.0, 30.0], [105.01, 30.0], [105.01, 30.01], [105.0, 30.01], [105.0, 30.0]]
    ],
}


@pytest.fixture(scope="module")
def outline() -> Outline:
    return Outline([SQUARE], "三镇县")


def test_a_point_in_the_county_has_no_problem(outline: Outline) -> None:
    assert outline.problem(105.004, 30.006, "并网台账") == ""


def test_swapped_degrees_are_named(outline: Outline) -> None:
    assert "写反" in outline.problem(30.006, 105.004, "")


def test_a_point_elsewhere_is_named(outline: Outline) -> None:
    assert "不在三镇县范围内" in outline.problem(116.4, 39.9, "")


def test_a_point_that_only_fits_as_gcj02_is_named() -> None:
    small = Outline([SQUARE])

    assert "GCJ-02" in small.problem(105.012, 30.0024, "")
    assert small.problem(105.005, 30.005, "") == ""


@pytest.mark.parametrize("source", ["高德地图", "百度拾取", "腾讯位置", "GCJ-02 坐标", "BD09"])
def test_a_source_of_another_datum_is_named(outline: Outline, source: str) -> None:
    assert "来源提到" in outline.problem(105.004, 30.006, source)


def test_a_converted_point_is_taken(outline: Outline) -> None:
    assert outline.problem(105.004, 30.006, "高德地图，已换算为WGS84") == ""


def test_without_boundaries_no_point_is_refused() -> None:
    assert Outline([]).problem(116.4, 39.9, "") == ""
