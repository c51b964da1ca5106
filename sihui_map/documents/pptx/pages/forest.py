"""The slides on forest cover, held against the straight path to its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from sihui_map.documents.pptx.charts import Series, chart
from sihui_map.documents.pptx.shapes import TABLE_PT, foot_text, lead_text, rgb
from sihui_map.documents.pptx.slides import Slides, about
from sihui_map.documents.pptx.tables import table_part
from sihui_map.documents.pptx.wording import in_deck, sources_line, year_text
from sihui_map.documents.printed import printed
from sihui_map.domain.town import CITY
from sihui_map.domain.value import Quantity, any_sample
from sihui_map.views import fmt, sentences, tables
from sihui_map.views.palette import ACCENT, INK
from sihui_map.views.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pptx.slide import Slide

    from sihui_map.documents.pptx.shapes import Box
    from sihui_map.figures import Figures


def forest_pages(slides: Slides, figures: Figures, title: str) -> None:
    """Add forest cover by town and the city's way to its target."""
    year = figures.default_forest_year
    slides.filters = f"{year_text([year] if year else [])} · 法定森林覆盖率"
    said = in_deck(sentences.forest_sentence(figures))
    covers = {year: figures.forest_cover(CITY, year) for year in figures.forest_years}
    sample = any_sample(covers.values())
    found, cited = figures.forest_standing, figures.snapshot.place.plan.cited
    notes = (
        said,
        *sources_line(covers.values()),
        *([f"目标：{cited}{fmt.clause_text(found.target)}。"] if found else []),
    )
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    if not figures.forest_years:
        reserves = tables.reserves_table(figures)
        if reserves.rows:
            table_part(slide, box, printed(reserves), reserves.rows)
        return
    is_drawn = any(amount.value is not None for amount in covers.values())
    left, right = box.columns(0.52) if is_drawn else (box, box)
    table = tables.forest_table(figures, year)
    if about(table):
        box = foot_text(slide, box, about(table))
    rest = table_part(slide, left, printed(table), printed(table).rows)
    if is_drawn:
        _forest_chart(slide, right, figures, covers)
    if rest:
        more = Table(table.title, table.columns, tuple(rest))
        slides.tables(f"{title}（续）", more, sample=sample, notes=notes)


def _forest_chart(slide: Slide, box: Box, figures: Figures, covers: Mapping[int, Quantity]) -> None:
    """Draw the city's forest cover beside the straight path to its target, in %."""
    path, found = figures.forest_path(), figures.forest_standing
    goal = found.target if found is not None else None
    years = sorted({*covers, *path})
    lines = [
        Series(
            name="森林覆盖率",
            values=[_rounded(covers[year].value if year in covers else None) for year in years],
            color=ACCENT,
            line="solid",
        ),
        Series(
            name="直线路径",
            values=[_rounded(path[year].value if year in path else None) for year in years],
            color=INK,
            line="dash",
        ),
    ]  # fmt: skip
    label = f"；目标 {goal.year} 年 {fmt.target_text(goal)}" if goal else ""
    drawn = chart(
        slide,
        box,
        XL_CHART_TYPE.LINE_MARKERS,
        [str(year) for year in years],
        lines,
        title=f"{figures.snapshot.place.whole}森林覆盖率（%）{label}",
        decimals=2,
        labels=False,
    )
    low = min(value for row in lines for value in row.values if value is not None)
    drawn.value_axis.minimum_scale = int((low - 0.25) * 2) / 2
    drawn.plots[0].series[1].format.line.dash_style = MSO_LINE.DASH
    drawn.plots[0].series[1].marker.style = XL_MARKER_STYLE.NONE
    marker = drawn.plots[0].series[0].marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 8
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(ACCENT)
    labels = drawn.plots[0].series[0].data_labels
    labels.show_value, labels.font.size = True, Pt(TABLE_PT)
    labels.position = XL_LABEL_POSITION.BELOW


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
