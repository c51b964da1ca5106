"""Numbers as an official document writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.catalogue.indicators import PER_GDP
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
from sihui_map.views import fmt
from tests.counties.county import JIA

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def tonnes(value: float, kind: ValueKind = ValueKind.COMPUTED) -> Quantity:
    return Quantity(value=value, unit="tCO2", kind=kind, source="平衡表")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.891, 2, "1,234,567.89"),
        (0.0, 2, "0.00"),
        (-0.001, 2, "0.00"),
        (-0.4, 0, "0"),
        (-12.345, 1, "−12.3"),
        (56.1, 0, "56"),
    ],
)
def test_a_number_has_fixed_places_and_a_true_minus(value: float, decimals: int, text: str) -> None:
    assert fmt.number(value, decimals) == text


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_no_number_is_written_as_minus_zero(value: float, decimals: int) -> None:
    text = fmt.number(value, decimals)

    assert "-" not in text
    assert text.startswith("−") == (round(value, decimals) < 0)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (640.5, 0, "641"), (641.5, 0, "642"), (0.125, 2, "0.13"), (-0.125, 2, "−0.13"),
        (2.4749999999999996, 2, "2.48"), (1.005, 2, "1.01"), (2.4749, 2, "2.47"),
    ],
)  # fmt: skip
def test_half_a_unit_goes_up_as_in_a_workbook(value: float, decimals: int, text: str) -> None:
    """A spreadsheet shows 2.475 with two places as 2.48; what stands beside it on a page agrees."""
    assert fmt.number(value, decimals) == text


def test_tonnes_are_shown_in_ten_thousands() -> None:
    assert fmt.wan_tonnes(tonnes(2_345_600)) == "234.56"


def test_a_missing_value_is_a_dash_never_zero() -> None:
    assert fmt.wan_tonnes(missing("tCO2", MissingReason.NOT_REPORTED)) == "—"


def test_a_measure_is_written_with_its_own_places() -> None:
    assert fmt.shown(tonnes(0.12345), PER_GDP) == "0.123"


def test_hovering_tells_what_a_number_is() -> None:
    assert fmt.hover(tonnes(1, ValueKind.SAMPLE)) == "性质：示例；来源：平衡表"


def test_hovering_tells_why_there_is_no_number() -> None:
    assert fmt.hover(missing("tCO2", MissingReason.NO_FACTOR)) == "缺失：当年电网排放因子未公开"


def test_only_a_sample_is_tagged(figures: Figures) -> None:
    assert fmt.tag_of(figures.emission(JIA, 2031)) == "示例"
    assert fmt.tag_of(figures.city_total(2031)) == ""
    assert fmt.tag_of(missing("t", MissingReason.NOT_REPORTED)) == ""
