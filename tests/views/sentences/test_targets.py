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
        "方案共 19 项指标：绿灯 1 项，黄灯 0 项，红灯 1 项，无灯 17 项（其中 11 项目标尚无数值）。"
    )
    assert sentences.overview_sentence(public_figures) == (
        "方案共 19 项指标：绿灯 0 项，黄灯 0 项，红灯 0 项，无灯 19 项（其中 11 项目标尚无数值）。"
    )


def test_the_overview_without_its_file_says_so(snapshot: Snapshot) -> None:
    broken = (Problem(file="plan/targets.csv", sentence="…"),)
    unread = Figures(replace(snapshot, targets=(), problems=broken))

    assert sentences.overview_sentence(unread) == UNREAD


def test_the_overview_of_a_county_without_targets_says_so(snapshot: Snapshot) -> None:
    assert sentences.overview_sentence(Figures(replace(snapshot, targets=()))) == "暂无方案指标。"


def test_the_rule_stands_under_a_light_and_nowhere_else(figures: Figures) -> None:
    lines = {item.target.target_id: sentences.target_line(item) for item in figures.standings}

    assert {name for name, line in lines.items() if line.rule} == {
        "forest-cover-2025", "circular-parks-2030",
    }  # fmt: skip
    assert "不低于 56.25%" in lines["forest-cover-2025"].rule
    told = dict(method.light_rules(figures))
    assert told["森林覆盖率（2025 年）"] in lines["forest-cover-2025"].hover
    assert len(lines["forest-cover-2025"].rule) <= 50  # the general rule stands below all
    assert len(told) == 7  # one of the eight with a number has no year
    assert "不低于 100% 为绿灯" in lines["circular-parks-2030"].rule


@pytest.mark.parametrize(
    ("target_id", "sentence", "tag"),
    [
        (
            "forest-cover-2025",
            (
                "2025 年目标 ≈56.3%；2025 年 56.10%，"
                "还差 0.20 个百分点，占应变化 0.80 个百分点的 25.0%"
            ),
            "示例",
        ),
        (
            "circular-parks-2030",
            "2030 年目标 100%；2025 年 50.00%，还差 50.00 个百分点（按路径应达 28.57%）",
            "示例",
        ),
        ("energy-intensity-2025", "2025 年 · 目标尚无数值", ""),
    ],
)
def test_a_target_is_one_line(figures: Figures, target_id: str, sentence: str, tag: str) -> None:
    line = line_of(figures, target_id)

    assert (line.sentence, line.tag) == (sentence, tag)
    assert "发改办环资〔2020〕901号" in line.hover


def test_a_target_without_data_says_why(public_figures: Figures) -> None:
    assert line_of(public_figures, "forest-cover-2025").sentence == (
        "2025 年目标 ≈56.3%；没有进展数据（未报）"
    )


def test_a_target_without_a_year_says_so(figures: Figures) -> None:
    lines = {sentences.target_line(item).sentence for item in figures.standings}

    assert "未写明年份，目标 100%；规划未写明完成年份" in lines
