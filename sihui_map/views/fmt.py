"""Write numbers the way an official document does: fixed decimals, thousands apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.plan import Operator
from sihui_map.domain.rule_words import unit_after
from sihui_map.domain.value import ValueKind, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.domain.plan import Target
    from sihui_map.domain.snapshot import Issue, Snapshot
    from sihui_map.domain.value import Quantity

NO_VALUE = "—"
SAMPLE_NOTE = "标「示例」的数值为虚构样本，不可引用"
T_PER_WT = 1e4
KIND_MARK: Mapping[str, str] = {kind: kind.value[0] for kind in ValueKind}
"""What stands beside a value where several kinds stand together: 规、实、初、核、估、示。"""
BOUND: Mapping[Operator, str] = {Operator.AT_LEAST: "不低于", Operator.AT_MOST: "不高于"}
PLAIN_KINDS = (ValueKind.REPORTED, ValueKind.COMPUTED, ValueKind.PLAN, ValueKind.MISSING)


def number(value: float, decimals: int = 0) -> str:
    """Return ``value`` with ``decimals`` places; never a minus before a zero."""
    text = f"{printed(value, decimals):,f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text.replace("-", "−")


def kinds_legend(kinds: Iterable[str]) -> str:
    """Return what the marks of ``kinds`` mean, in a fixed order."""
    found = set(kinds)
    return "，".join(f"{KIND_MARK[kind]}＝{kind}" for kind in ValueKind if kind in found)


def quantity(amount: Quantity, decimals: int = 0, divisor: float = 1) -> str:
    """Return the number of ``amount`` over ``divisor``, or a dash where there is none."""
    return NO_VALUE if amount.value is None else number(amount.value / divisor, decimals)


def wan_tonnes(amount: Quantity, decimals: int = 2) -> str:
    """Return an amount of tonnes in 万吨, without the unit."""
    return quantity(amount, decimals, T_PER_WT)


def shown(amount: Quantity, measure: Indicator) -> str:
    """Return ``amount`` as its measure is written, without the unit."""
    return quantity(amount, measure.decimals, measure.divisor)


def part(amount: Quantity, decimals: int = 0, divisor: float = 1) -> str:
    """Return what was reported of a missing value, under its own name; "" where nothing was."""
    if amount.part is None:
        return ""
    return f"已报部分 {number(amount.part / divisor, decimals)}"


def hover(amount: Quantity) -> str:
    """Return what a number is: kind, source, or why it is missing."""
    if amount.value is None:
        known = f"；已报部分的性质：{amount.part_kind}" if amount.part is not None else ""
        return f"缺失：{amount.reason}{known}"
    return f"性质：{amount.kind}；来源：{amount.source}"


def tag_of(amount: Quantity) -> str:
    """Return what a value is where it is less than sure: 示例, 估算, 初步; else nothing."""
    return "" if amount.kind in PLAIN_KINDS else str(amount.kind)


def target_text(target: Target) -> str:
    """Return a target's number with operator and unit, or 目标尚无数值; a sample says so."""
    if target.value is None:
        return "目标尚无数值"
    made_up = "（示例）" if target.kind is ValueKind.SAMPLE else ""
    return f"{goal_number(target)}{unit_after(target.unit)}{made_up}"


def goal_number(target: Target) -> str:
    """Return a target's number with its operator, without the unit."""
    operator = "" if target.operator is Operator.EXACTLY else target.operator
    return f"{operator}{target.value:g}"


def goal_words(target: Target) -> str:
    """Return what a target asks for as it follows its year: 「不低于 45%」, 「 35% 左右」."""
    number = f" {target.value:g}{unit_after(target.unit)}"
    bound = BOUND.get(target.operator or Operator.EXACTLY)
    if bound:
        return f"{bound}{number}"
    return f"{number} 左右" if target.operator is Operator.ABOUT else number


def clause_text(target: Target) -> str:
    """Return where a target stands in the plan."""
    return (
        f"第 {target.clause_no} 条"
        if target.clause_no
        else target.section.removeprefix("二、总体要求")
    )


def issue(found: Issue) -> str:
    """Return which publication a snapshot is, such as 第 2 期「2026年第三季度调度」."""
    if not found.number:
        return "未建库的文件数据"
    names = "".join(f"「{name}」" for name in found.names)
    altered = "（数据文件或因子集其后有改动）" if found.is_altered else ""
    return f"第 {found.number} 期{names}{altered}"


def stamp(snapshot: Snapshot) -> tuple[str, ...]:
    """Return what stands on every page and output: publication, id, day of the data."""
    return (
        issue(snapshot.issue),
        f"版本 {snapshot.revision}",
        f"数据日期 {snapshot.data_day.isoformat()}",
    )


def full_stamp(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the stamp, and where samples are on, that they may not be quoted."""
    return (*stamp(snapshot), *((SAMPLE_NOTE,) if snapshot.with_sample else ()))


def years(known: Iterable[int]) -> str:
    """Return years as they are listed, three and more in a row as a run: 2041—2043、2045."""
    runs: list[list[int]] = []
    for year in sorted(known):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = (f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)  # noqa: PLR2004 two are quicker read one by one
    return "、".join(said)
