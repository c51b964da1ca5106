"""The rule of a target's light in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sihui_map.domain.light import Baseline, Basis, Rule
from sihui_map.domain.plan import Operator, Target
from sihui_map.domain.rule_words import rule_brief, rule_text
from tests.domain.targets import CUT, FOREST, RULE, TRANSPORT, TREND


def test_the_rule_of_the_forest_says_what_about_means() -> None:
    assert rule_text(FOREST, RULE) == (
        "参照 发改办环资〔2020〕901号：以 2025 年的数值判定，不低于 46.25%"
        "（“46.3%左右”，按末位半个单位）为绿灯；差距不超过应变化量（基线到应达值）的 10% "
        "为黄灯，更大或低于基线为红灯；2025 年之前与自基线（首个有数年份）起的直线路径比；"
        "按 2 位小数比较。"
    )


@pytest.mark.parametrize(
    ("target", "rule", "words"),
    [
        (TRANSPORT, CUT, "不低于 10% 为绿灯"),
        (TRANSPORT, CUT, "自基线（方案基准年 2020 年为零）起"),
        (TRANSPORT, replace(CUT, baseline=Baseline.PLAN_YEAR), "（方案基准年 2020 年）"),
        (
            TRANSPORT,
            replace(CUT, direction=None),
            "与 10% 相差不超过 0.5 个百分点（末位半个单位）为绿灯",
        ),
        (FOREST, replace(RULE, direction=Operator.AT_MOST), "不高于 46.35%（“46.3%左右”"),
        (FOREST, replace(RULE, basis=Basis.RULED), "依据 发改办环资〔2020〕901号："),
        (FOREST, TREND, "发改办环资〔2021〕629号："),
        (FOREST, TREND, "未达到进度为黄灯，不升反降（低于基线）为红灯"),
        (
            FOREST,
            replace(TREND, direction=Operator.AT_MOST),
            "未达到进度为黄灯，不降反升（高于基线）为红灯",
        ),
    ],
)
def test_the_rule_says_its_document_direction_and_baseline(
    target: Target, rule: Rule, words: str
) -> None:
    assert words in rule_text(target, rule)


@pytest.mark.parametrize(
    ("target", "rule", "brief"),
    [
        (FOREST, RULE, "参照 发改办环资〔2020〕901号，不低于 46.25% 为绿灯"),
        (TRANSPORT, replace(CUT, direction=None), "相差不超过 0.5 个百分点为绿灯"),
        (FOREST, TREND, "，不低于 46.25% 为绿灯，未达到进度为黄灯，不升反降为红灯"),
        (replace(FOREST, year=None), RULE, "参照 发改办环资〔2020〕901号"),
    ],
)
def test_the_brief_rule_says_what_is_the_targets_own(
    target: Target, rule: Rule, brief: str
) -> None:
    assert rule_brief(target, rule).endswith(brief)
