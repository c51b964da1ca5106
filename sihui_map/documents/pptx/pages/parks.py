"""The slides on parks and how far their circular transformation has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.office import clean
from sihui_map.documents.pptx.wording import in_deck, year_text
from sihui_map.domain.value import ValueKind
from sihui_map.views import sentences, tables

if TYPE_CHECKING:
    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures


def parks_pages(slides: Slides, figures: Figures, title: str) -> None:
    """Add the parks."""
    slides.filters = year_text(figures.park_years)
    parks = figures.snapshot.parks
    rows = figures.park_progress.values()
    said = f"{in_deck(sentences.parks_sentence(figures))}\n{sentences.park_denominator(figures)}"
    sources = dict.fromkeys(
        clean(source)
        for source in (*(park.source for park in parks), *(row.source for row in rows))
    )
    slides.first_rows(
        title,
        tables.parks_table(figures, parks),
        lead=said,
        sample=any(row.kind is ValueKind.SAMPLE for row in rows),
        notes=(said, f"来源：{'；'.join(sources) or '无数据'}。"),
    )
