"""What lies around the county: its neighbours and rivers, in its city and its province."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from sihui_map.views.around import COARSE, around
from sihui_map.views.inset import inset
from tests.views.reading import unpacked

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def test_its_neighbours_are_named_and_it_lies_among_them_without_a_name(
    county_figures: Figures,
) -> None:
    drawn = around(county_figures)

    names = [area["name"] for area in drawn["areas"]]
    assert {"广宁县", "高要区", "鼎湖区", "三水区", "清新区"} <= set(names)
    assert names.count("") == 1
    assert "四会市" not in names
    (own,) = [area for area in drawn["areas"] if not area["name"]]
    assert shapely.Polygon(unpacked(own["rings"][0], COARSE)).contains(shapely.Point(112.7, 23.4))


def test_its_rivers_end_where_the_surroundings_do(county_figures: Figures) -> None:
    drawn = around(county_figures)

    (south, west), (north, east) = drawn["box"]
    assert [river["name"] for river in drawn["rivers"]] == ["北江", "绥江"]
    around_all = shapely.box(west, south, east, north).buffer(1 / COARSE)
    for river in drawn["rivers"]:
        (line,) = river["lines"]
        assert all(around_all.covers(shapely.Point(at)) for at in unpacked(line, COARSE))


def test_the_small_drawing_of_it_is_small(county_figures: Figures) -> None:
    found = inset(county_figures)

    assert found is not None
    assert found["title"] == "四会市在广东省肇庆市的位置"
    assert [name for _, name in found["key"]] == ["四会市", "肇庆市", "广东省"]
    assert found["draw"].count("<path") == 3
    assert len(found["draw"]) < 4_000
