"""The map on a slide: shapes that can be edited, with what each town is worth."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pptx import Presentation
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.views import fmt
from sihui_map.views.palette import class_colors
from tests.documents import papers
from tests.documents.slides import APPROVAL, Opened, slide_called, texts

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def map_group(presentation: Opened) -> Opened:
    slide = slide_called(presentation, "镇街排放：地图")
    return next(shape for shape in slide.shapes if shape.name.startswith("地图"))


def test_each_town_is_one_freeform_with_its_name_value_and_colour(
    figures: Figures, shown: Opened
) -> None:
    breaks = figures.breaks(TOTAL, Scope.DIRECT)
    colors = class_colors(breaks)
    shapes = {shape.name: shape for shape in map_group(shown).shapes}

    for town in figures.towns:
        amount = figures.emission(town.town_code, 2033)
        shape, value = shapes.pop(town.name), fmt.wan_tonnes(amount)
        assert shape.element.spPr.find(qn("a:custGeom")) is not None
        assert [part.text for part in shape.text_frame.paragraphs] == [town.short_name, value]
        assert f"{value} 万吨CO₂（示例）" in shape.element.xpath("./*/p:cNvPr")[0].get("descr")
        place = sum(round(amount.known / 1e4, 2) >= cut / 1e4 for cut in breaks)
        assert f"#{shape.fill.fore_color.rgb}".lower() == colors[place]
        assert len(shape.element.findall(f".//{qn('a:pt')}")) <= 300
    assert set(shapes) == {"丁街道", "河流 1", "虚构热电有限公司"}


def test_a_town_without_a_value_is_hatched_and_says_why(public: Opened) -> None:
    town = next(shape for shape in map_group(public).shapes if shape.name == "乙镇")

    assert town.fill.pattern is MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    assert [part.text for part in town.text_frame.paragraphs] == ["乙"]
    assert town.element.xpath("./*/p:cNvPr")[0].get("descr") == "乙镇：缺失（未报）"


def test_the_legend_stands_beside_the_map_and_says_what_the_screen_says(shown: Opened) -> None:
    slide = slide_called(shown, "镇街排放：地图")
    legend = next(shape for shape in slide.shapes if shape.name == "图例")
    said = [shape.text_frame.text for shape in legend.shapes if shape.text_frame.text]

    assert legend.left > map_group(shown).left + map_group(shown).width
    assert said == [
        "排放总量（万吨CO₂）", "≥ 4.00", "1.00 ～ 4.00", "＜ 1.00", "缺失", "丁街道（不在范围）",
        "电", "虚构热电有限公司（单列）",
    ]  # fmt: skip


def test_the_map_says_that_it_is_schematic_and_its_approval(shown: Opened, public: Opened) -> None:
    with_number = "\n".join(texts(slide_called(shown, "镇街排放：地图")))
    without = "\n".join(texts(slide_called(public, "镇街排放：地图")))

    assert f"示意图,镇街界线非法定界线。审图号：{APPROVAL}" in with_number
    assert "示意图,镇街界线非法定界线。审图号：（尚未取得）" in without
    assert "缺失原因：未报" in without


def test_a_still_map_speaks_of_nothing_to_switch(figures: Figures, made: bytes) -> None:
    said = [text for slide in Presentation(BytesIO(made)).slides for text in texts(slide)]
    said += [OUTPUTS["map"].make(figures).decode()]
    said += list(papers.texts(papers.opened(OUTPUTS["report"].make(figures))))

    assert not [text for text in said if "可切换" in text]
    assert any("横向比较宜看人均、单位面积、单位 GDP" in text for text in said)
