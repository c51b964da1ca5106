"""Fonts, sizes and margins, after GB/T 9704-2012 党政机关公文格式."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sihui_map.documents.docx.nodes import node

if TYPE_CHECKING:
    from docx.document import Document as Opened
    from docx.section import _Footer, _Header
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element


TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
KAI_FONT, NUMBER_FONT = "楷体_GB2312", "宋体"
OTHER_NAMES = {TITLE_FONT: "宋体", BODY_FONT: "仿宋", KAI_FONT: "楷体"}
"""What Windows and WPS have where the names of the standard are not installed."""
TITLE_PT, BODY_PT, PAGE_PT = 22, 16, 14  # 二号、三号、四号
TABLE_PT, DENSE_PT, SMALL_PT = 10.5, 9, 9  # 五号、小五、小五
LEVELS = (HEAD_FONT, KAI_FONT, BODY_FONT, BODY_FONT)
CAPTION, TABLE_TEXT, TABLE_HEAD, NOTE = "Caption", "Table Text", "Table Head", "Table Note"
RIGHT, CENTER = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


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


def set_styles(document: Opened, layout: Layout) -> None:
    """Name fonts and sizes of every style a document here uses."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
            del fonts.attrib[name]  # a theme's font would win over the one named
    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}")
    if defaults is not None:
        _name_fonts(defaults.find(f".//{qn('w:rFonts')}"), BODY_FONT)
        # The grid counts characters of the size that holds where no style says one.
        defaults.find(f".//{qn('w:sz')}").set(qn("w:val"), str(round(2 * layout.body_pt)))
        language = defaults.find(f".//{qn('w:lang')}")
        language.set(qn("w:eastAsia"), "zh-CN")
    _set_style(document, "Normal", BODY_FONT, layout.body_pt, line_pt=layout.line_pt, indent=True)
    if layout.has_grid:
        normal = _style(document, "Normal").element.rPr
        normal.insert_element_before(node("spacing", val=str(CHARACTER_SPACE)), "w:sz")
    _set_style(
        document, "Title", TITLE_FONT, layout.title_pt, line_pt=layout.title_pt * 1.5, align=CENTER
    )
    for level, font in enumerate(LEVELS, start=1):
        _set_style(
            document, f"Heading {level}", font, layout.body_pt, line_pt=layout.line_pt,
            indent=True, keep=level < len(LEVELS),
        )  # fmt: skip
        outline = node("outlineLvl", val=str(level - 1))
        _style(document, f"Heading {level}").element.pPr.append(outline)
    _set_style(document, CAPTION, HEAD_FONT, layout.table_pt + 1.5, align=CENTER, keep=True)
    _set_style(document, NOTE, BODY_FONT, min(SMALL_PT, layout.dense_pt))
    for suffix, size_pt in (("", layout.table_pt), (" Dense", layout.dense_pt)):
        _set_style(document, TABLE_TEXT + suffix, BODY_FONT, size_pt)
        _set_style(document, TABLE_HEAD + suffix, HEAD_FONT, size_pt, align=CENTER, keep=True)
    _set_style(document, "Header", NUMBER_FONT, SMALL_PT, align=CENTER)
    _set_style(document, "Footer", NUMBER_FONT, PAGE_PT, line_pt=20)
    _drop_effects(document)
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table._blob = _font_table()  # noqa: SLF001 a part of plain bytes has no setter


def _drop_effects(document: Opened) -> None:
    """Leave out the copy of the styles for older Word: it knows none of ours."""
    part = document.part
    for key in [key for key, rel in part.rels.items() if rel.reltype == EFFECTS]:
        part.drop_rel(key)


def _set_style(  # noqa: PLR0913 a style is what it says
    document: Opened,
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
    style = _style(document, name)
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


def _style(document: Opened, name: str) -> ParagraphStyle:
    styles = document.styles
    found: ParagraphStyle = (
        styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    return found


def set_page(document: Opened, layout: Layout, words: str) -> None:
    """Set margins and grid; ``words`` stand at the head of every page, its number at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(layout.top_mm), Mm(layout.bottom_mm)
    section.left_margin, section.right_margin = Mm(layout.left_mm), Mm(layout.right_mm)
    section.header_distance, section.footer_distance = (
        Mm(layout.header_mm),
        Mm(layout.footer_mm),
    )
    properties = document.element.body.sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    if layout.has_grid:
        # A grid of characters narrower than 三号 doubles every cell in LibreOffice.
        properties.append(node("docGrid", type="lines", linePitch=str(LINE_PITCH)))
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _only_paragraph(header).add_run(words)
    for footer, side in (
        (section.footer, RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        _page_number(footer, side)


def _page_number(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
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
