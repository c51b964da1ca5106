"""Forest in a sentence and key figures: how far the city is from its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.place import numeral
from sihui_map.domain.town import CITY
from sihui_map.views import fmt
from sihui_map.views.html import KeyFigure, key_figure
from sihui_map.views.sentences.nothing import RESERVES, TARGETS, nothing_of
from sihui_map.views.sentences.targets import more

if TYPE_CHECKING:
    from sihui_map.figures import Figures


APART = "碳汇单独列账，不从排放中扣减。"


def forest_sentence(figures: Figures) -> str:
    """Say how far the city is from its target."""
    found = figures.forest_standing
    if found is None or found.target.value is None:
        return _no_target(figures)
    where = fmt.clause_text(found.target)
    goal = f"目标为 {found.target.year} 年{fmt.goal_words(found.target)}（{where}）"
    if found.value.value is None or found.year is None:
        return f"{goal}；{found.reason if found.later is not None else _unknown(figures)}。"
    now = fmt.quantity(found.value, found.decimals)
    said = f"{found.year} 年{_whole(figures)}森林覆盖率 {now}%"
    if found.is_met:
        return f"{said}，已达到目标；{more(found, goal)}。"
    gap = fmt.quantity(figures.forest_gap_pp(), found.decimals)
    area = fmt.quantity(figures.forest_gap_ha(), 0)
    return (
        more(found, f"{said}，距 {found.target.value:g}% 还差 {gap} 个百分点，约 {area} 公顷")
        + "。"
    )


def _whole(figures: Figures) -> str:
    return figures.snapshot.place.whole


def _no_target(figures: Figures) -> str:
    return nothing_of(figures, TARGETS, unread="方案指标文件", none="森林覆盖率目标")


def sink_sentence(figures: Figures) -> str:
    """Say what the forests of the whole take up a year, or what the estimate waits for."""
    whole, own = _whole(figures), figures.sinks.years(CITY)
    waits = f"碳汇系数待填：{'、'.join(figures.sinks.lacking)}" if figures.sinks.lacking else ""
    if not own:
        why = "；".join(filter(None, (f"{whole}活立木蓄积量未报", waits)))
        return f"碳汇估算：缺失。{why}。{APART}"
    year = own[-1]
    found = figures.sinks.sink(CITY, year)
    if found.estimate.value is None:
        return f"碳汇估算：{year} 年缺失。{found.estimate.reason}。{APART}"
    number = fmt.wan_tonnes(found.estimate)
    span = (
        f"，范围 {fmt.wan_tonnes(found.low)} 到 {fmt.wan_tonnes(found.high)}"
        if found.low.value is not None
        else f"，{found.low.reason}"
    )
    said = f"截至 {year} 年，{whole}森林年均吸收约 {number} 万吨CO₂"
    return f"{said}（{found.estimate.kind}{span}）。{APART}"


def reserves_sentence(figures: Figures) -> str:
    """Say of how many protected areas only the names are known."""
    count = len(figures.snapshot.protected_areas)
    if not count:
        return nothing_of(figures, RESERVES, unread="自然保护地名录", none="自然保护地名录")
    return f"{numeral(count)}处保护地的范围未见公开，不上图。"


def reserves_source(figures: Figures) -> str:
    """Say from where the protected areas are known."""
    issued_by = figures.snapshot.place.plan.issued_by
    return f"{issued_by}公示" if issued_by else "公开资料"


def _unknown(figures: Figures) -> str:
    year = figures.default_forest_year
    if not year:
        return f"{_whole(figures)}及各镇街森林覆盖率未见公开数据，尚无填报"
    return f"{year} 年 {figures.count_forest_known(year)} 个镇街已报，{_whole(figures)}尚无数值"


def forest_figures(figures: Figures) -> list[KeyFigure]:
    """Return the key figures of the forest page."""
    found = figures.forest_standing
    if found is None or found.target.value is None:
        return []
    goal, whole = fmt.goal_number(found.target), _whole(figures)
    items = [KeyFigure(f"目标（{found.target.year} 年）", goal, "%", hover=found.target.quote)]
    for label, amount, decimals in (
        (f"{found.year} 年{whole}" if found.year else f"{whole}最新", found.value, 2),
        ("按直线路径应达", found.due, 2),
        ("距目标", figures.forest_gap_pp(), 2),
        ("折合森林面积", figures.forest_gap_ha(), 0),
        *([] if found.later is None else [(f"到期后 {found.later_year} 年", found.later, 2)]),
    ):
        items.append(key_figure(label, amount, amount.unit, decimals))
    return items
