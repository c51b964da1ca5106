"""The rule of a target's light in words, and the units its values are said in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.light import (
    PERCENT_YELLOW,
    Baseline,
    Grading,
    direction_of,
    exact,
    tolerance_of,
)
from sihui_map.domain.plan import Operator
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from sihui_map.domain.light import Rule
    from sihui_map.domain.plan import Target

POINTS = "个百分点"
WORSE = {
    Operator.AT_MOST: ("不降反升", "高于基线"),
    Operator.EXACTLY: ("反而更远", "比基线更远"),
}


def rule_text(target: Target, rule: Rule) -> str:
    """Return the rule of one target in one sentence."""
    document = f"{rule.basis} {rule.grading}"
    if target.value is None or target.year is None:
        return f"{document}；目标没有数值或年份，不判定。"
    wrong_way, worse = _worse_words(target, rule)
    if rule.grading is Grading.TREND:
        short = f"未达到进度为黄灯，{wrong_way}（{worse}）为红灯"
    else:
        short = (
            f"差距不超过应变化量（基线到应达值）的 {PERCENT_YELLOW}% 为黄灯，更大或{worse}为红灯"
        )
    return (
        f"{document}：以 {target.year} 年的数值判定，{_green_words(target, rule)}；{short}；"
        f"{target.year} 年之前与自基线（{baseline_words(target, rule)}）起的直线路径比；"
        f"按 {rule.decimals} 位小数比较。"
    )


def rule_brief(target: Target, rule: Rule) -> str:
    """Return what is this target's own in its rule; the general rule stands beside it."""
    document = f"{rule.basis} {rule.grading}"
    if target.value is None or target.year is None:
        return document
    if rule.grading is Grading.SHARE:
        return f"{document}，{_green_words(target, rule, why=False)}"
    wrong_way, _ = _worse_words(target, rule)
    green = _green_words(target, rule, why=False)
    return f"{document}，{green}，未达到进度为黄灯，{wrong_way}为红灯"


def _worse_words(target: Target, rule: Rule) -> tuple[str, str]:
    return WORSE.get(direction_of(target, rule), ("不升反降", "低于基线"))


def _green_words(target: Target, rule: Rule, *, why: bool = True) -> str:
    value = exact(target.value or 0)
    direction, tolerance = direction_of(target, rule), tolerance_of(target, rule)
    said = f"{value}{unit_after(target.unit)}"
    made_up = "（示例）" if target.kind is ValueKind.SAMPLE else ""
    if direction is Operator.EXACTLY:
        words = f"与 {said}{made_up} 相差不超过 {tolerance} {change_unit(target)}"
        return f"{words}（末位半个单位）为绿灯" if why else f"{words}为绿灯"
    is_falling = direction is Operator.AT_MOST
    bound = value + tolerance if is_falling else value - tolerance
    words = f"不{'高' if is_falling else '低'}于 {bound}{unit_after(target.unit)}{made_up}"
    return (
        f"{words}（“{said}左右”，按末位半个单位）为绿灯" if tolerance and why else f"{words} 为绿灯"
    )


def baseline_words(target: Target, rule: Rule) -> str:
    """Return from where the required change is counted."""
    if rule.baseline is Baseline.FIRST:
        return rule.baseline
    zero = "为零" if rule.baseline is Baseline.ZERO else ""
    return f"方案基准年 {target.baseline_year or '未写明'} 年{zero}"


def change_unit(target: Target) -> str:
    """Return the unit in which values of the target differ: 个百分点 where they are shares."""
    return POINTS if target.unit == "%" else target.unit


def unit_after(unit: str) -> str:
    """Return the unit as it stands after a number: only % touches it."""
    return unit if unit == "%" else f" {unit}"
