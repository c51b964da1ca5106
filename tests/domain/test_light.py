"""Lights: each value is graded by its target's rule, at the printed precision."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.light import Course, Grading, Light, grade, half_unit
from sihui_map.domain.plan import Operator
from sihui_map.errors import DomainError
from tests.domain.targets import RULE

HUNDREDTHS = st.integers(min_value=0, max_value=10_000).map(lambda value: Decimal(value) / 100)
DIRECTIONS = st.sampled_from((Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOUT))
GRADINGS = st.sampled_from(Grading)
RANK = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2}


def course(
    baseline: str | None, due: str, direction: Operator = Operator.AT_LEAST, tolerance: str = "0"
) -> Course:
    return Course(
        baseline=None if baseline is None else Decimal(baseline),
        due=Decimal(due),
        goal=Decimal(due),
        direction=direction,
        tolerance=Decimal(tolerance),
    )


COURSES = st.builds(course, HUNDREDTHS.map(str), HUNDREDTHS.map(str), tolerance=st.just("0.05"))


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("46.30", Light.GREEN),
        ("47.00", Light.GREEN),
        ("46.29", Light.YELLOW),
        ("46.22", Light.YELLOW),  # short by exactly 10 % of 0.80
        ("46.21", Light.RED),  # of the level it would be 0.2 %
        ("45.50", Light.RED),  # nothing was done
        ("45.49", Light.RED),
    ],
)
def test_near_is_measured_against_the_required_change(value: str, light: Light) -> None:
    assert grade(Decimal(value), course("45.50", "46.30"), Grading.SHARE) is light


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("46.30", Light.GREEN),
        ("46.29", Light.YELLOW),
        ("45.50", Light.YELLOW),  # behind schedule, however far
        ("45.49", Light.RED),  # 不升反降
    ],
)
def test_by_the_trend_behind_schedule_is_yellow_and_the_wrong_way_red(
    value: str, light: Light
) -> None:
    assert grade(Decimal(value), course("45.50", "46.30"), Grading.TREND) is light


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("0.40", Light.GREEN),
        ("0.30", Light.GREEN),
        ("0.41", Light.YELLOW),
        ("0.42", Light.RED),
        ("0.51", Light.RED),
    ],
)
def test_where_less_is_better_everything_is_mirrored(value: str, light: Light) -> None:
    found = course("0.50", "0.40", Operator.AT_MOST)

    assert grade(Decimal(value), found, Grading.SHARE) is light


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("99.5", Light.GREEN),
        ("100.5", Light.GREEN),
        ("99.4", Light.YELLOW),
        ("100.6", Light.YELLOW),
        ("94.9", Light.RED),
        ("105.1", Light.RED),
        ("49.9", Light.RED),
        ("150.1", Light.RED),  # farther away than the baseline was
    ],
)
def test_exactly_is_half_a_unit_either_way(value: str, light: Light) -> None:
    found = course("50", "100", Operator.EXACTLY, "0.5")

    assert grade(Decimal(value), found, Grading.SHARE) is light


def test_an_exact_target_below_its_baseline_is_reached_from_above() -> None:
    found = course("50", "40", Operator.EXACTLY, "0.5")

    lights = [grade(Decimal(text), found, Grading.SHARE) for text in ("40.5", "41", "42", "51")]
    assert lights == [Light.GREEN, Light.YELLOW, Light.RED, Light.RED]


@pytest.mark.parametrize(
    ("value", "light"), [("46.30", Light.GREEN), ("46.31", Light.GREEN), ("46.29", Light.RED)]
)
def test_where_no_change_is_required_it_is_kept_or_red(value: str, light: Light) -> None:
    assert grade(Decimal(value), course("46.30", "46.30"), Grading.SHARE) is light
    assert grade(Decimal(value), course("46.30", "46.30"), Grading.TREND) is light


def test_without_a_baseline_only_a_target_that_is_met_has_a_light() -> None:
    assert grade(Decimal("46.30"), course(None, "46.30"), Grading.SHARE) is Light.GREEN
    assert grade(Decimal("46.29"), course(None, "46.30"), Grading.SHARE) is Light.GREY


@given(HUNDREDTHS, HUNDREDTHS, COURSES, DIRECTIONS, GRADINGS)
def test_a_better_value_is_never_a_worse_light(
    one: Decimal, other: Decimal, found: Course, way: Operator, grading: Grading
) -> None:
    worse, better = sorted((one, other), reverse=way is Operator.AT_MOST)
    found = replace(found, direction=way)

    assert RANK[grade(worse, found, grading)] <= RANK[grade(better, found, grading)]


@given(HUNDREDTHS, COURSES, st.integers(-6, 6), st.sampled_from(Operator), GRADINGS)
def test_a_light_does_not_depend_on_the_unit(
    value: Decimal, found: Course, power: int, way: Operator, grading: Grading
) -> None:
    found = replace(found, direction=way)
    scaled = replace(
        found,
        baseline=None if found.baseline is None else found.baseline.scaleb(power),
        due=found.due.scaleb(power),
        goal=found.goal.scaleb(power),
        tolerance=found.tolerance.scaleb(power),
    )

    assert grade(value, found, grading) is grade(value.scaleb(power), scaled, grading)


@pytest.mark.parametrize(
    ("value", "half"), [(46.3, "0.05"), (40.0, "0.5"), (100.0, "0.5"), (0.25, "0.005")]
)
def test_half_a_unit_is_of_the_last_digit_that_the_plan_prints(value: float, half: str) -> None:
    assert half_unit(value) == Decimal(half)


def test_a_precision_that_nobody_prints_is_refused() -> None:
    with pytest.raises(DomainError, match="小数位数应为 0 到 6，现为 7"):
        replace(RULE, decimals=7)
