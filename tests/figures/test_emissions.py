"""Emissions: parts add up to the whole; without a factor or a report there is none."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.domain.energy import ELECTRICITY_OUT, TCO2, Component
from sihui_map.domain.value import MissingReason
from sihui_map.figures import Figures
from tests.reported import with_uses as reported

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

PLANT = "plant-zhongdian"
YEARS_WITH_GRID_FACTOR = (2021, 2022, 2023)


def test_there_are_thirteen_towns_and_dawang_is_none_of_them(figures: Figures) -> None:
    assert len(figures.towns) == 13
    assert "大旺街道" not in {town.name for town in figures.towns}


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


def test_one_town_can_be_checked_by_hand(figures: Figures, snapshot: Snapshot) -> None:
    uses = {
        use.fuel: use.amount or 0
        for use in snapshot.energy_uses
        if (use.area_id, use.year) == ("441284113", 2022)
    }
    bought = uses["电力调入"] - uses.get(ELECTRICITY_OUT, 0)

    assert figures.component("441284113", 2022, Component.COAL).known == pytest.approx(
        uses["烟煤"] * 23.204 * 26.18 / 1000 * 0.93 * 44 / 12
    )
    assert figures.component("441284113", 2022, Component.ELECTRICITY).known == pytest.approx(
        bought * 4.403  # 10⁴ kWh × 0.4403 kg/kWh
    )


@pytest.mark.parametrize("year", [2020, 2024, 2025])
def test_electricity_is_missing_without_a_grid_factor_of_the_year(
    figures: Figures, year: int
) -> None:
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
    assert figures.component(PLANT, 2022, Component.ELECTRICITY).known < 0
    assert figures.emission(PLANT, 2022).known > 1e6
    assert PLANT not in {town.town_code for town in figures.towns}


def test_a_town_that_did_not_report_leaves_the_citys_sums_missing_and_not_smaller(
    snapshot: Snapshot,
) -> None:
    uses = tuple(
        use for use in snapshot.energy_uses if (use.area_id, use.year) != ("441284113", 2022)
    )

    found = Figures(reported(snapshot, uses))

    assert found.towns_total(2022).reason == "未报"
    assert found.net_electricity(2022).reason == "未报"
    assert found.ledger(2022).computed.value is None
    assert found.towns_total(2021).value is not None


def test_an_area_or_year_that_is_unknown_is_missing(figures: Figures) -> None:
    assert figures.component("999999999", 2020, Component.COAL).reason == "未报"
    assert figures.emission("441284113", 1999).reason == "未报"
    assert figures.population("441284113", 1999).reason == "未报"
    assert figures.gdp("441284113", 1999).reason == "未报"
    assert figures.area_km2("999999999").reason == "未见公开数据"
    assert figures.forest_cover("441284113", 1999).reason == "未报"
    assert figures.energy_use_tce("441284113", 1999).reason == "未报"


def test_emissions_are_in_tonnes(figures: Figures) -> None:
    assert figures.emission("441284113", 2022).unit == TCO2
