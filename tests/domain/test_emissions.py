"""From energy to carbon dioxide: each figure can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.emissions import electricity_emission, emissions_by_component, fuel_emission
from sihui_map.domain.energy import (
    DIRECT_COMPONENTS,
    ELECTRICITY_IN,
    ELECTRICITY_OUT,
    HEAT_IN,
    HEAT_OUT,
    TCO2,
    Component,
    EnergyUse,
)
from sihui_map.domain.standard_coal import standard_coal
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing, total
from sihui_map.errors import DomainError
from tests.domain.uses import COEFFICIENTS, DECLARED, FACTORS, USES, use


def test_burning_gas_emits_its_amount_times_its_factor() -> None:
    emitted = fuel_emission(use("天然气", 10), FACTORS)

    assert emitted.known == pytest.approx(216.219, abs=5e-4)
    assert (emitted.unit, emitted.kind) == (TCO2, ValueKind.COMPUTED)
    assert emitted.source == "月报；附录二"


def test_burning_sample_coal_emits_a_sample() -> None:
    assert fuel_emission(use("烟煤", 1, kind=ValueKind.SAMPLE), FACTORS).kind is ValueKind.SAMPLE


def test_a_fuel_outside_the_set_is_missing_with_the_reason() -> None:
    assert fuel_emission(use("原油", 1), FACTORS) == missing(
        TCO2, "因子集「企业核算指南」没有「原油」的因子", "月报"
    )


def test_none_of_a_fuel_needs_neither_factor_nor_coefficient() -> None:
    assert fuel_emission(use("原油", 0), FACTORS).value == 0
    assert standard_coal([use("原油", 0)], COEFFICIENTS, declared=DECLARED).value == 0


def test_an_amount_in_another_unit_than_the_factor_is_refused() -> None:
    with pytest.raises(DomainError, match=r"单位应为 10\^4 Nm3，现为 Nm3"):
        fuel_emission(use("天然气", 1, unit="Nm3"), FACTORS)


def test_net_electricity_is_in_minus_out_and_ignores_fuels() -> None:
    uses = [use(ELECTRICITY_IN, 30), use(ELECTRICITY_OUT, 50), use("烟煤", 7)]

    emitted = electricity_emission(uses, FACTORS, year=2022, declared=None)

    assert emitted.known == pytest.approx(-20 * 4.403)


def test_electricity_in_another_unit_is_refused() -> None:
    with pytest.raises(DomainError, match=r"电力调入：单位应为 10\^4 kWh，现为 kWh"):
        electricity_emission(
            [use(ELECTRICITY_IN, 1, unit="kWh")], FACTORS, year=2022, declared=DECLARED
        )


def test_ten_thousand_kwh_at_0_4403_kg_per_kwh_is_4_403_t() -> None:
    emitted = electricity_emission([use(ELECTRICITY_IN, 1)], FACTORS, year=2022, declared=DECLARED)

    assert emitted.known == pytest.approx(4.403)
    assert emitted.source == "月报；公告"


def test_an_exporter_of_electricity_has_negative_emissions_from_it() -> None:
    emitted = electricity_emission(
        [use(ELECTRICITY_OUT, 100)], FACTORS, year=2022, declared=DECLARED
    )

    assert emitted.known == pytest.approx(-440.3)


def test_no_electricity_is_zero_where_it_was_declared() -> None:
    assert electricity_emission([], FACTORS, year=2022, declared=DECLARED) == Quantity(
        value=0, unit=TCO2, kind=ValueKind.COMPUTED, source="公告"
    )
    assert electricity_emission([], FACTORS, year=2022, declared=None) == missing(
        TCO2, MissingReason.NOT_COMPLETE, "公告"
    )


def test_a_year_without_a_grid_factor_has_no_number() -> None:
    uses = [use(ELECTRICITY_IN, 1, year=2024)]

    assert electricity_emission(uses, FACTORS, year=2024, declared=DECLARED) == missing(
        TCO2, MissingReason.NO_FACTOR, "月报"
    )


def test_with_the_factor_of_the_newest_year_it_is_preliminary() -> None:
    uses = [use(ELECTRICITY_IN, 1, year=2024)]
    factors = replace(FACTORS, grid_fallback=True)
    newest = max(FACTORS.grid_by_year)

    found = electricity_emission(uses, factors, year=2024, declared=DECLARED)

    assert found.known == pytest.approx(10 * FACTORS.grid_by_year[newest].kgco2_per_kwh)
    assert found.kind is ValueKind.PRELIMINARY
    assert found.source == f"月报；2024 年电网因子尚未公布，按 {newest} 年因子：公告"


def test_a_year_before_the_first_factor_takes_none() -> None:
    factors = replace(FACTORS, grid_fallback=True)
    first = min(FACTORS.grid_by_year)

    assert factors.grid_factor(first - 1) is None
    assert factors.grid_factor(first) == FACTORS.grid_by_year[first]


def test_components_take_the_asked_year_only() -> None:
    uses = [use("烟煤", 1000), use("烟煤", 9, year=2021), use(ELECTRICITY_IN, 1)]

    parts = emissions_by_component(uses, FACTORS, year=2022, declared=DECLARED)

    assert parts[Component.COAL].known == pytest.approx(2071.5, abs=0.05)
    assert parts[Component.ELECTRICITY].known == pytest.approx(4.403)


def test_an_area_that_declared_all_emitted_nothing_from_the_fuels_it_left_out() -> None:
    parts = emissions_by_component([use("烟煤", 1)], FACTORS, year=2022, declared=DECLARED)

    assert (parts[Component.OIL].known, parts[Component.GAS].known) == (0, 0)


def test_an_area_that_reported_nothing_is_missing_in_every_component() -> None:
    old = [use("烟煤", 1, year=2021)]

    parts = emissions_by_component(old, FACTORS, year=2022, declared=None)

    assert parts == {part: missing(TCO2, MissingReason.NOT_REPORTED) for part in Component}


def test_one_fuel_without_a_factor_makes_its_component_missing_and_no_other() -> None:
    parts = emissions_by_component(
        [use("原油", 1), use("柴油", 1)], FACTORS, year=2022, declared=DECLARED
    )

    assert parts[Component.OIL].reason == "因子集「企业核算指南」没有「原油」的因子"
    assert parts[Component.COAL].known == 0


def test_a_component_names_each_source_once() -> None:
    parts = emissions_by_component(
        [use("烟煤", 1), use("烟煤", 2)], FACTORS, year=2022, declared=DECLARED
    )

    assert parts[Component.COAL].source == "月报；附录二"


@given(USES)
def test_the_components_add_up_to_the_emission(uses: list[EnergyUse]) -> None:
    parts = emissions_by_component(uses, FACTORS, year=2022, declared=DECLARED)

    whole = total(parts.values(), unit=TCO2)

    burnt = [fuel_emission(item, FACTORS).known for item in uses if item.fuel in FACTORS.fuels]
    per_unit = {ELECTRICITY_IN: 4.403, ELECTRICITY_OUT: -4.403, HEAT_IN: 0.11, HEAT_OUT: -0.11}
    bought = sum((item.amount or 0) * per_unit.get(item.fuel, 0) for item in uses)
    assert whole.known == pytest.approx(sum(burnt) + bought, abs=1e-3)


@given(USES, st.sampled_from(range(2, 10)))
def test_using_n_times_as_much_emits_n_times_as_much(uses: list[EnergyUse], times: int) -> None:
    more = [replace(item, amount=(item.amount or 0) * times) for item in uses]

    once, often = (
        emissions_by_component(list_, FACTORS, year=2022, declared=DECLARED)
        for list_ in (uses, more)
    )

    for part in DIRECT_COMPONENTS:
        assert often[part].known == pytest.approx(once[part].known * times)
        assert once[part].known >= 0


@given(st.floats(min_value=0, max_value=1e11))
def test_kwh_and_ten_thousand_kwh_tell_the_same_emission(kwh: float) -> None:
    emitted = electricity_emission(
        [use(ELECTRICITY_IN, kwh / 1e4)], FACTORS, year=2022, declared=DECLARED
    )

    assert emitted.known == pytest.approx(kwh * 0.4403 / 1000)  # kg, then t
