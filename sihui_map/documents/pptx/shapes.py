"""What every slide is drawn from: boxes, text that is measured, colours, words for the blind."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from sihui_map.documents.office import clean
from sihui_map.views.palette import ACCENT, INK
from sihui_map.views.textwidth import is_broad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.enum.dml import MSO_PATTERN
    from pptx.slide import Slide


TITLE_PT, FIGURE_PT, LEAD_PT, BODY_PT, TABLE_PT, NOTE_PT, FOOT_PT = 28, 22, 18, 16, 12, 12, 11
LINE = 1.45
"""Height of a line over its size: the tallest of the usual Chinese fonts."""
GAP = Inches(0.14)
CELL_X, CELL_Y = Inches(0.07), Inches(0.035)
GRID, SHADE, SAMPLE_COLOR = "#c9d1d6", "#e8f0ec", "#a11d21"
EM_PER_PT = 12700


class Box(NamedTuple):
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    def rows(self, height: int) -> tuple[Box, Box]:
        """Return the strip of ``height`` at the top, and what is left below a gap."""
        rest = self.height - height - GAP
        return (
            Box(self.left, self.top, self.width, height),
            Box(self.left, self.top + height + GAP, self.width, max(rest, 0)),
        )

    def columns(self, share: float) -> tuple[Box, Box]:
        """Return the left ``share`` (0…1) and the rest, a gap between them."""
        left = int((self.width - 2 * GAP) * share)
        return (
            Box(self.left, self.top, left, self.height),
            Box(self.left + left + 2 * GAP, self.top, self.width - left - 2 * GAP, self.height),
        )


def ems(text: str) -> float:
    """Return how wide ``text`` is, in ems: a Chinese character is one.

    Where Chinese meets Latin, programs leave a quarter of an em.
    """
    broad = [is_broad(one) for one in text]
    changes = sum(one is not other for one, other in pairwise(broad))
    return sum(1.0 if one else 0.56 for one in broad) + 0.25 * changes


def height_of(text: str, size: int, width: int) -> int:
    """Return how high ``text`` of ``size`` pt becomes in ``width`` EMU, in EMU."""
    per_line = max(width / EM_PER_PT / size - 0.5, 1)
    lines = sum(max(ceil(ems(line) / per_line), 1) for line in text.split("\n"))
    return ceil(lines * size * LINE * EM_PER_PT)


def rgb(color: str) -> RGBColor:
    """Return ``#rrggbb`` as python-pptx wants it."""
    red, green, blue = bytes.fromhex(color[1:])
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def describe(shape: Any, name: str, words: str) -> None:  # noqa: ANN401 shapes share no type
    """Give a shape its name and its alternative text."""
    shape.name = clean(name)
    shape.element.xpath("./*/p:cNvPr")[0].set("descr", clean(words))


def no_style(shape: Any) -> None:  # noqa: ANN401 shapes share no type
    """Drop what the theme would add: a shadow above all."""
    shape.element.remove(shape.element.find(qn("p:style")))


def write(  # noqa: PLR0913 a text has a look
    frame: Any,  # noqa: ANN401 python-pptx leaves half of a text frame untyped
    text: str,
    size: int,
    *,
    bold: bool = False,
    color: str = INK,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    again: bool = False,
) -> None:
    """Write ``text`` into ``frame``; ``again`` adds a paragraph below what is there."""
    paragraph = frame.add_paragraph() if again else frame.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = clean(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = rgb(color)


def bare(frame: Any, *, wrap: bool = True) -> Any:  # noqa: ANN401
    """Return ``frame`` without margins, in the size it was given."""
    frame.word_wrap = wrap
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def text_box(slide: Slide, box: Box, text: str, size: int, *, bold: bool = False) -> None:
    """Put ``text`` on ``slide``, one paragraph per line."""
    frame = bare(slide.shapes.add_textbox(*map(Emu, box)).text_frame)
    for place, line in enumerate(text.split("\n")):
        write(frame, line, size, bold=bold, again=place > 0)


def lead_text(slide: Slide, box: Box, text: str, size: int = LEAD_PT) -> Box:
    """Write the answer of a page at the top of ``box`` and return what is left."""
    head, rest = box.rows(height_of(text, size, box.width))
    text_box(slide, head, text, size)
    return rest


def foot_text(slide: Slide, box: Box, text: str) -> Box:
    """Write a note at the bottom of ``box`` and return what is left above."""
    high = height_of(text, NOTE_PT, box.width)
    text_box(slide, box._replace(top=box.top + box.height - high, height=high), text, NOTE_PT)
    return box._replace(height=box.height - high - GAP)


def cards(slide: Slide, box: Box, items: Sequence[tuple[str, str, str, str]]) -> Box:
    """Show (label, number, unit, tag) side by side; return what is left below."""
    head, rest = box.rows(Inches(1.7))
    width = (head.width - GAP * (len(items) - 1)) // max(len(items), 1)
    for place, (label, number, unit, tag) in enumerate(items):
        left = head.left + place * (width + GAP)
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, *map(Emu, (left, head.top, width, head.height))
        )
        describe(shape, f"数值：{label}", f"{label} {number}{unit}{tag}")
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb("#f4f7f5")
        shape.line.color.rgb = rgb(GRID)
        no_style(shape)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = CELL_X
        write(frame, label, BODY_PT)
        write(frame, f"{number} ", FIGURE_PT, bold=True, color=ACCENT, again=True)
        run = frame.paragraphs[-1].add_run()
        run.text = clean(unit)
        run.font.size, run.font.color.rgb = Pt(NOTE_PT), rgb(INK)
        if tag:
            write(frame, tag, BODY_PT, bold=True, color=SAMPLE_COLOR, again=True)
    return rest


def hatch(fill: Any, pattern: MSO_PATTERN, fore: str, back: str) -> None:  # noqa: ANN401
    """Fill with ``pattern`` in the colour ``fore`` on ``back``."""
    fill.patterned()
    fill.pattern = pattern
    fill.fore_color.rgb = rgb(fore)
    fill.back_color.rgb = rgb(back)


_AFTER_FONTS = tuple(
    qn(name) for name in ("a:cs", "a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")
)


def set_fonts(root: Any, font: str) -> None:  # noqa: ANN401 the element of a slide, notes or chart
    """Name ``font`` for Latin and East Asian text wherever text has a look of its own."""
    for run in root.iter(qn("a:r")):
        run.get_or_add_rPr()
    for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for look in root.iter(qn(tag)):
            for old in ("a:latin", "a:ea"):
                for element in look.findall(qn(old)):
                    look.remove(element)
            if tag != "a:defRPr":
                look.set("lang", "zh-CN")
            later = [child for child in look if child.tag in _AFTER_FONTS]
            place = look.index(later[0]) if later else len(look)
            for offset, name in enumerate(("a:latin", "a:ea")):
                made = look.makeelement(qn(name), {"typeface": font})
                look.insert(place + offset, made)
