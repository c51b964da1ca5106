"""Sums that are published tell no hidden value: tried by every sum and difference there is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sihui_map.domain.disclosure import SHARE_LEFT, Contribution, is_safe, released

AREAS = "甲乙丙丁戊"


def of(area: str, *values: float, is_open: bool = False) -> list[Contribution]:
    return [Contribution(area, value, is_open) for value in values]


EVEN = (10.0, 11.0, 12.0)


@pytest.mark.parametrize(
    ("hidden", "safe"),
    [
        ((), True),
        ((5.0,), False),
        ((5.0, 5.0), False),
        (EVEN, True),
        ((1000.0, 5.0, 4.0), False),  # of 1009 the second knows the first to within 1 %
        ((100.0, 90.0, 10.0), False),  # 10 is not more than a tenth of 100
        ((100.0, 90.0, 10.1), True),
        ((0.0, 0.0, 0.0), False),  # a sum of zero tells each
    ],
)
def test_a_sum_is_safe_with_enough_values_of_which_none_dominates(
    hidden: tuple[float, ...],
    safe: bool,  # noqa: FBT001 a case of the table above
) -> None:
    assert is_safe(hidden) is safe


def test_a_town_with_one_enterprise_does_not_leak_through_the_total() -> None:
    found = released([*of("甲", 7.0), *of("乙", *EVEN), *of("丙", *EVEN)])

    # 甲 is withheld; so are both others: else 丙, which knows its own, had 甲 from the total.
    assert found.by_area == {"甲": None, "乙": None, "丙": None}
    assert found.whole == 73.0


def test_a_total_does_not_tell_one_withheld_town_the_single_value_of_another() -> None:
    """甲 reads its own 180: of the total 320 with the open 50 it had 乙's 90 exactly."""
    found = released([*of("甲", 100.0, 80.0), *of("乙", 90.0), *of("丁", 50.0, is_open=True)])

    assert found.by_area == {"甲": None, "乙": None, "丁": 50.0}
    assert found.whole is None


def test_where_nothing_else_can_be_withheld_the_total_is() -> None:
    found = released([*of("甲", 7.0), *of("乙", 5.0, is_open=True)])

    assert found.by_area == {"甲": None, "乙": 5.0}
    assert found.whole is None


def test_a_town_with_open_values_only_protects_no_other() -> None:
    opened, pair = of("乙", 5.0, 6.0, 7.0, is_open=True), [*of("丙", *EVEN), *of("丁", *EVEN)]

    found = released([*of("甲", 7.0), *opened, *pair])

    assert found.by_area == {"甲": None, "乙": 18.0, "丙": None, "丁": None}
    assert found.whole == 91.0


def test_a_sum_with_a_part_that_nobody_told_is_none() -> None:
    found = released([*of("甲", *EVEN), Contribution("甲", None, is_open=False), *of("乙", *EVEN)])

    assert found.by_area == {"甲": None, "乙": 33.0}
    assert found.whole is None


# The attack


def attack(rows: list[Contribution], reads: str = "") -> dict[int, Fraction]:
    """Return the hidden values that somebody can compute who knows all that is published.

    He is a visitor, or ``reads`` all rows of an area. What is published are linear equations in
    the values hidden from him: they are solved exactly, so every sum and difference of any of
    them is tried at once.
    """
    found = released(rows)
    rows = [replace(row, is_open=row.is_open or row.area == reads) for row in rows]
    hidden = [at for at, row in enumerate(rows) if not row.is_open]
    sums = [(area, value) for area, value in found.by_area.items() if value is not None]
    sums += [("", found.whole)] if found.whole is not None else []
    matrix = []
    for area, value in sums:
        own = [at for at, row in enumerate(rows) if area in ("", row.area)]
        opened = sum(Fraction(rows[at].value or 0) for at in own if rows[at].is_open)
        line = [Fraction(at in own) for at in hidden]
        matrix.append([*line, Fraction(value) - opened])
    _reduce(matrix, len(hidden))
    told = {}
    for line in matrix:
        used = [at for at, factor in zip(hidden, line, strict=False) if factor]
        if len(used) == 1:
            told[used[0]] = line[-1]
    return told


def _reduce(matrix: list[list[Fraction]], width: int) -> None:
    """Bring the equations to reduced echelon form, in place."""
    at = 0
    for column in range(width):
        pivot = next((row for row in range(at, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
        matrix[at] = [value / matrix[at][column] for value in matrix[at]]
        for row, line in enumerate(matrix):
            if row != at and line[column]:
                factor = line[column]
                matrix[row] = [a - factor * b for a, b in zip(line, matrix[at], strict=True)]
        at += 1


VALUES = st.integers(0, 1000).map(float)
ROWS = st.lists(st.builds(Contribution, st.sampled_from(AREAS), VALUES, st.booleans()), max_size=24)


def test_the_attack_finds_what_a_careless_publication_tells() -> None:
    rows = [*of("甲", 7.0), *of("乙", *EVEN)]
    matrix = [[Fraction(1), Fraction(1), Fraction(1), Fraction(1), Fraction(40)],
              [Fraction(0), Fraction(1), Fraction(1), Fraction(1), Fraction(33)]]  # fmt: skip

    _reduce(matrix, len(rows))

    assert matrix[0] == [1, 0, 0, 0, 7]


@given(ROWS)
@settings(max_examples=300)
@example([*of("甲", 7.0), *of("乙", *EVEN), *of("丙", *EVEN)])
def test_no_hidden_value_can_be_had_from_all_that_is_published(rows: list[Contribution]) -> None:
    assert attack(rows) == {}


@given(ROWS)
@settings(max_examples=300)
@example([*of("甲", 100.0, 80.0), *of("乙", 90.0), *of("丁", 50.0, is_open=True)])
@example([*of("甲", 7.0), *of("乙", *EVEN), *of("丙", *EVEN)])
def test_no_town_that_reads_its_own_has_one_of_another(rows: list[Contribution]) -> None:
    assert {town: told for town in AREAS if (told := attack(rows, town))} == {}


@given(ROWS)
@settings(max_examples=300)
def test_no_contributor_can_come_near_another(rows: list[Contribution]) -> None:
    """Whoever knows his own value and every sum: the largest of a group stays 10 % open to him.

    So it does to a contributor who learns the rows of a town from its clerk.
    """
    found = released(rows)
    hidden = {area: [row.value or 0.0 for row in rows if row.area == area and not row.is_open]
              for area in AREAS}  # fmt: skip
    groups = [own for area, own in hidden.items() if found.by_area.get(area) is not None]
    if found.whole is not None:
        rest = [area for area in hidden if found.by_area.get(area) is None]
        groups += [
            [value for area in rest if area != read for value in hidden[area]]
            for read in ["", *rest]
        ]
    for own in groups:
        if own:
            largest, second, *others = sorted(own, reverse=True)
            assert sum(own) - second - largest > SHARE_LEFT * largest
            assert len(others) >= 1


@given(ROWS)
def test_what_is_published_is_the_sum(rows: list[Contribution]) -> None:
    found = released(rows)

    for area, value in found.by_area.items():
        own = sum(row.value or 0.0 for row in rows if row.area == area)
        assert value is None or value == own
    assert found.whole is None or found.whole == sum(row.value or 0.0 for row in rows)
