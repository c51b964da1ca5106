"""From energy to standard coal: each figure can be checked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given

from sihui_map.domain.energy import (
    ELECTRICITY_IN,
    ELECTRICITY_OUT,
    HEAT_IN,
    HEAT_OUT,
    TCE,
)
from sihui_map.domain.standard_coal import standard_coal
from sihui_map.domain.value import MissingReason, ValueKind, missing
from sihui_map.errors import DomainError
from tests.domain.uses import AMOUNTS, COEFFICIENTS, DECLARED, use


@pytest.mark.parametrize(
    ("name", "amount", "tce"),
    [
        ("烟煤", 1000, 714.3),  # 1000 t × 0.7143 kgce/kg
        ("天然气", 1, 13.3),  # 10⁴ m³ × 1.33 kgce/m³ = 13 300 kgce
        (ELECTRICITY_IN, 1, 1.229),  # 10⁴ kWh × 0.1229 kgce/kWh = 1 229 kgce
        (ELECTRICITY_OUT, 1, -1.229),
        (HEAT_IN, 1, 0.03412),  # 1000 MJ × 0.03412 kgce/MJ = 34.12 kgce
        (HEAT_OUT, 100, -3.412),
    ],
)
def test_energy_becomes_standard_coal(name: str, amount: float, tce: float) -> None:
    converted = standard_coal([use(name, amount)], COEFFICIENTS, declared=DECLARED)

    assert converted.known == pytest.approx(tce)
    assert (converted.unit, converted.kind) == (TCE, ValueKind.COMPUTED)
    assert converted.source == "月报；GB/T 2589-2020 折标准煤系数"


def test_standard_coal_of_several_uses_adds_up() -> None:
    uses = [use("烟煤", 1000), use("天然气", 1), use(ELECTRICITY_OUT, 10)]

    assert standard_coal(uses, COEFFICIENTS, declared=DECLARED).known == pytest.approx(
        715.31
    )  # 714.3 + 13.3 − 12.29


def test_a_fuel_without_a_coefficient_makes_standard_coal_missing() -> None:
    uses = [use("烟煤", 1), use("原油", 1)]

    assert standard_coal(uses, COEFFICIENTS, declared=DECLARED).reason == "没有「原油」的折标煤系数"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("烟煤", "kg"),
        ("天然气", "t"),
        (ELECTRICITY_IN, "kWh"),
        (HEAT_IN, "MJ"),
        ("柴油", "t"),
    ],  # 柴油: per litre
)
def test_a_use_in_another_unit_than_its_coefficient_is_refused(name: str, unit: str) -> None:
    with pytest.raises(DomainError, match="折标煤系数按"):
        standard_coal([use(name, 1, unit=unit)], COEFFICIENTS, declared=DECLARED)


def test_standard_coal_of_nothing_is_missing_and_not_zero() -> None:
    assert standard_coal([], COEFFICIENTS, declared=None) == missing(
        TCE, MissingReason.NOT_REPORTED
    )
    assert standard_coal([], COEFFICIENTS, declared=DECLARED).known == 0


def test_standard_coal_that_nobody_called_complete_is_a_part() -> None:
    found = standard_coal([use("烟煤", 1000)], COEFFICIENTS, declared=None)

    assert (found.value, found.reason) == (None, MissingReason.NOT_COMPLETE)
    assert found.part == pytest.approx(714.3)


@given(AMOUNTS)
def test_coal_counted_in_two_rows_or_in_one_is_the_same(amount: float) -> None:
    in_one = standard_coal([use("烟煤", amount)], COEFFICIENTS, declared=DECLARED)
    in_two = standard_coal(
        [use("烟煤", amount / 4), use("烟煤", amount * 3 / 4)], COEFFICIENTS, declared=DECLARED
    )

    assert in_two.known == pytest.approx(in_one.known)
