"""A page on paper: its sheets, and what lies over what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    import pypdfium2

    Rect = tuple[float, float, float, float]

A4 = (595, 842)


def over_each_other(page: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    """Return pairs of texts of which one lies over the other by more than a third."""
    text = page.get_textpage()
    rects = [rect for rect in _rects(page) if shapely.box(*rect).area > 1]
    said = [text.get_text_bounded(*rect).strip() for rect in rects]
    boxes = [shapely.box(*rect) for rect, words in zip(rects, said, strict=True) if words]
    said = [words for words in said if words]
    pairs = shapely.STRtree(boxes).query(boxes, predicate="intersects").T.tolist()
    return [
        (said[one], said[other])
        for one, other in pairs
        if one < other
        and boxes[one].intersection(boxes[other]).area > min(boxes[one].area, boxes[other].area) / 3
    ]


def _rects(sheet: pypdfium2.PdfPage) -> list[Rect]:
    text = sheet.get_textpage()
    return [text.get_rect(at) for at in range(text.count_rects())]


def right_edge(sheet: pypdfium2.PdfPage) -> float:
    """Return how far to the right, in points, a text of the sheet reaches."""
    return max((rect[2] for rect in _rects(sheet)), default=0)
