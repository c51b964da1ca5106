"""The whole city: key figures, and what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.place import Place
from sihui_map.figures import Figures
from sihui_map.views import sentences
from tests.views.reading import brief

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_the_key_figures_of_the_city(figures: Figures) -> None:
    assert brief(sentences.city_figures(figures)) == {
        "2032 年全县碳排放总量": "16.60 万吨CO₂",
        "比 2031 年峰值下降": "7.26 %",
        "2033 年森林覆盖率": "43.51 %示例",
        "已投产分布式光伏": "5.0 MW示例",
        "园区循环化完成率": "0 %示例",
    }


def test_the_public_key_figures_of_the_city_hold_no_sample(public_figures: Figures) -> None:
    shown = brief(sentences.city_figures(public_figures))

    assert shown["2032 年全县碳排放总量"] == "16.60 万吨CO₂"
    assert not [text for text in shown.values() if "示例" in text]


def test_public_totals_say_how_many_years_they_are(figures: Figures) -> None:
    assert sentences.totals_heading(figures, "只公开了") == "全县碳排放总量：只公开了两个年份"
    assert sentences.totals_note(figures).startswith("2031、2032 两点来自方案原文；")
    assert sentences.totals_source(figures) == ("全县总量只公开 2031、2032 两年，其余年份为申报")


def test_a_county_without_public_totals_says_so(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, place=Place(name="三镇县")))

    assert sentences.totals_heading(figures, "只公开了") == "全县碳排放总量：未见公开数据"
    assert sentences.totals_note(figures) == "没有公开数值，不连线、不推测。"
    assert sentences.totals_source(figures) == "全县总量未见公开数据，有的年份为申报"


def test_what_changed_is_said_with_the_largest(figures: Figures) -> None:
    assert sentences.change_lines(figures) == [
        "2032→2033 年，3 个镇街直接排放合计变化 0.01 万吨。",
        "增加最多：乙镇 0.22 万吨（8.7%）。",
        "减少最多：甲镇 −0.18 万吨（−3.4%）。",
        "森林覆盖率 2032→2033 年变化 0.41 个百分点。",
        "最近一次任务进展更新为 2033-09-15，涉及 1 项任务。",
    ]


def test_without_two_years_nothing_changed(public_figures: Figures) -> None:
    assert sentences.change_lines(public_figures) == ["尚无两期可比的数据。"]


def test_changes_that_cannot_be_computed_are_left_out(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, fuel_factors=(), city_facts=(), task_updates=()))

    assert sentences.change_lines(figures) == ["尚无两期可比的数据。"]


def test_a_change_that_is_printed_as_zero_is_not_named(snapshot: Snapshot) -> None:
    uses = [use for use in snapshot.energy_uses if use.year != 2033]
    last = {(use.area_id, use.fuel): use for use in uses if use.year == 2032}
    same = [replace(use, year=2033, amount=(use.amount or 0) * 1.00001) for use in last.values()]

    lines = sentences.change_lines(Figures(replace(snapshot, energy_uses=(*uses, *same))))

    assert lines[0] == "2032→2033 年，3 个镇街直接排放合计变化 0.00 万吨。"
    assert not [line for line in lines if "最多" in line]


def test_where_everything_fell_no_increase_is_named(snapshot: Snapshot) -> None:
    halved = tuple(
        replace(use, amount=(use.amount or 0) / 2) if use.year == 2033 else use
        for use in snapshot.energy_uses
    )

    lines = sentences.change_lines(Figures(replace(snapshot, energy_uses=halved)))

    assert not [line for line in lines if line.startswith("增加最多")]
    assert [line for line in lines if line.startswith("减少最多")]


def test_the_overview_leads_with_the_last_public_total(
    figures: Figures, snapshot: Snapshot
) -> None:
    assert sentences.total_sentence(figures) == (
        "2032 年全县碳排放总量 16.60 万吨CO₂，比 2031 年峰值下降 7.26%；这是最近一次公开的总量。"
    )
    without = tuple(fact for fact in snapshot.city_facts if "下降率" not in fact.item)
    assert sentences.total_sentence(Figures(replace(snapshot, city_facts=without))) == (
        "2032 年全县碳排放总量 16.60 万吨CO₂；这是最近一次公开的总量。"
    )
    assert "只有 2031、2032 年有公开数值" in sentences.timeline_sentence(figures)
