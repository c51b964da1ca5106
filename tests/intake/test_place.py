"""Coordinates: inside the county, not swapped, not GCJ-02."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.intake.place import Outline

if TYPE_CHECKING:
    from sihui_map.intake.known import Known

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[112.7, 23.3], [112.71, 23.3], [112.71, 23.31], [112.7, 23.31], [112.7, 23.3]]
    ],
}


@pytest.fixture(scope="module")
def outline(known: Known) -> Outline:
    return Outline(known.figures.snapshot.boundaries.values(), "四会市")


def test_a_point_in_the_county_has_no_problem(outline: Outline) -> None:
    assert outline.problem(112.75146, 23.2523, "并网台账") == ""


def test_swapped_degrees_are_named(outline: Outline) -> None:
    assert "写反" in outline.problem(23.2523, 112.75146, "")


def test_a_point_elsewhere_is_named(outline: Outline) -> None:
    assert "不在四会市范围内" in outline.problem(116.4, 39.9, "")


def test_a_point_that_only_fits_as_gcj02_is_named() -> None:
    small = Outline([SQUARE])

    assert "GCJ-02" in small.problem(112.7115, 23.3023, "")
    assert small.problem(112.705, 23.305, "") == ""


@pytest.mark.parametrize("source", ["高德地图", "百度拾取", "腾讯位置", "GCJ-02 坐标", "BD09"])
def test_a_source_of_another_datum_is_named(outline: Outline, source: str) -> None:
    assert "来源提到" in outline.problem(112.75146, 23.2523, source)


def test_a_converted_point_is_taken(outline: Outline) -> None:
    assert outline.problem(112.75146, 23.2523, "高德地图，已换算为WGS84") == ""


def test_without_boundaries_no_point_is_refused() -> None:
    assert Outline([]).problem(116.4, 39.9, "") == ""
