"""Scenarios: what each lever does, that the parts add up, and what may not be set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.energy import EnergyUse
from sihui_map.domain.factors import FactorSet, FuelFactor, GridFactor
from sihui_map.domain.scenario import (
    LEVERS,
    Base,
    Levers,
    burnt_as_gas,
    levers_of,
    pv_effect,
    scenario,
)
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError

GRID = GridFactor(region="某省", year=2023, kgco2_per_kwh=0.5, source="公告")
BASE = Base(
    year=2023,
    coal_t=100_000,
    coal_as_gas_t=60_000,
    oil_t=20_000,
    gas_t=30_000,
    electricity_t=50_000,
    kept_t=300_000,
    kind=ValueKind.COMPUTED,
    source="台账",
)


def factor(fuel: str, ncv: float, carbon: float) -> FuelFactor:
    return FuelFactor(
        factor_set="一套",
        fuel=fuel,
        unit="t",
        ncv_gj_per_unit=ncv,
        carbon_content_tc_per_tj=carbon,
        share_oxidised=1.0,
        source="指南",
    )


def test_with_nothing_set_the_last_year_is_the_base() -> None:
    years = scenario(BASE, Levers(), None, last_year=2030)

    assert [year.year for year in years] == list(range(2023, 2031))
    assert {year.whole_t for year in years} == {500_000}


def test_coal_that_becomes_gas_of_the_same_heat_saves_their_difference() -> None:
    years = scenario(BASE, Levers(coal_percent=50), None, last_year=2027)

    # Half of 100 000 − 60 000, reached evenly in four steps.
    assert [year.coal_t for year in years] == [0, -5_000, -10_000, -15_000, -20_000]
    assert years[-1].whole_t == 480_000


def test_photovoltaics_save_size_times_hours_times_factor() -> None:
    levers = Levers(pv_mw=100, pv_hours=1_000)

    assert pv_effect(levers, GRID) == -50_000  # 100 MW × 1 000 h = 100 000 MWh; × 0.5 t/MWh
    assert scenario(BASE, levers, GRID, last_year=2025)[-1].whole_t == 450_000


def test_without_hours_or_factor_the_effect_is_unknown_and_never_zero() -> None:
    unsaid, set_but_no_grid = Levers(pv_mw=100), Levers(pv_mw=100, pv_hours=1_000)

    assert pv_effect(unsaid, GRID) is None
    assert pv_effect(set_but_no_grid, None) is None
    last = scenario(BASE, unsaid, GRID, last_year=2025)[-1]
    assert (last.pv_t, last.whole_t) == (None, None)


def test_rates_compound_on_the_towns_and_leave_the_large_sources() -> None:
    last = scenario(BASE, Levers(growth_percent=10, saving_percent=10), None, last_year=2025)[-1]

    assert last.growth_t == pytest.approx(42_000)  # 200 000 × (1.1² − 1)
    assert last.saving_t == pytest.approx(-45_980)  # 242 000 × (0.9² − 1)
    assert last.whole_t == pytest.approx(496_020)


@given(
    st.floats(0, 100), st.floats(0, 1000), st.floats(1, 8760), st.floats(0, 10), st.floats(-10, 10)
)
def test_the_parts_add_up_to_what_the_formula_gives_at_once(
    coal: float, pv: float, hours: float, saving: float, growth: float
) -> None:
    levers = Levers(
        coal_percent=coal,
        pv_mw=pv,
        pv_hours=hours,
        saving_percent=saving,
        growth_percent=growth,
    )

    last = scenario(BASE, levers, GRID, last_year=2030)[-1]

    use = ((1 + growth / 100) * (1 - saving / 100)) ** 7
    towns = 100_000 * (1 - coal / 100) + 60_000 * coal / 100 + 20_000 + 30_000 + 50_000
    assert last.whole_t == pytest.approx(use * towns + 300_000 - pv * hours * 0.5)


def test_a_base_that_is_no_earlier_than_the_last_year_has_no_path() -> None:
    assert scenario(replace(BASE, year=2030), Levers(), GRID, last_year=2030) == ()


def test_heat_of_coal_is_burnt_as_gas_by_the_factors_of_the_set() -> None:
    fuels = {"烟煤": factor("烟煤", 20.0, 26.0), "天然气": factor("天然气", 389.0, 15.0)}
    use = EnergyUse(
        area_id="某镇", year=2023, fuel="烟煤", amount=1_000, unit="t", kind=ValueKind.REPORTED,
        source="台账",
    )  # fmt: skip

    # 1 000 t × 20 GJ/t × 15 tC/TJ ÷ 1 000 × 44/12; the heat of gas itself does not matter.
    assert burnt_as_gas([use], FactorSet("一套", fuels, "某省", {})) == pytest.approx(1_100)
    without = FactorSet("一套", {"烟煤": fuels["烟煤"]}, "某省", {})
    assert burnt_as_gas([use], without) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [("coal", "101"), ("pv", "-1"), ("hours", "0"), ("saving", "1e1"), ("growth", "nan"),
     ("coal", "[a](b)"), ("pv", "二十")],
)  # fmt: skip
def test_what_may_not_be_set_is_named_with_what_may(name: str, text: str) -> None:
    with pytest.raises(ChoiceError) as error:
        levers_of({name: text})

    low, high = LEVERS[name].low, LEVERS[name].high
    assert f"应为 {low:g}–{high:g} 之间的数" in str(error.value)
    assert "[" not in str(error.value)


def test_an_address_that_says_nothing_sets_nothing() -> None:
    assert levers_of({"coal": "", "town": "x"}) == Levers()
