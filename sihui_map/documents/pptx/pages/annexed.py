"""Tables of the annex that no slide of the deck leads to: sink, evaluation, enterprises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.town import CITY
from sihui_map.domain.value import any_sample
from sihui_map.figures.enterprises import SOURCE
from sihui_map.views import evaluation, sentences, tables

if TYPE_CHECKING:
    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures


def annexed(slides: Slides, figures: Figures) -> None:
    """Put into the annex what was told of these; of what nobody told, nothing."""
    _sink(slides, figures)
    _evaluation(slides, figures)
    _enterprises(slides, figures)


def _sink(slides: Slides, figures: Figures) -> None:
    if not figures.sinks.areas:
        return
    stocks = [
        figures.sinks.stock(area, year)
        for area in figures.sinks.areas
        for year in figures.sinks.years(area)
    ]
    said = sentences.sink_sentence(figures)
    slides.filters = "碳汇估算"
    slides.tables(
        "碳汇估算",
        tables.sink_table(figures),
        lead=said,
        sample=any_sample(stocks),
        notes=(said, "来源：各镇街填报的活立木蓄积量；系数见来源与方法。"),
    )


def _evaluation(slides: Slides, figures: Figures) -> None:
    shown = tables.scores_table(figures)
    if not shown.rows:
        return
    year = figures.default_evaluation_year
    said = evaluation.evaluation_sentence(
        figures, evaluation.found_of(figures, figures.evaluated, year), year
    )
    slides.filters = f"{year} 年"
    slides.tables(
        "年度评估",
        shown,
        lead=said,
        foot="自评和终评并列，互不覆盖；按方案的顺序，不排名次。",
        sample=evaluation.has_sample(figures),
        notes=(said, "来源：各镇街、单位的自评；审核人员的评定。"),
    )


def _enterprises(slides: Slides, figures: Figures) -> None:
    found = figures.enterprises
    if not found.years:
        return
    year = found.years[-1]
    said = sentences.enterprises_sentence(figures)
    slides.filters = f"{year} 年"
    slides.tables(
        "重点用能单位",
        tables.enterprise_totals(figures, year),
        lead=said,
        sample=any_sample([found.count(CITY, year)]),
        notes=(said, f"来源：{SOURCE}。", *sentences.disclosure_notes()),
    )
