"""Energy use: what can be told, and which fuels there are."""

from __future__ import annotations

import pytest

from sihui_map.domain.energy import (
    COMPONENT_BY_FUEL,
    ELECTRICITY_IN,
    Component,
)
from sihui_map.errors import DomainError
from tests.domain.uses import use


def test_an_unknown_fuel_is_answered_with_the_fuels_that_may_be() -> None:
    with pytest.raises(DomainError, match="990101101 2022 年 木柴：没有这个能源品种；可选：无烟煤"):
        use("木柴", 1)


def test_an_amount_cannot_be_negative_and_what_is_sent_out_is_a_kind_of_its_own() -> None:
    with pytest.raises(
        DomainError, match="数量不能为负，现为 -5；外送的填「电力调出」「热力外供」"
    ):
        use(ELECTRICITY_IN, -5)


def test_nothing_used_is_an_amount() -> None:
    assert use("烟煤", 0).amount == 0


def test_every_fuel_is_a_component_and_liquefied_gas_of_oil_is_oil() -> None:
    assert set(COMPONENT_BY_FUEL.values()) == set(Component)
    assert COMPONENT_BY_FUEL["液化石油气"] is Component.OIL
    assert COMPONENT_BY_FUEL["液化天然气"] is Component.GAS
