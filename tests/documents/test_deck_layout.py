"""How a deck looks: fonts, sizes, nothing cut off, words for the blind; with many towns and few."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from sihui_map.documents.pptx.deck import deck
from tests.documents.slides import Opened, in_annex, leaves, needed_pt, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.figures import Figures

DECKS = ("shown", "public", "county_shown", "county_public")


@pytest.mark.parametrize("which", DECKS)
def test_every_drawing_has_words_for_those_who_cannot_see_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    silent = []
    for slide in request.getfixturevalue(which).slides:
        for shape in leaves(slide.shapes):
            if shape.is_placeholder or shape.element.xpath("./*/p:cNvSpPr[@txBox='1']"):
                continue
            if not shape.element.xpath("./*/p:cNvPr")[0].get("descr"):
                silent.append((title(slide), shape.name))

    assert not silent


def test_all_text_names_a_latin_and_an_east_asian_font(county_made: bytes) -> None:
    count = 0
    for root in roots(county_made):
        for tag in ("a:rPr", "a:defRPr"):
            for look in root.iter(qn(tag)):
                fonts = [look.find(qn(name)) for name in ("a:latin", "a:ea")]
                assert [font.get("typeface") for font in fonts] == ["微软雅黑", "微软雅黑"]
                count += 1
        assert not [run for run in root.iter(qn("a:r")) if run.find(qn("a:rPr")) is None]

    assert count > 1000


def roots(body: bytes) -> Iterator[Opened]:
    from lxml import etree  # noqa: PLC0415 only here

    with ZipFile(BytesIO(body)) as packed:
        for name in packed.namelist():
            if re.fullmatch(r"ppt/(slides|notesSlides|charts)/[^/]+\.xml", name):
                yield etree.fromstring(packed.read(name))


def test_text_is_large_enough(county_shown: Opened) -> None:
    for slide in county_shown.slides:
        assert all(
            run.font.size >= Pt(28) for run in slide.shapes.title.text_frame.paragraphs[0].runs
        )
        for shape in leaves(slide.shapes):
            least = Pt(11) if shape.is_placeholder else Pt(12)
            frames = [shape.text_frame] if shape.has_text_frame else []
            if getattr(shape, "has_table", False):
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
            for frame in frames:
                sizes = [run.font.size for part in frame.paragraphs for run in part.runs]
                assert all(size >= least for size in sizes)


@pytest.mark.parametrize("which", DECKS)
def test_nothing_is_cut_off_or_leaves_its_page(which: str, request: pytest.FixtureRequest) -> None:
    presentation = request.getfixturevalue(which)
    wide, high = presentation.slide_width, presentation.slide_height
    foot = Inches(6.95)
    for slide in presentation.slides:
        for shape in slide.shapes:
            where = (title(slide), shape.name)
            assert shape.left >= 0, where
            assert shape.left + shape.width <= wide + 10, where
            assert shape.top + shape.height <= (high if shape.is_placeholder else foot), where
            if shape.has_text_frame and shape.text_frame.word_wrap:
                assert needed_pt(shape.text_frame, shape.width / 12700) <= shape.height / 12700 + 4
            if getattr(shape, "has_table", False):
                columns = [column.width / 12700 - 10 for column in shape.table.columns]
                rows = [
                    max(
                        needed_pt(cell.text_frame, width)
                        for cell, width in zip(row.cells, columns, strict=True)
                    )
                    + 5
                    for row in shape.table.rows
                ]
                assert shape.top / 12700 + sum(rows) <= foot / 12700, where


@pytest.mark.parametrize(
    "store", ["county_figures", "county_public_figures", "mixed_figures", "mixed_sample_figures"]
)
def test_no_slide_is_less_than_a_third_full_and_the_annex_begins_after_at_most_fourteen(
    store: str, county_public_figures: Figures, request: pytest.FixtureRequest
) -> None:
    made: Opened = Presentation(
        BytesIO(deck(request.getfixturevalue(store), before=county_public_figures))
    )

    for slide in list(made.slides)[1:]:
        body = slide.slide_layout.placeholders[1]
        bottoms = [
            shape.top + shape.height
            for shape in slide.shapes
            if not shape.is_placeholder
            and not (shape.has_text_frame and shape.top > body.top + body.height / 2)
        ]
        assert max(bottoms) >= body.top + body.height / 3, title(slide)
    spoken = [title(slide) for slide in made.slides if not in_annex(slide)]
    assert len(spoken) <= 14
    assert not [in_annex(slide) for slide in list(made.slides)[: len(spoken)] if in_annex(slide)]
    assert not [name for name in spoken if "（续）" in name]
