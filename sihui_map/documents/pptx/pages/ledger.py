"""The slide on the ledger: towns, sources and the rest beside the city's total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE

from sihui_map.documents.pptx.charts import Series, chart
from sihui_map.documents.pptx.shapes import foot_text, lead_text
from sihui_map.documents.pptx.slides import Slides, about
from sihui_map.documents.pptx.tables import table_part
from sihui_map.documents.pptx.wording import DASH_NOTE, in_wan, sources_line
from sihui_map.documents.printed import printed
from sihui_map.domain.ledger import TOWNS
from sihui_map.domain.value import any_sample
from sihui_map.views import sentences, tables
from sihui_map.views.palette import ACCENT

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def ledger_pages(slides: Slides, figures: Figures, title: str) -> None:
    """Add the ledger of the newest year that has a total of the city."""
    told = [year for year in figures.ledger_years if figures.city_total(year).value is not None]
    year = told[-1] if told else figures.last_public_year
    book = figures.ledger(year)
    slides.filters = f"{year} 年 · {figures.snapshot.place.scope}"
    ticks = {TOWNS: "各镇街", **figures.snapshot.place.ticks}
    amounts = [row.quantity for row in book.rows] + [book.city_total]
    why = figures.ledger_explanation(year)
    lead = sentences.ledger_sentence(book) + (f"\n说明：{why}" if why else "")
    table = tables.ledger_table(figures, year)
    rows = [row for row in book.rows if row.quantity.value is not None]
    name, sample, notes = f"{title}（{year} 年）", any_sample(amounts), sources_line(amounts)
    if not rows:
        slides.first_rows(name, table, lead=lead, sample=sample, notes=notes)
        return
    slide, box = slides.page(name, sample=sample, notes=notes)
    box = foot_text(slide, lead_text(slide, box, lead), about(table) or DASH_NOTE)
    left, right = box.columns(0.52)
    table_part(slide, left, printed(table), printed(table).rows)
    lost = "、".join(row.label for row in book.rows if row.quantity.value is None)
    chart(
        slide,
        right,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [ticks.get(row.row_id, row.label) for row in rows],
        [Series(name=f"{year} 年", values=[in_wan(row.quantity) for row in rows], color=ACCENT)],
        title=f"{year} 年各项（万吨CO₂）" + (f"；缺失不画：{lost}" if lost else ""),
        decimals=2,
    )
