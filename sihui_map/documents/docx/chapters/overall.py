"""The chapter on how far the plan has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import plan_of, source_of
from sihui_map.documents.maps.charts import totals_svg
from sihui_map.documents.wording import gap, marked, sources
from sihui_map.views import fmt, sentences, tables
from sihui_map.views.labels import LIGHT_RULE
from sihui_map.views.sentences.nothing import TARGETS, lack_of

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper


def overall_chapter(paper: Paper) -> None:
    """Add the city's key figures and the targets with their lights."""
    figures = paper.figures
    paper.heading(1, "一、总体情况")
    latest = [amount for item in figures.standings for amount in item.amounts]
    sentence = sentences.overview_sentence(figures)
    paper.text(marked(sentence, *latest) if latest else gap(lack_of(figures, TARGETS, "方案指标")))
    place = figures.snapshot.place
    for year in place.plan.public_years:
        total = figures.city_total(year)
        paper.text(
            gap(f"{year} 年{place.whole}碳排放总量：{total.reason}")
            if total.value is None
            else marked(
                f"{year} 年{place.whole}碳排放总量 {fmt.wan_tonnes(total)} 万吨CO₂。", total
            )
        )
    paper.drawing(
        totals_svg(figures),
        f"{place.whole}碳排放总量（万吨CO₂）",
        "柱从零画起；斜线处没有公开数值，不推测。",
    )
    paper.heading(2, "（一）主要指标")
    paper.table(
        tables.targets_table(figures), source=sources([plan_of(figures), source_of(*latest)])
    )
    paper.text(LIGHT_RULE)
    paper.heading(2, "（二）目标分解")
    told = figures.snapshot.allotments
    said = sentences.allotments_sentence(figures)
    if not told:
        paper.text(gap(said.removesuffix("。")))
        return
    paper.text(marked(said, *(figures.allotted(row) for row in told)))
    if (board := tables.allotment_board(figures)).rows:
        paper.table(board, source=sources(row.source for row in told))
    paper.table(tables.allotments_table(figures), source=sources(row.source for row in told))
