"""What a reader finds of shares, dispatch, sink, evaluation, enterprises: from the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.town import CITY
from sihui_map.views.tables.evaluations import subject_name
from tests.documents.headlines import ENTERPRISES
from tests.documents.papers import rounded

if TYPE_CHECKING:
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def reported_headlines(figures: Figures) -> dict[str, str]:
    """Return the headlines that ``headlines`` reads of these, from the published figures."""
    found = shared(figures) | dispatched(figures) | sunk(figures)
    return found | judged(figures) | together(figures)


def told(
    amount: Quantity | None, missing: str = "缺失", divisor: float = 1, digits: int = 2
) -> str:
    """Return a figure as a reader finds it, rounded to ``digits`` as it is shown."""
    if amount is None or amount.value is None:
        return missing
    return f"{rounded(amount.value / divisor, digits):.2f}"


def two(value: float | None, divisor: float = 1) -> str:
    """Return a number as every output shows it, "" where there is none."""
    return "" if value is None else f"{rounded(value / divisor)}"


def shared(figures: Figures) -> dict[str, str]:
    """Return what targets were divided into, and the sums of those that may be added."""
    found: dict[str, str] = {}
    place = figures.snapshot.place
    holders = {town.town_code: town.name for town in figures.towns}
    holders[CITY] = f"{place.name}（{place.handed_down}）"
    for share in figures.snapshot.allotments:
        name = holders.get(share.holder, share.holder)
        amount, approved = figures.allotted(share), share.approved_by or "尚未批准"
        found[f"分解 {name} {amount.kind} {approved}"] = two(amount.value)
    for target_id, year in figures.shared:
        shares, whole = (
            figures.allotments_of(target_id, year),
            figures.allotted_total(target_id, year),
        )
        if whole.value is None:
            continue
        found[f"分解 合计（{len(shares)} 个单位） {whole.kind} —"] = two(whole.value)
        firm = figures.allotted_total(target_id, year, approved=True)
        count = sum(bool(share.approved_by) for share in shares)
        found[f"分解 已批准合计（{count} 个单位） {firm.kind} —"] = two(firm.value)
        short = figures.published().get(f"allotted.difference.{target_id}.{year}")
        if short is not None and short.value is not None:
            found[f"分解 合计−目标 {short.kind} —"] = two(short.value)
    return found


def dispatched(figures: Figures) -> dict[str, str]:
    """Return the numbers of the leader's screen, from the published figures."""
    names = {
        "逾期": "overdue", "临期": "near", "受阻": "blocked", "停滞": "stalled",
        "按期率": "on_time", "清单完备度": "completeness",
    }  # fmt: skip
    published = figures.published()
    return {
        f"调度 {name}": told(published[f"tasks.{figure}"], digits=1)
        for name, figure in names.items()
    }


def sunk(figures: Figures) -> dict[str, str]:
    """Return the account of the sink of all that told their stock, in the years they told it."""
    found, names = figures.published(), names_of(figures)
    rows = [
        (names[area], f"{area}.{year}", year)
        for area in figures.sinks.areas
        for year in figures.sinks.years(area)
    ]
    return {
        f"碳汇 {name} {year}": told(found[f"sink.estimate.{key}"], divisor=1e4)
        for name, key, year in rows
    } | {
        f"蓄积 {name} {year}": told(found[f"sink.stock.{key}"], digits=0)
        for name, key, year in rows
    }


def names_of(figures: Figures) -> dict[str, str]:
    """Return the name of each town, and of all of them together."""
    return {CITY: "全县"} | {town.town_code: town.name for town in figures.towns}


def judged(figures: Figures) -> dict[str, str]:
    """Return the scores of 2033 beside each other, none in the place of another."""
    found: dict[str, str] = {}
    for subject in figures.evaluated:
        each = figures.evaluation(subject, 2033)
        own, judged_of = each.own, each.judged
        if own is None and judged_of is None:
            continue
        name = subject_name(figures, subject)
        found |= {
            f"评估 {name} 自评": told(own.points if own else None, "未报"),
            f"评估 {name} 终评": told(judged_of.final if judged_of else None, "未评"),
            f"评估 {name} 更正": told(judged_of.corrected if judged_of else None, "—"),
            f"评估 {name} 等级": str(each.graded.grade) if each.graded else "—",
        }
    return found


def together(figures: Figures) -> dict[str, str]:
    """Return the counts and sums over enterprises of 2033; of a single one there is no figure."""
    published, names = figures.published(), names_of(figures)
    heads = zip(ENTERPRISES, ("count", "energy_tce", "output_1e4_cny"), strict=True)
    return {
        f"用能 {names[area]} {head}": told(
            published[f"enterprises.{figure}.{area}.2033"], "不公布", digits=0
        )
        for head, figure in heads
        for area in figures.enterprises.areas(2033)
    }
