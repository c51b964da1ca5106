"""Elements of WordprocessingML that python-docx does not make, or makes slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sihui_map.documents.office import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

TWIPS_PER_MM = 56.6929


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
