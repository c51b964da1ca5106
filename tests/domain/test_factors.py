"""Factors: what a unit of a fuel, of electricity or of heat emits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sihui_map.domain.factors import (
    FactorSet,
    FuelFactor,
    factor_set,
)
from sihui_map.errors import DomainError
from tests.domain.uses import COAL, DIESEL, FACTORS, GAS, GRID, HEAT, NAME


@pytest.mark.parametrize(
    ("factor", "tco2_per_unit"),
    [
        (GAS, 21.6219),  # 389.31 × 15.3 / 1000 × 0.99 × 44/12
        (COAL, 2.0715),  # 23.204 × 26.18 / 1000 × 0.93 × 44/12
        (DIESEL, 3.1451),  # 43.33 × 20.2 / 1000 × 0.98 × 44/12
    ],
)
def test_a_factor_is_heat_times_carbon_times_oxidation_times_44_over_12(
    factor: FuelFactor, tco2_per_unit: float
) -> None:
    assert factor.tco2_per_unit == pytest.approx(tco2_per_unit, abs=5e-5)


def test_an_oxidised_share_above_one_is_refused() -> None:
    with pytest.raises(DomainError, match="enterprise_2015 烟煤：氧化率应为 0–1，现为 93"):
        replace(COAL, share_oxidised=93)


def test_a_factor_cannot_be_negative() -> None:
    with pytest.raises(DomainError, match="enterprise_2015 烟煤：排放因子不能为负"):
        replace(COAL, ncv_gj_per_unit=-23.204)


def test_a_factor_set_is_one_name_and_one_region_never_mixed() -> None:
    other_set = replace(COAL, factor_set="provincial_2025")
    other_region = replace(GRID, region="全国", year=2021)

    chosen = factor_set(NAME, [GAS, other_set], [GRID, other_region], region="虚构电网")

    assert chosen == FactorSet(NAME, {"天然气": GAS}, "虚构电网", {2022: GRID})


def test_the_heat_factor_is_that_of_the_set_and_of_no_other() -> None:
    of_another = factor_set(
        NAME, [GAS], [GRID], heat=[replace(HEAT, factor_set="provincial_2025")], region="虚构电网"
    )

    assert (FACTORS.heat, of_another.heat) == (HEAT, None)


def test_a_heat_factor_cannot_be_negative() -> None:
    with pytest.raises(DomainError, match="enterprise_2015 热力：排放因子不能为负"):
        replace(HEAT, tco2_per_gj=-0.11)


def test_an_unknown_factor_set_is_refused() -> None:
    with pytest.raises(DomainError, match="没有名为「其他」的因子集"):
        factor_set("其他", [GAS], [GRID], region="虚构电网")
