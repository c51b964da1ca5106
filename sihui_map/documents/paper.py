"""Paper: A4 documents for Word and WPS, laid out after GB/T 9704-2012 党政机关公文格式."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sihui_map.documents.office import clean, day_of, timeless
from sihui_map.documents.printed import legend, printed, why
from sihui_map.domain.value import any_sample
from sihui_map.views import fmt
from sihui_map.views.rounding import rounding
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.textwidth import on_paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from docx.section import _Footer, _Header
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.views.html import KeyFigure

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
KAI_FONT, NUMBER_FONT = "楷体_GB2312", "宋体"
OTHER_NAMES = {TITLE_FONT: "宋体", BODY_FONT: "仿宋", KAI_FONT: "楷体"}
"""What Windows and WPS have where the names of the standard are not installed."""
TITLE_PT, BODY_PT, PAGE_PT = 22, 16, 14  # 二号、三号、四号
TABLE_PT, DENSE_PT, SMALL_PT = 10.5, 9, 9  # 五号、小五、小五
MANY_COLUMNS = 6
SMALL_ROWS, SMALL_LINES = 15, 24
"""A table of so few rows and lines stays on one page; a longer one would leave half of it empty."""
LEVELS = (HEAD_FONT, KAI_FONT, BODY_FONT, BODY_FONT)
CAPTION, TABLE_TEXT, TABLE_HEAD, NOTE = "Caption", "Table Text", "Table Head", "Table Note"
RIGHT, CENTER = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
TWIPS_PER_MM = 56.6929
MM_PER_PT = 0.3528
PADDING, SHORT, LONGEST_WORD, BROAD = 2, 4, 14, 1.3
"""A font that stands in for the one that is named may be broader by ``BROAD``."""
LEAST, READABLE, HALVINGS = 4, 16, 40
"""Half-width characters of the narrowest column, and of one of long texts; steps of a search."""
_WORD = re.compile(r"[!-~−]+")
_WITH_YEAR = re.compile(r"^([\d,.]+)(（\d{4}）)")
_NUMBER = re.compile(r"[≥≤≈]?[-−]?\d[\d,.]*%?")
EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Margins in mm, sizes in pt; ``lines`` and ``characters`` per page where a grid holds."""

    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    footer_mm: float
    body_pt: float = BODY_PT
    line_pt: float = 28.95
    title_pt: float = TITLE_PT
    table_pt: float = TABLE_PT
    dense_pt: float = DENSE_PT
    has_grid: bool = True

    @property
    def width_mm(self) -> float:
        """Return the width of the text, in mm."""
        return 210 - self.left_mm - self.right_mm


# 天头 37 mm，订口 28 mm，版心 156 mm × 225 mm；每面 22 行，每行 28 字；页码在版心下 7 mm。
OFFICIAL = Layout(
    top_mm=37, bottom_mm=35, left_mm=28, right_mm=26, header_mm=20, footer_mm=21
)  # fmt: skip
LINE_PITCH = 579
"""Twentieths of a point: 225 mm over 22 lines."""
CHARACTER_SPACE = -5
"""Twentieths of a point by which 28 characters of 16 pt fit into 156 mm."""


def gap(reason: str) -> str:
    """Return the mark of what is not known, with its reason."""
    return f"〔待补：{reason}〕"


def stamp(figures: Figures) -> str:
    """Return what stands on every page: publication, id, day of the data, what is a sample."""
    return " · ".join(fmt.full_stamp(figures.snapshot))


def chinese_date(day: date) -> str:
    """Return a day as a document is dated: 2026年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def marked(sentence: str, *amounts: Quantity) -> str:
    """Return ``sentence``, with （示例） where one of the ``amounts`` in it is a sample."""
    if not any_sample(amounts):
        return sentence
    return f"{sentence.removesuffix('。')}（示例）。"


def sources(texts: Iterable[str]) -> str:
    """Return each source once; a text may hold several, joined by ；."""
    parts = (part.strip() for text in texts for part in text.split("；"))
    return "；".join(dict.fromkeys(part for part in parts if part))


def key_table(title: str, items: Iterable[KeyFigure]) -> Table:
    """Return key figures as a table: what, how much, in what, what it is."""
    rows = tuple(
        TableRow(
            (
                Cell(item.label),
                Cell(item.text.replace(fmt.NO_VALUE, "缺失"), tag=item.tag, note=item.note),
                Cell(item.unit),
                Cell(item.hover),
            )
        )
        for item in items
    )
    columns = (
        Column("指标", "indicator"),
        Column("数值", "value", numeric=True),
        Column("单位", "unit"),
        Column("性质与来源", "about"),
    )
    return Table(title, columns, rows)


def node(tag: str, *children: _Element, **attributes: str) -> _Element:
    """Return an element of WordprocessingML with its w: attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def cell_node(*blocks: _Element, width_mm: float, span: int = 1) -> _Element:
    """Return a table cell of ``width_mm`` with paragraphs or tables in it."""
    size = node("tcW", w=str(round(width_mm * TWIPS_PER_MM)), type="dxa")
    joined = [node("gridSpan", val=str(span))] if span > 1 else []
    return node("tc", node("tcPr", size, *joined), *blocks)


def text_node(words: str, style: str, *, right: bool = False, keep: bool = False) -> _Element:
    """Return a paragraph of plain text in ``style``, a line per line of ``words``."""
    about = node("pPr", node("pStyle", val=style_id(style)))
    if keep:
        about.append(node("keepNext"))
    if right:
        about.append(node("jc", val="right"))
    run = node("r")
    for place, line in enumerate(words.split("\n")):
        if place:
            run.append(node("br"))
        text = node("t")
        text.text = clean(line)
        text.set(qn("xml:space"), "preserve")
        run.append(text)
    return node("p", about, run)


def style_id(style: str) -> str:
    """Return the id under which python-docx keeps a style it makes."""
    return style.replace(" ", "")


def table_node(
    widths_mm: Sequence[float], rows: Iterable[_Element], *, border: str = "single"
) -> _Element:
    """Return a table with fixed columns and thin lines, or with ``border`` none."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (node(side, val=border, sz="4", space="0", color="auto") for side in sides)
    total = round(sum(widths_mm) * TWIPS_PER_MM)
    margins = (node(side, w="34", type="dxa") for side in ("left", "right"))
    about = node(
        "tblPr",
        node("tblW", w=str(total), type="dxa"),
        node("jc", val="center"),
        node("tblBorders", *lines),
        node("tblLayout", type="fixed"),
        node("tblCellMar", *margins),
    )
    columns = (node("gridCol", w=str(round(width * TWIPS_PER_MM))) for width in widths_mm)
    return node("tbl", about, node("tblGrid", *columns), *rows)


def row_node(*cells: _Element, is_header: bool = False) -> _Element:
    """Return a row that no page break cuts; a header row is repeated on every page."""
    about = node("trPr", node("cantSplit"))
    if is_header:
        about.append(node("tblHeader"))
    return node("tr", about, *cells)


def widths(table: Table, width_mm: float, size_pt: float) -> list[float]:
    """Share ``width_mm`` among the columns: no number is broken, the longest texts get most."""
    room = width_mm / (size_pt * MM_PER_PT / 2)
    columns = _even(table, [_want(table, index) for index in range(len(table.columns))])
    hard, soft = sum(each.least for each in columns), sum(each.need for each in columns)
    if soft > room:
        share = max(0.0, room - hard) / ((soft - hard) or 1)
        found = [each.least + (each.need - each.least) * share for each in columns]
    else:
        found = _shared(columns, room)
    return [width_mm * width / sum(found) for width in found]


def _shared(columns: Sequence[_Want], room: float) -> list[float]:
    """Return widths of at most ``room`` in all, each between what it needs and what it could use.

    A table is lowest where widths go with the square root of how much text a column holds.
    """
    low, high = 0.0, room
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = [min(max(middle * each.text**0.5, each.need), each.wish) for each in columns]
        low, high = (middle, high) if sum(found) < room else (low, middle)
    return found


@dataclass(frozen=True, slots=True)
class _Want:
    """Half-width characters a column must have, should have, could use, and holds in all."""

    least: float
    need: float
    wish: float
    text: float


def _even(table: Table, wants: list[_Want]) -> list[_Want]:
    """Let the columns of years want the same."""
    years = [index for index, column in enumerate(table.columns) if column.label.isdecimal()]
    if not years:
        return wants
    alike = _Want(
        max(wants[index].least for index in years),
        max(wants[index].need for index in years),
        max(wants[index].wish for index in years),
        max(wants[index].text for index in years),
    )
    return [alike if index in years else want for index, want in enumerate(wants)]


def _want(table: Table, index: int) -> _Want:
    column = table.columns[index]
    texts = [line for row in table.rows for line in row.cells[index].text.split("\n")]
    number = max((on_paper(part) for text in texts for part in _NUMBER.findall(text)), default=0)
    least = max(number * BROAD, LEAST) + PADDING
    need = max(least, max(map(_need, [*texts, column.label[:SHORT]])) + PADDING)
    if sum(map(on_paper, texts)) > READABLE * max(len(texts), 1):
        need = max(need, READABLE + PADDING)
    wish = max(map(on_paper, [*texts, column.label])) * (BROAD if number else 1) + PADDING
    return _Want(least, need, max(need, wish), sum(map(on_paper, [*texts, column.label])))


def _need(text: str) -> float:
    """Return the half-width characters of ``text`` that had better stay on one line."""
    if on_paper(text) <= 2 * SHORT:
        return on_paper(text)
    longest = max(map(on_paper, _WORD.findall(text)), default=0)
    return min(longest, LONGEST_WORD) * BROAD if longest > 2 * SHORT else 2 * SHORT


def _lines(table: Table, columns: Sequence[float], size_pt: float) -> int:
    """Return about how many lines the rows of ``table`` take in columns of so many mm."""
    letter_mm = size_pt * MM_PER_PT / 2
    return sum(
        max(
            sum(max(ceil(on_paper(line) * letter_mm / width), 1) for line in cell.text.split("\n"))
            for cell, width in zip(row.cells, columns, strict=True)
        )
        for row in table.rows
    )


def _why_missing(table: Table) -> str:
    """Return why cells say 缺失 or a dash: each reason once."""
    found = (
        why(cell)
        for row in table.rows
        for cell in row.cells
        if cell.hover and (cell.style == "missing" or cell.text == fmt.NO_VALUE)
    )
    return "；".join(dict.fromkeys(found))


def _year_below(table: Table) -> Table:
    """Return ``table`` with the year behind a number on a line of its own."""
    rows = (
        replace(
            row,
            cells=tuple(
                replace(cell, text=_WITH_YEAR.sub(r"\1\n\2", cell.text)) for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def about_table(table: Table, source: str, *, reasons: bool = True) -> str:
    """Return the line under a table: kinds, source, why values are missing."""
    kinds = dict.fromkeys(cell.kind for row in table.rows for cell in row.cells if cell.kind)
    told = "逐值标注" if table.mixes_kinds else "、".join(kinds)
    reason = _why_missing(table) if reasons else ""
    parts = [
        f"性质：{told}" if kinds else "",
        f"来源：{source}" if source else "",
        f"缺失或「{fmt.NO_VALUE}」的原因：{reason}" if reason else "",
    ]
    return "。".join(part for part in (*parts, rounding(table).removesuffix("。")) if part)


class Paper:
    """One document: text goes in from top to bottom, bytes come out."""

    def __init__(self, figures: Figures, title: str, layout: Layout = OFFICIAL) -> None:
        """Begin an empty document on the figures of one snapshot."""
        self.figures = figures
        self.layout = layout
        self.document = Document()
        self._styles()
        self._page()
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
        said = _year_below(printed(shown, marks=True))
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
        is_small = len(said.rows) <= SMALL_ROWS and _lines(said, columns, size_pt) <= SMALL_LINES
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

    def _styles(self) -> None:
        layout = self.layout
        for fonts in self.document.styles.element.iter(qn("w:rFonts")):
            for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
                del fonts.attrib[name]  # a theme's font would win over the one named
        defaults = self.document.styles.element.find(f".//{qn('w:docDefaults')}")
        if defaults is not None:
            _name_fonts(defaults.find(f".//{qn('w:rFonts')}"), BODY_FONT)
            # The grid counts characters of the size that holds where no style says one.
            defaults.find(f".//{qn('w:sz')}").set(qn("w:val"), str(round(2 * layout.body_pt)))
            language = defaults.find(f".//{qn('w:lang')}")
            language.set(qn("w:eastAsia"), "zh-CN")
        self.style("Normal", BODY_FONT, layout.body_pt, line_pt=layout.line_pt, indent=True)
        if layout.has_grid:
            normal = self._style("Normal").element.rPr
            normal.insert_element_before(node("spacing", val=str(CHARACTER_SPACE)), "w:sz")
        self.style(
            "Title", TITLE_FONT, layout.title_pt, line_pt=layout.title_pt * 1.5, align=CENTER
        )
        for level, font in enumerate(LEVELS, start=1):
            self.style(
                f"Heading {level}", font, layout.body_pt, line_pt=layout.line_pt, indent=True,
                keep=level < len(LEVELS),
            )  # fmt: skip
            outline = node("outlineLvl", val=str(level - 1))
            self._style(f"Heading {level}").element.pPr.append(outline)
        self.style(CAPTION, HEAD_FONT, layout.table_pt + 1.5, align=CENTER, keep=True)
        self.style(NOTE, BODY_FONT, min(SMALL_PT, layout.dense_pt))
        for suffix, size_pt in (("", layout.table_pt), (" Dense", layout.dense_pt)):
            self.style(TABLE_TEXT + suffix, BODY_FONT, size_pt)
            self.style(TABLE_HEAD + suffix, HEAD_FONT, size_pt, align=CENTER, keep=True)
        self.style("Header", NUMBER_FONT, SMALL_PT, align=CENTER)
        self.style("Footer", NUMBER_FONT, PAGE_PT, line_pt=20)
        self._drop_effects()
        table = self.document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        table._blob = _font_table()  # noqa: SLF001 a part of plain bytes has no setter

    def _drop_effects(self) -> None:
        """Leave out the copy of the styles for older Word: it knows none of ours."""
        part = self.document.part
        for key in [key for key, rel in part.rels.items() if rel.reltype == EFFECTS]:
            part.drop_rel(key)

    def style(  # noqa: PLR0913 a style is what it says
        self,
        name: str,
        font: str,
        size_pt: float,
        *,
        line_pt: float = 0,
        align: WD_ALIGN_PARAGRAPH | None = None,
        indent: bool = False,
        keep: bool = False,
    ) -> None:
        """Set a style: font by name, size, exact line spacing where given, indent of two."""
        style = self._style(name)
        for tag in ("w:rPr", "w:pPr"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
        style.font.name, style.font.size = font, Pt(size_pt)
        _name_fonts(style.element.rPr.rFonts, font)
        about = style.paragraph_format
        about.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if indent and align is None else align
        about.space_before = about.space_after = Pt(0)
        about.widow_control = False
        about.keep_with_next = keep
        if line_pt:
            about.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            about.line_spacing = Pt(line_pt)
        else:
            about.line_spacing = 1.0
            style.element.pPr.insert_element_before(
                node("snapToGrid", val="0"), "w:spacing", "w:ind", "w:jc"
            )
        about.first_line_indent = Pt(2 * size_pt if indent else 0)
        chars = "200" if indent else "0"
        style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), chars)

    def _style(self, name: str) -> ParagraphStyle:
        styles = self.document.styles
        found: ParagraphStyle = (
            styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        return found

    def _page(self) -> None:
        layout = self.layout
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(layout.top_mm), Mm(layout.bottom_mm)
        section.left_margin, section.right_margin = Mm(layout.left_mm), Mm(layout.right_mm)
        section.header_distance, section.footer_distance = (
            Mm(layout.header_mm),
            Mm(layout.footer_mm),
        )
        properties = self.document.element.body.sectPr
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        if layout.has_grid:
            # A grid of characters narrower than 三号 doubles every cell in LibreOffice.
            properties.append(node("docGrid", type="lines", linePitch=str(LINE_PITCH)))
        self.document.settings.odd_and_even_pages_header_footer = True
        words = clean(stamp(self.figures))
        for header in (section.header, section.even_page_header):
            _only_paragraph(header).add_run(words)
        for footer, side in (
            (section.footer, RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            self._page_number(footer, side)

    def _page_number(self, footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
        paragraph = _only_paragraph(footer)
        paragraph.alignment = side
        about = paragraph.paragraph_format
        if side is RIGHT:
            about.right_indent = Pt(PAGE_PT)
        else:
            about.left_indent = Pt(PAGE_PT)
        paragraph.add_run("— ")
        number = node("r", node("t"))
        number[0].text = "1"
        about.element.append(node("fldSimple", number, instr="PAGE"))
        paragraph.add_run(" —")


def _only_paragraph(part: _Header | _Footer) -> Paragraph:
    part.is_linked_to_previous = False
    found: Paragraph = part.paragraphs[0]
    return found


def _name_fonts(fonts: _Element, name: str) -> None:
    for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{attribute}"), name)


def _font_table() -> bytes:
    """Return the fonts that the styles name, with what stands in for them."""
    names = dict.fromkeys((*LEVELS, TITLE_FONT, NUMBER_FONT))
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{OTHER_NAMES[name]}"/>' if name in OTHER_NAMES else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name in names
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()
