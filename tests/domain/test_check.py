"""The table of rules, and what a finding says."""

from __future__ import annotations

import pytest

from sihui_map.domain.check import RULES, Finding, Rule, Severity, rule_text
from sihui_map.domain.place import Place

PLACE = Place(name="甲县")


def test_every_rule_is_described_once_in_order() -> None:
    assert [text.rule for text in RULES] == list(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_says_what_it_tests_and_what_to_do(rule: Rule) -> None:
    text = rule_text(rule)

    assert text.rule is rule
    assert text.test
    assert text.remedy
    assert not text.remedy.endswith("。")  # the sentence ends it


def test_doubt_asks_and_only_what_cannot_be_taken_blocks() -> None:
    warned = [text.rule.value for text in RULES if text.severity is Severity.WARNING]

    assert warned == [
        "名录外的代码",
        "与已发布的冲突",
        "与上年相比",
        "单位差一万倍",
        "分项与合计",
        "与同类镇街相比",
        "光伏发电量",
        "园区进度倒退",
        "补报的办结日期",
        "没有附件",
        "平衡差额",
        "分解与目标",
        "示例改为实际",
        "填全声明",
    ]
    assert rule_text(Rule.NORMALISED).severity is Severity.NOTICE
    assert rule_text(Rule.NEGATIVE).severity is Severity.ERROR


@pytest.mark.parametrize(
    ("rule", "threshold"),
    [
        (Rule.YEAR_ON_YEAR, "±30%"),
        (Rule.FUEL_SUM, "1%"),
        (Rule.PEERS, "5 倍与 1/5"),
        (Rule.PV_HOURS, "600–1500 小时"),
        (Rule.RESIDUAL, "3%"),
        (Rule.YEAR, "2005 年"),
    ],
)
def test_a_threshold_stands_in_the_text(rule: Rule, threshold: str) -> None:
    assert threshold in rule_text(rule).test


def test_a_finding_is_one_line_with_place_sentence_and_remedy() -> None:
    found = Finding(rule=Rule.NUMBER, place="能源活动 D7", sentence="「12 t」不是数字")

    assert (
        found.text_in(PLACE) == "能源活动 D7：「12 t」不是数字。处理办法：只填数字，例如 1234.5。"
    )
    assert (found.severity, found.remedy_in(PLACE)) == (Severity.ERROR, "只填数字，例如 1234.5")


def test_a_rule_is_said_in_the_words_of_the_place() -> None:
    assert rule_text(Rule.PRECISION).remedy_in(PLACE).endswith("选择精确位置、镇街或全县")
    assert rule_text(Rule.RESIDUAL).test_in(PLACE) == "平衡差额不超过全县总量的 3%"


def test_a_finding_about_no_place_names_none() -> None:
    found = Finding(rule=Rule.RESIDUAL, place="", sentence="2024 年平衡差额为 4.2%")

    assert found.text_in(PLACE).startswith("2024 年平衡差额为 4.2%。处理办法：")
