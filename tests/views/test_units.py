"""Units as a reader knows them."""

from __future__ import annotations

import pytest

from sihui_map.views.units import unit_text


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("t", "吨"),
        ("10^4 Nm3", "万立方米"),
        ("10^4 kWh", "万千瓦时"),
        ("10^8 CNY", "亿元"),
        ("GJ", "吉焦"),
        ("MJ", "MJ"),
    ],
)
def test_a_unit_is_written_as_a_reader_knows_it(unit: str, text: str) -> None:
    assert unit_text(unit) == text
