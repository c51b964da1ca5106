"""What a file says about tasks, about projects and parks, and about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.reading import read_file
from tests.counties.county import DING
from tests.intake.files import csv_of, lines, read, row_of, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.intake.known import Known, Reading


TASK_LINE = {"C": "2034-11-20", "D": "推进中", "E": "已接入平台", "F": "年底复核", "J": "县发改局",
        "K": "实绩", "L": "三季度调度"}  # fmt: skip


def asked_task(filled: bytes, task: str, cells: Mapping[str, object]) -> dict[str, object]:
    rows = enumerate(lines(filled, "任务调度"))
    number = next(number for number, row in rows if row and row[0] == task and not row[2])
    return {f"{letter}{number}": value for letter, value in cells.items()}


def test_a_task_tells_of_a_day(known: Known, filled_city: bytes) -> None:
    (change,) = read(
        known, filled_city, "任务调度", asked_task(filled_city, "3", TASK_LINE)
    ).changes

    assert (change.dataset, change.row_key) == ("task_updates", "3|2034-11-20")
    assert change.cells == {
        "task_no": "3", "day": "2034-11-20", "status": "推进中", "progress": "已接入平台",
        "next_step": "年底复核", "unit": "县发改局", "kind": "实绩", "source": "三季度调度",
    }  # fmt: skip


def test_a_task_has_one_row_a_day(known: Known, filled_city: bytes) -> None:
    number = row_of(filled_city, "任务调度", "1", None, "2033-08-20")
    cells = asked_task(filled_city, "1", {**TASK_LINE, "C": "2033/8/20"})

    (error,) = read(known, filled_city, "任务调度", cells).of(Severity.ERROR)

    assert (error.rule, error.row_key) == (Rule.DUPLICATE, "1|2033-08-20")
    assert f"与 任务调度!D{number} 重复" in error.sentence


def test_a_unit_that_the_plan_does_not_know_costs_its_row(known: Known, filled_city: bytes) -> None:
    cells = asked_task(filled_city, "3", {**TASK_LINE, "J": "某办"}) | asked_task(
        filled_city, "1", TASK_LINE
    )

    reading = read(known, filled_city, "任务调度", cells)

    assert [change.row_key for change in reading.changes] == ["1|2034-11-20"]
    (unknown,) = reading.of(Severity.WARNING)
    assert unknown.rule is Rule.UNKNOWN
    assert unknown.sentence.startswith("没有「某办」；可选：")
    assert unknown.sentence.endswith("这一行没有读取")


def test_an_emptied_task_row_is_taken_back(known: Known, filled_city: bytes) -> None:
    number = row_of(filled_city, "任务调度", "1", None, "2033-08-20")
    cells = dict.fromkeys([f"{letter}{number}" for letter in "DEF"])

    (change,) = read(known, filled_city, "任务调度", cells).changes

    assert (change.row_key, change.cells) == ("1|2033-08-20", None)


def test_a_park_of_this_year_and_a_forest_and_people(known: Known, filled_city: bytes) -> None:
    park = row_of(filled_city, "园区", "park", *[None] * 9, 2034)
    cells = {f"L{park}": "实施中", f"Q{park}": "实绩", f"R{park}": "园区月报"}

    (change,) = read(known, filled_city, "园区", cells).changes

    assert change.row_key == "park|2034"


def site(known: Known, **cells: str) -> Reading:
    base = {
        "site_id": "pv-new", "name": "新光伏", "kind": "distributed_pv", "stage": "在建",
        "capacity_mw": "2", "place_precision": "city", "value_kind": "规划", "source": "备案",
    }  # fmt: skip
    return read_file(csv_of("sites", **{**base, **cells}), "sites.csv", known)


def test_a_project_without_a_place_is_taken(known: Known) -> None:
    reading = site(known)

    assert (reading.findings, len(reading.changes)) == ((), 1)


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"place_precision": ""}, Rule.PRECISION),
        ({"place_precision": "大概"}, Rule.PRECISION),
        ({"place_precision": "point"}, Rule.PRECISION),
        ({"place_precision": "point", "lon": "1.06"}, Rule.PRECISION),
        ({"lon": "1.06", "lat": "1.12"}, Rule.PRECISION),
        ({"place_precision": "town"}, Rule.PRECISION),
        ({"place_precision": "point", "lon": "1.05", "lat": "1.23"}, Rule.PLACE),
        ({"place_precision": "point", "lon": "116.4", "lat": "39.9"}, Rule.PLACE),
        ({"kind": "wind"}, Rule.CHOICE),
        ({"stage": "完工"}, Rule.CHOICE),
        ({"value_kind": "缺失"}, Rule.CHOICE),
        ({"clauses": "101|99"}, Rule.UNKNOWN),
        ({"town_code": DING}, Rule.UNKNOWN),
        ({"site_id": "PV 新"}, Rule.CODE),
        ({"capacity_mw": "-1"}, Rule.NEGATIVE),
        ({"commission_year": "1900"}, Rule.YEAR),
    ],
    ids=repr,
)
def test_a_wrong_project_is_refused(known: Known, cells: dict[str, str], rule: Rule) -> None:
    reading = site(known, **cells)

    assert rules(reading) == {rule}
    assert reading.changes == ()


@pytest.mark.parametrize(
    "cells",
    [
        {"place_precision": "point", "lon": "1.06", "lat": "1.12"},
        {"place_precision": "精确位置", "lon": "1.06", "lat": "1.12"},
        {"place_precision": "镇街", "town_code": "乙镇"},
        {"kind": "分布式光伏", "clauses": "101、102", "commission_year": "2036"},
        {"capacity_mw": "", "value_kind": "缺失"},
    ],
    ids=repr,
)
def test_a_right_project_is_taken(known: Known, cells: dict[str, str]) -> None:
    reading = site(known, **cells)

    assert (rules(reading), len(reading.changes)) == (set(), 1)
