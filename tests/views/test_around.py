"""What lies around the towns: only what is known, each line as what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from sihui_map.figures import Figures
from sihui_map.views.around import COARSE, FINE, around, packed
from sihui_map.views.inset import inset

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

NORTH = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]]}
SOUTH = {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}


def unpacked(numbers: list[int], parts: int) -> list[tuple[float, float]]:
    """Return the places of a packed line, lon first."""
    found, lon, lat = [], 0, 0
    for step in range(0, len(numbers), 2):
        lon, lat = lon + numbers[step], lat + numbers[step + 1]
        found.append((lon / parts, lat / parts))
    return found


def test_a_line_is_told_by_its_steps() -> None:
    places = [(112.5, 23.5), (112.5002, 23.4998), (112.50021, 23.49979)]

    assert packed(places, 10_000) == [1125000, 235000, 2, -2]  # the third is where the second is
    assert unpacked(packed(places, 10_000), 10_000) == places[:2]


def test_the_line_between_towns_is_told_apart_from_the_countys(snapshot: Snapshot) -> None:
    towns = {"441284100": NORTH, "441284101": SOUTH}

    drawn = around(Figures(replace(snapshot, boundaries=towns)))

    (inner,), (outline,) = drawn["inner"], drawn["outline"]
    assert sorted(unpacked(inner, FINE)) == [(1, 1), (2, 1)]
    assert shapely.Polygon(unpacked(outline, FINE)).equals(shapely.box(1, 0, 2, 2))


def test_neighbours_are_named_and_the_county_lies_among_them_without_a_name(
    figures: Figures,
) -> None:
    drawn = around(figures)

    names = [area["name"] for area in drawn["areas"]]
    assert {"广宁县", "高要区", "鼎湖区", "三水区", "清新区"} <= set(names)
    assert names.count("") == 1
    assert "四会市" not in names
    (own,) = [area for area in drawn["areas"] if not area["name"]]
    assert shapely.Polygon(unpacked(own["rings"][0], COARSE)).contains(shapely.Point(112.7, 23.4))


def test_rivers_end_where_the_surroundings_do(figures: Figures) -> None:
    drawn = around(figures)

    (south, west), (north, east) = drawn["box"]
    assert [river["name"] for river in drawn["rivers"]] == ["北江", "绥江"]
    around_all = shapely.box(west, south, east, north).buffer(1 / COARSE)
    for river in drawn["rivers"]:
        (line,) = river["lines"]
        assert all(around_all.covers(shapely.Point(at)) for at in unpacked(line, COARSE))


def test_a_county_of_which_nothing_else_is_known_has_its_own_lines_only(
    snapshot: Snapshot,
) -> None:
    figures = Figures(replace(snapshot, surroundings=(), rivers=()))

    drawn = around(figures)

    assert (drawn["box"], drawn["areas"], drawn["rivers"]) == (None, [], [])
    assert drawn["outline"]
    assert inset(figures) is None


def test_the_small_drawing_says_what_it_shows(figures: Figures) -> None:
    found = inset(figures)

    assert found is not None
    assert found["title"] == "四会市在广东省肇庆市的位置"
    assert [name for _, name in found["key"]] == ["四会市", "肇庆市", "广东省"]
    assert found["draw"].count("<path") == 3
    assert len(found["draw"]) < 4_000
