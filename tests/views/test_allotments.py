"""What was allotted of a target: to whom, the sum where there is one, and what a town owes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.allotting import Stage
from sihui_map.domain.snapshot import Allotment, IndicatorValue
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import names, sentences, tables
from tests.counties.county import BING, JIA, YI
from tests.views.lacking import PEAK, with_peak

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def share(holder: str, value: float, unit: str, target: str = PEAK.target_id) -> Allotment:
    return Allotment(
        target_id=target,
        holder=holder,
        year=2034,
        value=value,
        unit=unit,
        approved_by="县政府常务会议" if holder == JIA else "",
        kind=ValueKind.PLAN,
        source="分解方案",
    )


@pytest.fixture
def allotted(public_snapshot: Snapshot) -> Figures:
    rows = (
        share(JIA, 300, "吨"),
        share(YI, 120.5, "吨"),
        share(JIA, 57, "", "forest"),
        share(YI, 70, "", "forest"),
    )
    return Figures(replace(with_peak(public_snapshot), allotments=rows))


def test_what_can_be_added_is_added(allotted: Figures) -> None:
    found = allotted.published()

    assert found["allotment.peak.2034"].known == 420.5
    assert found["allotment.peak.2034"].kind is ValueKind.PLAN
    assert found[f"allotment.forest.{JIA}.2034"].unit == "%"


def test_shares_in_percent_have_no_sum(allotted: Figures) -> None:
    whole = allotted.allotted_total("forest", 2034)

    assert (whole.value, whole.reason) == (None, "百分数不能相加")


def test_the_table_says_to_whom_and_who_approved(allotted: Figures) -> None:
    table = tables.allotments_table(allotted).only(
        "indicator", "year", "holder", "amount", "unit", "approved_by"
    )
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    peak = [row[1:] for row in rows if row[0].startswith(PEAK.indicator)]

    assert peak == [
        ["2034", "甲镇", "300.00", "吨", "县政府常务会议"],
        ["2034", "乙镇", "120.50", "吨", "尚未批准"],
        ["2034", "合计（2 个单位）", "420.50", "吨", "—"],
        ["2034", "已批准合计（1 个单位）", "300.00", "吨", "—"],
        ["2034", "合计−目标", "缺失", "吨", "—"],
    ]
    assert len({row[0] for row in rows}) == 4


def test_a_town_sees_what_it_was_allotted_itself(allotted: Figures) -> None:
    table = tables.allotments_table(allotted, YI)

    assert [cell.text for cell in table.column("amount")] == ["70.00", "120.50"]
    assert not tables.allotments_table(allotted, BING).rows


def test_allotments_have_names_and_a_sentence(allotted: Figures) -> None:
    assert names.figure_name(allotted, f"allotment.peak.{JIA}.2034") == (
        "指标「虚构产量达峰」（2037 年目标）2034 年分解到甲镇的数值"
    )
    assert sentences.allotments_sentence(allotted) == (
        "2 项指标分解到 2 个单位，共 4 条：批准 2 条，提出 2 条；百分数不能相加，不列合计。"
    )


# Three targets: a sum that misses its target, one without a number, one that cannot be added.


def made_up(holder: str, year: int, value: float, *, unit: str, stage: Stage) -> Allotment:
    return Allotment(
        target_id="forest" if unit == "%" else PEAK.target_id, holder=holder, year=year,
        value=value, unit=unit, approved_by="示例文件（虚构）" if stage is Stage.APPROVED else "",
        kind=ValueKind.SAMPLE, source="示例数据,虚构", told_stage=stage,
    )  # fmt: skip


@pytest.fixture
def staged(snapshot: Snapshot) -> Figures:
    """Return the sample, whose cap is shared out, with two more targets in all three stages.

    That of the forest is due in a year that is over.
    """
    rows = (
        made_up(JIA, 2032, 48, unit="%", stage=Stage.APPROVED),
        made_up(YI, 2032, 35, unit="%", stage=Stage.PROPOSED),
        made_up(BING, 2032, 49, unit="%", stage=Stage.AGREED),
        made_up(YI, 2037, 2, unit="家", stage=Stage.APPROVED),
        made_up(BING, 2037, 1, unit="家", stage=Stage.AGREED),
        made_up("县园区办", 2037, 1, unit="家", stage=Stage.PROPOSED),
    )
    known = with_peak(snapshot)
    targets = tuple(
        replace(each, year=2032) if each.target_id == "forest" else each for each in known.targets
    )
    return Figures(replace(known, targets=targets, allotments=(*snapshot.allotments, *rows)))


def test_the_board_has_a_line_per_town_and_says_each_stage(staged: Figures) -> None:
    board = tables.allotment_board(staged)
    cells = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in board.rows}

    assert [column.label for column in board.columns] == [
        "承担单位", "能源消费总量，2037 年（万吨标准煤）", "森林覆盖率，2032 年（%）",
        "虚构产量达峰，2037 年（家）",
    ]  # fmt: skip
    assert list(cells)[:4] == ["甲镇", "乙镇", "丙镇", "县园区办"]
    assert cells["甲镇"] == ["9.00 ● 批准", "48.00 ● 批准", "—"]
    assert cells["乙镇"] == ["6.00 ● 批准", "35.00 ○ 提出", "2.00 ● 批准"]
    assert cells["丙镇"] == ["2.50 ● 批准", "49.00 ◐ 商定", "1.00 ◐ 商定"]
    assert cells["各阶段合计"] == ["17.50", "百分数不能相加", "4.00"]
    assert cells["已批准合计"] == ["17.50", "百分数不能相加", "2.00"]
    assert cells["合计−目标"] == ["−0.50", "百分数不能相加", "目标尚无数值"]
    assert board.has_sample


def test_a_town_sees_stage_year_and_its_own_value(staged: Figures) -> None:
    held = tables.held_table(staged, YI)

    assert [[cell.text for cell in row.cells] for row in held.rows] == [
        ["能源消费总量（2037 年）", "● 批准", "2037", "还有 4 年", "6.00 万吨标准煤", "—",
         "虚构〔2033〕8号", "示例"],
        ["虚构产量达峰（2037 年）", "● 批准", "2037", "还有 4 年", "2.00 家", "—",
         "示例文件（虚构）", "示例"],
        ["森林覆盖率（2032 年）", "○ 提出", "2032", "已到期", "35.00%", "32.80%（2033）",
         "尚未批准", "示例"],
    ]  # fmt: skip
    assert sentences.held_sentence(staged, YI) == (
        "共 3 条：批准 2 条，提出 1 条；没有 2033 年到期的。"
    )


def test_a_number_as_if_handed_down_says_that_it_is_a_sample(snapshot: Snapshot) -> None:
    known = with_peak(snapshot)
    row = made_up(CITY, 2037, 19, unit="%", stage=Stage.APPROVED)
    handed = replace(row, target_id=PEAK.target_id)
    told = IndicatorValue(
        target_id=PEAK.target_id, year=2033, value=18.6, kind=ValueKind.SAMPLE, source="虚构"
    )
    figures = Figures(replace(known, allotments=(handed,), indicator_values=(told,)))

    (item,) = (each for each in figures.standings if each.target.is_handed_down)
    line = sentences.target_line(item)

    assert line.sentence.startswith("2037 年目标 ≥19%（示例）（虚构下达）；2033 年 18.60%")
    assert (line.tag, item.target.kind) == ("示例", ValueKind.SAMPLE)
    assert "不低于 19%（示例） 为绿灯" in item.rule_text
    assert not [each for each in Figures(known).standings if each.target.is_handed_down]


def test_without_shares_there_is_nothing_to_show(snapshot: Snapshot) -> None:
    without = Figures(replace(snapshot, allotments=(), indicator_values=()))

    assert not tables.allotment_board(without).rows
    assert not tables.held_table(without, YI).rows
