"""The deck on an office's template, and what is no template."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from sihui_map.documents.pptx.deck import deck
from sihui_map.domain.snapshot import Issue
from sihui_map.errors import IntakeError
from sihui_map.figures import Figures
from tests.documents.slides import Opened, needed_pt, title

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def template(*, footer: str = "页脚占位符 4", body_cm: float = 12.0) -> bytes:
    """Return an office's template as a Chinese program names its placeholders, with one slide."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    chinese = {
        "Title": "标题 1",
        "Subtitle": "副标题 2",
        "Content": "内容占位符 2",
        "Footer": footer,
        "Slide Number": "灯片编号占位符 5",
    }
    for layout in made.slide_layouts:
        shapes: Opened = layout.placeholders
        for shape in shapes:
            for start, name in chinese.items():
                if shape.name.startswith(start):
                    shape.name = name
    area: Opened = made.slide_layouts[1].placeholders[1]
    area.left, area.top = Inches(1), Inches(1.4)
    area.width, area.height = Inches(11.3), Inches(body_cm / 2.54)
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "旧的一页"
    body = BytesIO()
    made.save(body)
    return body.getvalue()


def changed(body: bytes, **extra: bytes) -> bytes:
    kept = BytesIO()
    with ZipFile(BytesIO(body)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        for name, content in extra.items():
            after.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def test_an_offices_template_is_filled_and_its_own_slides_are_left_out(
    public_figures: Figures,
) -> None:
    made: Opened = Presentation(BytesIO(deck(public_figures, template=template())))

    assert "旧的一页" not in [title(slide) for slide in made.slides]
    assert {slide.slide_layout.name for slide in made.slides} == {
        "Title Slide",
        "Title and Content",
    }
    for slide in list(made.slides)[1:]:
        for shape in slide.shapes:
            assert shape.is_placeholder or shape.left >= Inches(1)


def test_a_long_footer_fits_even_where_the_template_leaves_it_little_room(
    public_snapshot: Snapshot,
) -> None:
    issue = Issue(
        number=12, names=("三镇县2033年第三季度碳达峰工作调度会议材料",), day="2033-10-08"
    )
    long = Figures(replace(public_snapshot, issue=issue))

    for chosen in (None, template()):
        made: Opened = Presentation(BytesIO(deck(long, before=long, template=chosen)))
        feet = [
            shape for slide in made.slides for shape in slide.placeholders if "Footer" in shape.name
        ]
        assert len(feet) == len(made.slides)
        for shape in feet:
            assert shape.text_frame.text.startswith("第 12 期「三镇县2033年第三季度")
            assert needed_pt(shape.text_frame, shape.width / 12700 - 14) <= shape.height / 12700


def test_a_template_without_a_footer_is_refused_by_name(public_figures: Figures) -> None:
    with pytest.raises(
        IntakeError, match=r"没有可作封面的版式.*最接近的版式「Title Slide」缺 页脚"
    ):
        deck(public_figures, template=template(footer="脚注"))


def test_a_template_with_too_small_a_body_is_refused_with_its_size(
    public_figures: Figures,
) -> None:
    with pytest.raises(IntakeError, match=r"高 5\.0 厘米，至少应为 20\.3×9\.7 厘米"):
        deck(public_figures, template=template(body_cm=5.0))


BOMB = b"<a>" + b" " * 120_000_000 + b"</a>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "不是 .pptx 文件"),
        (b"%PDF-1.7 no deck", "不是 .pptx 文件"),
        (changed(template())[:-400], "不完整或已损坏"),
        (changed(template(), ppt__vbaProject__bin=b"macro"), "含有宏"),
        (changed(template(), **{"ppt__bomb.xml": BOMB}), "压缩炸弹|XML 无效"),
        (
            changed(template(), **{"ppt__more.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "含有禁止的声明",
        ),
        (
            changed(
                template(),
                **{
                    "ppt__slides___rels__x.rels": b'<R><Relationship Id="a" Type="http://schemas.'
                    b'openxmlformats.org/officeDocument/2006/relationships/image"'
                    b' Target="http://x.test/a" TargetMode="External"/></R>'
                },
            ),
            "指向文件之外",
        ),
    ],
    ids=["empty", "pdf", "cut off", "macro", "bomb", "entity", "link"],
)
def test_what_is_no_harmless_template_is_refused_in_one_sentence(
    public_figures: Figures, body: bytes, said: str
) -> None:
    with pytest.raises(IntakeError, match=said) as caught:
        deck(public_figures, template=body)

    assert str(caught.value).startswith("演示文稿模板：")
    assert "\n" not in str(caught.value)


def test_a_template_saved_as_potx_is_refused(public_figures: Figures) -> None:
    kept = BytesIO()
    with ZipFile(BytesIO(template())) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            kind = b"presentationml.presentation.main", b"presentationml.template.main"
            after.writestr(name, before.read(name).replace(*kind))

    with pytest.raises(IntakeError, match=r"不是可用的 \.pptx 文件（ValueError）"):
        deck(public_figures, template=kept.getvalue())


def test_a_template_above_20_mb_is_refused_with_its_size(public_figures: Figures) -> None:
    with pytest.raises(IntakeError, match=r"文件有 20\.1 MB，最大 20 MB"):
        deck(public_figures, template=b"x" * 20_100_000)


def test_a_workbook_is_no_template(public_figures: Figures) -> None:
    body = BytesIO()
    openpyxl.Workbook().save(body)

    with pytest.raises(IntakeError, match="压缩包，但不是演示文稿"):
        deck(public_figures, template=body.getvalue())
