"""Reported values of the plan's targets: they give lights, and stand beside what is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.api.plan import target_row
from sihui_map.changes import compare
from sihui_map.domain.light import Light
from sihui_map.domain.plan import Operator
from sihui_map.domain.snapshot import Explanation, IndicatorValue
from sihui_map.domain.submission import Entry
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.views import names, tables
from tests.views.lacking import PEAK

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.standing import Standing

FOREST, CAP = "forest", "energy-cap"
"""A target that the system computes, and one of which only what is reported is known."""
SHARE = replace(
    PEAK, target_id="share", indicator="虚构占比", operator=Operator.AT_LEAST, value=40.0, unit="%"
)


def value(target_id: str, year: int, number: float) -> IndicatorValue:
    return IndicatorValue(
        target_id=target_id, year=year, value=number, kind=ValueKind.REPORTED, source="统计年报"
    )


def with_values(snapshot: Snapshot, *values: IndicatorValue) -> Figures:
    targets = (*snapshot.targets, SHARE)
    return Figures(replace(snapshot, targets=targets, indicator_values=values))


def standing(figures: Figures, target_id: str) -> Standing:
    return next(item for item in figures.standings if item.target.target_id == target_id)


def entry(target_id: str, year: str = "2033") -> Entry:
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
        at="2034-11-01T08:00:00",
        why="",
        base_id=0,
    )


def test_a_reported_value_gives_its_target_a_light(public_snapshot: Snapshot) -> None:
    figures = with_values(public_snapshot, value(CAP, 2033, 17.9))
    found = standing(figures, CAP)

    assert (found.light, found.year, found.value.known) == (Light.GREEN, 2033, 17.9)
    assert (found.value.unit, found.value.source) == ("万吨标准煤", "统计年报")
    assert figures.published()["indicator.energy-cap.2033"].known == 17.9


def test_every_target_with_a_number_takes_a_value(public_snapshot: Snapshot) -> None:
    numbered = ("energy-cap", "forest", "parks", "share")
    figures = with_values(public_snapshot, *(value(each, 2033, 1) for each in numbered))

    for each in numbered:
        assert figures.target_series(each)[2033].known == 1


def test_what_the_system_computes_wins_and_the_other_is_a_second_reading(
    snapshot: Snapshot,
) -> None:
    """Computed: 21100 of 48500 hectares."""
    sample = replace(value(FOREST, 2033, 60), kind=ValueKind.SAMPLE)
    figures = with_values(snapshot, sample, value(FOREST, 2030, 50))
    told, beside = figures.second_readings(FOREST)[2033]

    assert figures.target_series(FOREST)[2033].known == pytest.approx(21_100 / 48_500 * 100)
    assert figures.target_series(FOREST)[2030].known == 50
    assert (told.known, beside.unit) == (60, "个百分点")
    assert beside.known == pytest.approx(60 - 21_100 / 48_500 * 100)
    table = tables.targets_table(figures).only("indicator", "note")
    notes = {name.text: note.text for name, note in (row.cells for row in table.rows)}
    assert "2033 年另有填报 60.00%（示例），为第二读数，填报−系统计算＝" in notes["森林覆盖率"]


def test_the_interface_has_the_series(public_snapshot: Snapshot) -> None:
    figures = with_values(public_snapshot, value(CAP, 2033, 19), value(CAP, 2032, 18))
    series = target_row(figures, standing(figures, CAP)).series

    assert [(each.year, each.quantity.value) for each in series] == [(2032, 18), (2033, 19)]
    assert series[0].reported is None


@pytest.mark.parametrize(
    ("target_id", "said"),
    [
        ("no-such-target", "「target_id」应为已有的目标，现为「no-such-target」"),
        ("peak", "指标「虚构产量达峰」在方案中尚无数值，不能填报"),
    ],
)
def test_a_row_that_cannot_be_costs_only_itself(
    geodata_copy: Path, target_id: str, said: str
) -> None:
    with (geodata_copy / "plan" / "targets.csv").open("a", encoding="utf-8") as file:
        file.write("peak,虚构产量达峰,2037,,,,101,虚构的章节,,虚构：达峰,\n")
    rows = {"indicator_values": [entry(target_id), entry(CAP)]}
    found = read_snapshot(geodata_copy, reported=rows, revision_id="X")

    assert [row.target_id for row in found.indicator_values] == [CAP]
    assert [said in problem.sentence for problem in found.problems] == [True]


def test_reported_values_have_names(public_snapshot: Snapshot) -> None:
    figures = with_values(public_snapshot, value(CAP, 2032, 18))

    assert names.figure_name(figures, "indicator.energy-cap.2032") == (
        "指标「能源消费总量」（2037 年目标）2032 年填报值"
    )
    assert names.row_name(figures, "indicator_values", "energy-cap|2032") == (
        "主要指标：能源消费总量（2037） 2032"
    )


def test_a_reason_given_with_a_value_explains_that_value_alone(public_snapshot: Snapshot) -> None:
    before = with_values(public_snapshot, value(CAP, 2032, 22), value("share", 2032, 20))
    reason = Explanation(
        subject="indicator_values",
        area_id="",
        year=2032,
        text="补贴翻倍",
        source="张三",
        row_key=f"{CAP}|2032",
    )
    after = replace(
        before.snapshot,
        indicator_values=(value(CAP, 2032, 40), value("share", 2032, 29)),
        explanations=(reason,),
    )
    found = compare(before, Figures(after))
    said = {change.figure_id: found.explanation_of(change) for change in found.figures}

    assert said["indicator.energy-cap.2032"] == "补贴翻倍"
    assert said["indicator.share.2032"] == ""
