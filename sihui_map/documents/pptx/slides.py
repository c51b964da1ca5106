"""A deck in the making: cover, pages with footer, number and notes, tables over several pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from sihui_map.documents.office import clean
from sihui_map.documents.pptx import template as layouts
from sihui_map.documents.pptx.shapes import (
    FOOT_PT,
    LEAD_PT,
    SAMPLE_COLOR,
    TITLE_PT,
    Box,
    foot_text,
    height_of,
    lead_text,
    rgb,
    write,
)
from sihui_map.documents.pptx.tables import table_height, table_part
from sihui_map.documents.printed import legend, one_kind, printed
from sihui_map.views.palette import ACCENT
from sihui_map.views.rounding import rounding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pptx.slide import Slide

    from sihui_map.documents.pptx.template import Template
    from sihui_map.views.table import Table, TableRow

SAMPLE = "示例"
SAMPLE_FOOT = "含「示例」数值，不可引用"
EMPTY = "没有可列的内容。"
IN_ANNEX = "全部各项见附件。"
FOOT_ROOM = Inches(0.6)
"""What the line under a table may take."""


@dataclass(slots=True)
class Slides:
    """A deck in the making; every page gets its footer, number and notes."""

    template: Template
    stamp: str
    filters: str
    pages: list[tuple[str, Slide]] = field(default_factory=list)
    waiting: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    """Tables of the annex, by title."""

    def cover(self, title: str, lines: Sequence[str], *, sample: bool) -> None:
        """Add the cover."""
        slide = self.template.presentation.slides.add_slide(self.template.cover)
        for shape in slide.placeholders:
            name = _role(shape, self.template.cover)
            if name == layouts.TITLE:
                write(shape.text_frame, title, 40, bold=True, color=ACCENT)
            elif name == layouts.SUBTITLE:
                for place, line in enumerate(lines):
                    write(shape.text_frame, line, LEAD_PT, again=place > 0)
        self._foot(slide, self.template.cover, sample=sample)
        _notes(slide, lines)

    def page(
        self, title: str, *, sample: bool = False, notes: Sequence[str] = ()
    ) -> tuple[Slide, Box]:
        """Add a page and return it with the rectangle that is free for its content."""
        layout = self.template.page
        slide = self.template.presentation.slides.add_slide(layout)
        area = layouts.part(layout, layouts.BODY)
        box = Box(area.left, area.top, area.width, area.height) if area else Box(0, 0, 0, 0)
        for shape in list(slide.placeholders):
            name = _role(shape, layout)
            if name == layouts.TITLE:
                frame = shape.text_frame
                frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
                write(frame, title, TITLE_PT, bold=True, color=ACCENT)
                if sample:
                    run = frame.paragraphs[0].add_run()
                    run.text = f"　{SAMPLE}"
                    run.font.size, run.font.bold = Pt(TITLE_PT), True
                    run.font.color.rgb = rgb(SAMPLE_COLOR)
            else:
                shape.element.getparent().remove(shape.element)
        self._foot(slide, layout, sample=sample)
        _notes(slide, (*notes, f"{self.stamp} · {self.filters}"))
        self.pages.append((title, slide))
        return slide, box

    def _foot(self, slide: Slide, layout: Any, *, sample: bool) -> None:  # noqa: ANN401
        warning = SAMPLE_FOOT if sample else ""
        said = " · ".join(filter(None, (self.stamp, self.filters, warning)))
        for name in (layouts.FOOTER, layouts.NUMBER):
            model = layouts.part(layout, name)
            if model is None:  # a cover need not count
                continue
            slide.shapes.clone_placeholder(model)
            shape = slide.placeholders[model.placeholder_format.idx]
            frame = shape.text_frame
            frame.word_wrap = True
            if name == layouts.FOOTER:
                if height_of(said, FOOT_PT, model.width) > model.height:
                    self._widen(shape)
                write(frame, said, FOOT_PT, color="#52606d")
            else:
                frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
                number = len(self.template.presentation.slides)
                frame.paragraphs[0]._p.append(_number_field(number))  # noqa: SLF001 fields are XML

    def _widen(self, foot: Any) -> None:  # noqa: ANN401 a placeholder
        """Let a footer begin where the content does and end before the page's number."""
        area, number = (
            layouts.part(self.template.page, name) for name in (layouts.BODY, layouts.NUMBER)
        )
        if area is None or number is None:
            return
        top, height = foot.top, foot.height
        right = number.left if number.left > area.left + area.width // 2 else area.left + area.width
        foot.left, foot.top, foot.width, foot.height = area.left, top, right - area.left, height

    def first_rows(  # noqa: PLR0913 a page has parts
        self,
        title: str,
        table: Table,
        *,
        lead: str = "",
        foot: str = "",
        sample: bool = False,
        notes: Sequence[str] = (),
        full: Table | None = None,
    ) -> None:
        """Show on one page what of a table fits; where that is not all, the annex has all of it.

        ``full`` has more columns, for the annex, which then comes in any case.
        """
        shown = printed(table)
        under = f"{foot}{about(table)}"
        slide, box = self.page(title, sample=sample, notes=notes)
        if said := lead or ("" if table.rows else EMPTY):
            box = lead_text(slide, box, said)
        is_cut = full is not None or table_height(table, box.width) > box.height - (
            FOOT_ROOM if under else 0
        )
        if under or is_cut:
            box = foot_text(slide, box, f"{IN_ANNEX if is_cut else ''}{under}")
        rest = table_part(slide, box, shown, shown.rows) if shown.rows else ()
        if is_cut or rest:
            self.tables(title, full or table, foot=foot, sample=sample, notes=notes)

    def tables(  # noqa: PLR0913 a page has parts
        self,
        title: str,
        table: Table,
        *,
        lead: str = "",
        foot: str = "",
        sample: bool = False,
        notes: Sequence[str] = (),
    ) -> None:
        """Put a table into the annex: ``lead`` on its first page, ``foot`` on each."""
        filters = self.filters

        def build() -> None:
            self.filters = f"附件 · {filters}"
            self._pages(title, table, lead=lead, foot=foot, sample=sample, notes=notes)

        self.waiting.append((title, build))

    def _pages(  # noqa: PLR0913 a page has parts
        self,
        title: str,
        table: Table,
        *,
        lead: str,
        foot: str,
        sample: bool,
        notes: Sequence[str],
    ) -> None:
        """Show a table on as many pages as it needs."""
        shown = printed(table)
        foot = f"{foot}{about(table)}"
        lead = lead or ("" if table.rows else EMPTY)
        slide, box = self.page(title, sample=sample, notes=notes)
        rest: Sequence[TableRow] = shown.rows
        box = _between(slide, box, lead, foot)
        while rest:
            rest = table_part(slide, box, shown, rest, even=True)
            if rest:
                slide, box = self.page(f"{title}（续）", sample=sample, notes=notes)
                box = _between(slide, box, "", foot)


def about(table: Table) -> str:
    """Return the line under a table: of what kind all its numbers are, and what rounding does."""
    kind = one_kind(table)
    marks = legend(table).strip()
    said = f"性质：{kind or marks}。" if kind or marks else ""
    return f"{said}{rounding(printed(table))}"


def _between(slide: Slide, box: Box, lead: str, foot: str) -> Box:
    if lead:
        box = lead_text(slide, box, lead)
    return foot_text(slide, box, foot) if foot else box


def _role(shape: Any, layout: Any) -> str:  # noqa: ANN401 placeholders share no type
    index = shape.placeholder_format.idx
    for name in layouts.NAMES:
        model = layouts.part(layout, name)
        if model is not None and model.placeholder_format.idx == index:
            return name
    return ""


def _number_field(number: int) -> Any:  # noqa: ANN401 an element of lxml
    return parse_xml(
        f'<a:fld {nsdecls("a")} id="{{5A1C6B0E-3D0B-4C5B-9A66-2B0E6B3A7C11}}" type="slidenum">'
        f'<a:rPr lang="zh-CN" sz="{FOOT_PT * 100}"/><a:t>{number}</a:t></a:fld>'
    )


def _notes(slide: Slide, lines: Iterable[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:  # a template's notes master may have no place for text
        frame.text = "\n".join(map(clean, lines))
