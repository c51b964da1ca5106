"""Lights: the declared rule of a target, and the grade a value has by it.

All comparisons are made at the precision that is printed, so that a reader can redo them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.plan import Operator
from sihui_map.domain.value import half_up
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from sihui_map.domain.plan import Target

PERCENT_YELLOW = 10
"""发改办环资〔2020〕901号: up to 10 % of the target value, there a change, is the second grade."""
PERCENT_DECIMALS = 1

MOST_DECIMALS = 6


class Light(StrEnum):
    """Three grades and the absence of one."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Grading(StrEnum):
    """Whose grades a target is given."""

    SHARE = "发改办环资〔2020〕901号"
    TREND = "发改办环资〔2021〕629号"


class Basis(StrEnum):
    """Whether the document speaks of the indicator, or is followed by analogy."""

    RULED = "依据"
    ANALOGOUS = "参照"


class Baseline(StrEnum):
    """From where the required change is counted."""

    FIRST = "首个有数年份"
    PLAN_YEAR = "方案基准年"
    ZERO = "方案基准年为零"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The rule of one target's light; without ``direction`` the plan's own operator counts.

    ``decimals`` is how many places its values are printed with, and therefore compared at.
    """

    target_id: str
    grading: Grading
    basis: Basis
    direction: Operator | None
    baseline: Baseline
    decimals: int
    note: str

    def __post_init__(self) -> None:
        """Reject a precision that nobody prints."""
        if not 0 <= self.decimals <= MOST_DECIMALS:
            msg = f"{self.target_id}：小数位数应为 0 到 {MOST_DECIMALS}，现为 {self.decimals}"
            raise DomainError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a value is graded against, as printed: baseline, what is due now, the goal.

    ``tolerance`` is how far from the goal still counts as there (左右).
    """

    baseline: Decimal | None
    due: Decimal
    goal: Decimal
    direction: Operator
    tolerance: Decimal

    @property
    def sign(self) -> int:
        """Return 1 where more is better, −1 where less is."""
        is_falling = self.direction is Operator.AT_MOST or (
            self.direction is Operator.EXACTLY
            and self.baseline is not None
            and self.baseline > self.goal
        )
        return -1 if is_falling else 1

    @property
    def required(self) -> Decimal | None:
        """Return the change from the baseline to what is due now; None without a baseline."""
        return None if self.baseline is None else self.sign * (self.due - self.baseline)

    def to_goal(self, value: Decimal) -> Decimal:
        """Return what ``value`` lacks to the goal; not above 0 once it is there."""
        left = self.sign * (self.goal - value)
        return abs(left) if self.direction is Operator.EXACTLY else left

    def short(self, value: Decimal) -> Decimal:
        """Return what ``value`` lacks to what is due now; past an exact goal, by how much."""
        beyond = self.sign * (value - self.goal)
        if self.direction is Operator.EXACTLY and beyond > 0:
            return beyond
        return self.sign * (self.due - value)

    def percent_short(self, value: Decimal) -> Decimal | None:
        """Return what lacks, in % of the required change, as printed; None where none was due."""
        if self.required is None or self.required <= 0:
            return None
        share = max(self.short(value), Decimal(0)) / self.required * 100
        return half_up(share, PERCENT_DECIMALS)

    def is_met(self, value: Decimal) -> bool:
        """Tell whether the goal itself is reached, within its tolerance."""
        return self.to_goal(value) <= self.tolerance

    def is_worse(self, value: Decimal) -> bool:
        """Tell whether ``value`` is farther from the goal than the baseline was (不降反升)."""
        return self.baseline is not None and self.to_goal(value) > self.to_goal(self.baseline)


def grade(value: Decimal, course: Course, grading: Grading) -> Light:
    """Grade ``value``, as printed, against ``course``.

    Sources: 发改办环资〔2020〕901号: met is green, short by up to 10 % of the target value
    yellow, by more red; its target values are changes, so 10 % is of the required change.
    发改办环资〔2021〕629号: the wrong way (不降反升) is the first grade, behind schedule
    (未达到进度要求) the second. Worse than the baseline is red by either. Without a baseline only a
    goal that is met has a light.
    """
    if course.is_met(value):
        return Light.GREEN
    if course.baseline is None:
        return Light.GREY
    if course.is_worse(value):
        return Light.RED
    if course.short(value) <= 0:
        return Light.GREEN
    percent = course.percent_short(value)
    is_near = percent is not None and (grading is Grading.TREND or percent <= PERCENT_YELLOW)
    return Light.YELLOW if is_near else Light.RED


def half_unit(value: float) -> Decimal:
    """Return half a unit of the last digit of a number of the plan: 0.05 for 40.1."""
    exponent = exact(value).as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def exact(value: float) -> Decimal:
    """Return a number of the plan digit for digit."""
    return Decimal(f"{value:.10g}")


def direction_of(target: Target, rule: Rule | None) -> Operator:
    """Return which way is better: as the rule says, else as the plan's operator does."""
    said = None if rule is None else rule.direction
    return said or target.operator or Operator.AT_LEAST


def tolerance_of(target: Target, rule: Rule) -> Decimal:
    """Return how far from the target still counts as there, in its unit.

    Half a unit of the plan's last digit where the plan says 左右 or the value is to be met exactly.
    """
    kinds = (rule.direction or target.operator, target.operator)
    is_loose = kinds[0] in (Operator.ABOUT, Operator.EXACTLY) or kinds[1] is Operator.ABOUT
    return half_unit(target.value) if is_loose and target.value is not None else Decimal(0)
