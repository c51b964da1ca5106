"""The chapter on parks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.wording import gap, marked, sources
from sihui_map.views import sentences, tables
from sihui_map.views.sentences.nothing import PARKS, lack_of

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper


def parks_chapter(paper: Paper) -> None:
    """Add the parks and how far they have come."""
    figures = paper.figures
    parks = figures.snapshot.parks
    paper.heading(1, "六、园区循环化改造")
    if not parks:
        paper.text(gap(lack_of(figures, PARKS, "园区名录")))
        return
    rows = figures.park_progress.values()
    shares = [figures.park_completion(year) for year in figures.park_years[-1:]]
    paper.text(marked(sentences.parks_sentence(figures), *shares))
    paper.text(sentences.park_denominator(figures))
    paper.table(
        tables.parks_table(figures, parks),
        source=sources([*(park.source for park in parks), *(row.source for row in rows)]),
    )
