"""Targets and rules that the tests of lights share, and how to judge them."""

from __future__ import annotations

from dataclasses import replace

from sihui_map.domain.light import Baseline, Basis, Grading, Rule
from sihui_map.domain.plan import Operator, Target
from sihui_map.domain.standing import Standing, standing
from sihui_map.domain.value import Quantity, ValueKind

FOREST = Target(
    target_id="forest",
    indicator="森林覆盖率",
    year=2025,
    operator=Operator.ABOUT,
    value=46.3,
    unit="%",
    clause_no=34,
    section="三、重点任务(十)",
    baseline_year=None,
    quote="到2025年,全市森林覆盖率达到46.3%左右",
    note="",
)
TRANSPORT = replace(
    FOREST,
    target_id="transport",
    year=2030,
    operator=Operator.EXACTLY,
    value=10.0,
    baseline_year=2020,
)
RULE = Rule(
    target_id="forest",
    grading=Grading.SHARE,
    basis=Basis.ANALOGOUS,
    direction=None,
    baseline=Baseline.FIRST,
    decimals=2,
    note="",
)
TREND = replace(RULE, grading=Grading.TREND)
CUT = replace(RULE, direction=Operator.AT_LEAST, baseline=Baseline.ZERO)


def percent(value: float, kind: ValueKind = ValueKind.SAMPLE, source: str = "年报") -> Quantity:
    return Quantity(value=value, unit="%", kind=kind, source=source)


def forest(*, rule: Rule | None = RULE, this_year: int | None = None, **values: float) -> Standing:
    """Judge the forest target by covers of years given as ``y2020=45.5``."""
    series = {int(name[1:]): percent(value) for name, value in values.items()}
    return standing(FOREST, rule, series, this_year=this_year)
