"""How a target stands: the target's own year decides, a year before it is held to the path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sihui_map.domain.light import Baseline, Grading, Light
from sihui_map.domain.plan import Operator
from sihui_map.domain.standing import path, path_value, standing
from sihui_map.domain.value import MissingReason, ValueKind, missing, printed
from tests.domain.targets import CUT, FOREST, RULE, TRANSPORT, forest, percent

PERCENT = st.floats(min_value=0, max_value=100)
YEARS = st.integers(min_value=2000, max_value=2060)
GRADINGS = st.sampled_from(Grading)
RANK = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2}

# The precision and 左右


def test_what_is_printed_as_the_target_is_green_and_lacks_nothing() -> None:
    found = standing(
        replace(FOREST, operator=Operator.AT_LEAST),
        RULE,
        {2020: percent(45.5), 2025: percent(46.2996)},
    )

    assert (found.light, found.is_met, found.gap.known) == (Light.GREEN, True, 0)


@given(st.floats(min_value=50, max_value=60), PERCENT, st.integers(0, 4))
def test_printed_equality_is_always_green(goal: float, start: float, decimals: int) -> None:
    goal = float(printed(goal, decimals))
    value = goal - 0.499 * 10**-decimals
    assume(printed(value, decimals) == printed(goal, decimals))
    target = replace(FOREST, operator=Operator.AT_LEAST, value=goal)

    found = standing(
        target, replace(RULE, decimals=decimals), {2020: percent(start), 2025: percent(value)}
    )

    assert found.light is Light.GREEN
    assert found.gap.known == 0


@pytest.mark.parametrize(
    ("value", "light"),
    [(46.25, Light.GREEN), (46.246, Light.GREEN), (46.244, Light.YELLOW), (46.21, Light.RED)],
)
def test_about_56_3_is_56_25_and_more(value: float, light: Light) -> None:
    assert forest(y2020=45.5, y2025=value).light is light


# The path before the target's year


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


@pytest.mark.parametrize(
    ("value", "light", "short"),
    [
        (45.98, Light.GREEN, 0),
        (45.94, Light.YELLOW, 8.3),  # 0.04 of 0.48
        (45.93, Light.RED, 10.4),
        (45.6, Light.RED, 79.2),
    ],
)
def test_before_the_target_year_the_latest_value_is_held_against_the_path(
    value: float, light: Light, short: float
) -> None:
    found = forest(y2020=45.5, y2023=value)

    assert (found.year, found.value) == (2023, percent(value))
    assert found.due.known == 45.98  # 45.50 + 3/5 × 0.80
    assert found.required.known == 0.48
    assert found.share_short.known == short
    assert found.gap.known == pytest.approx(46.3 - value)  # to the target, not to the path
    assert (found.light, found.reason) == (light, "")
    assert found.is_met is False


def test_the_path_runs_from_the_printed_baseline_to_the_target() -> None:
    found = forest(y2020=45.4999, y2023=45.6)

    due = path(found)
    assert {year: round(amount.known, 2) for year, amount in due.items()} == {
        2020: 45.5, 2021: 45.66, 2022: 45.82, 2023: 45.98, 2024: 46.14, 2025: 46.3,
    }  # fmt: skip
    assert [due[year].kind for year in (2020, 2023, 2025)] == [
        ValueKind.SAMPLE, ValueKind.SAMPLE, ValueKind.PLAN,
    ]  # fmt: skip


def test_there_is_no_path_without_a_baseline_or_a_target() -> None:
    assert path(forest(y2025=56)) == {}
    assert path(standing(replace(FOREST, value=None), RULE, {2020: percent(55)})) == {}


def test_who_starts_beyond_the_target_owes_no_way_back() -> None:
    falling = forest(y2020=47.0, y2023=46.4)

    assert (falling.light, falling.due.known, falling.due.kind) == (
        Light.GREEN, 46.3, ValueKind.PLAN,
    )  # fmt: skip
    assert forest(y2020=47.0, y2023=46.2).light is Light.RED
    assert falling.share_short.reason == "应变化量为零"


def test_a_year_without_a_number_does_not_hide_the_last_known_one() -> None:
    series = {2020: percent(45.5), 2021: percent(45.6), 2022: missing("%", "未报")}

    assert standing(FOREST, RULE, series).year == 2021


def test_a_single_year_before_the_targets_has_no_path_and_no_light() -> None:
    found = standing(FOREST, RULE, {2020: percent(45.5), 2021: missing("%", "未报")})

    assert (found.light, found.reason) == (Light.GREY, "只有 2020 年一个数值，无法与路径比较")
    assert (found.value.known, found.gap.known) == (45.5, 0.8)
    assert (found.due.reason, found.required.reason) == ("没有基线的数值", "没有基线的数值")
    assert list(path(found)) == [2020, 2021, 2022, 2023, 2024, 2025]


# The year that decides


def test_in_the_target_year_the_target_itself_is_due() -> None:
    found = forest(y2020=45.5, y2025=46.1)

    assert (found.due.known, found.due.kind) == (46.3, ValueKind.PLAN)
    assert (found.gap.known, found.gap.unit) == (0.2, "个百分点")
    assert (found.required.known, found.share_short.known) == (0.8, 25)
    assert found.light is Light.RED  # it was 0.4 % of the level: yellow


def test_a_later_value_is_shown_and_decides_nothing() -> None:
    found = forest(y2020=45.5, y2025=46.1, y2026=47.0)

    assert (found.light, found.year, found.value.known) == (Light.RED, 2025, 46.1)
    assert (found.later_year, found.later) == (2026, percent(47.0))
    assert found.later_text == "到期后 2026 年为 47.00%"
    assert forest(y2020=45.5, y2025=46.1).later_text == ""


def test_without_the_deciding_value_a_later_one_gives_no_light() -> None:
    found = forest(y2020=45.5, y2024=46.2, y2026=47.0)

    assert (found.light, found.reason) == (
        Light.GREY, "2025 年的数值未报，不能判定；到期后 2026 年为 47.00%",
    )  # fmt: skip
    assert (found.year, found.value.known) == (2024, 46.2)


def test_later_values_alone_are_no_value_of_the_target() -> None:
    series = {2025: missing("%", "涉密"), 2026: percent(47.0)}

    found = standing(FOREST, RULE, series)

    assert found.reason == "2025 年的数值缺失（涉密），不能判定；到期后 2026 年为 47.00%"
    assert (found.light, found.year, found.value) == (Light.GREY, None, missing("%", "涉密"))
    assert standing(FOREST, RULE, {2026: percent(47.0)}).value.reason == "未报"


def test_once_the_target_year_is_over_only_its_value_gives_a_light() -> None:
    assert forest(y2020=45.5, y2024=46.2, this_year=2025).light is Light.GREEN
    after = forest(y2020=45.5, y2024=46.2, this_year=2026)
    assert (after.light, after.reason) == (Light.GREY, "2025 年的数值未报，不能判定")
    assert forest(y2020=45.5, y2025=46.3, this_year=2030).light is Light.GREEN


def test_a_deciding_value_without_a_baseline_is_green_or_grey() -> None:
    assert forest(y2025=46.3).light is Light.GREEN
    found = forest(y2025=46.1)
    assert (found.light, found.reason) == (
        Light.GREY, "2025 年未达到目标；没有此前的数值作基线，不能判定差得多少",
    )  # fmt: skip
    assert found.gap.known == 0.2


@given(st.lists(PERCENT, min_size=1, max_size=5), PERCENT, PERCENT)
def test_no_later_value_changes_a_decided_light(
    before: list[float], deciding: float, later: float
) -> None:
    series = {2025 - len(before) + place: percent(value) for place, value in enumerate(before)}
    series[2025] = percent(deciding)
    shown = standing(FOREST, RULE, series)

    found = standing(FOREST, RULE, {**series, 2026: percent(later)}, this_year=2027)

    assert replace(found, later=None, later_year=None) == shown


@given(st.lists(PERCENT, min_size=1, max_size=6), PERCENT, PERCENT, GRADINGS)
def test_a_better_latest_value_is_never_worse_in_the_series(
    before: list[float], one: float, other: float, grading: Grading
) -> None:
    lower, upper = sorted((one, other))
    years = range(2018, 2018 + len(before))
    past = {year: percent(value) for year, value in zip(years, before, strict=True)}
    rule = replace(RULE, grading=grading)

    worse, better = (
        standing(FOREST, rule, {**past, 2024: percent(latest)}) for latest in (lower, upper)
    )

    assert RANK[worse.light] <= RANK[better.light]


@given(st.floats(0, 46.2), PERCENT, st.integers(2021, 2025), GRADINGS)
def test_cover_that_falls_is_red(start: float, now: float, year: int, grading: Grading) -> None:
    assume(printed(now, 2) < printed(start, 2))
    rule = replace(RULE, grading=grading)

    assert standing(FOREST, rule, {2020: percent(start), year: percent(now)}).light is Light.RED


# Direction and baseline


@pytest.mark.parametrize(
    ("value", "light"),
    [(10, Light.GREEN), (12, Light.GREEN), (9, Light.YELLOW), (8.9, Light.RED), (-1, Light.RED)],
)
def test_a_fall_by_10_percent_is_at_least_10_counted_from_nothing(
    value: float, light: Light
) -> None:
    found = standing(TRANSPORT, CUT, {2030: percent(value)})

    assert found.light is light
    assert (found.baseline_year, found.baseline and found.baseline.known) == (2020, 0)


def test_a_baseline_of_zero_is_the_plans_and_leaves_the_kind_to_the_value() -> None:
    found = standing(TRANSPORT, CUT, {2025: percent(5, ValueKind.REPORTED)})

    assert (found.due.known, found.due.kind) == (5, ValueKind.COMPUTED)
    assert (found.gap.kind, found.light) == (ValueKind.COMPUTED, Light.GREEN)


def test_the_plans_year_is_the_baseline_where_the_rule_says_so() -> None:
    rule = replace(RULE, baseline=Baseline.PLAN_YEAR)
    target = replace(FOREST, baseline_year=2021)
    series = {2020: percent(40), 2021: percent(45.9), 2023: percent(46.1)}

    found = standing(target, rule, series)

    assert (found.baseline_year, found.due.known) == (2021, 46.1)
    without = standing(target, rule, {2020: percent(40), 2023: percent(46.1)})
    assert (without.light, without.reason) == (
        Light.GREY, "没有基线（方案基准年 2021 年）之后的数值可比，无法与路径比较",
    )  # fmt: skip
    assert standing(FOREST, rule, series).light is Light.GREY


def test_what_is_computed_is_of_the_weakest_kind_and_names_all_sources() -> None:
    series = {
        2020: percent(45.5, ValueKind.SAMPLE, "示例"),
        2023: percent(45.6, ValueKind.REPORTED, "年报"),
    }

    early = standing(FOREST, RULE, series)
    assert (early.due.kind, early.due.source) == (ValueKind.SAMPLE, "示例；规划原文")
    assert (early.gap.kind, early.gap.source) == (ValueKind.COMPUTED, "年报；规划原文")
    assert (early.required.kind, early.share_short.kind) == (ValueKind.SAMPLE, ValueKind.SAMPLE)
    assert ValueKind.SAMPLE in {amount.kind for amount in early.amounts}


# What has no light


def test_a_target_without_a_number_is_grey_and_says_so() -> None:
    found = standing(replace(FOREST, value=None, unit=""), RULE, {2024: percent(1)})

    assert (found.light, found.reason) == (Light.GREY, "目标尚无数值")
    assert found.value == missing("—", MissingReason.NO_TARGET_NUMBER)
    assert (found.due, found.gap, found.year) == (found.value, found.value, None)
    assert found.rule_text == "参照 发改办环资〔2020〕901号；目标没有数值或年份，不判定。"


def test_a_target_without_a_year_is_grey_and_says_so() -> None:
    found = standing(replace(FOREST, year=None), RULE, {2024: percent(1)})

    assert (found.light, found.reason) == (Light.GREY, "规划未写明完成年份")


def test_a_target_without_data_is_grey_and_says_why() -> None:
    found = standing(FOREST, RULE, {2024: missing("%", "省级以上园区名单待核，没有分母")})

    assert found.light is Light.GREY
    assert found.reason == "没有进展数据（省级以上园区名单待核，没有分母）"


def test_a_target_that_nobody_reports_on_is_grey() -> None:
    assert (forest().light, forest().reason) == (Light.GREY, "没有进展数据（未报）")


def test_a_target_without_a_rule_is_grey_and_says_so() -> None:
    found = forest(rule=None, y2020=45.5, y2025=46.3)

    assert (found.light, found.reason, found.rule_text) == (Light.GREY, "没有写明亮灯规则", "")
