"""A target that caps (≤), as a sentence, a table and a document say it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.figures import Figures
from sihui_map.views import sentences, tables

if TYPE_CHECKING:
    from sihui_map.domain.standing import Standing

CAP = "energy-cap"


def with_value(figures: Figures, year: int, value: float) -> Figures:
    """Return figures in which the cap's baseline is 20 and one later value is known."""
    first = figures.snapshot.indicator_values[0]
    later = replace(first, year=year, value=value)
    return Figures(replace(figures.snapshot, indicator_values=(first, later)))


def cap_of(figures: Figures) -> Standing:
    (found,) = [item for item in figures.standings if item.target.target_id == CAP]
    return found


@pytest.mark.parametrize(
    ("year", "value", "said"),
    [
        (2033, 17.9, "2033 年 17.90 万吨标准煤，未超过目标"),
        (
            2033,
            19.0,
            "2033 年 19.00 万吨标准煤，高出目标 1.00 万吨标准煤（按路径应不高于 19.33 万吨标准煤）",
        ),
        (
            2037,
            18.5,
            (
                "2037 年 18.50 万吨标准煤，高出目标 0.50 万吨标准煤，"
                "占应变化 2.00 万吨标准煤的 25.0%"
            ),
        ),
        (2037, 18.0, "2037 年 18.00 万吨标准煤，未超过目标"),
    ],
)
def test_a_line_says_how_much_is_too_much(
    sampled: Figures, year: int, value: float, said: str
) -> None:
    line = sentences.target_line(cap_of(with_value(sampled, year, value)))

    assert line.sentence == f"2037 年目标 ≤18 万吨标准煤；{said}"


def test_the_table_has_goal_path_and_what_is_too_much(sampled: Figures) -> None:
    table = tables.targets_table(sampled)
    (row,) = [row for row in table.rows if table.cell(row, "indicator").text == "能源消费总量"]

    shown = [table.cell(row, name).text for name in ("goal", "latest", "due", "gap")]
    assert shown == ["≤18 万吨标准煤", "19.39（2033）", "19.33", "1.39"]


def test_shares_of_a_cap_in_tonnes_have_a_sum(sampled: Figures) -> None:
    assert sentences.allotments_sentence(sampled) == "1 项指标分解到 3 个单位，共 3 条：批准 3 条。"
    assert "合计（3 个单位）" in [
        cell.text for cell in tables.allotments_table(sampled).column("holder")
    ]


def test_the_sum_of_shares_is_a_figure(sampled: Figures) -> None:
    published = sampled.published()

    assert published[f"allotment.{CAP}.2037"].known == 17.5
    assert published[f"allotted.approved.{CAP}.2037"].known == 17.5
    assert published[f"allotted.difference.{CAP}.2037"].known == -0.5
