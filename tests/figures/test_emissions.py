"""Emissions: parts add up to the whole; without a factor or a report there is none."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.domain.energy import TCO2, Component
from sihui_map.domain.value import MissingReason
from sihui_map.figures import Figures
from tests.counties.county import BING, DING, JIA, YI
from tests.reported import with_uses as reported

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

PLANT = "works"
YEARS_WITH_GRID_FACTOR = (2031, 2032)


def test_what_is_not_counted_with_the_county_is_none_of_its_towns(
    figures: Figures, snapshot: Snapshot
) -> None:
    assert [town.town_code for town in figures.towns] == [JIA, YI, BING]
    assert DING in {town.town_code for town in snapshot.towns}


def test_the_components_add_up_to_the_emission(figures: Figures) -> None:
    for town, year in product(figures.towns, figures.years):
        parts = (Component.COAL, Component.OIL, Component.GAS)
        by_hand = sum(figures.component(town.town_code, year, part).known for part in parts)

        assert figures.emission(town.town_code, year).known == pytest.approx(by_hand)


def test_net_is_direct_plus_electricity(figures: Figures) -> None:
    for town, year in product(figures.towns, YEARS_WITH_GRID_FACTOR):
        code = town.town_code
        electricity = figures.component(code, year, Component.ELECTRICITY).known
        direct = figures.emission(code, year, Scope.DIRECT).known

        net = figures.emission(code, year, Scope.NET).known

        assert net == pytest.approx(direct + electricity)


def test_two_towns_can_be_checked_by_hand(figures: Figures) -> None:
    assert figures.component(JIA, 2032, Component.COAL).known == pytest.approx(
        22_000 * 23.204 * 26.18 / 1000 * 0.93 * 44 / 12
    )
    assert figures.component(JIA, 2032, Component.ELECTRICITY).known == pytest.approx(
        5_200 * 4  # 10⁴ kWh × 0.4 kg/kWh
    )
    assert figures.component(BING, 2032, Component.ELECTRICITY).known == pytest.approx(
        (1_000 - 3_000) * 4  # it sends out more than it buys
    )


@pytest.mark.parametrize("year", [2031, 2032, 2033])
def test_electricity_is_missing_without_a_grid_factor_of_the_year(
    snapshot: Snapshot, year: int
) -> None:
    others = tuple(factor for factor in snapshot.grid_factors if factor.year != year)
    figures = Figures(replace(snapshot, grid_factors=others))

    for town in figures.towns:
        found = figures.component(town.town_code, year, Component.ELECTRICITY)

        assert (found.value, found.reason) == (None, MissingReason.NO_FACTOR)
        assert figures.emission(town.town_code, year, Scope.NET).value is None
        assert figures.emission(town.town_code, year).value is not None


@pytest.mark.parametrize("year", YEARS_WITH_GRID_FACTOR)
def test_electricity_is_known_with_a_grid_factor_of_the_year(figures: Figures, year: int) -> None:
    assert all(
        figures.component(town.town_code, year, Component.ELECTRICITY).value is not None
        for town in figures.towns
    )


def test_the_plant_sends_electricity_out_and_lies_in_no_town(figures: Figures) -> None:
    assert figures.component(PLANT, 2032, Component.ELECTRICITY).known == pytest.approx(-20_500 * 4)
    assert figures.emission(PLANT, 2032).known == pytest.approx(
        5_100 * 389.31 * 15.3 / 1000 * 0.99 * 44 / 12
    )
    assert PLANT not in {town.town_code for town in figures.towns}


def test_a_town_that_did_not_report_leaves_the_citys_sums_missing_and_not_smaller(
    snapshot: Snapshot,
) -> None:
    uses = tuple(use for use in snapshot.energy_uses if (use.area_id, use.year) != (JIA, 2032))

    found = Figures(reported(snapshot, uses))

    assert found.towns_total(2032).reason == "未报"
    assert found.net_electricity(2032).reason == "未报"
    assert found.ledger(2032).computed.value is None
    assert found.towns_total(2031).value is not None


def test_an_area_or_year_that_is_unknown_is_missing(figures: Figures) -> None:
    assert figures.component("999999999", 2031, Component.COAL).reason == "未报"
    assert figures.emission(JIA, 1999).reason == "未报"
    assert figures.population(JIA, 1999).reason == "未报"
    assert figures.gdp(JIA, 1999).reason == "未报"
    assert figures.area_km2("999999999").reason == "未见公开数据"
    assert figures.forest_cover(JIA, 1999).reason == "未报"
    assert figures.energy_use_tce(JIA, 1999).reason == "未报"


def test_emissions_are_in_tonnes(figures: Figures) -> None:
    assert figures.emission(JIA, 2032).unit == TCO2
