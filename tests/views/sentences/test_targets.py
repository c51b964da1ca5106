"""Targets in sentences: counted by light, each on one line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.snapshot import Problem
from sihui_map.figures import Figures
from sihui_map.views import method, sentences
from tests.views.reading import line_of

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

UNREAD = "方案指标文件无法读取，请看下方提示。"


def test_the_overview_counts_lights_and_targets_without_a_number(
    figures: Figures, public_figures: Figures
) -> None:
    assert sentences.overview_sentence(figures) == (
        "方案共 3 项指标：绿灯 1 项，黄灯 1 项，红灯 1 项，无灯 0 项（其中 0 项目标尚无数值）。"
    )
    assert sentences.overview_sentence(public_figures) == (
        "方案共 3 项指标：绿灯 0 项，黄灯 0 项，红灯 0 项，无灯 3 项（其中 0 项目标尚无数值）。"
    )


def vague(snapshot: Snapshot) -> Figures:
    """Return figures in which the cap has no number, and the parks' target no year."""
    cap, forest, parks = snapshot.targets
    loose = (replace(cap, value=None, operator=None, unit=""), forest, replace(parks, year=None))
    return Figures(replace(snapshot, targets=loose, indicator_values=()))


def test_a_target_without_a_number_is_counted_among_those_without_a_light(
    snapshot: Snapshot,
) -> None:
    assert sentences.overview_sentence(vague(snapshot)).endswith(
        "红灯 0 项，无灯 2 项（其中 1 项目标尚无数值）。"
    )
    assert line_of(vague(snapshot), "energy-cap").sentence == "2037 年 · 目标尚无数值"


def test_the_overview_without_its_file_says_so(snapshot: Snapshot) -> None:
    broken = (Problem(file="plan/targets.csv", sentence="…"),)
    unread = Figures(replace(snapshot, targets=(), problems=broken))

    assert sentences.overview_sentence(unread) == UNREAD


def test_the_overview_of_a_county_without_targets_says_so(snapshot: Snapshot) -> None:
    assert sentences.overview_sentence(Figures(replace(snapshot, targets=()))) == "暂无方案指标。"


def test_the_rule_stands_under_a_light_and_nowhere_else(snapshot: Snapshot) -> None:
    figures = vague(snapshot)
    lines = {item.target.target_id: sentences.target_line(item) for item in figures.standings}

    assert {name for name, line in lines.items() if line.rule} == {"forest"}
    assert "不低于 45%" in lines["forest"].rule
    told = dict(method.light_rules(figures))
    assert told["森林覆盖率（2037 年）"] in lines["forest"].hover
    assert len(lines["forest"].rule) <= 50  # the general rule stands below all
    assert len(told) == 1  # of the others one has no number, one no year


def test_a_rule_about_all_is_not_rounded_to(figures: Figures) -> None:
    assert "不低于 100% 为绿灯" in line_of(figures, "parks").rule


@pytest.mark.parametrize(
    ("target_id", "sentence", "tag"),
    [
        (
            "forest",
            "2037 年目标 ≥45%；2033 年 43.51%，还差 1.49 个百分点（按路径应达 43.31%）",
            "示例",
        ),
        (
            "parks",
            (
                "2045 年目标 100%；2033 年 0.0%，还差 100.0 个百分点"
                "（按路径应达 7.7%，差距占应变化 7.7 个百分点的 100.0%）"
            ),
            "示例",
        ),
    ],
)
def test_a_target_is_one_line(figures: Figures, target_id: str, sentence: str, tag: str) -> None:
    line = line_of(figures, target_id)

    assert (line.sentence, line.tag) == (sentence, tag)
    assert "发改办环资〔2020〕901号" in line.hover


def test_a_target_without_data_says_why(public_figures: Figures) -> None:
    assert line_of(public_figures, "forest").sentence == ("2037 年目标 ≥45%；没有进展数据（未报）")


def test_a_target_without_a_year_says_so(snapshot: Snapshot) -> None:
    assert line_of(vague(snapshot), "parks").sentence == (
        "未写明年份，目标 100%；规划未写明完成年份"
    )
