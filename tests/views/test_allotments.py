"""What was allotted of a target: to whom, the sum where there is one, and what a town owes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.snapshot import Allotment
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import names, sentences, tables

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

DASHA, XIAMAO = "441284105", "441284113"


def share(holder: str, value: float, unit: str, target: str = "oil-peak-2030") -> Allotment:
    return Allotment(
        target_id=target,
        holder=holder,
        year=2026,
        value=value,
        unit=unit,
        approved_by="市政府常务会议" if holder == DASHA else "",
        kind=ValueKind.PLAN,
        source="分解方案",
    )


@pytest.fixture
def allotted(public_snapshot: Snapshot) -> Figures:
    rows = (
        share(DASHA, 300, "吨"),
        share(XIAMAO, 120.5, "吨"),
        share(DASHA, 57, "", "forest-cover-2025"),
        share(XIAMAO, 70, "", "forest-cover-2025"),
    )
    return Figures(replace(public_snapshot, allotments=rows))


def test_what_can_be_added_is_added(allotted: Figures) -> None:
    found = allotted.published()

    assert found["allotment.oil-peak-2030.2026"].known == 420.5
    assert found["allotment.oil-peak-2030.2026"].kind is ValueKind.PLAN
    assert found[f"allotment.forest-cover-2025.{DASHA}.2026"].unit == "%"


def test_shares_in_percent_have_no_sum(allotted: Figures) -> None:
    whole = allotted.allotted_total("forest-cover-2025", 2026)

    assert (whole.value, whole.reason) == (None, "百分数不能相加")


def test_the_table_says_to_whom_and_who_approved(allotted: Figures) -> None:
    table = tables.allotments_table(allotted).only(
        "indicator", "year", "holder", "amount", "unit", "approved_by"
    )
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    oil = [row[1:] for row in rows if row[0].startswith("油品消费总量达峰")]

    assert oil == [
        ["2026", "大沙镇", "300.00", "吨", "市政府常务会议"],
        ["2026", "下茆镇", "120.50", "吨", "尚未批准"],
        ["2026", "合计（2 个单位）", "420.50", "吨", "—"],
        ["2026", "已批准合计（1 个单位）", "300.00", "吨", "—"],
        ["2026", "合计−目标", "缺失", "吨", "—"],
    ]
    assert len({row[0] for row in rows}) == 19


def test_a_town_sees_what_it_was_allotted_itself(allotted: Figures) -> None:
    table = tables.allotments_table(allotted, XIAMAO)

    assert [cell.text for cell in table.column("amount")] == ["120.50", "70.00"]
    assert not tables.allotments_table(allotted, "441284001").rows


def test_allotments_have_names_and_a_sentence(allotted: Figures) -> None:
    assert names.figure_name(allotted, f"allotment.oil-peak-2030.{DASHA}.2026") == (
        "指标「油品消费总量达峰」（2030 年目标）2026 年分解到大沙镇的数值"
    )
    assert sentences.allotments_sentence(allotted) == (
        "2 项指标分解到 2 个单位，共 4 条：批准 2 条，提出 2 条；百分数不能相加，不列合计。"
    )


# The sample: two targets in all three stages, one number as if handed down.


def test_the_board_has_a_line_per_town_and_says_each_stage(figures: Figures) -> None:
    board = tables.allotment_board(figures)
    cells = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in board.rows}

    assert [column.label for column in board.columns] == [
        "承担单位", "森林覆盖率，2025 年（%）", "碳达峰碳中和领航企业，2030 年（家）",
    ]  # fmt: skip
    assert list(cells)[: len(figures.towns)] == [town.name for town in figures.towns]
    assert cells["大沙镇"] == ["8.20 ○ 提出", "2.00 ● 批准"]
    assert cells["石狗镇"] == ["72.60 ◐ 商定", "—"]
    assert cells["各阶段合计"] == ["百分数不能相加", "4.00"]
    assert cells["已批准合计"] == ["百分数不能相加", "2.00"]
    assert cells["合计−目标"] == ["百分数不能相加", "目标尚无数值"]
    assert board.has_sample


def test_a_town_sees_stage_year_and_its_own_value(figures: Figures) -> None:
    held = tables.held_table(figures, DASHA)

    assert [[cell.text for cell in row.cells] for row in held.rows] == [
        ["碳达峰碳中和领航企业（2030 年）", "● 批准", "2030", "还有 4 年", "2.00 家", "—",
         "示例文件（非真实）", "示例"],
        ["森林覆盖率（2025 年）", "○ 提出", "2025", "已到期", "8.20%", "8.05%（2025）",
         "尚未批准", "示例"],
    ]  # fmt: skip
    assert sentences.held_sentence(figures, DASHA) == (
        "共 2 条：批准 1 条，提出 1 条；没有 2026 年到期的。"
    )


def test_a_number_as_if_handed_down_says_that_it_is_a_sample(
    figures: Figures, public_figures: Figures
) -> None:
    (item,) = (each for each in figures.standings if each.target.is_handed_down)
    line = sentences.target_line(item)

    assert line.sentence.startswith("2025 年目标 ≥19%（示例）（肇庆下达）；2025 年 18.60%")
    assert (line.tag, item.target.kind) == ("示例", ValueKind.SAMPLE)
    assert "不低于 19%（示例） 为绿灯" in item.rule_text
    assert not [each for each in public_figures.standings if each.target.is_handed_down]


def test_without_shares_there_is_nothing_to_show(snapshot: Snapshot) -> None:
    without = Figures(replace(snapshot, allotments=(), indicator_values=()))

    assert not tables.allotment_board(without).rows
    assert not tables.held_table(without, DASHA).rows
