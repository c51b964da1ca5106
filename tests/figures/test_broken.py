"""What is broken is missing with its reason, and costs nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.ledger import NET_ELECTRICITY, TOWNS
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity
from sihui_map.figures import Figures
from tests.counties.county import JIA, YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_broken_factors_leave_emissions_missing_and_nothing_else(
    snapshot: Snapshot, published: dict[str, Quantity]
) -> None:
    found = Figures(replace(snapshot, fuel_factors=()))

    assert found.factors is None
    assert found.emission(JIA, 2032).reason == "排放因子文件无法读取"
    assert found.electricity(JIA, 2032).reason == "排放因子文件无法读取"
    for figure_id, quantity in found.published().items():
        if figure_id.startswith(("emission.", "factor_set.", "standard_coal_")):
            assert quantity.value is None, figure_id
        elif not figure_id.startswith(("ledger.", "intensity.carbon.")):
            assert quantity == published[figure_id], figure_id


def test_broken_grid_factors_leave_electricity_missing(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, grid_factors=()))

    assert found.component(JIA, 2032, Component.ELECTRICITY).reason == (MissingReason.NO_FACTOR)
    assert found.emission(JIA, 2032).value is not None


def test_broken_coefficients_leave_standard_coal_missing(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, coal_coefficients=()))

    assert "折标煤系数" in found.energy_use_tce(JIA, 2032).reason


@pytest.mark.parametrize(("fuel", "unit"), [("烟煤", "kg"), ("电力调入", "kWh")])
def test_a_row_in_a_wrong_unit_costs_its_town_and_year_only(
    snapshot: Snapshot, figures: Figures, fuel: str, unit: str
) -> None:
    uses = tuple(
        replace(use, unit=unit) if (use.area_id, use.year, use.fuel) == (JIA, 2032, fuel) else use
        for use in snapshot.energy_uses
    )

    found = Figures(replace(snapshot, energy_uses=uses))

    assert f"单位应为 {'t' if unit == 'kg' else '10^4 kWh'}，现为 {unit}" in (
        found.emission(JIA, 2032).reason
    )
    if fuel == "电力调入":
        assert "现为 kWh" in found.electricity(JIA, 2032).reason
    else:
        assert found.electricity(JIA, 2032) == figures.electricity(JIA, 2032)
    assert f"单位却是 {unit}" in found.energy_use_tce(JIA, 2032).reason
    assert found.emission(JIA, 2031) == figures.emission(JIA, 2031)
    assert found.emission(YI, 2032) == figures.emission(YI, 2032)
    assert found.published()


def test_without_the_city_facts_totals_and_land_are_missing_and_say_why(
    snapshot: Snapshot,
) -> None:
    found = Figures(replace(snapshot, city_facts=()))

    assert found.city_total(2031).reason == "city_context.csv 中没有 2031 年的全县总量"
    assert found.area_km2(CITY).value is None
    assert found.forest_cover(CITY, 2031).value is None
    assert found.forest_gap_ha().value is None
    assert found.ledger(2031).computed.value is not None
    assert found.published()


def test_a_city_total_in_another_unit_is_not_taken_for_ten_thousand_tonnes(
    snapshot: Snapshot,
) -> None:
    facts = tuple(replace(fact, unit="tCO2") for fact in snapshot.city_facts)

    assert Figures(replace(snapshot, city_facts=facts)).city_total(2031).value is None


def test_without_the_towns_the_citys_sums_are_missing(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, towns=()))

    assert found.towns == ()
    assert found.towns_total(2032).reason == "未报"
    assert found.published()


def test_without_the_named_sources_the_towns_still_stand(
    snapshot: Snapshot, figures: Figures
) -> None:
    found = Figures(replace(snapshot, named_sources=()))

    assert found.towns_total(2032) == figures.towns_total(2032)
    assert [row.row_id for row in found.ledger(2031).rows] == [TOWNS, NET_ELECTRICITY]
