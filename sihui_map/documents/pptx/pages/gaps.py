"""The slides on what is missing, open or doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import gaps, tables

if TYPE_CHECKING:
    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures


def gaps_pages(slides: Slides, figures: Figures, title: str, unchanged: str) -> None:
    """Add what is missing or open; ``unchanged`` stands for a comparison left out."""
    slides.filters = "全部缺失与待核"
    missing, open_points = gaps.missing_table(figures), gaps.open_table(figures)
    errata = tables.errata_table(figures)
    said = gaps.gaps_sentence(figures)
    source = "来源：各数值的缺失原因；项目与园区名录；方案文本核对。"
    lead = "\n".join(filter(None, (said, unchanged)))
    slides.first_rows(title, missing, lead=lead, notes=(lead, source))
    if open_points.rows:
        slides.tables(f"{title}：待核", open_points, notes=(source,))
    if errata.rows:
        slides.tables(
            f"{title}：勘误待定",
            errata,
            notes=(f"来源：{figures.snapshot.place.plan.cited}原文。",),
        )
