"""How a target stands: its values held against the straight path and, in its year, the target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sihui_map.domain.light import (
    Baseline,
    Course,
    Light,
    direction_of,
    exact,
    grade,
    tolerance_of,
)
from sihui_map.domain.rule_words import (
    baseline_words,
    change_unit,
    rule_brief,
    rule_text,
    unit_after,
)
from sihui_map.domain.value import MissingReason, Quantity, computed_kind, missing, printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.light import Rule
    from sihui_map.domain.plan import Operator, Target

DECIMALS = 2
NO_RULE = "没有写明亮灯规则"
NO_BASELINE = "没有基线的数值"
NO_CHANGE_DUE = "应变化量为零"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a target stands: the value that counts, what was due, the gap, the light, why.

    ``year`` is the target's own once it is known, else the last before it. ``gap`` is what lacks to
    the target, ``required`` the change from ``baseline`` to ``due``, ``share_short`` the shortfall
    in % of it; where less is better (≤), what is too much. ``later`` is the newest value past the
    target's year (到期后): it decides nothing.
    """

    target: Target
    light: Light
    reason: str
    rule_text: str
    rule_brief: str
    direction: Operator
    decimals: int
    year: int | None
    value: Quantity
    due: Quantity
    gap: Quantity
    required: Quantity
    share_short: Quantity
    is_met: bool = False
    baseline_year: int | None = None
    baseline: Quantity | None = None
    later_year: int | None = None
    later: Quantity | None = None

    @property
    def later_text(self) -> str:
        """Return the value past the target's year in words, "" where there is none."""
        if self.later is None:
            return ""
        return _later_words(self.later_year, self.later, self.decimals)

    @property
    def amounts(self) -> tuple[Quantity, ...]:
        """Return every quantity that is shown with the light, and that it was computed from."""
        goal = self.target.goal if self.target.is_handed_down else None
        shown = (self.value, self.due, self.gap, self.baseline, self.later, goal)
        return tuple(amount for amount in shown if amount is not None)


def path_value(year: int, *, start: tuple[int, float], goal: tuple[int, float]) -> float:
    """Return the value that the straight line from ``start`` to ``goal`` has in ``year``.

    After the goal's year the goal itself is due.
    """
    (start_year, start_value), (goal_year, goal_value) = start, goal
    if year >= goal_year or goal_year <= start_year:
        return goal_value
    share = (max(year, start_year) - start_year) / (goal_year - start_year)
    return start_value + (goal_value - start_value) * share


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One target with a number and a year, its rule, and what is known of it."""

    target: Target
    goal_year: int
    goal: float
    rule: Rule
    series: Mapping[int, Quantity]

    @property
    def unit(self) -> str:
        return self.target.unit

    @property
    def change_unit(self) -> str:
        return change_unit(self.target)

    @property
    def known(self) -> dict[int, Quantity]:
        years = sorted(year for year, item in self.series.items() if item.value is not None)
        return {year: self.series[year] for year in years}

    def as_printed(self, amount: Quantity) -> Decimal:
        return printed(amount.known, self.rule.decimals)

    def baseline(self, *, before: int) -> tuple[int, Quantity] | None:
        """Return year and value, as printed, from where the change up to ``before`` counts."""
        year, amount = self._start()
        if year is None or amount is None or amount.value is None or year >= before:
            return None
        return year, _amount(self.as_printed(amount), self.unit, amount)

    def _start(self) -> tuple[int | None, Quantity | None]:
        if self.rule.baseline is Baseline.FIRST:
            return next(iter(self.known.items()), (None, None))
        year = self.target.baseline_year
        if self.rule.baseline is Baseline.ZERO:
            return year, replace(self.target.goal, value=0.0)
        return year, None if year is None else self.series.get(year)

    def course(self, year: int, baseline: tuple[int, Quantity] | None) -> Course:
        """Return what a value of ``year`` is graded against."""
        direction = direction_of(self.target, self.rule)
        start = None if baseline is None else self.as_printed(baseline[1])
        course = Course(
            baseline=start,
            due=exact(self.goal),
            goal=exact(self.goal),
            direction=direction,
            tolerance=tolerance_of(self.target, self.rule),
        )
        if baseline is None or (course.required or 0) <= 0:
            return course  # who starts beyond the goal owes no way back
        goal = (self.goal_year, self.goal)
        due = path_value(year, start=(baseline[0], baseline[1].known), goal=goal)
        return replace(course, due=printed(due, self.rule.decimals))


def standing(
    target: Target,
    rule: Rule | None,
    series: Mapping[int, Quantity],
    *,
    this_year: int | None = None,
) -> Standing:
    """Judge ``target`` by ``series`` (year → value in its unit).

    The target's own year decides; a year before it is held against the straight path. Once
    ``this_year`` or a known value lies past the target's year, nothing but that year's value gives
    a light.
    """
    if target.value is None or target.year is None:
        reason = MissingReason.NO_TARGET_NUMBER if target.value is None else "规划未写明完成年份"
        return _grey(target, rule, reason, missing(target.unit or "—", reason))
    if rule is None:
        return _grey(target, rule, NO_RULE, missing(target.unit, NO_RULE))
    case = _Case(target=target, goal_year=target.year, goal=target.value, rule=rule, series=series)
    if not case.known:
        reason = next(
            (item.reason for item in series.values() if item.reason), MissingReason.NOT_REPORTED
        )
        return _grey(target, rule, f"没有进展数据（{reason}）", missing(target.unit, reason))
    return _judged(case, this_year)


def _judged(case: _Case, this_year: int | None) -> Standing:
    goal_year, known = case.goal_year, case.known
    last = max(known)
    later = last if last > goal_year else None
    year = max((year for year in known if year <= goal_year), default=None)
    undecided = year != goal_year and max(last, this_year or last) > goal_year
    if year is None:
        why = _undecided(case, later)
        nothing = missing(case.unit, _reason_of(case))
        found = _grey(case.target, case.rule, why, nothing)
    else:
        found = _held(case, year)
        if undecided:
            found = replace(found, light=Light.GREY, reason=_undecided(case, later))
    return replace(found, later_year=later, later=None if later is None else known[later])


def _held(case: _Case, year: int) -> Standing:
    """Hold the value of ``year`` against the path, or in the target's year against the target."""
    value, start = case.series[year], case.baseline(before=case.goal_year)
    baseline = start if start is not None and start[0] < year else None
    course = case.course(year, baseline)
    now = case.as_printed(value)
    is_early = year < case.goal_year
    light = grade(now, course, case.rule.grading)
    if is_early and baseline is None and light is not Light.GREEN:
        reason = _no_path(case, year)
    else:
        reason = _no_change(case) if light is Light.GREY else ""
    plan = case.target.goal
    inputs = (value, plan) if baseline is None else (value, plan, baseline[1])
    percent = course.percent_short(now)
    return Standing(
        target=case.target,
        light=light,
        reason=reason,
        rule_text=rule_text(case.target, case.rule),
        rule_brief=rule_brief(case.target, case.rule),
        direction=direction_of(case.target, case.rule),
        decimals=case.rule.decimals,
        year=year,
        value=value,
        due=_due(case, course, baseline, is_early=is_early),
        gap=_amount(course.to_goal(now), case.change_unit, value, plan),
        required=missing(case.change_unit, NO_BASELINE)
        if baseline is None or course.required is None
        else _amount(course.required, case.change_unit, baseline[1], plan),
        share_short=missing("%", NO_BASELINE if baseline is None else NO_CHANGE_DUE)
        if percent is None
        else _amount(percent, "%", *inputs),
        is_met=course.is_met(now),
        baseline_year=None if start is None else start[0],
        baseline=None if start is None else start[1],
    )


def _due(
    case: _Case, course: Course, baseline: tuple[int, Quantity] | None, *, is_early: bool
) -> Quantity:
    """Return what is due: the plan's own number, or a point of the path computed from it."""
    plan = case.target.goal
    if not is_early:
        return plan
    if baseline is None:
        return missing(case.unit, NO_BASELINE)
    return plan if course.due == course.goal else _amount(course.due, case.unit, baseline[1], plan)


def path(found: Standing) -> dict[int, Quantity]:
    """Return the straight path from the baseline to the target, year → what is due."""
    target = found.target
    if found.baseline is None or found.baseline_year is None:
        return {}
    if target.year is None or target.value is None:
        return {}
    start, goal = (found.baseline_year, found.baseline.known), (target.year, target.value)
    plan = target.goal
    due = {
        year: _amount(
            Decimal(path_value(year, start=start, goal=goal)), target.unit, found.baseline, plan
        )
        for year in range(start[0], goal[0])
    }
    return {**due, start[0]: found.baseline, goal[0]: plan}


def _later_words(year: int | None, amount: Quantity, decimals: int) -> str:
    return f"到期后 {year} 年为 {printed(amount.known, decimals)}{unit_after(amount.unit)}"


def _reason_of(case: _Case) -> str:
    told = case.series.get(case.goal_year)
    return told.reason if told is not None else MissingReason.NOT_REPORTED


def _undecided(case: _Case, later: int | None) -> str:
    why = _reason_of(case)
    said = "未报" if why == MissingReason.NOT_REPORTED else f"缺失（{why}）"
    words = f"{case.goal_year} 年的数值{said}，不能判定"
    if later is None:
        return words
    return f"{words}；{_later_words(later, case.known[later], case.rule.decimals)}"


def _no_path(case: _Case, year: int) -> str:
    if case.rule.baseline is Baseline.FIRST:
        return f"只有 {year} 年一个数值，无法与路径比较"
    words = baseline_words(case.target, case.rule)
    return f"没有基线（{words}）之后的数值可比，无法与路径比较"


def _no_change(case: _Case) -> str:
    return f"{case.goal_year} 年未达到目标；没有此前的数值作基线，不能判定差得多少"


def _amount(value: Decimal, unit: str, *inputs: Quantity) -> Quantity:
    """Return a value computed from ``inputs``: their weakest kind, all their sources."""
    sources = (part for item in inputs for part in item.source.split("；"))
    alone = len(inputs) == 1
    return Quantity(
        value=float(value),
        unit=unit,
        kind=inputs[0].kind if alone else computed_kind(item.kind for item in inputs),
        source="；".join(dict.fromkeys(part for part in sources if part)),
    )


def _grey(target: Target, rule: Rule | None, reason: str, nothing: Quantity) -> Standing:
    return Standing(
        target=target,
        light=Light.GREY,
        reason=reason,
        rule_text="" if rule is None else rule_text(target, rule),
        rule_brief="" if rule is None else rule_brief(target, rule),
        direction=direction_of(target, rule),
        decimals=DECIMALS if rule is None else rule.decimals,
        year=None,
        value=nothing,
        due=nothing,
        gap=nothing,
        required=nothing,
        share_short=nothing,
    )
