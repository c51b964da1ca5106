"""The rows of a snapshot that have a rule of their own."""

from __future__ import annotations

import pytest

from sihui_map.domain.snapshot import TownContext
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError


def context(
    population: float = 1, gdp: float = 1, constant: float | None = None, base: int | None = None
) -> TownContext:
    return TownContext(
        area_id="990101101",
        year=2024,
        population=population,
        gdp_1e8_cny=gdp,
        gdp_constant_1e8_cny=constant,
        gdp_base_year=base,
        kind=ValueKind.SAMPLE,
        source="示例",
    )


@pytest.mark.parametrize(
    ("population", "gdp", "constant"), [(-1, 1, None), (1, -1, None), (1, 1, -1)]
)
def test_a_denominator_cannot_be_negative(
    population: float, gdp: float, constant: float | None
) -> None:
    with pytest.raises(DomainError, match="990101101 2024 年：人口和地区生产总值不能为负"):
        context(population, gdp, constant)


@pytest.mark.parametrize(("constant", "base"), [(90, None), (None, 2020)])
def test_constant_prices_are_those_of_a_year(constant: float | None, base: int | None) -> None:
    with pytest.raises(DomainError, match="2024 年：地区生产总值（不变价）和不变价基年要一起填写"):
        context(constant=constant, base=base)
