"""How the report looks: the fonts, page and grid of GB/T 9704-2012."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sihui_map.documents.docx.report import report

if TYPE_CHECKING:
    from docx.document import Document as Opened

    from sihui_map.figures import Figures


@pytest.mark.parametrize(
    ("style", "font", "size_pt"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_each_style_names_its_font_for_chinese_too(
    document: Opened, style: str, font: str, size_pt: int
) -> None:
    found = document.styles[style]
    fonts = found.element.rPr.rFonts

    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert found.element.rPr.sz.val == Pt(size_pt)


def test_no_theme_overrides_a_font(figures: Figures) -> None:
    with ZipFile(BytesIO(report(figures))) as package:
        for name in ("word/styles.xml", "word/document.xml"):
            assert not re.search(r"(ascii|hAnsi|eastAsia|cs)[Tt]heme=", package.read(name).decode())


def test_the_page_is_that_of_the_standard(document: Opened) -> None:
    section = document.sections[0]
    sizes = (
        section.page_width, section.page_height, section.top_margin, section.left_margin,
        section.right_margin, section.bottom_margin,
    )  # fmt: skip

    assert [round((size or 0) / Mm(1)) for size in sizes] == [210, 297, 37, 28, 26, 35]


def test_a_page_holds_22_lines_of_28_characters(document: Opened) -> None:
    normal = document.styles["Normal"]
    line = normal.paragraph_format.line_spacing
    spacing = normal.element.rPr.find(qn("w:spacing"))
    character = Pt(16) + Pt(int(spacing.get(qn("w:val"))) / 20)

    assert Pt(28) <= line <= Pt(29)
    assert Mm(225) // line == 22
    assert Mm(156) // character == 28


def test_the_body_is_indented_by_two_characters(document: Opened) -> None:
    indent = document.styles["Normal"].element.pPr.find(qn("w:ind"))

    assert indent.get(qn("w:firstLineChars")) == "200"


def test_the_page_number_stands_between_dashes_on_the_outer_side(document: Opened) -> None:
    section = document.sections[0]
    sides = []
    for footer in (section.footer, section.even_page_footer):
        paragraph = footer.paragraphs[0]
        field = paragraph.paragraph_format.element.find(qn("w:fldSimple"))
        assert field is not None
        assert field.get(qn("w:instr")) == "PAGE"
        assert [run.text for run in paragraph.runs] == ["— ", " —"]
        sides.append(paragraph.alignment)

    assert [str(side) for side in sides] == ["RIGHT (2)", "LEFT (0)"]
    assert document.settings.odd_and_even_pages_header_footer


def test_every_table_repeats_its_headings_and_cuts_no_row(document: Opened) -> None:
    tables = list(document.element.body.iter(qn("w:tbl")))

    assert len(tables) > 10
    for table in tables:
        rows = table.findall(qn("w:tr"))
        assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
