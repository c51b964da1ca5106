"""Places: equals share one, the missing have none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.rank import places

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 10**6).map(float)), max_size=15)


def test_the_largest_is_first_and_the_missing_have_no_place() -> None:
    assert places([3.0, None, 9.0, 1.0], step=1) == [2, None, 1, 3]


def test_what_is_written_the_same_shares_a_place() -> None:
    assert places([4.004, 4.001, 3.99, 4.02], step=0.01) == [2, 2, 4, 1]


def test_zero_is_known() -> None:
    assert places([0.0, None], step=1) == [1, None]


@given(VALUES)
def test_a_place_is_one_more_than_the_number_of_larger_ones(values: list[float | None]) -> None:
    found = places(values, step=1)
    known = [value for value in values if value is not None]

    for value, place in zip(values, found, strict=True):
        larger = sum(other > value for other in known) if value is not None else None
        assert place == (None if larger is None else larger + 1)
