"""Each sheet's own tables: power, heat, ledger, sources, parks, targets, tasks."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.layout import GUIDE, MARK_VERSION
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from tests.counties.county import TOWN
from tests.intake.files import added, csv_of, read, row_of, rules

if TYPE_CHECKING:
    from sihui_map.intake.known import Known


def test_power_in_and_out_are_two_rows(known: Known, filled: bytes) -> None:
    number = row_of(filled, "电力收支", TOWN, None, 2034)
    cells = {f"D{number}": 10, f"E{number}": 2, f"H{number}": "实绩", f"I{number}": "供电局"}

    changes = read(known, filled, "电力收支", cells).changes

    assert {(c.row_key, (c.cells or {})["amount"]) for c in changes} == {
        (f"{TOWN}|2034|电力调入", "10"),
        (f"{TOWN}|2034|电力调出", "2"),
    }
    assert {(c.cells or {})["unit"] for c in changes} == {"10^4 kWh"}


STEAM = {"C": 2034, "D": "热力购入", "E": 1200, "F": "吉焦", "G": "实绩", "H": "供热台账"}


def test_heat_is_told_among_the_fuels_and_comes_back_from_the_template(
    known: Known, filled: bytes
) -> None:
    (change,) = added(known, filled, "能源活动", {"A": TOWN, **STEAM}).changes

    assert change.row_key == f"{TOWN}|2034|热力购入"
    assert {k: (change.cells or {})[k] for k in ("amount", "unit")} == {
        "amount": "1200",
        "unit": "GJ",
    }
    told = {(change.dataset, change.row_key): change.cells or {}}
    later = replace(known, rows={**known.rows, **told})
    again = template(later.figures, later.rows, number=later.number)
    assert row_of(again, "能源活动", TOWN, None, 2034, "热力购入", 1200, "吉焦")
    assert read_file(again, "a.xlsx", later).changes == ()


def test_the_plant_tells_the_heat_it_sells(known: Known, filled_city: bytes) -> None:
    cells = {
        "A": "works", "D": 2034, "E": "热力外供", "F": 1200, "G": "吉焦", "H": "实绩",
        "I": "供热台账",
    }  # fmt: skip

    (change,) = added(known, filled_city, "重点排放源", cells).changes

    assert change.row_key == "works|2034|热力外供"


def test_heat_in_tonnes_of_steam_is_refused(known: Known, filled: bytes) -> None:
    (error,) = added(known, filled, "能源活动", {"A": TOWN, **STEAM, "F": "吨"}).of(Severity.ERROR)

    assert error.rule is Rule.UNIT
    assert error.sentence == "「热力购入」的单位应为 吉焦（GJ），现为 吨"


def test_heat_in_a_file_is_a_row_like_any_other(known: Known) -> None:
    row = {"area_id": TOWN, "year": "2034", "fuel": "热力外供", "amount": "不适用",
           "unit": "吉焦", "kind": "实绩", "source": "台账"}  # fmt: skip

    (change,) = read_file(csv_of("energy_use", **row), "a.csv", known).changes

    assert change.row_key == f"{TOWN}|2034|热力外供"
    assert (change.cells or {})["unit"] == "GJ"


def test_the_city_states_its_ledger(known: Known, filled_city: bytes) -> None:
    number = row_of(filled_city, "电力收支", "city", None, 2034)
    cells = {f"F{number}": -5, f"G{number}": 900, f"H{number}": "实绩", f"I{number}": "核算"}

    changes = read(known, filled_city, "电力收支", cells).changes

    assert {(c.dataset, c.row_key, (c.cells or {})["tco2"]) for c in changes} == {
        ("ledger_reported", "2034|net_electricity", "-5"),
        ("ledger_reported", "2034|city_total", "900"),
    }


def test_a_column_for_others_stays_empty(known: Known, filled: bytes) -> None:
    number = row_of(filled, "电力收支", TOWN, None, 2034)
    cells = {f"G{number}": 900, f"H{number}": "实绩", f"I{number}": "核算"}

    (error,) = read(known, filled, "电力收支", cells).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.CHOICE, f"电力收支!G{number}")


def test_a_new_source_brings_its_description(known: Known, filled_city: bytes) -> None:
    cells = {
        "A": "plant-new", "B": "新厂", "C": "重点排放源", "D": 2033, "E": "天然气", "F": 3,
        "G": "万标准立方米", "H": "实绩", "I": "企业报告",
    }  # fmt: skip

    changes = added(known, filled_city, "重点排放源", cells).changes

    assert {(change.dataset, change.row_key) for change in changes} == {
        ("energy_use", "plant-new|2033|天然气"),
        ("named_sources", "plant-new"),
    }


def test_a_new_source_without_a_name_is_refused(known: Known, filled: bytes) -> None:
    cells = {
        "A": "plant-new", "D": 2033, "E": "天然气", "F": 3, "G": "万标准立方米", "H": "实绩",
        "I": "企业报告",
    }  # fmt: skip

    assert rules(added(known, filled, "重点排放源", cells)) == {Rule.CODE}


def test_a_town_is_no_source(known: Known, filled: bytes) -> None:
    cells = {
        "A": TOWN, "D": 2033, "E": "焦炭", "F": 3, "G": "吨", "H": "实绩", "I": "年报",
    }  # fmt: skip

    assert rules(added(known, filled, "重点排放源", cells)) == {Rule.CODE}


def test_a_parks_attribute_is_changed_on_any_one_line(known: Known, filled_city: bytes) -> None:
    number = row_of(filled_city, "园区", "park", None, None, None, None, None, None, None,
                    None, None, 2032)  # fmt: skip

    (change,) = read(known, filled_city, "园区", {f"G{number}": "金属加工"}).changes

    assert (change.dataset, change.row_key) == ("parks", "park")
    assert (change.cells or {})["industries"] == "金属加工"


def test_two_lines_of_a_park_may_not_contradict(known: Known, filled_city: bytes) -> None:
    first = row_of(filled_city, "园区", "park")

    reading = read(known, filled_city, "园区", {f"G{first}": "金属", f"G{first + 1}": "陶瓷"})

    assert rules(reading) == {Rule.DUPLICATE}


def test_a_target_is_shared_out(known: Known, filled: bytes) -> None:
    cells = {
        "A": "forest", "D": "乙镇", "E": 2037, "F": 60, "G": "%", "J": "会议纪要",
        "K": "规划", "L": "县林业局",
    }  # fmt: skip

    (change,) = added(known, filled, "目标分解", cells).changes

    assert change.row_key == f"forest|{TOWN}|2037"


def test_an_indicator_takes_its_unit_from_its_target(known: Known, filled_city: bytes) -> None:
    number = row_of(filled_city, "主要指标", "forest")
    cells = {f"D{number}": 43.5, f"E{number}": "实绩", f"F{number}": "县林业局"}

    (change,) = read(known, filled_city, "主要指标", cells).changes

    assert change.dataset == "indicator_values"
    assert change.cells == {
        "target_id": "forest", "year": "2032", "value": "43.5", "kind": "实绩",
        "source": "县林业局",
    }  # fmt: skip


def test_an_indicator_without_a_number_in_the_plan_is_refused(fuller: Known) -> None:
    told = {"target_id": "oil", "year": "2033", "value": "3", "kind": "实绩",
            "source": "a"}  # fmt: skip
    reading = read_file(csv_of("indicator_values", **told), "a.csv", fuller)

    assert [found.sentence for found in reading.findings] == [
        "指标「油品消费总量达峰（2037）」在方案中尚无数值，不能填报"
    ]


@pytest.mark.parametrize(
    ("version", "lacking"),
    [
        ("三镇县碳达峰填报模板 1", ("主要指标", "填全声明", "任务调度")),
        ("三镇县碳达峰填报模板 2", ("任务调度",)),
    ],
)
def test_a_template_from_before_a_sheet_is_still_taken(
    known: Known, filled: bytes, version: str, lacking: tuple[str, ...]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled))
    for name in lacking:
        del book[name]
    book[GUIDE][MARK_VERSION] = version
    older = io.BytesIO()
    book.save(older)

    reading = read_file(older.getvalue(), "a.xlsx", known)

    assert (reading.changes, reading.findings) == ((), ())
