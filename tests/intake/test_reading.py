"""From lines of a workbook to changes: what is new, taken back, or only written differently."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from tests.counties.county import TOWN
from tests.intake.files import GOOD, added, read, row_of

if TYPE_CHECKING:
    from sihui_map.intake.known import Known


def test_a_new_line_is_one_change(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "I": "新增焦炭"})

    (change,) = reading.changes
    assert (change.dataset, change.row_key) == ("energy_use", f"{TOWN}|2034|焦炭")
    assert change.cells == {
        "area_id": TOWN, "year": "2034", "fuel": "焦炭", "amount": "12", "unit": "t",
        "kind": "实绩", "source": "镇统计年报",
    }  # fmt: skip
    assert change.why == "新增焦炭"
    assert reading.findings == ()


def test_a_name_may_stand_for_its_code(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "A": None, "B": "乙镇"})

    assert [change.row_key for change in reading.changes] == [f"{TOWN}|2034|焦炭"]


def test_the_next_year_needs_numbers_only(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2034, "柴油")
    cells = {f"E{number}": 900, f"G{number}": "初步", f"H{number}": "快报"}

    reading = read(known, filled, "能源活动", cells)

    assert [change.row_key for change in reading.changes] == [f"{TOWN}|2034|柴油"]


def test_a_total_goes_to_its_own_table(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2034, "合计")
    cells = {f"E{number}": 900, f"G{number}": "初步", f"H{number}": "快报"}

    (change,) = read(known, filled, "能源活动", cells).changes

    assert (change.dataset, change.row_key) == ("energy_total", f"{TOWN}|2034")
    assert (change.cells or {})["tce"] == "900"


def test_an_emptied_number_withdraws_its_row(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")

    (change,) = read(known, filled, "能源活动", {f"E{number}": None}).changes

    assert (change.row_key, change.cells) == (f"{TOWN}|2032|柴油", None)


def test_an_unchanged_number_in_another_writing_is_no_change(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    amount = known.rows["energy_use", f"{TOWN}|2032|柴油"]["amount"]

    reading = read(known, filled, "能源活动", {f"E{number}": f" {amount}.00 "})

    assert reading.changes == ()
    assert [found.rule for found in reading.findings] == [Rule.NORMALISED]


@pytest.mark.parametrize("told", [0, "涉密", "不适用"])
def test_zero_and_why_there_is_no_number_are_told_and_a_blank_is_not(
    known: Known, filled: bytes, told: object
) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2034, "柴油")
    cells = {f"G{number}": "实绩", f"H{number}": "年报"}

    (change,) = read(known, filled, "能源活动", {**cells, f"E{number}": told}).changes

    assert (change.cells or {})["amount"] == str(told)
    assert read(known, filled, "能源活动", cells).changes == ()


def test_a_total_is_a_number(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2034, "合计")
    cells = {f"E{number}": "涉密", f"G{number}": "实绩", f"H{number}": "年报"}

    (error,) = read(known, filled, "能源活动", cells).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.NUMBER, f"能源活动!E{number}")
    assert error.sentence == "「合计」应为数字，现为「涉密」；没有合计的留空"


def test_classified_power_is_told_and_comes_back_from_the_template(
    known: Known, filled: bytes
) -> None:
    number = row_of(filled, "电力收支", TOWN, None, 2034)
    cells = {f"D{number}": "涉密", f"E{number}": "不适用", f"H{number}": "实绩", f"I{number}": "a"}

    changes = read(known, filled, "电力收支", cells).changes

    assert [(c.cells or {})["amount"] for c in changes] == ["涉密", "不适用"]
    told = {(c.dataset, c.row_key): c.cells or {} for c in changes}
    later = replace(known, rows={**known.rows, **told})
    again = template(later.figures, later.rows, number=later.number)
    assert read_file(again, "a.xlsx", later).changes == ()


def test_a_line_without_a_number_is_left_alone(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "E": None})

    assert (reading.changes, reading.findings) == ((), ())


def test_the_citys_energy_is_one_number(known: Known, filled_city: bytes) -> None:
    number = row_of(filled_city, "能源活动", "city", "全县", 2034, "合计")
    cells = {f"E{number}": 1_100_000, f"G{number}": "实绩", f"H{number}": "统计局"}

    (change,) = read(known, filled_city, "能源活动", cells).changes

    assert (change.dataset, change.row_key) == ("energy_total", "city|2034")


def test_no_fuel_is_told_of_the_whole_city(known: Known, filled_city: bytes) -> None:
    reading = added(known, filled_city, "能源活动", {**GOOD, "A": "city"})

    (error,) = reading.of(Severity.ERROR)
    assert error.sentence == "全县只填「合计」；各品种按镇街和重点排放源填"
    assert reading.changes == ()
