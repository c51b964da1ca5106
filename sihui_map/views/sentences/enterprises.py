"""The answer of the page of enterprises: how many, how far, and what who reads it may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.disclosure import LEAST_HIDDEN, SHARE_LEFT
from sihui_map.domain.enterprise import PlanState, may_read
from sihui_map.domain.town import CITY
from sihui_map.views import fmt

if TYPE_CHECKING:
    from sihui_map.domain.access import Actor
    from sihui_map.figures import Figures

DONE = (PlanState.WRITTEN, PlanState.DOING)


def enterprises_sentence(figures: Figures) -> str:
    """Say how many were reported for the newest year, and how many have their own plan."""
    found = figures.enterprises
    if not found.years:
        return "重点用能单位名单未见公开，也还没有填报。"
    year = found.years[-1]
    count = fmt.quantity(found.count(CITY, year))
    states = figures.snapshot.sealed.plan_states(year)
    done, seen = (sum(states.get(state, 0) for state in each) for each in (DONE, PlanState))
    among = "其中" if seen == found.count(CITY, year).value else f"名称公开的 {seen} 家中"
    return f"{year} 年已报 {count} 家，{among} {done} 家的“一企一策”已编制或在实施。"


def reader_sentence(figures: Figures, who: Actor | None) -> str:
    """Say what who reads the page sees, and what not."""
    if who is None:
        return "没有登录：只列公开的单位和数值。"
    towns = [town for town in figures.towns if may_read(who, town.town_code)]
    if len(towns) == len(figures.towns):
        return f"{who.name}（{who.role}）：列出全部单位和数值，标「内部」的不得外传。"
    if towns:
        names = "、".join(town.name for town in towns)
        return f"{who.name}（{who.role}）：{names}的全部列出，其他镇街的只列公开的。"
    return f"{who.name}（{who.role}）：只列公开的单位和数值。"


def disclosure_notes() -> list[str]:
    """Return by which rule sums are told or withheld."""
    rule = (
        f"合计只在不会泄露任何一家时公布：其中未公开的至少 {LEAST_HIDDEN} 家，"
        f"且扣除最大两家后，其余之和超过最大一家的 {SHARE_LEFT:.0%}。"
    )
    second = (
        "由合计相减，或者镇街减去自己看得到的本镇街各家，能得到不该公布的数时，"
        "再多隐去镇街，直到不能；"
        "不公布的合计不写明是因为自己还是为了保护别的镇街。"
    )
    return [
        rule,
        second,
        "一企一策只数读者看得到的单位，没有列出的只写家数，不写到哪一步。",
        (
            "合计只在最新一期公布，不作两期相比。但留存了上一期合计的人仍可自己相减，"
            "得出其间新增、更正的那一两家；已经公布的收不回，系统不能防止。涉密的数不填进本系统。"
        ),
    ]
