"""Heat that is bought and sold: each figure can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from sihui_map.domain.emissions import emissions_by_component
from sihui_map.domain.energy import (
    ELECTRICITY_IN,
    ELECTRICITY_OUT,
    HEAT_IN,
    HEAT_OUT,
    TCO2,
    Component,
    EnergyUse,
)
from sihui_map.domain.factors import (
    FactorSet,
    factor_set,
)
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, total
from sihui_map.errors import DomainError
from tests.domain.uses import AMOUNTS, COAL, DECLARED, DIESEL, FACTORS, GAS, GRID, NAME, use


def bought(
    uses: list[EnergyUse], *, factors: FactorSet = FACTORS, declared: ValueKind | None = DECLARED
) -> Quantity:
    year = uses[0].year
    return emissions_by_component(uses, factors, year=year, declared=declared)[
        Component.ELECTRICITY
    ]


def test_a_thousand_gj_of_heat_at_0_11_t_per_gj_is_110_t() -> None:
    found = bought([use(HEAT_IN, 1500), use(HEAT_OUT, 500)])

    assert found.known == pytest.approx(110)
    assert (found.kind, found.source) == (ValueKind.COMPUTED, "公告；月报；热力缺省值")


def test_electricity_and_heat_are_one_component() -> None:
    assert bought([use(ELECTRICITY_IN, 1), use(HEAT_IN, 1000)]).known == pytest.approx(114.403)


def test_heat_in_another_unit_is_refused() -> None:
    with pytest.raises(DomainError, match="热力购入：单位应为 GJ，现为 MJ"):
        bought([use(HEAT_IN, 1, unit="MJ")])


def test_a_set_without_a_heat_factor_has_no_number_where_heat_was_told() -> None:
    factors = replace(FACTORS, heat=None)
    power = use(ELECTRICITY_IN, 1)

    found = bought([power, use(HEAT_IN, 1000)], factors=factors)

    assert (found.value, found.reason) == (None, "因子集「企业核算指南」没有「热力」的因子")
    assert found.part == pytest.approx(4.403)
    assert bought([power], factors=factors) == bought([power])


def test_heat_is_a_part_in_a_year_without_a_grid_factor() -> None:
    found = bought([use(ELECTRICITY_IN, 1, year=2024), use(HEAT_IN, 1000, year=2024)])

    assert (found.value, found.reason) == (None, MissingReason.NO_FACTOR)
    assert found.part == pytest.approx(110)
    assert found.part_kind is ValueKind.COMPUTED


def test_electricity_is_a_part_until_heat_is_told_or_declared() -> None:
    power = [use(ELECTRICITY_IN, 30), use(ELECTRICITY_OUT, 50)]

    open_ = bought(power, declared=None)
    told = bought([*power, use(HEAT_IN, 0), use(HEAT_OUT, 0)], declared=None)

    assert (open_.value, open_.reason) == (None, MissingReason.NOT_COMPLETE)
    assert open_.part == pytest.approx(-88.06)
    assert told.known == pytest.approx(-88.06)


def test_heat_sold_is_not_known_to_be_none_where_only_heat_bought_was_told() -> None:
    power = [use(ELECTRICITY_IN, 0), use(ELECTRICITY_OUT, 0)]

    found = bought([*power, use(HEAT_IN, 1000)], declared=None)

    assert (found.value, found.reason) == (None, MissingReason.NOT_COMPLETE)
    assert found.part == pytest.approx(110)


def test_classified_heat_leaves_the_component_missing_and_electricity_its_part() -> None:
    hidden = replace(use(HEAT_IN, 1), amount=None, reason=MissingReason.CLASSIFIED)

    found = bought([use(ELECTRICITY_IN, 1), hidden, use(HEAT_OUT, 0)])

    assert (found.value, found.reason) == (None, "热力购入涉密")
    assert found.part == pytest.approx(4.403)


def test_data_from_before_heat_could_be_told_lack_none() -> None:
    before = factor_set(NAME, [GAS, COAL, DIESEL], [GRID], heat=None, region="虚构电网")
    power = [use(ELECTRICITY_IN, 30), use(ELECTRICITY_OUT, 50)]

    assert bought(power, factors=before, declared=None).known == pytest.approx(-88.06)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_heat_cancels_between_the_plant_that_sells_and_the_town_that_buys(
    burnt: float, heat: float, power: float
) -> None:
    plant = [use("天然气", burnt), use(ELECTRICITY_OUT, power)]
    town = [use(ELECTRICITY_IN, power)]

    def net(*areas: list[EnergyUse]) -> float:
        every = (emissions_by_component(a, FACTORS, year=2022, declared=DECLARED) for a in areas)
        return total((part for parts in every for part in parts.values()), unit=TCO2).known

    with_heat = net([*plant, use(HEAT_OUT, heat)], [*town, use(HEAT_IN, heat)])

    assert with_heat == pytest.approx(net(plant, town), rel=1e-9, abs=1e-3)
