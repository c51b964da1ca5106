"""One town in sentences: place, share, what lies in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.figures import Figures
from sihui_map.views import sentences
from tests.views.reading import brief

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

DASHA = "441284105"


def test_the_key_figures_of_a_town(figures: Figures) -> None:
    assert brief(sentences.town_figures(figures, DASHA, 2020)) == {
        "直接排放": "25.10 万吨CO₂示例",
        "人均": "4.87 吨CO₂/人示例",
        "单位面积": "3,137 吨CO₂/km²示例",
        "单位GDP（现价）": "0.330 吨CO₂/万元示例",
        "森林覆盖率": "8.0 %示例",
    }


def test_a_town_says_its_place_and_share(figures: Figures, public_figures: Figures) -> None:
    assert sentences.town_sentence(figures, DASHA, 2020) == (
        "2020 年直接排放 25.10 万吨，在 13 个镇街中列第 2 位，占各镇街合计的 17.8%。"
    )
    assert sentences.town_sentence(public_figures, DASHA, 0) == (
        "公开资料没有分镇街数据，尚无填报；下面只有面积、项目和园区。"
    )


def test_a_town_without_data_says_why(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, fuel_factors=()))

    assert sentences.town_sentence(figures, DASHA, 2020) == (
        "2020 年直接排放缺失：排放因子文件无法读取。"
    )


def test_where_nobody_emits_there_is_no_share(snapshot: Snapshot) -> None:
    nothing = tuple(replace(use, amount=0.0) for use in snapshot.energy_uses)

    assert sentences.town_sentence(
        Figures(replace(snapshot, energy_uses=nothing)), DASHA, 2020
    ) == ("2020 年直接排放 0.00 万吨，在 13 个镇街中列第 1 位。")


def test_what_lies_in_a_town_is_listed(figures: Figures, public_figures: Figures) -> None:
    lines = sentences.town_things(figures, DASHA)

    assert lines[0] == "示例·大沙镇工业厂房屋顶光伏一期：分布式光伏，投产，12.5 MW"
    assert "南江工业园：产业园区，级别待核" in lines
    assert sentences.town_things(public_figures, "441284001") == [
        "没有已知位于本镇街的项目或园区。"
    ]
