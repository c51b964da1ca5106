"""One town: what it emits, where it stands, what lies in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COVER, town_measures
from sihui_map.changes import ranks
from sihui_map.views import fmt
from sihui_map.views.html import key_figure
from sihui_map.views.labels import SITE_KIND_LABEL

if TYPE_CHECKING:
    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.figures import Figures
    from sihui_map.views.html import KeyFigure


def town_sentence(figures: Figures, town_code: str, year: int) -> str:
    """Say what a town emits and where it stands among the thirteen."""
    if not figures.years:
        return "公开资料没有分镇街数据，尚无填报；下面只有面积、项目和园区。"
    amounts = {town.town_code: figures.emission(town.town_code, year) for town in figures.towns}
    own = amounts[town_code]
    if own.value is None:
        part = fmt.part(own, 2, fmt.T_PER_WT)
        known_part = f"；{part} 万吨，不是总量" if part else ""
        return f"{year} 年直接排放缺失：{own.reason}{known_part}。"
    text = f"{year} 年直接排放 {fmt.wan_tonnes(own)} 万吨，{place_words(figures, town_code, year)}"
    known = figures.known_total(year)
    if not known.is_whole or not known.quantity.value:
        return f"{text}。"
    return f"{text}，占各镇街合计的 {fmt.number(own.value / known.quantity.value * 100, 1)}%。"


def place_words(figures: Figures, town_code: str, year: int) -> str:
    """Say a town's place by direct emissions, among those of which they are known."""
    known = figures.known_total(year)
    among = f"在 {known.of} 个镇街中" if known.is_whole else f"在已报全的 {known.count} 个镇街中"
    return f"{among}列第 {ranks(figures, year)[town_code]} 位"


def town_figures(figures: Figures, town_code: str, year: int) -> list[KeyFigure]:
    """Return the key figures of one town in one year."""
    items = [town_figure(figures, town_code, year, measure) for measure in key_measures()]
    cover = figures.forest_cover(town_code, year)
    return [*items, key_figure(COVER.label, cover, COVER.unit, COVER.decimals)]


def key_measures() -> list[Indicator]:
    """Return the measures that are among a town's key figures."""
    return [measure for measure in town_measures() if measure.key_label]


def town_figure(figures: Figures, town_code: str, year: int, measure: Indicator) -> KeyFigure:
    """Return one measure of one town as a key figure, with what is known of a missing one."""
    amount = figures.measure(town_code, year, measure)
    written = measure.decimals, measure.divisor
    told = fmt.part(amount, *written)
    return key_figure(measure.key_label, amount, measure.unit, *written, note=told)


def town_things(figures: Figures, town_code: str) -> list[str]:
    """List the projects, parks and steps of tasks whose town is known to be this one."""
    lines = [
        f"{park.name}：产业园区，{park.known_level}"
        for park in figures.snapshot.parks
        if park.town_code == town_code
    ]
    lines += [
        f"{site.name}：{SITE_KIND_LABEL[site.kind]}，{site.stage}，"
        + (f"{site.capacity_mw:g} MW" if site.capacity_mw is not None else "规模未公开")
        for site in figures.snapshot.sites
        if site.town_code == town_code
    ]
    lines += [
        f"任务 {step.task_no} 第 {step.step_no} 步「{step.step}」："
        f"{figures.tracking.due(step)}，期限 {step.due.isoformat()}"
        for step in figures.snapshot.task_steps
        if step.area_id == town_code
    ]
    return lines or ["没有已知位于本镇街的项目、园区或任务步骤。"]
