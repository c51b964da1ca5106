"""Lights: 发改办环资〔2020〕901号 held against the straight path before the target year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.light import Light, light_of, path_value, standing
from sihui_map.domain.plan import Operator, Target
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing

PERCENT = st.floats(min_value=0, max_value=100)
YEARS = st.integers(min_value=2000, max_value=2060)
RANK = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2}


def target(*, value: float | None = 56.3, year: int | None = 2025, unit: str = "%") -> Target:
    return Target(
        target_id="forest-cover-2025",
        indicator="森林覆盖率",
        year=year,
        operator=Operator.ABOUT,
        value=value,
        unit=unit,
        clause_no=34,
        section="三、重点任务(十)",
        baseline_year=None,
        quote="森林覆盖率达到56.3%左右",
        note="",
    )


def percent(value: float) -> Quantity:
    return Quantity(value=value, unit="%", kind=ValueKind.SAMPLE, source="年报")


@pytest.mark.parametrize(
    ("value", "light"),
    [
        (100, Light.GREEN),
        (130, Light.GREEN),
        (99.9, Light.YELLOW),
        (90, Light.YELLOW),  # missed by exactly 10 %
        (89.9, Light.RED),
        (0, Light.RED),
    ],
)
def test_a_miss_of_up_to_a_tenth_is_yellow_and_more_is_red(value: float, light: Light) -> None:
    assert light_of(value, 100) is light


@given(PERCENT, PERCENT, PERCENT)
def test_more_is_never_a_worse_light(one: float, other: float, due: float) -> None:
    lower, upper = sorted((one, other))

    assert RANK[light_of(lower, due)] <= RANK[light_of(upper, due)]


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2019, 50), (2020, 50), (2022, 54), (2025, 60), (2030, 60)],
)
def test_the_path_is_straight_and_stays_at_its_ends(year: int, expected: float) -> None:
    assert path_value(year, start=(2020, 50), goal=(2025, 60)) == pytest.approx(expected)


def test_a_path_that_starts_at_its_goal_is_the_goal() -> None:
    assert path_value(2024, start=(2025, 50), goal=(2025, 60)) == 60
    assert path_value(2020, start=(2026, 50), goal=(2025, 60)) == 60


@given(YEARS, YEARS, YEARS, PERCENT, PERCENT)
def test_the_path_never_leaves_the_span_between_start_and_goal(
    year: int, start_year: int, goal_year: int, start: float, goal: float
) -> None:
    due = path_value(year, start=(start_year, start), goal=(goal_year, goal))

    assert min(start, goal) - 1e-9 <= due <= max(start, goal) + 1e-9


@given(YEARS, YEARS, PERCENT)
def test_a_rising_path_never_falls(one: int, other: int, goal: float) -> None:
    earlier, later = (
        path_value(year, start=(2020, 0), goal=(2030, goal)) for year in sorted((one, other))
    )

    assert earlier <= later


def test_before_the_target_year_the_latest_value_is_held_against_the_path() -> None:
    series = {2020: percent(55.5), 2023: percent(55.6)}

    found = standing(target(), series)

    assert (found.year, found.value) == (2023, percent(55.6))
    assert found.due.known == pytest.approx(55.98)  # 55.5 + 3/5 × 0.8
    assert found.gap.known == pytest.approx(0.7)  # to the target, not to the path
    assert found.light is Light.YELLOW
    assert (found.due.kind, found.reason) == (ValueKind.SAMPLE, "")


def test_in_the_target_year_the_target_itself_is_due() -> None:
    found = standing(target(), {2020: percent(55.5), 2025: percent(56.3)})

    assert found.due.known == 56.3
    assert found.gap.known == 0
    assert found.light is Light.GREEN


def test_far_behind_the_target_is_red() -> None:
    found = standing(target(value=100, year=2030), {2025: percent(10), 2030: percent(50)})

    assert found.light is Light.RED


def test_a_year_without_a_number_does_not_hide_the_last_known_one() -> None:
    series = {2020: percent(55.5), 2021: percent(55.6), 2022: missing("%", "未报")}

    assert standing(target(), series).year == 2021


def test_a_single_year_before_the_targets_has_no_path_and_no_light() -> None:
    found = standing(target(), {2020: percent(55.5), 2021: missing("%", "未报")})

    assert (found.light, found.reason) == (Light.GREY, "只有 2020 年一个数值，无法与路径比较")


def test_a_target_without_a_number_is_grey_and_says_so() -> None:
    found = standing(target(value=None, unit=""), {2024: percent(1)})

    assert (found.light, found.reason) == (Light.GREY, "目标尚无数值")
    assert found.value == missing("—", MissingReason.NO_TARGET_NUMBER)
    assert (found.due, found.gap, found.year) == (found.value, found.value, None)


def test_a_target_without_a_year_is_grey_and_says_so() -> None:
    found = standing(target(year=None), {2024: percent(1)})

    assert (found.light, found.reason) == (Light.GREY, "规划未写明完成年份")


def test_a_target_without_data_is_grey_and_says_why() -> None:
    found = standing(target(), {2024: missing("%", "省级以上园区名单待核，没有分母")})

    assert found.light is Light.GREY
    assert found.reason == "没有进展数据（省级以上园区名单待核，没有分母）"


def test_a_target_that_nobody_reports_on_is_grey() -> None:
    found = standing(target(), {})

    assert (found.light, found.reason) == (Light.GREY, "没有进展数据（未报）")


@given(st.lists(PERCENT, min_size=1, max_size=6), PERCENT, PERCENT)
def test_a_better_latest_value_is_never_a_worse_light(
    before: list[float], one: float, other: float
) -> None:
    lower, upper = sorted((one, other))
    years = range(2018, 2018 + len(before))
    past = {year: percent(value) for year, value in zip(years, before, strict=True)}

    worse, better = (
        standing(target(), {**past, 2024: percent(latest)}) for latest in (lower, upper)
    )

    assert RANK[worse.light] <= RANK[better.light]
