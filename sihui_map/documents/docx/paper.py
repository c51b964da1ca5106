"""Paper: A4 documents for Word and WPS, laid out after GB/T 9704-2012 党政机关公文格式."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Mm, Pt

from sihui_map.documents.docx.columns import lines_of, widths
from sihui_map.documents.docx.nodes import cell_node, row_node, table_node, text_node
from sihui_map.documents.docx.notes import about_table, year_below
from sihui_map.documents.docx.styles import (
    CAPTION,
    CENTER,
    NOTE,
    OFFICIAL,
    RIGHT,
    TABLE_HEAD,
    TABLE_TEXT,
    Layout,
    set_page,
    set_styles,
)
from sihui_map.documents.maps.picture import map_png
from sihui_map.documents.office import clean, day_of, timeless
from sihui_map.documents.printed import legend, printed
from sihui_map.documents.wording import gap, stamp

if TYPE_CHECKING:
    from datetime import date

    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

MANY_COLUMNS = 6
SMALL_ROWS, SMALL_LINES = 15, 24
"""A table of so few rows and lines stays on one page; a longer one would leave half of it empty."""


class Paper:
    """One document: text goes in from top to bottom, bytes come out."""

    def __init__(self, figures: Figures, title: str, layout: Layout = OFFICIAL) -> None:
        """Begin an empty document on the figures of one snapshot."""
        self.figures = figures
        self.layout = layout
        self.document = Document()
        set_styles(self.document, layout)
        set_page(self.document, layout, clean(stamp(figures)))
        about = self.document.core_properties
        about.title, about.subject = clean(title), clean(stamp(figures))
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.language = "zh-CN"
        about.created = about.modified = datetime(*self._day.timetuple()[:3], tzinfo=UTC)

    @property
    def _day(self) -> date:
        return day_of(self.figures.snapshot)

    def title(self, *lines: str) -> Paragraph:
        """Add the title, broken where its lines end."""
        return self.document.add_paragraph("\n".join(map(clean, lines)), "Title")

    def heading(self, level: int, words: str) -> Paragraph:
        """Add a heading of level 1 一、 2 （一） 3 1. or 4 （1）; the words hold the number."""
        return self.document.add_paragraph(clean(words), f"Heading {level}")

    def text(self, *paragraphs: str) -> None:
        """Add paragraphs of the body."""
        for words in paragraphs:
            self.document.add_paragraph(clean(words), "Normal")

    def small(self, *paragraphs: str) -> None:
        """Add paragraphs in the type of tables: what is looked up rather than read."""
        for words in paragraphs:
            self.line(words, TABLE_TEXT)

    def picture(self, drawn: bytes, caption: str, note: str, *, width_mm: float) -> None:
        """Add a picture with its caption above and ``note`` below; both tell what it shows."""
        self.line(caption, CAPTION, align=CENTER)
        added = self.line("", NOTE, align=CENTER)
        added.paragraph_format.line_spacing, added.paragraph_format.keep_with_next = 1.0, True
        shape = added.add_run().add_picture(BytesIO(drawn), width=Mm(width_mm))
        about = shape._inline.docPr  # noqa: SLF001 python-docx has no words for those who cannot see
        about.set("name", clean(caption))
        about.set("descr", clean(f"{caption}。{note}"))
        self.line(note)

    def drawing(self, svg: str, caption: str, note: str, *, width_mm: float = 0) -> None:
        """Add what is drawn as SVG, by default as wide as the text; nothing of none.

        A machine without a Chinese font adds none either.
        """
        made = map_png(svg) if svg else None
        if made is not None:
            self.picture(made, caption, note, width_mm=width_mm or self.layout.width_mm)

    def line(
        self, words: str, style: str = NOTE, *, align: WD_ALIGN_PARAGRAPH | None = None
    ) -> Paragraph:
        """Add one line without indent in ``style``."""
        added = self.document.add_paragraph(clean(words), style)
        added.paragraph_format.alignment = align
        added.paragraph_format.first_line_indent = Pt(0)
        return added

    def signed(self, *lines: str) -> None:
        """Add who signs and when, four characters from the right."""
        for words in lines:
            added = self.line(words, "Normal", align=RIGHT)
            added.paragraph_format.right_indent = Pt(4 * self.layout.body_pt)

    def block(self, element: _Element) -> None:
        """Add what was built by hand."""
        body = self.document.element.body
        body.insert(len(body) - 1, element)  # the section's properties stay last

    def table(
        self, shown: Table, *, source: str = "", caption: str = "", reasons: bool = True
    ) -> None:
        """Add ``shown`` with its caption and the line of kinds and sources, or name the gap.

        Without ``reasons`` that line leaves out why values are missing.
        """
        said = year_below(printed(shown, marks=True))
        if not said.rows:
            self.text(gap(f"{caption or shown.title}：尚无数据"))
            return
        self.line(f"{caption or shown.title}{legend(shown)}", CAPTION, align=CENTER)
        self.block(self.grid(said, self.layout.width_mm))
        self.line(about_table(said, source, reasons=reasons))

    def grid(self, said: Table, width_mm: float) -> _Element:
        """Return the cells of ``said`` as a table of ``width_mm``."""
        dense = len(said.columns) > MANY_COLUMNS
        size = " Dense" if dense else ""
        size_pt = self.layout.dense_pt if dense else self.layout.table_pt
        columns = widths(said, width_mm, size_pt)
        head = (
            cell_node(text_node(column.label, TABLE_HEAD + size), width_mm=width)
            for column, width in zip(said.columns, columns, strict=True)
        )
        rows = [row_node(*head, is_header=True)]
        is_small = len(said.rows) <= SMALL_ROWS and lines_of(said, columns, size_pt) <= SMALL_LINES
        for place, row in enumerate(said.rows, start=1):
            keep = is_small and place < len(said.rows)
            cells = zip(said.columns, row.cells, columns, strict=True)
            rows.append(
                row_node(
                    *(
                        cell_node(
                            text_node(
                                cell.text, TABLE_TEXT + size, right=column.numeric, keep=keep
                            ),
                            width_mm=width,
                        )
                        for column, cell, width in cells
                    )
                )
            )
        return table_node(columns, rows)

    def to_bytes(self) -> bytes:
        """Return the file; the same snapshot gives the same bytes."""
        kept = BytesIO()
        self.document.save(kept)
        return timeless(kept.getvalue(), self._day)
