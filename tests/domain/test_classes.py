"""Class breaks: round, rising, few, and the same for everybody."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.classes import ClassBreaks, class_breaks, class_of, round_break
from sihui_map.errors import DomainError

# What emissions and densities can be: nothing between 0 and a millionth, nothing past 10¹².
SIZES = st.floats(min_value=1e-6, max_value=1e12)
VALUES = st.one_of(st.just(0.0), SIZES, SIZES.map(lambda size: -size))
MANY = st.lists(VALUES, max_size=80)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (1, 1),
        (1.6, 1.5),
        (4.4, 4),
        (97, 100),
        (12_345, 10_000),
        (0.0234, 0.025),
        (-2_600, -2_500),
    ],
)
def test_a_break_is_a_round_number(value: float, expected: float) -> None:
    assert round_break(value) == expected


@given(SIZES)
def test_rounding_moves_a_break_by_a_quarter_at_most(value: float) -> None:
    assert abs(round_break(value) - value) <= value / 4


@given(SIZES)
def test_rounding_knows_no_sign(value: float) -> None:
    assert round_break(-value) == -round_break(value)


def test_ten_values_make_five_classes() -> None:
    assert class_breaks([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) == (3.0, 5.0, 6.0, 8.0)


def test_too_few_values_make_one_class() -> None:
    assert class_breaks([1, 2, 3, 4]) == ()


def test_equal_values_make_one_class() -> None:
    assert class_breaks([7.0] * 20) == ()


def test_the_largest_value_may_be_a_class_of_its_own() -> None:
    assert class_breaks([1, 1, 1, 1, 10, 10]) == (10.0,)


def test_net_import_and_net_export_never_share_a_class() -> None:
    breaks = class_breaks([-50, -40, -1, 2, 30, 40, 500, 600])

    assert 0 in breaks
    assert class_of(-1, breaks) < class_of(2, breaks)


@given(MANY)
def test_breaks_rise_within_the_values_and_are_four_at_most(values: list[float]) -> None:
    breaks = class_breaks(values)

    assert len(breaks) <= 4
    assert all(lower < upper for lower, upper in pairwise(breaks))
    assert all(min(values) < cut <= max(values) for cut in breaks)


@given(st.lists(VALUES, min_size=5, max_size=80))
def test_zero_is_a_break_exactly_where_values_straddle_it(values: list[float]) -> None:
    straddle = min(values) < 0 < max(values)

    breaks = class_breaks(values)

    if straddle:
        assert 0 in breaks
        assert len({class_of(cut, breaks) for cut in (min(values), max(values))}) == 2


@given(MANY, st.integers(min_value=0, max_value=100))
def test_the_order_of_the_values_does_not_move_a_break(values: list[float], turn: int) -> None:
    turned = [*values[turn:], *values[:turn]]

    assert class_breaks(turned) == class_breaks(values)


@given(MANY)
def test_every_value_has_a_class(values: list[float]) -> None:
    breaks = class_breaks(values)

    assert all(0 <= class_of(value, breaks) <= len(breaks) for value in values)


@given(st.lists(VALUES, min_size=5, max_size=80))
def test_no_break_cuts_off_an_empty_end(values: list[float]) -> None:
    breaks = class_breaks(values)

    assert class_of(min(values), breaks) == 0
    assert class_of(max(values), breaks) == len(breaks)


@given(MANY, VALUES, VALUES)
def test_a_larger_value_is_never_in_a_lower_class(
    values: list[float], one: float, other: float
) -> None:
    breaks = class_breaks(values)

    assert class_of(min(one, other), breaks) <= class_of(max(one, other), breaks)


def test_a_value_on_a_break_belongs_to_the_upper_class() -> None:
    assert [class_of(value, (10.0, 20.0)) for value in (9.9, 10, 19.9, 20, 99)] == [0, 1, 1, 2, 2]


@pytest.mark.parametrize("cuts", [(), (2.0, 1.0), (1.0, 1.0)])
def test_declared_breaks_rise(cuts: tuple[float, ...]) -> None:
    with pytest.raises(DomainError, match="断点应从小到大"):
        ClassBreaks(measure="total", scope="net", cuts=cuts, unit="tCO2", source="理由")
