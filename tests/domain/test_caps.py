"""Lights of a target that caps (≤): less is better, and what is too much is the gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sihui_map.domain.light import Baseline, Basis, Grading, Light, Rule
from sihui_map.domain.plan import Operator, Target
from sihui_map.domain.standing import Standing, standing
from sihui_map.domain.value import Quantity, ValueKind

CAP = Target(
    target_id="energy-cap",
    indicator="能源消费总量",
    year=2037,
    operator=Operator.AT_MOST,
    value=18.0,
    unit="万吨标准煤",
    clause_no=103,
    section="虚构的章节",
    baseline_year=2031,
    quote="虚构：到2037年,能源消费总量控制在18万吨标准煤以内",
    note="",
)
RULE = Rule(
    target_id="energy-cap",
    grading=Grading.SHARE,
    basis=Basis.RULED,
    direction=None,
    baseline=Baseline.PLAN_YEAR,
    decimals=2,
    note="",
)


def judged(rule: Rule | None = RULE, **values: float) -> Standing:
    """Judge the cap by values of years given as ``y2033=19.39``."""
    series = {
        int(name[1:]): Quantity(value=value, unit=CAP.unit, kind=ValueKind.REPORTED, source="年报")
        for name, value in values.items()
    }
    return standing(CAP, rule, series)


@pytest.mark.parametrize(
    ("value", "light", "too_much"),
    [
        (18.00, Light.GREEN, 0.0),
        (17.50, Light.GREEN, -0.5),
        (18.01, Light.YELLOW, 0.01),
        (18.20, Light.YELLOW, 0.2),  # 10 % of the 2.00 that were to be saved
        (18.21, Light.RED, 0.21),
        (20.01, Light.RED, 2.01),
    ],
)
def test_in_its_year_the_cap_itself_counts(value: float, light: Light, too_much: float) -> None:
    found = judged(y2031=20.0, y2037=value)

    assert (found.light, found.is_met) == (light, too_much <= 0)
    assert found.gap.known == pytest.approx(too_much)
    assert found.due.known == 18.0


@pytest.mark.parametrize(
    ("value", "light"),
    [
        (19.33, Light.GREEN),  # 20 − 2 × 2 ÷ 6
        (19.39, Light.YELLOW),  # 0.06 above, of 0.67
        (19.40, Light.RED),
        (20.50, Light.RED),
    ],
)
def test_before_its_year_the_falling_path_counts(value: float, light: Light) -> None:
    found = judged(y2031=20.0, y2033=value)

    assert found.light is light
    assert (found.due.known, found.required.known) == (19.33, 0.67)


@pytest.mark.parametrize(
    ("value", "light"), [(15.0, Light.GREEN), (17.9, Light.GREEN), (18.1, Light.RED)]
)
@pytest.mark.parametrize("year", ["y2033", "y2037"])
def test_a_cap_above_the_baseline_leaves_room_to_grow(
    year: str, value: float, light: Light
) -> None:
    found = judged(RULE, **{"y2031": 15.0, year: value})

    assert found.light is light
    assert found.due.known == 18.0
    assert found.share_short.value is None


def test_without_a_baseline_only_what_keeps_the_cap_has_a_light() -> None:
    assert judged(y2033=17.0).light is Light.GREEN
    assert judged(y2033=19.0).light is Light.GREY


def test_its_rule_says_not_above() -> None:
    said = judged(y2031=20.0, y2033=19.0).rule_text

    assert "不高于 18 万吨标准煤 为绿灯" in said
    assert "更大或高于基线为红灯" in said


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (RULE, Operator.AT_MOST),
        (None, Operator.AT_MOST),
        (replace(RULE, direction=Operator.AT_LEAST), Operator.AT_LEAST),
    ],
)
def test_which_way_is_better_goes_along(rule: Rule | None, way: Operator) -> None:
    assert judged(rule, y2031=20.0, y2033=19.0).direction is way
