"""One town in sentences: place, share, what lies in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.figures import Figures
from sihui_map.views import sentences
from tests.counties.county import TOWN
from tests.views.reading import brief

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_the_key_figures_of_a_town(figures: Figures) -> None:
    assert brief(sentences.town_figures(figures, TOWN, 2032)) == {
        "直接排放": "2.48 万吨CO₂示例",
        "人均": "1.24 吨CO₂/人示例",
        "单位面积": "198 吨CO₂/km²示例",
        "单位GDP（现价）": "0.225 吨CO₂/万元示例",
        "森林覆盖率": "32.4 %示例",
    }


def test_a_town_says_its_place_and_share(figures: Figures, public_figures: Figures) -> None:
    assert sentences.town_sentence(figures, TOWN, 2032) == (
        "2032 年直接排放 2.48 万吨，在 3 个镇街中列第 2 位，占各镇街合计的 31.5%。"
    )
    assert sentences.town_sentence(public_figures, TOWN, 0) == (
        "公开资料没有分镇街数据，尚无填报；下面只有面积、项目和园区。"
    )


def test_a_town_without_data_says_why(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, fuel_factors=()))

    assert sentences.town_sentence(figures, TOWN, 2032) == (
        "2032 年直接排放缺失：排放因子文件无法读取。"
    )


def test_where_nobody_emits_there_is_no_share(snapshot: Snapshot) -> None:
    nothing = tuple(replace(use, amount=0.0) for use in snapshot.energy_uses)

    assert sentences.town_sentence(Figures(replace(snapshot, energy_uses=nothing)), TOWN, 2032) == (
        "2032 年直接排放 0.00 万吨，在 3 个镇街中列第 1 位。"
    )


def test_a_level_that_nobody_confirmed_is_not_said_of_a_park(snapshot: Snapshot) -> None:
    doubtful = Figures(
        replace(
            snapshot,
            parks=tuple(replace(park, level_confirmed=False) for park in snapshot.parks),
        )
    )

    assert sentences.town_things(doubtful, TOWN)[0] == "虚构产业园：产业园区，级别待核"


def test_what_lies_in_a_town_is_listed(figures: Figures, public_figures: Figures) -> None:
    assert sentences.town_things(figures, "990101100") == [
        "虚构热电项目：燃气热电联产，投产，60 MW",
        "示例·虚构屋顶光伏：分布式光伏，投产，5 MW",
    ]
    assert sentences.town_things(figures, TOWN) == [
        "虚构产业园：产业园区，虚构级别",
        "虚构储能电站：电化学储能，前期，规模未公开",
    ]
    assert sentences.town_things(public_figures, "990101102") == [
        "没有已知位于本镇街的项目、园区或任务步骤。"
    ]
