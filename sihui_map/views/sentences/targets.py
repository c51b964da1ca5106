"""Targets in sentences: how many stand how, and each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.allotting import Stage
from sihui_map.domain.light import Light
from sihui_map.domain.plan import Operator
from sihui_map.domain.rule_words import unit_after
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, any_sample
from sihui_map.figures.allotments import NOT_ADDED
from sihui_map.views import fmt
from sihui_map.views.anchors import target_address
from sihui_map.views.html import TargetLine
from sihui_map.views.labels import LIGHT_RULE
from sihui_map.views.sentences.nothing import no_targets
from sihui_map.views.tables.allotments import held_by
from sihui_map.views.tables.targets import without_number, without_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.snapshot import Allotment
    from sihui_map.domain.standing import Standing
    from sihui_map.figures import Figures


def overview_sentence(figures: Figures) -> str:
    """Say how many targets stand how."""
    standings = figures.standings
    if not standings:
        return no_targets(figures)
    count = {light: sum(item.light is light for item in standings) for light in Light}
    without = len(without_number(figures))
    return (
        f"方案共 {len(standings)} 项指标：绿灯 {count[Light.GREEN]} 项，"
        f"黄灯 {count[Light.YELLOW]} 项，红灯 {count[Light.RED]} 项，无灯 {count[Light.GREY]} 项"
        f"（其中 {without} 项目标尚无数值）。"
    )


def valueless_sentence(figures: Figures) -> str:
    """Say of how many targets with a number no value is known that could be held against it."""
    count = len(without_value(figures))
    return f"{count} 项有目标值，还没有可以对照的数值，不画标尺。点开看原文和规则。"


def numberless_sentence(figures: Figures) -> str:
    """Say of how many targets the plan gives no number, and that they cannot be held to one."""
    count = len(without_number(figures))
    return f"{count} 项目标尚无数值：没有可以对照的数，不亮灯。点开看原文和原因。"


def target_line(item: Standing) -> TargetLine:
    """Return one target for the overview: name, goal, where it stands."""
    target = item.target
    when = f"{target.year} 年" if target.year else "未写明年份，"
    by = f"（{target.handed_down}）" if target.handed_down else ""
    goal = f"{when}目标 {fmt.target_text(target)}{by}"
    if target.value is None:
        none = f"{target.year} 年 · 目标尚无数值" if target.year else "目标尚无数值"
        handed = "" if item.reason == MissingReason.NO_TARGET_NUMBER else item.reason
        sentence = "；".join(part for part in (none, handed) if part)
    elif item.value.value is None:
        sentence = f"{goal}；{item.reason}"
    else:
        now = f"{item.year} 年 {fmt.quantity(item.value, item.decimals)}"
        now += unit_after(target.unit)
        sentence = more(item, f"{goal}；{now}，{_gap_words(item)}")
    return TargetLine(
        light=item.light,
        name=target.indicator,
        sentence=sentence,
        tag="示例" if any_sample(item.amounts) else "",
        hover=f"{fmt.clause_text(target)}：{target.quote}。{item.rule_text or LIGHT_RULE}",
        rule="" if item.value.value is None else item.rule_brief,
    )


def linked_line(item: Standing) -> TargetLine:
    """Return one target as ``target_line`` does, leading to all that is known of it."""
    return replace(target_line(item), link=target_address(item.target.target_id))


def _gap_words(item: Standing) -> str:
    """Say what lacks to the target, what was due before its year, how much of the change.

    What is capped (≤) may rise again: it is not called reached, and what is too much is no lack.
    """
    is_cap = item.direction is Operator.AT_MOST
    if item.is_met:
        return "未超过目标" if is_cap else "已达到目标"
    unit = item.gap.unit
    left = f"{'高出目标' if is_cap else '还差'} {fmt.quantity(item.gap, item.decimals)} {unit}"
    share = ""
    if item.share_short.value:
        change = fmt.quantity(item.required, item.decimals)
        share = f"占应变化 {change} {unit}的 {fmt.quantity(item.share_short, 1)}%"
    if item.year == item.target.year:
        return "，".join(part for part in (left, share) if part)
    if item.due.value is None:
        return left
    due = f"按路径{'应不高于' if is_cap else '应达'} {fmt.quantity(item.due, item.decimals)}"
    due += unit_after(item.target.unit)
    return f"{left}（{due}{'，差距' if share else ''}{share}）"


def more(item: Standing, said: str) -> str:
    """Return what is said of a target, and why it has no light, or how it went on (到期后)."""
    return "；".join(part for part in (said, item.reason or item.later_text) if part)


def stages_words(rows: Iterable[Allotment]) -> str:
    """Count shares by their stage, the binding ones first: 批准 2 条，提出 1 条."""
    told = [row.stage for row in rows]
    return "，".join(
        f"{stage} {told.count(stage)} 条" for stage in reversed(Stage) if stage in told
    )


def held_sentence(figures: Figures, holder: str) -> str:
    """Say how many shares a town or unit holds, in which stages, and how many are due this year."""
    rows = held_by(figures, holder)
    if not rows:
        return "还没有分解到这里的目标。"
    year = figures.snapshot.data_day.year
    due = sum(row.year == year for row in rows)
    this_year = f"{year} 年到期 {due} 条" if due else f"没有 {year} 年到期的"
    return f"共 {len(rows)} 条：{stages_words(rows)}；{this_year}。"


def allotted_sentence(figures: Figures, target_id: str) -> str:
    """Say how far one target is allotted, and by how much its shares miss it."""
    rows = [
        row
        for row in figures.snapshot.allotments
        if row.target_id == target_id and row.holder != CITY
    ]
    if not rows:
        return "没有报送这项指标分解到镇街、单位的数值。"
    said = [f"{len(rows)} 条分解：{stages_words(rows)}"]
    for year in sorted({row.year for row in rows}):
        beside = figures.allotted_difference(target_id, year)
        unit = unit_after(beside.unit)
        said.append(
            f"{year} 年合计与目标的差额：{beside.reason}"
            if beside.value is None
            else f"{year} 年合计−目标＝{fmt.quantity(beside, 2)}{unit}"
        )
    return f"{'；'.join(said)}。"


def linked_sentence(figures: Figures, item: Standing) -> str:
    """Say which clause a target stands in, and how many tasks of the annex are of it."""
    clause_no = item.target.clause_no
    if not clause_no:
        return "这项指标不在条款里，附件的任务按条款对应，没有可以直接对上的。"
    count = sum(task.clause_no == clause_no for task in figures.snapshot.tasks)
    return (
        f"这项指标写在第 {clause_no} 条，附件 1 有 {count} 项任务属于这一条。点开看牵头单位和进展。"
    )


def allotments_sentence(figures: Figures) -> str:
    """Say how many targets were allotted, to how many, and that shares in % have no sum."""
    told = figures.snapshot.allotments
    if not told:
        return "尚未报送目标分解。"
    rows = [row for row in told if row.holder != CITY]
    handed = len({row.target_id for row in told if row.holder == CITY})
    place = figures.snapshot.place
    from_above = f"{place.handed_down}{place.name} {handed} 项指标的数值" if handed else ""
    if not rows:
        return f"{from_above}；尚未报送目标分解。"
    targets = len({row.target_id for row in rows})
    holders = len({row.holder for row in rows})
    said = f"{targets} 项指标分解到 {holders} 个单位，共 {len(rows)} 条"
    open_ones = f"：{stages_words(rows)}"
    is_share = any(figures.allotted(row).unit in NOT_ADDED for row in rows)
    own = f"{said}{open_ones}{'；百分数不能相加，不列合计' if is_share else ''}"
    return f"{'；'.join(part for part in (from_above, own) if part)}。"
