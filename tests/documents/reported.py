"""What a reader finds of dispatch, sink, evaluation and enterprises, straight from the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.town import CITY
from sihui_map.views.tables.evaluations import subject_name
from tests.documents.headlines import ENTERPRISES

if TYPE_CHECKING:
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def reported_headlines(figures: Figures) -> dict[str, str]:
    """Return the headlines that ``headlines`` reads of these, from the published figures."""
    return dispatched(figures) | sunk(figures) | judged(figures) | together(figures)


def told(
    amount: Quantity | None, missing: str = "缺失", divisor: float = 1, digits: int = 2
) -> str:
    """Return a figure as a reader finds it, rounded to ``digits`` as it is shown."""
    if amount is None or amount.value is None:
        return missing
    return f"{round(amount.value / divisor, digits):.2f}"


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
    """Return the account of the sink of the city, the only one that told its stock."""
    found = figures.published()
    years = figures.sinks.years(CITY)
    return {
        f"碳汇 全市 {year}": told(found[f"sink.estimate.city.{year}"], divisor=1e4)
        for year in years
    } | {f"蓄积 全市 {year}": told(found[f"sink.stock.city.{year}"], digits=0) for year in years}


def judged(figures: Figures) -> dict[str, str]:
    """Return the scores of 2025 beside each other, none in the place of another."""
    found: dict[str, str] = {}
    for subject in figures.evaluated:
        each = figures.evaluation(subject, 2025)
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
    """Return the counts and sums over enterprises of 2025; of a single one there is no figure."""
    published, names = figures.published(), {town.town_code: town.name for town in figures.towns}
    heads = zip(ENTERPRISES, ("count", "energy_tce", "output_1e4_cny"), strict=True)
    return {
        f"用能 {names.get(area, '全市')} {head}": told(
            published[f"enterprises.{figure}.{area}.2025"], "不公布", digits=0
        )
        for head, figure in heads
        for area in figures.enterprises.areas(2025)
    }
