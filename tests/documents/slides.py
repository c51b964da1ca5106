"""How a deck is read again: its slides, their texts, how much room a text needs."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Opened: TypeAlias = Any
"""A presentation, slide or shape: python-pptx is half typed."""
APPROVAL = "虚S(2026)01-001号"


def leaves(shapes: Iterable[Opened]) -> Iterator[Opened]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from leaves(shape.shapes)


def texts(slide: Opened) -> Iterator[str]:
    for shape in leaves(slide.shapes):
        if shape.has_text_frame and "Slide Number" not in shape.name:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        if getattr(shape, "has_table", False):
            rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
            skipped = 1 if rows[0][0] == "序号" else 0  # the plan's own numbers of its tasks
            yield from (text for row in rows for text in row[skipped:])


def title(slide: Opened) -> str:
    return str(slide.shapes.title.text_frame.text)


def slide_called(presentation: Opened, name: str) -> Opened:
    return next(slide for slide in presentation.slides if title(slide).startswith(name))


def in_annex(slide: Opened) -> bool:
    """Tell whether a slide belongs to the annex: its foot says so."""
    return any(
        shape.has_text_frame and "附件 · " in shape.text_frame.text for shape in slide.placeholders
    )


def whole_tables(presentation: Opened) -> list[Opened]:
    """Return the slides but those that show the first rows of a table that the annex has whole."""
    slides = list(presentation.slides)
    whole = {title(slide) for slide in slides if in_annex(slide)}
    return [slide for slide in slides if in_annex(slide) or title(slide) not in whole]


def lines_of(text: str, size_pt: float, width_pt: float) -> int:
    em = sum(1.0 if east_asian_width(one) in "WFA" else 0.52 for one in text)
    return max(ceil(em * size_pt / width_pt), 1)


def needed_pt(frame: Opened, width_pt: float) -> float:
    total = 0.0
    for part in frame.paragraphs:
        size = max((run.font.size.pt for run in part.runs if run.font.size), default=12.0)
        total += lines_of(part.text, size, width_pt) * size * 1.3
    return total
