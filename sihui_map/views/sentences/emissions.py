"""Emissions in sentences: what the map shows, from what it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import SCOPE_LABEL, TOTAL
from sihui_map.domain.factors import set_label
from sihui_map.views import fmt
from sihui_map.views.rounding import rounding
from sihui_map.views.sentences.nothing import TOWNS, lack_of
from sihui_map.views.tables.emissions import components, ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

NO_SAMPLE = "尚无填报数据"
NAMED = 3
"""How many towns a sentence names."""


def emissions_sentence(figures: Figures, year: int, measure: Indicator, scope: Scope) -> str:
    """Say what the map of one measure shows: the sum or the range, and who is highest."""
    if not figures.years:
        ledger = f"{figures.snapshot.place.whole}总量见下方平衡表"
        return f"{NO_SAMPLE}：公开资料没有分镇街用能，地图只显示界线；{ledger}。"
    amounts = [figures.measure(town.town_code, year, measure, scope) for town in figures.towns]
    known = [
        (amount.value, town.name)
        for town, amount in zip(figures.towns, amounts, strict=True)
        if amount.value is not None
    ]
    within = f"（{SCOPE_LABEL[scope]}）" if measure.is_by_scope else ""
    if not known:
        return f"{year} 年{measure.label}{within}缺失：{_why(figures, amounts)}，不推测。"
    top, name = max(known)
    highest = f"最高为{name}，{fmt.number(top / measure.divisor, measure.decimals)} {measure.unit}"
    absent = len(amounts) - len(known)
    where = f"{year} 年 {len(known)} 个镇街{measure.label}{within}"
    if absent:
        where = f"{year} 年{measure.label}{within}已报全 {len(known)} 个镇街"
        highest = f"其中{highest}；另有 {absent} 个镇街未报或未填全，不计入"
    if not measure.is_additive:
        return f"{where}：{highest}。"
    whole = figures.known_total(year, measure, scope).quantity
    comma = "，" if absent else ""
    return f"{where}{comma}合计 {fmt.shown(whole, measure)} {measure.unit}，{highest}。"


def _why(figures: Figures, amounts: Sequence[Quantity]) -> str:
    reasons = dict.fromkeys(amount.reason for amount in amounts)
    return "；".join(reasons) or lack_of(figures, TOWNS, "镇街名录")


def ranking_sentence(figures: Figures, year: int) -> str:
    """Name the towns that emit most directly in ``year``, and how many are not ranked."""
    ranked = ranking(figures, year, TOTAL, Scope.DIRECT)
    amounts = [figures.measure(town.town_code, year, TOTAL) for town in figures.towns]
    known = sum(amount.value is not None for amount in amounts)
    if not known:
        return f"{year} 年直接排放缺失：{_why(figures, amounts)}，不排序。"
    pairs = zip(ranked.column("town"), ranked.column("value"), strict=True)
    first = "、".join(f"{name.text} {value.text}" for name, value in list(pairs)[:NAMED][:known])
    absent = len(amounts) - known
    lost = f"；另有 {absent} 个镇街未报或未填全，不排序" if absent else ""
    return f"{year} 年直接排放最多的是{first} {TOTAL.unit}{lost}。"


def energy_source(figures: Figures) -> str:
    """Say from what emissions were computed."""
    chosen = set_label(figures.snapshot.factor_set)
    return f"能源活动 × {chosen}因子集；{grid_words(figures)}"


def grid_words(figures: Figures) -> str:
    """Say which factors electricity and heat take."""
    return f"电力按{figures.snapshot.place.grid_region}电网平均因子，热力按因子集"


def components_notes(figures: Figures, year: int, *, with_plant: bool) -> list[str]:
    """Return the sentence on rounding where a row of the components does not add up as written."""
    said = rounding(components(figures, year, with_plant=with_plant))
    return [said] if said else []
