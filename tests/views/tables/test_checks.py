"""Findings and rules in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.check import RULES, Finding, Rule
from sihui_map.views import tables
from tests.views.reading import texts

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def test_a_finding_says_where_what_and_what_to_do(figures: Figures) -> None:
    found = Finding(rule=Rule.NUMBER, place="能源活动!E12", sentence="「12.3万」不是数字")

    assert [texts(row) for row in tables.findings_table(figures, [found]).rows] == [
        ["错误", "能源活动!E12", "「12.3万」不是数字", "只填数字，例如 1234.5"]
    ]


def test_every_rule_is_printed(figures: Figures) -> None:
    printed = [texts(row) for row in tables.rules_table(figures).rows]

    assert [row[0] for row in printed] == [rule.rule for rule in RULES]
    assert not [row for row in printed if "{" in "".join(row)]
    assert {rule.rule for rule in RULES} == set(Rule)
