"""Reported values of the plan's targets: they give lights, and stand beside what is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.api.plan import target_row
from sihui_map.changes import compare
from sihui_map.domain.light import Light
from sihui_map.domain.snapshot import Explanation, IndicatorValue
from sihui_map.domain.submission import Entry
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.views import names, tables

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.standing import Standing

FOREST_TARGET = "forest-cover-2025"
EV, MANUFACTURING = "ev-sales-2030", "advanced-manufacturing-2025"


def value(target_id: str, year: int, number: float) -> IndicatorValue:
    return IndicatorValue(
        target_id=target_id, year=year, value=number, kind=ValueKind.REPORTED, source="统计年报"
    )


def with_values(snapshot: Snapshot, *values: IndicatorValue) -> Figures:
    return Figures(replace(snapshot, indicator_values=values))


def standing(figures: Figures, target_id: str) -> Standing:
    return next(item for item in figures.standings if item.target.target_id == target_id)


def entry(target_id: str, year: str = "2025") -> Entry:
    cells = {"target_id": target_id, "year": year, "value": "31", "kind": "实绩", "source": "年报"}
    return Entry(
        entry_id=1,
        submission_id=1,
        dataset="indicator_values",
        row_key=f"{target_id}|{year}",
        cells=cells,
        kind="实绩",
        source="年报",
        who="张三",
        at="2026-11-01T08:00:00",
        why="",
        base_id=0,
    )


def test_a_reported_value_gives_its_target_a_light(public_snapshot: Snapshot) -> None:
    figures = with_values(public_snapshot, value(MANUFACTURING, 2025, 31.2))
    found = standing(figures, MANUFACTURING)

    assert (found.light, found.year, found.value.known) == (Light.GREEN, 2025, 31.2)
    assert (found.value.unit, found.value.source) == ("%", "统计年报")
    assert figures.published()[f"indicator.{MANUFACTURING}.2025"].known == 31.2


def test_every_target_with_a_number_takes_a_value(public_snapshot: Snapshot) -> None:
    numbered = [each for each in public_snapshot.targets if each.value is not None]
    figures = with_values(public_snapshot, *(value(each.target_id, 2024, 1) for each in numbered))

    assert len(numbered) == 8
    for each in numbered:
        assert figures.target_series(each.target_id)[2024].known == 1


def test_what_the_system_computes_wins_and_the_other_is_a_second_reading(
    snapshot: Snapshot,
) -> None:
    computed = Figures(snapshot).target_series(FOREST_TARGET)
    year = max(year for year, amount in computed.items() if amount.value is not None)
    sample = replace(value(FOREST_TARGET, year, 60), kind=ValueKind.SAMPLE)
    figures = with_values(snapshot, sample, value(FOREST_TARGET, 2010, 50))
    told, beside = figures.second_readings(FOREST_TARGET)[year]

    assert figures.target_series(FOREST_TARGET)[year] == computed[year]
    assert figures.target_series(FOREST_TARGET)[2010].known == 50
    assert (told.known, beside.unit) == (60, "个百分点")
    assert beside.known == pytest.approx(60 - computed[year].known)
    table = tables.targets_table(figures).only("indicator", "note")
    notes = {name.text: note.text for name, note in (row.cells for row in table.rows)}
    assert f"{year} 年另有填报 60.00%（示例），为第二读数，填报−系统计算＝" in notes["森林覆盖率"]


def test_the_interface_has_the_series(public_snapshot: Snapshot) -> None:
    figures = with_values(public_snapshot, value(EV, 2024, 22), value(EV, 2023, 18))
    series = target_row(figures, standing(figures, EV)).series

    assert [(each.year, each.quantity.value) for each in series] == [(2023, 18), (2024, 22)]
    assert series[0].reported is None


@pytest.mark.parametrize(
    ("target_id", "said"),
    [
        ("no-such-target", "「target_id」应为已有的目标，现为「no-such-target」"),
        ("oil-peak-2030", "指标「油品消费总量达峰」在方案中尚无数值，不能填报"),
    ],
)
def test_a_row_that_cannot_be_costs_only_itself(target_id: str, said: str) -> None:
    rows = {"indicator_values": [entry(target_id), entry(MANUFACTURING)]}
    found = read_snapshot(reported=rows, revision_id="X")

    assert [row.target_id for row in found.indicator_values] == [MANUFACTURING]
    assert [said in problem.sentence for problem in found.problems] == [True]


def test_reported_values_have_names(public_snapshot: Snapshot) -> None:
    figures = with_values(public_snapshot, value(EV, 2024, 22))

    assert names.figure_name(figures, f"indicator.{EV}.2024") == (
        "指标「电动乘用车销售量占乘用车新车销售量比例」（2030 年目标）2024 年填报值"
    )
    assert names.row_name(figures, "indicator_values", f"{EV}|2024") == (
        "主要指标：电动乘用车销售量占乘用车新车销售量比例（2030） 2024"
    )


def test_a_reason_given_with_a_value_explains_that_value_alone(public_snapshot: Snapshot) -> None:
    before = with_values(public_snapshot, value(EV, 2024, 22), value(MANUFACTURING, 2024, 20))
    reason = Explanation(
        subject="indicator_values",
        area_id="",
        year=2024,
        text="补贴翻倍",
        source="张三",
        row_key=f"{EV}|2024",
    )
    after = replace(
        public_snapshot,
        indicator_values=(value(EV, 2024, 40), value(MANUFACTURING, 2024, 29)),
        explanations=(reason,),
    )
    found = compare(before, Figures(after))
    said = {change.figure_id: found.explanation_of(change) for change in found.figures}

    assert said[f"indicator.{EV}.2024"] == "补贴翻倍"
    assert said[f"indicator.{MANUFACTURING}.2024"] == ""
