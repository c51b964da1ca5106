"""Rulers and the picture of the totals: marks where the numbers are, gaps where there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.snapshot import CityFact
from sihui_map.figures import Figures
from sihui_map.views import ruler, sentences, strips
from sihui_map.views.anchors import target_anchor
from tests.views.lacking import with_peak

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def of_forest(figures: Figures) -> ruler.Ruler:
    assert figures.forest_standing is not None
    return ruler.ruler(figures.forest_standing)


def test_what_has_a_number_and_a_value_has_a_ruler_and_the_rest_a_line(
    snapshot: Snapshot, public_snapshot: Snapshot
) -> None:
    both = [Figures(with_peak(known)) for known in (snapshot, public_snapshot)]
    for each in both:
        lines = (*strips.valueless(each), *strips.numberless(each))

        anchors = [*(one.anchor for one in ruler.rulers(each)), *(one.anchor for one in lines)]
        assert sorted(anchors) == sorted(
            target_anchor(item.target.target_id) for item in each.standings
        )
    assert [len(ruler.rulers(each)) for each in both] == [3, 0]
    assert sentences.valueless_sentence(both[1]).startswith("3 项有目标值，")


def test_the_forest_lies_between_its_baseline_and_its_goal(figures: Figures) -> None:
    found = of_forest(figures)

    at = {mark.style: mark.at for mark in found.marks}
    assert list(at) == ["base", "due", "now", "goal"]
    assert 0 < at["base"] < at["due"] < at["now"] < at["goal"] < 100
    # 42.47 → 43.51 is 1.04 of the 2.53 from 42.47 to 45; a third of them is due after 2 of 6 years
    assert (at["now"] - at["base"]) / (at["goal"] - at["base"]) == pytest.approx(0.41, abs=0.01)
    assert (at["due"] - at["base"]) / (at["goal"] - at["base"]) == pytest.approx(0.33, abs=0.01)
    assert [mark.text for mark in found.marks] == [
        "◇ 基线 2031 年 42.47%", "┆ 路径应达 2033 年 43.31%", "● 最新 2033 年 43.51%",
        "▌ 目标 2037 年 ≥45%",
    ]  # fmt: skip
    assert found.direction == "下限：越高越好"


def test_in_the_year_of_the_goal_nothing_else_is_due(snapshot: Snapshot) -> None:
    targets = tuple(replace(target, year=2033) for target in snapshot.targets)

    found = of_forest(Figures(replace(snapshot, targets=targets)))

    assert [mark.style for mark in found.marks] == ["base", "now", "goal"]


def test_a_target_without_a_value_has_no_mark_and_says_so(public_figures: Figures) -> None:
    found = of_forest(public_figures)

    assert found.marks == ()
    assert found.nothing == "还没有数值可画；目标 ≥45%"


def test_known_totals_stand_apart_and_gaps_are_named(snapshot: Snapshot) -> None:
    place = snapshot.place
    totals = {2031: 20.0, 2035: 25.0, 2041: 15.0}
    facts = tuple(
        CityFact(
            item=place.facts.city_total, value=value, unit="10^4 tCO2", year=year,
            source="虚构的方案", confidence="low",
        )
        for year, value in totals.items()
    )  # fmt: skip
    plan = replace(place.plan, public_years=tuple(totals), peak_year=2035)
    known = replace(snapshot, city_facts=facts, place=replace(place, plan=plan))

    shown = ruler.timeline(Figures(known), "说明")

    assert shown is not None
    assert [(stem.year, stem.number, stem.note) for stem in shown.stems] == [
        ("2031", "20.00", ""), ("2035", "25.00", "峰值"), ("2041", "15.00", ""),
    ]  # fmt: skip
    assert [gap.text for gap in shown.gaps] == [
        "3 年未公开", "5 年未公开", "2042—2045 年没有公开数值，不推测",
    ]  # fmt: skip
    assert shown.end == (ruler.LAST, "2045 年方案期限")
    heights = [stem.height for stem in shown.stems]
    assert heights[2] / heights[1] == pytest.approx(15 / 25)  # from zero


def test_without_a_public_total_there_is_no_picture(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, city_facts=(), reported_rows=()))

    assert ruler.timeline(figures, "说明") is None
    assert sentences.total_sentence(figures) == "全县碳排放总量未见公开数据。"


def test_no_track_goes_past_what_a_share_can_be(figures: Figures) -> None:
    parks = next(one for one in ruler.rulers(figures) if one.anchor == "target-parks")

    assert parks.ends == ("0.0%", "100.0%")
    assert {mark.style: mark.at for mark in parks.marks}["goal"] == 100
