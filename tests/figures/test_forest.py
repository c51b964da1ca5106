"""Forest: cover over land, the gap to the target and the path to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.light import Light
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from tests.counties.county import YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_the_forest_gap_is_the_same_in_points_and_in_hectares(figures: Figures) -> None:
    points, hectares = figures.forest_gap_pp(), figures.forest_gap_ha()
    latest = figures.forest_cover(CITY, figures.forest_years[-1])

    assert points.known == pytest.approx(45 - round(latest.known, 2))
    assert hectares.known == pytest.approx(points.known / 100 * 48_500)  # 485 km²
    assert (points.unit, hectares.unit) == ("个百分点", "公顷")
    assert {points.kind, hectares.kind} == {ValueKind.SAMPLE}


def test_the_forest_path_runs_straight_from_the_first_cover_to_the_target(
    figures: Figures,
) -> None:
    path = figures.forest_path()
    first = figures.forest_years[0]

    assert list(path) == list(range(first, 2038))
    assert path[first].known == round(figures.forest_cover(CITY, first).known, 2)
    assert (path[2037].known, path[2037].kind) == (45, ValueKind.PLAN)
    steps = {round(path[year + 1].known - path[year].known, 9) for year in range(first, 2037)}
    assert len(steps) == 1
    assert {path[year].kind for year in range(first, 2037)} == {ValueKind.SAMPLE}


def test_the_land_of_the_county_is_what_is_public_and_not_that_of_its_outline(
    figures: Figures,
) -> None:
    assert figures.area_km2(CITY).known == 485  # its outline holds 60 km² more
    assert figures.area_km2(YI).known == 125
    assert figures.area_km2(YI).source == "镇街名录的公布面积"


def test_the_forest_of_the_towns_is_the_forest_of_the_city(figures: Figures) -> None:
    for year in figures.forest_years:
        rows = [row for row in figures.snapshot.forest_covers if row.year == year]
        city = next(row.forest_ha for row in rows if row.area_id == CITY)
        towns = sum(row.forest_ha for row in rows if row.area_id != CITY)

        assert towns == pytest.approx(city, rel=1e-3)


def test_more_forest_than_land_is_missing_with_the_reason(snapshot: Snapshot) -> None:
    rows = tuple(
        replace(row, forest_ha=1e9) if row.area_id == CITY else row
        for row in snapshot.forest_covers
    )

    found = Figures(replace(snapshot, forest_covers=rows))

    assert "大于土地面积" in found.forest_cover(CITY, 2031).reason
    assert found.forest_path() == {}
    assert found.forest_gap_pp().value is None
    assert found.forest_standing is not None
    assert found.forest_standing.light is Light.GREY
    assert found.published()


def test_a_city_without_any_forest_still_has_a_path(snapshot: Snapshot) -> None:
    bare = tuple(replace(row, forest_ha=0) for row in snapshot.forest_covers if row.area_id == CITY)

    assert Figures(replace(snapshot, forest_covers=bare)).forest_path()[2031].known == 0


def test_without_the_plans_targets_there_is_no_forest_gap(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, targets=()))

    assert found.forest_standing is None
    assert (found.forest_gap_pp().reason, found.forest_gap_ha().reason) == ("未报", "未报")
    assert found.forest_path() == {}
    assert found.standings == ()
