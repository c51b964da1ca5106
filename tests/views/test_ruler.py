"""Rulers and the picture of the totals: marks where the numbers are, gaps where there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.figures import Figures
from sihui_map.views import ruler, sentences, strips
from sihui_map.views.anchors import target_anchor

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def of_forest(figures: Figures) -> ruler.Ruler:
    assert figures.forest_standing is not None
    return ruler.ruler(figures.forest_standing)


def test_what_has_a_number_and_a_value_has_a_ruler_and_the_rest_a_line(
    figures: Figures, public_figures: Figures
) -> None:
    for each in (figures, public_figures):
        lines = (*strips.valueless(each), *strips.numberless(each))

        anchors = [*(one.anchor for one in ruler.rulers(each)), *(one.anchor for one in lines)]
        assert sorted(anchors) == sorted(
            target_anchor(item.target.target_id) for item in each.standings
        )
    assert [len(ruler.rulers(each)) for each in (figures, public_figures)] == [3, 0]
    assert sentences.valueless_sentence(public_figures).startswith("8 项有目标值，")


def test_the_forest_lies_between_its_baseline_and_its_goal(figures: Figures) -> None:
    found = of_forest(figures)

    at = {mark.style: mark.at for mark in found.marks}
    assert list(at) == ["base", "now", "goal"]
    assert 0 < at["base"] < at["now"] < at["goal"] < 100
    # 55.50 → 56.10 is three quarters of the way from 55.50 to 56.3
    assert (at["now"] - at["base"]) / (at["goal"] - at["base"]) == pytest.approx(0.75, abs=0.01)
    assert [mark.text for mark in found.marks] == [
        "◇ 基线 2020 年 55.50%", "● 最新 2025 年 56.10%", "▌ 目标 2025 年 ≈56.3%",
    ]  # fmt: skip
    assert found.direction == "下限：越高越好"


def test_a_target_without_a_value_has_no_mark_and_says_so(public_figures: Figures) -> None:
    found = of_forest(public_figures)

    assert found.marks == ()
    assert found.nothing == "还没有数值可画；目标 ≈56.3%"


def test_known_totals_stand_apart_and_gaps_are_named(figures: Figures) -> None:
    shown = ruler.timeline(figures, "说明")

    assert shown is not None
    assert [(stem.year, stem.number, stem.note) for stem in shown.stems] == [
        ("2010", "274.22", ""), ("2014", "327.66", "峰值"), ("2020", "294.17", ""),
    ]  # fmt: skip
    assert [gap.text for gap in shown.gaps] == [
        "3 年未公开", "5 年未公开", "2021—2030 年没有公开数值，不推测",
    ]  # fmt: skip
    assert shown.end == (ruler.LAST, "2030 年方案期限")
    heights = [stem.height for stem in shown.stems]
    assert heights[2] / heights[1] == pytest.approx(294.17 / 327.66)  # from zero


def test_without_a_public_total_there_is_no_picture(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, city_facts=(), reported_rows=()))

    assert ruler.timeline(figures, "说明") is None
    assert sentences.total_sentence(figures) == "全市碳排放总量未见公开数据。"


def test_no_track_goes_past_what_a_share_can_be(figures: Figures) -> None:
    parks = next(one for one in ruler.rulers(figures) if one.anchor == "target-circular-parks-2030")

    assert parks.ends == ("0.00%", "100.00%")
    assert {mark.style: mark.at for mark in parks.marks}["goal"] == 100
