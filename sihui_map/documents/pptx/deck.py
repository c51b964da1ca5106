"""The slides of one snapshot: native shapes, charts and tables with the numbers of the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from pptx.util import Inches

from sihui_map.documents.office import clean, day_of, timeless
from sihui_map.documents.pptx.pages.annexed import annexed
from sihui_map.documents.pptx.pages.changes import changes_pages, unchanged
from sihui_map.documents.pptx.pages.emissions import emissions_pages
from sihui_map.documents.pptx.pages.forest import forest_pages
from sihui_map.documents.pptx.pages.gaps import gaps_pages
from sihui_map.documents.pptx.pages.ledger import ledger_pages
from sihui_map.documents.pptx.pages.overview import overview_pages
from sihui_map.documents.pptx.pages.parks import parks_pages
from sihui_map.documents.pptx.pages.sites import sites_pages
from sihui_map.documents.pptx.pages.tasks import tasks_pages
from sihui_map.documents.pptx.shapes import GAP, set_fonts, text_box
from sihui_map.documents.pptx.slides import Slides
from sihui_map.documents.pptx.template import open_template
from sihui_map.documents.pptx.wording import GAPS
from sihui_map.domain.value import any_sample
from sihui_map.views import fmt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pptx.slide import Slide

    from sihui_map.documents.pptx.shapes import Box
    from sihui_map.figures import Figures

LINE = Inches(0.58)
PART_PT, ANNEX_PT = 20, 16
"""Type of the lines of the contents."""


def deck(
    figures: Figures,
    *,
    before: Figures | None = None,
    approval: str = "",
    template: bytes | None = None,
) -> bytes:
    """Return the deck of ``figures`` as .pptx, the same bytes for the same snapshot.

    ``before`` is what it is compared with, ``approval`` the 审图号, ``template`` an office's own
    .pptx; raises IntakeError where the template cannot be used.
    """
    opened = open_template(template)
    stamp = tuple(map(clean, fmt.stamp(figures.snapshot)))
    slides = Slides(opened, " · ".join(stamp), "")
    whole = any_sample(figures.published().values())
    number = clean(approval) or "（尚未取得）"
    lines = (
        f"依据：{figures.snapshot.place.plan.cited}",
        *stamp,
        f"审图号：{number}",
        *((fmt.SAMPLE_NOTE,) if whole else ()),
    )
    slides.cover(figures.snapshot.place.title, lines, sample=whole)
    contents, area = slides.page("目录", notes=("来源：各部分所在页；附件是各表的全部行。",))
    compared: Sequence[tuple[str, Callable[[str], None]]] = ()
    if before is not None and not unchanged(before, figures):
        compared = (("与上期相比", lambda title: changes_pages(slides, before, figures, title)),)
    parts: Sequence[tuple[str, Callable[[str], None]]] = (
        ("总体情况", lambda title: overview_pages(slides, figures, title)),
        ("镇街排放", lambda title: emissions_pages(slides, figures, title, approval)),
        ("平衡表", lambda title: ledger_pages(slides, figures, title)),
        ("能源项目", lambda title: sites_pages(slides, figures, title)),
        ("森林覆盖率", lambda title: forest_pages(slides, figures, title)),
        ("园区循环化", lambda title: parks_pages(slides, figures, title)),
        ("重点任务", lambda title: tasks_pages(slides, figures, title)),
        *compared,
        (GAPS, lambda title: gaps_pages(slides, figures, title, unchanged(before, figures))),
    )
    left, right = area.columns(0.5)
    _build(slides, contents, left, [(title, partial(build, title)) for title, build in parts])
    annexed(slides, figures)
    _build(slides, contents, right, slides.waiting, before="附")
    return _saved(slides, figures)


def _build(
    slides: Slides,
    contents: Slide,
    area: Box,
    parts: Sequence[tuple[str, Callable[[], None]]],
    *,
    before: str = "",
) -> None:
    """Build each part, and write where it begins, with a link, one line below the other."""
    deck_slides = slides.template.presentation.slides
    step = min(LINE, area.height // max(len(parts), 1))
    for place, (title, build) in enumerate(parts):
        first = len(deck_slides) + 1
        build()
        row = area._replace(
            top=area.top + place * step,
            left=area.left + GAP,
            width=area.width - GAP,
            height=min(step, Inches(0.45)),
        )
        words = f"{before}{place + 1}　{title}（第 {first} 页）"
        text_box(contents, row, words, ANNEX_PT if before else PART_PT)
        contents.shapes[-1].click_action.target_slide = deck_slides[first - 1]


def _saved(slides: Slides, figures: Figures) -> bytes:
    """Return the finished file: fonts named, properties set, dated the day of its publication."""
    presentation, font = slides.template.presentation, slides.template.font
    for slide in presentation.slides:
        set_fonts(slide.element, font)
        set_fonts(slide.notes_slide.element, font)
        for shape in slide.shapes:
            if shape.has_chart:
                set_fonts(shape.chart.element, font)
    day = day_of(figures.snapshot)
    about = presentation.core_properties
    title = figures.snapshot.place.title
    about.title, about.subject = title, slides.stamp
    about.author = about.last_modified_by = title
    about.created = about.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    about.revision = 1
    made = BytesIO()
    presentation.save(made)
    return timeless(made.getvalue(), day)
