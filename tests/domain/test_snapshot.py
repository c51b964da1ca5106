"""The rows of a snapshot that have a rule of their own."""

from __future__ import annotations

import pytest

from sihui_map.domain.snapshot import TownContext
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError


@pytest.mark.parametrize(("population", "gdp"), [(-1, 1), (1, -1)])
def test_a_denominator_cannot_be_negative(population: float, gdp: float) -> None:
    with pytest.raises(DomainError, match="441284113 2024 年：人口和地区生产总值不能为负"):
        TownContext(
            area_id="441284113",
            year=2024,
            population=population,
            gdp_1e8_cny=gdp,
            kind=ValueKind.SAMPLE,
            source="示例",
        )
