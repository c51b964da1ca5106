"""The slides on the whole: key figures, the city's totals, targets and their allotment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_PATTERN

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import SCOPE_LABEL
from sihui_map.documents.pptx.charts import Series, chart
from sihui_map.documents.pptx.shapes import cards, lead_text
from sihui_map.documents.pptx.wording import DASH_NOTE, in_deck, in_wan, sources_line, year_text
from sihui_map.domain.value import Quantity, any_sample
from sihui_map.views import fmt, sentences, tables
from sihui_map.views.labels import LIGHT_RULE
from sihui_map.views.palette import ACCENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pptx.slide import Slide

    from sihui_map.documents.pptx.shapes import Box
    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures

OTHER_TOTAL = "#d9ece4"


def overview_pages(slides: Slides, figures: Figures, title: str) -> None:
    """Add the key figures, the city's totals, the targets and their allotment."""
    year = figures.default_year
    slides.filters = f"{year_text([year] if year else [])} · {SCOPE_LABEL[Scope.DIRECT]}"
    items = sentences.city_figures(figures)
    totals = {year: figures.city_total(year) for year in figures.ledger_years}
    known = [amount for amount in totals.values() if amount.value is not None]
    said = in_deck(sentences.overview_sentence(figures))
    standing = [amount for item in figures.standings for amount in item.amounts]
    notes = (said, *(f"{item.label}：{item.hover}" for item in items), *sources_line(known))
    sample = any_sample((*known, *standing)) or any(item.tag for item in items)
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    shown = [
        (item.label, item.text.replace(fmt.NO_VALUE, "缺失"), item.unit, item.tag) for item in items
    ]
    box = cards(slide, box, shown)
    if known:
        _city_totals(slide, box, figures, totals)
    slides.first_rows(
        f"{title}：主要指标",
        tables.targets_table(figures).without("note"),
        full=tables.targets_table(figures),
        lead="有灯的在前，其次是有目标值的，各按方案的先后。",
        foot=f"{LIGHT_RULE}\n{DASH_NOTE}",
        sample=any_sample(standing),
        notes=(f"来源：{figures.snapshot.place.plan.cited}；示例值来自示例填报。", LIGHT_RULE),
    )
    if told := [figures.allotted(row) for row in figures.snapshot.allotments]:
        slides.first_rows(
            f"{title}：目标分解",
            tables.allotment_board(figures),
            full=tables.allotments_table(figures).without("source"),
            lead=sentences.allotments_sentence(figures),
            sample=any_sample(told),
            notes=sources_line(told),
        )


def _city_totals(slide: Slide, box: Box, figures: Figures, totals: Mapping[int, Quantity]) -> None:
    """Draw the totals of the plan and those that the city reported, told apart."""
    years = range(min(totals), max(totals) + 1)
    place, item = figures.snapshot.place, figures.snapshot.place.facts.city_total
    of_plan = {fact.year for fact in figures.snapshot.city_facts if fact.item == item}
    parts = (
        Series(
            name="方案公开值",
            values=[in_wan(totals.get(year)) if year in of_plan else None for year in years],
            color=ACCENT,
        ),
        Series(
            name=f"{place.here}申报值",
            values=[None if year in of_plan else in_wan(totals.get(year)) for year in years],
            color=OTHER_TOTAL,
            pattern=MSO_PATTERN.LIGHT_UPWARD_DIAGONAL,
        ),
    )
    drawn = [part for part in parts if any(value is not None for value in part.values)]
    chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [str(year) for year in years],
        drawn,
        title=f"{place.whole}碳排放总量（万吨CO₂）：只画已公开或已申报的年份，空缺年份没有数据",
        decimals=2,
        overlaid=True,
    )
