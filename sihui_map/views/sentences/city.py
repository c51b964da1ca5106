"""The whole city: its key figures, and what changed between two years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.town import CITY
from sihui_map.domain.value import are_comparable, printed
from sihui_map.views import fmt
from sihui_map.views.html import KeyFigure, key_figure
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from sihui_map.figures import Figures

COUNT_KEY_FIGURES = 5
FALL = "累计下降率"
"""In the item of the public figure that says how far the total is below its peak, in %."""


def city_figures(figures: Figures) -> list[KeyFigure]:
    """Return the key figures of the overview."""
    place, plan = figures.snapshot.place, figures.snapshot.place.plan
    found = figures.forest_standing
    items = [
        key_figure(f"{year} 年{place.whole}碳排放总量", total, "万吨CO₂", 2, fmt.T_PER_WT)
        for year in plan.public_years[-1:]
        for total in [figures.city_total(year)]
    ]
    items += [
        KeyFigure(
            f"比 {plan.peak_year} 年峰值下降",
            fmt.number(fact.value, 2),
            "%",
            hover=f"来源：{fact.source}",
        )
        for fact in figures.snapshot.city_facts
        if FALL in fact.item
    ]
    if found is not None and found.value.value is not None:
        items.append(key_figure(f"{found.year} 年森林覆盖率", found.value, "%", 2))
    operating = figures.site_capacity(SiteStage.OPERATING, SiteGroup.PV)
    if operating.value is not None:
        items.append(key_figure("已投产分布式光伏", operating, "MW", 1))
    parks = figures.target_series(figures.snapshot.place.targets.circular_parks)
    if parks:
        items.append(key_figure("园区循环化完成率", parks[max(parks)], "%"))
    return [*items, *_public_figures(figures)][:COUNT_KEY_FIGURES]


def total_sentence(figures: Figures) -> str:
    """Say what the city's last public total is, how far below its peak, what the plan gives time.

    The change is the plan's own number, and left out where it prints none.
    """
    place, plan = figures.snapshot.place, figures.snapshot.place.plan
    known = [year for year in plan.public_years if figures.city_total(year).value is not None]
    if not known:
        return f"{place.whole}碳排放总量未见公开数据。"
    year = max(known)
    said = f"{year} 年{place.whole}碳排放总量 {fmt.wan_tonnes(figures.city_total(year))} 万吨CO₂"
    fact = next((own for own in figures.snapshot.city_facts if FALL in own.item), None)
    if fact is not None and plan.peak_year:
        said += f"，比 {plan.peak_year} 年峰值下降 {fmt.number(fact.value, 2)}%"
    return f"{said}；这是最近一次公开的总量。"


def timeline_sentence(figures: Figures) -> str:
    """Say what the picture of the totals shows and does not show."""
    plan = figures.snapshot.place.plan
    unit = "单位：万吨CO₂，柱高从零起"
    return f"{unit}；只有 {plan.years_text} 年有公开数值，斜线处没有，不连线、不推测。"


def totals_heading(figures: Figures, said: str) -> str:
    """Return the heading of the public totals; ``said`` is how many years were published."""
    place, plan = figures.snapshot.place, figures.snapshot.place.plan
    known = f"{said}{plan.years_counted}个年份" if plan.public_years else "未见公开数据"
    return f"{place.whole}碳排放总量：{known}"


def totals_note(figures: Figures) -> str:
    """Say that the years between the public totals stay open."""
    plan = figures.snapshot.place.plan
    if not plan.public_years:
        return "没有公开数值，不连线、不推测。"
    return (
        f"{plan.years_text} {plan.years_counted}点来自方案原文；"
        "其余年份没有公开数值，不连线、不推测。"
    )


def totals_source(figures: Figures) -> str:
    """Say which totals are public and which were reported."""
    place, plan = figures.snapshot.place, figures.snapshot.place.plan
    if not plan.public_years:
        return f"{place.whole}总量未见公开数据，有的年份为申报"
    return f"{place.whole}总量只公开 {plan.years_text} {plan.years_counted}年，其余年份为申报"


def _public_figures(figures: Figures) -> list[KeyFigure]:
    items = figures.snapshot.place.facts
    names = {
        items.population: "常住人口",
        items.gdp: "地区生产总值（现价）",
        items.land_area: "土地面积",
    }
    return [
        KeyFigure(
            f"{fact.year} 年{names[fact.item]}",
            f"{fact.value:,.10g}",
            unit_text(fact.unit),
            hover=f"来源：{fact.source}",
        )
        for fact in figures.snapshot.city_facts
        if fact.item in names and fact.year is not None
    ]


def change_lines(figures: Figures) -> list[str]:
    """Say what changed between the last two years of data, largest first."""
    lines: list[str] = []
    if figures.default_year in figures.years[1:]:
        now = figures.default_year
        before = figures.years[figures.years.index(now) - 1]
        lines += _town_changes(figures, before, now)
    if len(figures.forest_years) > 1:
        before, now = figures.forest_years[-2:]
        then, later = figures.forest_cover(CITY, before), figures.forest_cover(CITY, now)
        if then.value is not None and later.value is not None and are_comparable(then, later):
            change = fmt.number(later.value - then.value, 2)
            lines.append(f"森林覆盖率 {before}→{now} 年变化 {change} 个百分点。")
    if figures.latest_updates:
        day = max(update.day for update in figures.latest_updates.values())
        fresh = sum(update.day == day for update in figures.latest_updates.values())
        lines.append(f"最近一次任务进展更新为 {day.isoformat()}，涉及 {fresh} 项任务。")
    return lines or ["尚无两期可比的数据。"]


def _town_changes(figures: Figures, before: int, now: int) -> list[str]:
    changes = []
    for town in figures.towns:
        then = figures.emission(town.town_code, before)
        later = figures.emission(town.town_code, now)
        if then.value and later.value is not None and are_comparable(then, later):
            changes.append((later.value - then.value, later.value / then.value - 1, town.name))
    if not changes:
        return []
    whole = sum(change for change, _, _ in changes)
    total = fmt.number(whole / 1e4, 2)
    lines = [f"{before}→{now} 年，{len(changes)} 个镇街直接排放合计变化 {total} 万吨。"]
    for words, (change, share, name) in (("增加最多", max(changes)), ("减少最多", min(changes))):
        shown = printed(change / 1e4, 2)  # what is printed as 0.00 did not change
        if shown and (shown > 0) == (words == "增加最多"):
            amount, percent = fmt.number(change / 1e4, 2), fmt.number(share * 100, 1)
            lines.append(f"{words}：{name} {amount} 万吨（{percent}%）。")
    return lines
