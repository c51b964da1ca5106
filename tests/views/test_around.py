"""What lies around the towns: only what is known, each line as what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import shapely

from sihui_map.domain.surrounding import Level, Surrounding
from sihui_map.figures import Figures
from sihui_map.views.around import COARSE, FINE, around, packed
from sihui_map.views.inset import inset
from tests.counties.county import JIA, YI
from tests.views.reading import unpacked

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

NORTH = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]]}
SOUTH = {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}


def area(
    level: Level, code: str, name: str, bounds: tuple[float, float, float, float]
) -> Surrounding:
    box = shapely.geometry.mapping(shapely.box(*bounds))
    return Surrounding(level=level, code=code, name=name, geometry=box)


SURROUNDINGS = (
    area(Level.COUNTY, "990101", "三镇县", (1.0, 1.0, 1.25, 1.2)),
    area(Level.COUNTY, "990102", "东邻县", (1.25, 1.02, 1.4, 1.3)),
    area(Level.COUNTY, "990103", "西邻<b>", (1.05, 0.95, 1.25, 1.0)),
    area(Level.CITY, "990100", "虚构市", (0.8, 0.9, 1.5, 1.4)),
    area(Level.PROVINCE, "990000", "虚构省", (0.0, 0.0, 4.0, 2.0)),
)


@pytest.fixture
def surrounded(snapshot: Snapshot) -> Figures:
    """Return the county among two others, in a city of a province."""
    return Figures(replace(snapshot, surroundings=SURROUNDINGS))


def test_a_line_is_told_by_its_steps() -> None:
    places = [(112.5, 3.5), (112.5002, 3.4998), (112.50021, 3.49979)]

    assert packed(places, 10_000) == [1125000, 35000, 2, -2]  # the third is where the second is
    assert unpacked(packed(places, 10_000), 10_000) == places[:2]


def test_the_line_between_towns_is_told_apart_from_the_countys(snapshot: Snapshot) -> None:
    towns = {JIA: NORTH, YI: SOUTH}

    drawn = around(Figures(replace(snapshot, boundaries=towns)))

    (inner,), (outline,) = drawn["inner"], drawn["outline"]
    assert sorted(unpacked(inner, FINE)) == [(1, 1), (2, 1)]
    assert shapely.Polygon(unpacked(outline, FINE)).equals(shapely.box(1, 0, 2, 2))


def test_neighbours_are_named_and_the_county_lies_among_them_without_a_name(
    surrounded: Figures,
) -> None:
    drawn = around(surrounded)

    assert [found["name"] for found in drawn["areas"]] == ["", "东邻县", "西邻&#60;b&#62;"]
    assert drawn["box"] == [[0.95, 1.0], [1.3, 1.4]]
    own = shapely.Polygon(unpacked(drawn["areas"][0]["rings"][0], COARSE))
    assert own.equals(shapely.box(1.0, 1.0, 1.25, 1.2))


def test_rivers_end_where_the_surroundings_do(surrounded: Figures) -> None:
    """The river of the county runs from its western edge into the east; here it is longer."""
    (river,) = surrounded.snapshot.rivers
    line = {"type": "LineString", "coordinates": [[0.5, 1.1], [1.2, 1.1], [1.9, 1.1]]}
    longer = replace(surrounded.snapshot, rivers=({**river, "geometry": line},))

    (drawn,) = around(Figures(longer))["rivers"]

    assert drawn["name"] == "虚构河"
    (seen,) = drawn["lines"]
    assert unpacked(seen, COARSE) == [(1.0, 1.1), (1.4, 1.1)]


def test_a_county_of_which_nothing_else_is_known_has_its_own_lines_only(
    snapshot: Snapshot,
) -> None:
    figures = Figures(replace(snapshot, surroundings=(), rivers=()))

    drawn = around(figures)

    assert (drawn["box"], drawn["areas"], drawn["rivers"]) == (None, [], [])
    assert drawn["outline"]
    assert inset(figures) is None


def test_the_small_drawing_says_what_it_shows(surrounded: Figures) -> None:
    found = inset(surrounded)

    assert found is not None
    assert found["title"] == "三镇县在虚构省虚构市的位置"
    assert [name for _, name in found["key"]] == ["三镇县", "虚构市", "虚构省"]
    assert found["draw"].count("<path") == 3
