"""Findings and rules in tables."""

from __future__ import annotations

from sihui_map.domain.check import RULES, Finding, Rule
from sihui_map.views import tables
from tests.views.reading import texts


def test_a_finding_says_where_what_and_what_to_do() -> None:
    found = Finding(rule=Rule.NUMBER, place="能源活动!E12", sentence="「12.3万」不是数字")

    assert [texts(row) for row in tables.findings_table([found]).rows] == [
        ["错误", "能源活动!E12", "「12.3万」不是数字", "只填数字，例如 1234.5"]
    ]


def test_every_rule_is_printed() -> None:
    assert [row[0] for row in [texts(row) for row in tables.rules_table().rows]] == [
        rule.rule for rule in RULES
    ]
    assert {rule.rule for rule in RULES} == set(Rule)
