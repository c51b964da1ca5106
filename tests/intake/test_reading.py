"""From a file to changes and findings: each rule, and what does not break it."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from sihui_map.domain.check import Rule, Severity
from sihui_map.domain.dataset import DATASETS, ENERGY_USE, FOREST_COVER, SITES, Dataset, dataset
from sihui_map.errors import IntakeError
from sihui_map.intake.csv_lines import csv_of as downloaded
from sihui_map.intake.layout import GUIDE, MARK_VERSION, OLDER_VERSIONS
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.intake.known import Known, Reading

XIAMAO = "441284113"
GOOD = {"A": XIAMAO, "C": 2026, "D": "焦炭", "E": 12, "F": "吨", "G": "实绩", "H": "镇统计年报"}


def edited(filled: bytes, sheet: str, cells: Mapping[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled))
    for address, value in cells.items():
        cell: Any = book[sheet][address]
        cell.value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def lines(filled: bytes, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(filled), read_only=True)
    return [(), *book[sheet].iter_rows(values_only=True)]


def row_of(filled: bytes, sheet: str, *start: object) -> int:
    """Return the number of the first line that begins with ``start``, None for any."""
    for number, line in enumerate(lines(filled, sheet)):
        if line and all(told in (None, now) for told, now in zip(start, line, strict=False)):
            return number
    raise LookupError(start)


def blank(filled: bytes, sheet: str) -> int:
    """Return the number of the first line that nothing is written on."""
    found = [number for number, line in enumerate(lines(filled, sheet)) if any(line)]
    return found[-1] + 1


def read(known: Known, filled: bytes, sheet: str, cells: Mapping[str, object]) -> Reading:
    return read_file(edited(filled, sheet, cells), "填报.xlsx", known)


def added(known: Known, filled: bytes, sheet: str, cells: Mapping[str, object]) -> Reading:
    number = blank(filled, sheet)
    return read(known, filled, sheet, {f"{letter}{number}": v for letter, v in cells.items()})


def rules(reading: Reading) -> set[Rule]:
    """Return the rules for which a row is not taken."""
    return {found.rule for found in reading.findings if found.severity is not Severity.NOTICE}


def csv_of(table: str, **cells: str) -> bytes:
    own = dataset(table)
    row = ",".join(f'"{cells.get(column, "")}"' for column in own.columns)
    return f"{','.join(own.columns)}\n{row}\n".encode()


# What changes


def test_a_new_line_is_one_change(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "I": "新增焦炭"})

    (change,) = reading.changes
    assert (change.dataset, change.row_key) == ("energy_use", "441284113|2026|焦炭")
    assert change.cells == {
        "area_id": XIAMAO, "year": "2026", "fuel": "焦炭", "amount": "12", "unit": "t",
        "kind": "实绩", "source": "镇统计年报",
    }  # fmt: skip
    assert change.why == "新增焦炭"
    assert reading.findings == ()


def test_a_name_may_stand_for_its_code(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "A": None, "B": "下茆镇"})

    assert [change.row_key for change in reading.changes] == ["441284113|2026|焦炭"]


def test_the_next_year_needs_numbers_only(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2026, "柴油")
    cells = {f"E{number}": 900, f"G{number}": "初步", f"H{number}": "快报"}

    reading = read(known, filled, "能源活动", cells)

    assert [change.row_key for change in reading.changes] == ["441284113|2026|柴油"]


def test_a_total_goes_to_its_own_table(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2026, "合计")
    cells = {f"E{number}": 900, f"G{number}": "初步", f"H{number}": "快报"}

    (change,) = read(known, filled, "能源活动", cells).changes

    assert (change.dataset, change.row_key) == ("energy_total", "441284113|2026")
    assert (change.cells or {})["tce"] == "900"


def test_an_emptied_number_withdraws_its_row(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2024, "柴油")

    (change,) = read(known, filled, "能源活动", {f"E{number}": None}).changes

    assert (change.row_key, change.cells) == ("441284113|2024|柴油", None)


def test_an_unchanged_number_in_another_writing_is_no_change(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2024, "柴油")
    amount = known.rows["energy_use", "441284113|2024|柴油"]["amount"]

    reading = read(known, filled, "能源活动", {f"E{number}": f" {amount}.00 "})

    assert reading.changes == ()
    assert [found.rule for found in reading.findings] == [Rule.NORMALISED]


@pytest.mark.parametrize("told", [0, "涉密", "不适用"])
def test_zero_and_why_there_is_no_number_are_told_and_a_blank_is_not(
    known: Known, filled: bytes, told: object
) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2026, "柴油")
    cells = {f"G{number}": "实绩", f"H{number}": "年报"}

    (change,) = read(known, filled, "能源活动", {**cells, f"E{number}": told}).changes

    assert (change.cells or {})["amount"] == str(told)
    assert read(known, filled, "能源活动", cells).changes == ()


def test_a_total_is_a_number(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2026, "合计")
    cells = {f"E{number}": "涉密", f"G{number}": "实绩", f"H{number}": "年报"}

    (error,) = read(known, filled, "能源活动", cells).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.NUMBER, f"能源活动!E{number}")
    assert error.sentence == "「合计」应为数字，现为「涉密」；没有合计的留空"


def test_classified_power_is_told_and_comes_back_from_the_template(
    known: Known, filled: bytes
) -> None:
    number = row_of(filled, "电力收支", XIAMAO, None, 2026)
    cells = {f"D{number}": "涉密", f"E{number}": "不适用", f"H{number}": "实绩", f"I{number}": "a"}

    changes = read(known, filled, "电力收支", cells).changes

    assert [(c.cells or {})["amount"] for c in changes] == ["涉密", "不适用"]
    told = {(c.dataset, c.row_key): c.cells or {} for c in changes}
    later = replace(known, rows={**known.rows, **told})
    again = template(later.figures, later.rows, number=later.number)
    assert read_file(again, "a.xlsx", later).changes == ()


# Declared complete


def declared(known: Known, **cells: str) -> Known:
    row = {"subject": "energy_use", "area_id": XIAMAO, "year": "2025", "kind": "实绩",
           "source": "统计台账", **cells}  # fmt: skip
    key = ("declarations", dataset("declarations").key_of(row))
    return replace(known, rows={**known.rows, key: row})


def test_a_tick_is_a_row_of_its_own(known: Known, filled: bytes) -> None:
    number = row_of(filled, "填全声明", XIAMAO, None, 2025)

    (change,) = read(known, filled, "填全声明", {f"E{number}": " 是"}).changes

    assert (change.dataset, change.row_key) == ("declarations", f"energy_use|{XIAMAO}|2025")
    assert change.cells == {
        "subject": "energy_use", "area_id": XIAMAO, "year": "2025", "kind": "实绩",
        "source": "填全声明",
    }  # fmt: skip


def test_a_tick_is_no_surer_than_the_rows_of_the_same_file(known: Known, filled: bytes) -> None:
    line = row_of(filled, "能源活动", XIAMAO, None, 2025, "柴油")
    cells = {f"E{line}": 900, f"G{line}": "初步", f"H{line}": "快报"}
    body = edited(filled, "能源活动", cells)
    number = row_of(filled, "填全声明", XIAMAO, None, 2025)

    _, change = read(known, body, "填全声明", {f"E{number}": "是"}).changes

    assert ((change.cells or {})["kind"], (change.cells or {})["source"]) == ("初步", "快报")


def test_kind_and_source_may_be_written_beside_the_tick(known: Known, filled: bytes) -> None:
    number = row_of(filled, "填全声明", XIAMAO, None, 2025)
    cells = {f"E{number}": "是", f"F{number}": "估算", f"G{number}": "镇长办公会"}

    (change,) = read(known, filled, "填全声明", cells).changes

    assert ((change.cells or {})["kind"], (change.cells or {})["source"]) == ("估算", "镇长办公会")


@pytest.mark.parametrize("value", [None, "否", " "])
def test_a_declaration_is_taken_back(known: Known, value: str | None) -> None:
    told = declared(known)
    body = template(told.figures, told.rows, number=told.number)
    number = row_of(body, "填全声明", XIAMAO, None, 2025)

    (change,) = read(told, body, "填全声明", {f"E{number}": value}).changes

    assert (change.row_key, change.cells) == (f"energy_use|{XIAMAO}|2025", None)


def test_a_tick_that_is_none_is_named(known: Known, filled: bytes) -> None:
    number = row_of(filled, "填全声明", XIAMAO, None, 2025)

    (error,) = read(known, filled, "填全声明", {f"E{number}": "对"}).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.CHOICE, f"填全声明!E{number}")


def test_a_template_from_before_declarations_is_taken(known: Known, filled: bytes) -> None:
    told = declared(known)
    book = openpyxl.load_workbook(io.BytesIO(filled))
    del book["填全声明"]
    guide: Any = book["填报说明"]
    guide["B2"] = "四会市碳达峰填报模板 1"
    stream = io.BytesIO()
    book.save(stream)

    reading = read_file(stream.getvalue(), "旧.xlsx", told)

    assert (reading.changes, reading.findings) == ((), ())


def energy_csv(*rows: str, last: str = "填全") -> bytes:
    head = f"area_id,year,fuel,amount,unit,kind,source,{last}\n"
    return (head + "".join(f"{row}\n" for row in rows)).encode()


def test_a_column_of_a_csv_declares_the_area_and_year_of_its_rows(known: Known) -> None:
    body = energy_csv(
        f"{XIAMAO},2026,烟煤,12,t,实绩,年报,是",
        f"{XIAMAO},2026,柴油,0,t,初步,快报,是",
        "441284110,2026,烟煤,9,t,实绩,年报,",
    )

    reading = read_file(body, "a.csv", known)

    assert reading.findings == ()
    assert [change.row_key for change in reading.changes] == [
        f"{XIAMAO}|2026|烟煤",
        f"energy_use|{XIAMAO}|2026",
        f"{XIAMAO}|2026|柴油",
        "441284110|2026|烟煤",
    ]
    cells = reading.changes[1].cells or {}
    assert (cells["kind"], cells["source"]) == ("初步", "年报；快报")


def test_a_column_without_a_tick_takes_nothing_back(known: Known) -> None:
    told = declared(known)

    reading = read_file(energy_csv(f"{XIAMAO},2025,焦炭,12,t,实绩,年报,"), "a.csv", told)

    assert [change.dataset for change in reading.changes] == ["energy_use"]


def test_a_column_of_ticks_takes_no_other_word(known: Known) -> None:
    reading = read_file(energy_csv(f"{XIAMAO},2025,焦炭,12,t,实绩,年报,否"), "a.csv", known)

    assert [found.sentence for found in reading.findings] == ["没有「否」；可选：是"]


def test_declarations_may_come_and_go_as_a_csv(known: Known) -> None:
    row = {"subject": "能源活动", "area_id": XIAMAO, "year": "2025"}

    (made,) = read_file(
        csv_of("declarations", **row, kind="实绩", source="台账"), "a.csv", known
    ).changes
    (gone,) = read_file(csv_of("declarations", **row), "a.csv", declared(known)).changes

    assert (made.row_key, (made.cells or {})["source"]) == (f"energy_use|{XIAMAO}|2025", "台账")
    assert (gone.row_key, gone.cells) == (made.row_key, None)


# Other tables


def test_power_in_and_out_are_two_rows(known: Known, filled: bytes) -> None:
    number = row_of(filled, "电力收支", XIAMAO, None, 2026)
    cells = {f"D{number}": 10, f"E{number}": 2, f"H{number}": "实绩", f"I{number}": "供电局"}

    changes = read(known, filled, "电力收支", cells).changes

    assert {(c.row_key, (c.cells or {})["amount"]) for c in changes} == {
        ("441284113|2026|电力调入", "10"),
        ("441284113|2026|电力调出", "2"),
    }
    assert {(c.cells or {})["unit"] for c in changes} == {"10^4 kWh"}


STEAM = {"C": 2026, "D": "热力购入", "E": 1200, "F": "吉焦", "G": "实绩", "H": "供热台账"}


def test_heat_is_told_among_the_fuels_and_comes_back_from_the_template(
    known: Known, filled: bytes
) -> None:
    (change,) = added(known, filled, "能源活动", {"A": XIAMAO, **STEAM}).changes

    assert change.row_key == f"{XIAMAO}|2026|热力购入"
    assert {k: (change.cells or {})[k] for k in ("amount", "unit")} == {
        "amount": "1200",
        "unit": "GJ",
    }
    told = {(change.dataset, change.row_key): change.cells or {}}
    later = replace(known, rows={**known.rows, **told})
    again = template(later.figures, later.rows, number=later.number)
    assert row_of(again, "能源活动", XIAMAO, None, 2026, "热力购入", 1200, "吉焦")
    assert read_file(again, "a.xlsx", later).changes == ()


def test_the_plant_tells_the_heat_it_sells(known: Known, filled: bytes) -> None:
    cells = {
        "A": "plant-zhongdian", "D": 2026, "E": "热力外供", "F": 1200, "G": "吉焦", "H": "实绩",
        "I": "供热台账",
    }  # fmt: skip

    (change,) = added(known, filled, "重点排放源", cells).changes

    assert change.row_key == "plant-zhongdian|2026|热力外供"


def test_heat_in_tonnes_of_steam_is_refused(known: Known, filled: bytes) -> None:
    (error,) = added(known, filled, "能源活动", {"A": XIAMAO, **STEAM, "F": "吨"}).of(
        Severity.ERROR
    )

    assert error.rule is Rule.UNIT
    assert error.sentence == "「热力购入」的单位应为 吉焦（GJ），现为 吨"


def test_heat_in_a_file_is_a_row_like_any_other(known: Known) -> None:
    row = {"area_id": XIAMAO, "year": "2026", "fuel": "热力外供", "amount": "不适用",
           "unit": "吉焦", "kind": "实绩", "source": "台账"}  # fmt: skip

    (change,) = read_file(csv_of("energy_use", **row), "a.csv", known).changes

    assert change.row_key == f"{XIAMAO}|2026|热力外供"
    assert (change.cells or {})["unit"] == "GJ"


def test_the_city_states_its_ledger(known: Known, filled: bytes) -> None:
    number = row_of(filled, "电力收支", "city", None, 2026)
    cells = {f"F{number}": -5, f"G{number}": 900, f"H{number}": "实绩", f"I{number}": "核算"}

    changes = read(known, filled, "电力收支", cells).changes

    assert {(c.dataset, c.row_key, (c.cells or {})["tco2"]) for c in changes} == {
        ("ledger_reported", "2026|net_electricity", "-5"),
        ("ledger_reported", "2026|city_total", "900"),
    }


def test_a_column_for_others_stays_empty(known: Known, filled: bytes) -> None:
    number = row_of(filled, "电力收支", XIAMAO, None, 2026)
    cells = {f"G{number}": 900, f"H{number}": "实绩", f"I{number}": "核算"}

    (error,) = read(known, filled, "电力收支", cells).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.CHOICE, f"电力收支!G{number}")


def test_a_new_source_brings_its_description(known: Known, filled: bytes) -> None:
    cells = {
        "A": "plant-new", "B": "新厂", "C": "重点排放源", "D": 2025, "E": "天然气", "F": 3,
        "G": "万标准立方米", "H": "实绩", "I": "企业报告",
    }  # fmt: skip

    changes = added(known, filled, "重点排放源", cells).changes

    assert {(change.dataset, change.row_key) for change in changes} == {
        ("energy_use", "plant-new|2025|天然气"),
        ("named_sources", "plant-new"),
    }


def test_a_new_source_without_a_name_is_refused(known: Known, filled: bytes) -> None:
    cells = {
        "A": "plant-new", "D": 2025, "E": "天然气", "F": 3, "G": "万标准立方米", "H": "实绩",
        "I": "企业报告",
    }  # fmt: skip

    assert rules(added(known, filled, "重点排放源", cells)) == {Rule.CODE}


def test_a_town_is_no_source(known: Known, filled: bytes) -> None:
    cells = {
        "A": XIAMAO, "D": 2025, "E": "焦炭", "F": 3, "G": "吨", "H": "实绩", "I": "年报",
    }  # fmt: skip

    assert rules(added(known, filled, "重点排放源", cells)) == {Rule.CODE}


def test_a_parks_attribute_is_changed_on_any_one_line(known: Known, filled: bytes) -> None:
    number = row_of(filled, "园区", "nanjiang-park", None, None, None, None, None, None, None,
                    None, None, 2024)  # fmt: skip

    (change,) = read(known, filled, "园区", {f"G{number}": "金属加工"}).changes

    assert (change.dataset, change.row_key) == ("parks", "nanjiang-park")
    assert (change.cells or {})["industries"] == "金属加工"


def test_two_lines_of_a_park_may_not_contradict(known: Known, filled: bytes) -> None:
    first = row_of(filled, "园区", "nanjiang-park")

    reading = read(known, filled, "园区", {f"G{first}": "金属", f"G{first + 1}": "陶瓷"})

    assert rules(reading) == {Rule.DUPLICATE}


def test_a_target_is_shared_out(known: Known, filled: bytes) -> None:
    cells = {
        "A": "forest-cover-2025", "D": "下茆镇", "E": 2030, "F": 60, "G": "%", "I": "会议纪要",
        "J": "规划", "K": "市自然资源局",
    }  # fmt: skip

    (change,) = added(known, filled, "目标分解", cells).changes

    assert change.row_key == "forest-cover-2025|441284113|2030"


def test_an_indicator_takes_its_unit_from_its_target(known: Known, filled: bytes) -> None:
    number = row_of(filled, "主要指标", "ev-sales-2030")
    cells = {f"D{number}": 31.5, f"E{number}": "实绩", f"F{number}": "市公安局"}

    (change,) = read(known, filled, "主要指标", cells).changes

    assert change.dataset == "indicator_values"
    assert change.cells == {
        "target_id": "ev-sales-2030", "year": "2025", "value": "31.5", "kind": "实绩",
        "source": "市公安局",
    }  # fmt: skip


def test_an_indicator_without_a_number_in_the_plan_is_refused(known: Known) -> None:
    told = {"target_id": "oil-peak-2030", "year": "2025", "value": "3", "kind": "实绩",
            "source": "a"}  # fmt: skip
    reading = read_file(csv_of("indicator_values", **told), "a.csv", known)

    assert [found.sentence for found in reading.findings] == [
        "指标「油品消费总量达峰（2030）」在方案中尚无数值，不能填报"
    ]


@pytest.mark.parametrize(
    ("version", "lacking"),
    [
        (f"四会市{OLDER_VERSIONS[0]}", ("主要指标", "填全声明", "任务调度")),
        (f"四会市{OLDER_VERSIONS[1]}", ("任务调度",)),
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


TOLD = {"C": "2026-11-20", "D": "推进中", "E": "已接入平台", "F": "年底复核", "G": "市发改局",
        "H": "实绩", "I": "三季度调度"}  # fmt: skip


def asked_task(filled: bytes, task: str, cells: Mapping[str, object]) -> dict[str, object]:
    rows = enumerate(lines(filled, "任务调度"))
    number = next(number for number, row in rows if row and row[0] == task and not row[2])
    return {f"{letter}{number}": value for letter, value in cells.items()}


def test_a_task_tells_of_a_day(known: Known, filled: bytes) -> None:
    (change,) = read(known, filled, "任务调度", asked_task(filled, "3", TOLD)).changes

    assert (change.dataset, change.row_key) == ("task_updates", "3|2026-11-20")
    assert change.cells == {
        "task_no": "3", "day": "2026-11-20", "status": "推进中", "progress": "已接入平台",
        "next_step": "年底复核", "unit": "市发改局", "kind": "实绩", "source": "三季度调度",
    }  # fmt: skip


def test_a_task_has_one_row_a_day(known: Known, filled: bytes) -> None:
    number = row_of(filled, "任务调度", "1", None, "2026-09-18")
    cells = asked_task(filled, "1", {**TOLD, "C": "2026/9/18"})

    (error,) = read(known, filled, "任务调度", cells).of(Severity.ERROR)

    assert (error.rule, error.row_key) == (Rule.DUPLICATE, "1|2026-09-18")
    assert f"与 任务调度!D{number} 重复" in error.sentence


def test_a_unit_that_the_plan_does_not_know_costs_its_row(known: Known, filled: bytes) -> None:
    cells = asked_task(filled, "3", {**TOLD, "G": "某办"}) | asked_task(filled, "4", TOLD)

    reading = read(known, filled, "任务调度", cells)

    assert [change.row_key for change in reading.changes] == ["4|2026-11-20"]
    (unknown,) = reading.of(Severity.WARNING)
    assert unknown.rule is Rule.UNKNOWN
    assert unknown.sentence.startswith("没有「某办」；可选：")
    assert unknown.sentence.endswith("这一行没有读取")


def test_an_emptied_task_row_is_taken_back(known: Known, filled: bytes) -> None:
    number = row_of(filled, "任务调度", "1", None, "2026-09-18")
    cells = dict.fromkeys([f"{letter}{number}" for letter in "DEF"])

    (change,) = read(known, filled, "任务调度", cells).changes

    assert (change.row_key, change.cells) == ("1|2026-09-18", None)


def test_a_park_of_this_year_and_a_forest_and_people(known: Known, filled: bytes) -> None:
    park = row_of(filled, "园区", "nanjiang-park", *[None] * 9, 2026)
    cells = {f"L{park}": "实施中", f"S{park}": "实绩", f"T{park}": "园区月报"}

    (change,) = read(known, filled, "园区", cells).changes

    assert change.row_key == "nanjiang-park|2026"


# What blocks


@pytest.mark.parametrize(
    ("cells", "rule", "letter"),
    [
        ({"A": "441284004"}, Rule.UNKNOWN, "A"),
        ({"A": "999999999"}, Rule.UNKNOWN, "A"),
        ({"B": "江谷镇"}, Rule.CODE, "B"),
        ({"B": "下茅镇"}, Rule.UNKNOWN, "B"),
        ({"C": 2004}, Rule.YEAR, "C"),
        ({"C": 2027}, Rule.YEAR, "C"),
        ({"D": "木柴"}, Rule.UNKNOWN, "D"),
        ({"D": "电力调入"}, Rule.UNKNOWN, "D"),
        ({"E": "十二"}, Rule.NUMBER, "E"),
        ({"E": -1}, Rule.NEGATIVE, "E"),
        ({"F": "万吨"}, Rule.UNIT, "F"),
        ({"F": "万千瓦时"}, Rule.UNIT, "F"),
        ({"D": "合计"}, Rule.UNIT, "F"),
        ({"G": "缺失"}, Rule.CHOICE, "G"),
        ({"G": None}, Rule.MISSING, "G"),
        ({"H": None}, Rule.MISSING, "H"),
        ({"A": None}, Rule.MISSING, "A"),
        ({"E": "=1+1"}, Rule.FORMULA, "E"),
        ({"H": "字" * 501}, Rule.TEXT, "H"),
    ],
    ids=repr,
)
def test_a_wrong_cell_is_named_with_its_address(
    known: Known, filled: bytes, cells: Mapping[str, object], rule: Rule, letter: str
) -> None:
    number = blank(filled, "能源活动")

    reading = added(known, filled, "能源活动", {**GOOD, **cells})

    (found,) = reading.findings
    assert (found.rule, found.place) == (rule, f"能源活动!{letter}{number}")
    assert found.severity is not Severity.NOTICE
    assert reading.changes == ()


def test_all_findings_are_told_not_only_the_first(known: Known, filled: bytes) -> None:
    cells = {**GOOD, "C": 2004, "E": "十二", "G": "缺失"}

    reading = added(known, filled, "能源活动", cells)

    assert rules(reading) == {Rule.YEAR, Rule.NUMBER, Rule.CHOICE}


def test_a_line_without_a_number_is_left_alone(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "E": None})

    assert (reading.changes, reading.findings) == ((), ())


def test_the_same_row_twice_is_named_with_both_places(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2024, "柴油")
    cells = {**GOOD, "C": 2024, "D": "柴油"}

    (error,) = added(known, filled, "能源活动", cells).of(Severity.ERROR)

    assert error.rule is Rule.DUPLICATE
    assert f"能源活动!E{number}" in error.sentence


def test_a_row_that_is_gone_is_named(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", XIAMAO, None, 2024, "柴油")
    cells = {f"{letter}{number}": None for letter in "ABCDEFGHI"}

    (error,) = read(known, filled, "能源活动", cells).of(Severity.ERROR)

    assert (error.rule, error.row_key) == (Rule.MISSING, "441284113|2024|柴油")
    assert "下茆镇 2024 年 柴油" in error.sentence


def test_half_a_row_of_people_is_refused(known: Known, filled: bytes) -> None:
    number = row_of(filled, "人口与经济", XIAMAO, None, 2026)
    cells = {f"D{number}": 20_000, f"H{number}": "实绩", f"I{number}": "年报"}

    (error,) = read(known, filled, "人口与经济", cells).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.MISSING, f"人口与经济!E{number}")


def test_a_forest_is_not_larger_than_the_land(known: Known, filled: bytes) -> None:
    number = row_of(filled, "森林", XIAMAO, None, 2024)

    assert rules(read(known, filled, "森林", {f"D{number}": 999_999})) == {Rule.NUMBER}


def test_only_net_electricity_may_be_negative(known: Known) -> None:
    row = {"year": "2025", "tco2": "-5", "kind": "实绩", "source": "核算"}

    total = read_file(csv_of("ledger_reported", row_id="city_total", **row), "a.csv", known)
    net = read_file(csv_of("ledger_reported", row_id="net_electricity", **row), "a.csv", known)

    assert rules(total) == {Rule.NEGATIVE}
    assert (rules(net), len(net.changes)) == (set(), 1)


def test_a_town_template_takes_no_other_town(known: Known) -> None:
    own = template(known.figures, known.rows, number=known.number, town_code=XIAMAO)

    assert rules(added(known, own, "能源活动", {**GOOD, "A": "441284110"})) == {Rule.CODE}
    assert rules(added(known, own, "能源活动", GOOD)) == set()


def test_an_older_template_is_taken(known: Known, filled: bytes) -> None:
    later = replace(known, number=known.number + 5)

    assert read_file(filled, "填报.xlsx", later).findings == ()


# Projects


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
        ({"place_precision": "point", "lon": "112.75"}, Rule.PRECISION),
        ({"lon": "112.75146", "lat": "23.2523"}, Rule.PRECISION),
        ({"place_precision": "town"}, Rule.PRECISION),
        ({"place_precision": "point", "lon": "23.2523", "lat": "112.75146"}, Rule.PLACE),
        ({"place_precision": "point", "lon": "116.4", "lat": "39.9"}, Rule.PLACE),
        ({"kind": "wind"}, Rule.CHOICE),
        ({"stage": "完工"}, Rule.CHOICE),
        ({"value_kind": "缺失"}, Rule.CHOICE),
        ({"clauses": "7|99"}, Rule.UNKNOWN),
        ({"town_code": "441284004"}, Rule.UNKNOWN),
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
        {"place_precision": "point", "lon": "112.75146", "lat": "23.2523"},
        {"place_precision": "精确位置", "lon": "112.75146", "lat": "23.2523"},
        {"place_precision": "镇街", "town_code": "下茆镇"},
        {"kind": "分布式光伏", "clauses": "7、26", "commission_year": "2028"},
        {"capacity_mw": "", "value_kind": "缺失"},
    ],
    ids=repr,
)
def test_a_right_project_is_taken(known: Known, cells: dict[str, str]) -> None:
    reading = site(known, **cells)

    assert (rules(reading), len(reading.changes)) == (set(), 1)


# CSV


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("named_sources", {"source_id": "plant-new", "name": "新厂", "category": "named",
                           "source": "企业"}),
        ("parks", {"park_id": "new-park", "name": "新园", "level_confirmed": "no",
                   "source": "新闻"}),
        ("park_progress", {"park_id": "nanjiang-park", "year": "2026", "kind": "实绩",
                           "source": "月报"}),
        ("task_updates", {"task_no": "3", "day": "2026/11/1", "status": "推进中", "kind": "实绩",
                          "source": "调度"}),
        ("explanations", {"subject": "ledger", "area_id": "city", "year": "2025",
                          "text": "镇街统计口径不同"}),
        ("energy_total", {"area_id": XIAMAO, "year": "2025", "tce": "9", "kind": "实绩",
                          "source": "年报"}),
    ],
    ids=repr,
)  # fmt: skip
def test_any_table_may_come_as_csv(known: Known, table: str, cells: dict[str, str]) -> None:
    reading = read_file(csv_of(table, **cells), "a.csv", known)

    assert (rules(reading), [change.dataset for change in reading.changes]) == (set(), [table])


@pytest.mark.parametrize(
    ("table", "cells", "rule"),
    [
        ("park_progress", {"park_id": "no-park", "year": "2026", "kind": "实绩", "source": "a"},
         Rule.UNKNOWN),
        ("task_updates", {"task_no": "41", "day": "2026-11-01", "status": "推进中",
                          "kind": "实绩", "source": "a"}, Rule.UNKNOWN),
        ("task_updates", {"task_no": "3", "day": "2026-11-23", "status": "推进中",
                          "kind": "实绩", "source": "a"}, Rule.DATE),
        ("allotments", {"target_id": "forest-cover-2025", "holder": XIAMAO, "year": "2030",
                        "value": "1", "unit": "亩", "kind": "规划", "source": "a"}, Rule.UNIT),
        ("allotments", {"target_id": "forest-cover-2025", "holder": "某办", "year": "2030",
                        "value": "1", "unit": "%", "kind": "规划", "source": "a"}, Rule.UNKNOWN),
        ("explanations", {"subject": "weather", "text": "太热了"}, Rule.UNKNOWN),
    ],
    ids=repr,
)  # fmt: skip
def test_a_wrong_csv_row_is_refused(
    known: Known, table: str, cells: dict[str, str], rule: Rule
) -> None:
    assert rules(read_file(csv_of(table, **cells), "a.csv", known)) == {rule}


def test_an_explanation_of_the_ledger_names_its_part(known: Known) -> None:
    row = {"subject": "ledger", "area_id": "city", "year": "2025", "text": "统计口径不同"}

    (error,) = read_file(csv_of("explanations", **row), "a.csv", known).of(Severity.ERROR)

    assert error.place == "第 2 行「text」列"
    assert error.sentence.startswith("说明要写明差额在平衡表的哪一项：全市总量、")


TOLD_ONCE: Mapping[str, dict[str, str]] = {
    "energy_total": {"area_id": XIAMAO, "year": "2025", "tce": "9.5", "kind": "实绩",
                     "source": '-3 "年报",\n第二行'},
    "indicator_values": {"target_id": "ev-sales-2030", "year": "2025", "value": "-31.5",
                         "kind": "实绩", "source": "=1+1"},
    "allotments": {"target_id": "forest-cover-2025", "holder": XIAMAO, "year": "2030",
                   "value": "70", "unit": "%", "approved_by": "", "kind": "规划", "source": "a"},
    "explanations": {"subject": "ledger", "area_id": "city", "year": "2025",
                     "text": "大沙镇一家企业没有报齐", "source": "张三"},
    "declarations": {"subject": "energy_use", "area_id": XIAMAO, "year": "2025", "kind": "初步",
                     "source": "统计台账"},
    "energy_use": {"area_id": XIAMAO, "year": "2019", "fuel": "焦炭", "amount": "涉密",
                   "unit": "t", "kind": "实绩", "source": "a"},
}  # fmt: skip


@pytest.mark.parametrize("table", DATASETS, ids=lambda table: table.name)
def test_a_table_as_it_is_downloaded_is_taken_and_says_nothing_new(
    known: Known, table: Dataset
) -> None:
    more = {(name, dataset(name).key_of(row)): row for name, row in TOLD_ONCE.items()}
    told = replace(known, rows={**known.rows, **more})
    count = sum(name == table.name for name, _ in told.rows)
    body = downloaded(table, told.rows)

    reading = read_file(body.encode(), "下载.csv", told)

    assert body.startswith("\ufeff" + ",".join(map(table.heading, table.columns)) + "\r\n")
    assert (reading.rows, reading.changes, reading.findings) == (count, (), ())
    assert count


def test_a_changed_cell_of_a_download_is_one_change_under_its_heading(known: Known) -> None:
    body = downloaded(FOREST_COVER, known.rows).replace("64734.1", "六万")

    (error,) = read_file(body.encode(), "下载.csv", known).findings

    assert error.text.startswith("第 2 行「森林面积（公顷）」列：应为数字，现为「六万」")


def test_a_partial_csv_misses_nothing(known: Known) -> None:
    row = known.rows["energy_use", "441284113|2024|柴油"]

    reading = read_file(csv_of("energy_use", **row), "a.csv", known)

    assert (reading.rows, reading.changes, reading.findings) == (1, (), ())


def test_columns_may_stand_in_any_order_with_a_reason(known: Known) -> None:
    columns = [*reversed(ENERGY_USE.columns), "确认说明"]
    row = {**known.rows["energy_use", "441284113|2024|柴油"], "amount": "1", "确认说明": "停产"}
    quoted = ",".join('"' + row[column] + '"' for column in columns)
    body = ",".join(columns) + "\n" + quoted + "\n"

    (change,) = read_file(body.encode("gb18030"), "a.csv", known).changes

    assert ((change.cells or {})["amount"], change.why) == ("1", "停产")


def test_an_apostrophe_of_our_own_export_is_taken_off(known: Known) -> None:
    (change,) = site(known, name="'=1+1").changes
    (other,) = site(known, name="'s").changes

    assert ((change.cells or {})["name"], (other.cells or {})["name"]) == ("=1+1", "'s")


def test_a_csv_cell_is_named_by_line_and_column(known: Known) -> None:
    (error,) = site(known, kind="wind").of(Severity.ERROR)

    assert error.place == "第 2 行「kind」列"
    assert "可选：分布式光伏、" in error.sentence


def test_errors_are_capped_with_a_summary(known: Known) -> None:
    head = ",".join(SITES.columns) + "\n"
    body = head + "BAD,光伏,,,,,,,,,,,,,,,,,,\n" * 300

    errors = read_file(body.encode(), "a.csv", known).of(Severity.ERROR)

    assert len(errors) == 501
    assert "处错误没有逐条列出" in errors[-1].sentence


def test_notes_are_capped_with_a_summary(known: Known) -> None:
    head = ",".join(ENERGY_USE.columns) + "\n"
    rows = "".join(f"{XIAMAO},{year}年,焦炭,1,t,实绩,a\n" for year in range(2005, 2027))
    more = rows.replace("焦炭", "褐煤") + rows.replace("焦炭", "型煤")

    reading = read_file((head + rows + more).encode(), "a.csv", known)

    assert len(reading.of(Severity.NOTICE)) == 51
    assert "另有 16 处" in reading.findings[-1].sentence


def test_the_origin_is_the_files_name_without_its_folder(known: Known, filled: bytes) -> None:
    assert read_file(filled, "C:\\桌面\\下茆.xlsx", known).origin == "下茆.xlsx"


def test_progress_rises_to_the_end(known: Known, filled: bytes) -> None:
    heard: list[float] = []

    read_file(filled, "a.xlsx", known, progress=lambda share, _: heard.append(share))

    assert heard == sorted(heard)
    assert 0 < heard[0] < heard[-1] <= 1


def test_a_folder_is_no_file(known: Known) -> None:
    with pytest.raises(IntakeError, match=r"只接收 \.xlsx 和 \.csv"):
        read_file(b"x", "下茆.et", known)


def test_a_row_of_the_reference_files_cannot_be_taken_back(known: Known) -> None:
    row = dict.fromkeys(dataset("sites").columns, "") | {"site_id": "shigou-gate-station"}
    reading = read_file(csv_of("sites", **row), "a.csv", known)

    (error,) = reading.of(Severity.ERROR)

    assert error.rule is Rule.MISSING
    assert "参考文件" in error.sentence
    assert "终止" in error.sentence
    assert reading.changes == ()


# Columns that were added later


CONTEXT_KEY = ("town_context", f"{XIAMAO}|2025")
CONSTANT = {"gdp_constant_1e8_cny": "39.5", "gdp_base_year": "2020"}


def of_before(filled: bytes) -> bytes:
    """Return the template as it was without the columns of constant prices."""
    book = openpyxl.load_workbook(io.BytesIO(filled))
    sheet = book["人口与经济"]
    sheet.delete_cols(6, 2)
    sheet["E1"].value = "地区生产总值（亿元）"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(known: Known) -> Known:
    """Return what is known once constant prices of one town are published."""
    rows = {**known.rows, CONTEXT_KEY: {**known.rows[CONTEXT_KEY], **CONSTANT}}
    return replace(known, rows=rows)


def test_constant_prices_are_handed_in_with_their_base_year(known: Known, filled: bytes) -> None:
    number = row_of(filled, "人口与经济", XIAMAO, None, 2025)
    cells = {f"F{number}": 39.5, f"G{number}": 2020}

    (change,) = read(known, filled, "人口与经济", cells).changes

    assert change.cells == {**known.rows[CONTEXT_KEY], **CONSTANT}


@pytest.mark.parametrize(("column", "value", "empty"), [("F", 39.5, "G"), ("G", 2020, "F")])
def test_one_without_the_other_is_refused(
    known: Known, filled: bytes, column: str, value: float, empty: str
) -> None:
    number = row_of(filled, "人口与经济", XIAMAO, None, 2025)

    reading = read(known, filled, "人口与经济", {f"{column}{number}": value})

    assert [(found.place, found.sentence) for found in reading.of(Severity.ERROR)] == [
        (f"人口与经济!{empty}{number}", "地区生产总值（不变价）和不变价基年要一起填写")
    ]


def test_a_template_of_before_is_taken_and_takes_nothing_back(known: Known, filled: bytes) -> None:
    old = of_before(filled)
    number = row_of(old, "人口与经济", XIAMAO, None, 2025)

    untouched = read_file(old, "填报.xlsx", told(known))
    (change,) = read_file(
        edited(old, "人口与经济", {f"D{number}": 28_000}), "填报.xlsx", told(known)
    ).changes

    assert (untouched.changes, untouched.findings) == ((), ())
    assert change.cells == {**known.rows[CONTEXT_KEY], **CONSTANT, "population": "28000"}


def test_a_template_of_now_clears_what_is_emptied(known: Known) -> None:
    later = told(known)
    filled = template(later.figures, later.rows, number=later.number)
    number = row_of(filled, "人口与经济", XIAMAO, None, 2025)

    (change,) = read(later, filled, "人口与经济", {f"F{number}": None, f"G{number}": None}).changes

    assert change.cells == known.rows[CONTEXT_KEY]


def test_a_csv_of_before_leaves_constant_prices_alone(known: Known) -> None:
    cells = {**known.rows[CONTEXT_KEY], "population": "28000", "source": "年鉴"}
    body = f"{','.join(cells)}\n{','.join(cells.values())}\n".encode()

    (change,) = read_file(body, "a.csv", told(known)).changes

    assert change.cells == {**cells, **CONSTANT}
    assert csv_of("town_context").startswith(
        b"area_id,year,population,gdp_1e8_cny,gdp_constant_1e8_cny,gdp_base_year,"
    )


def test_the_citys_energy_is_one_number(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", "city", "全市", 2026, "合计")
    cells = {f"E{number}": 1_100_000, f"G{number}": "实绩", f"H{number}": "统计局"}

    (change,) = read(known, filled, "能源活动", cells).changes

    assert (change.dataset, change.row_key) == ("energy_total", "city|2026")


def test_no_fuel_is_told_of_the_whole_city(known: Known, filled: bytes) -> None:
    reading = added(known, filled, "能源活动", {**GOOD, "A": "city"})

    (error,) = reading.of(Severity.ERROR)
    assert error.sentence == "全市只填「合计」；各品种按镇街和重点排放源填"
    assert reading.changes == ()


# What 肇庆 handed down


HANDED = {
    "target_id": "energy-intensity-2025", "holder": "city", "year": "2025", "value": "14",
    "unit": "%", "base_year": "2020", "approved_by": "肇发改〔2022〕1号", "kind": "规划",
    "source": "存档",
}  # fmt: skip


def test_the_number_handed_down_is_entered_in_the_workbook(known: Known, filled: bytes) -> None:
    number = row_of(filled, "目标分解", HANDED["target_id"], None, "city")
    cells = {"F": 14, "H": 2020, "I": HANDED["approved_by"], "J": "规划", "K": "存档"}

    reading = read(
        known, filled, "目标分解", {f"{column}{number}": told for column, told in cells.items()}
    )

    assert reading.findings == ()
    assert [change.cells for change in reading.changes] == [HANDED]


def test_the_number_handed_down_is_entered_by_csv(known: Known) -> None:
    (change,) = read_file(csv_of("allotments", **HANDED), "下达.csv", known).changes

    assert change.cells == HANDED


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"unit": "tce/万元"}, "肇庆下达的强度目标填下降幅度，单位应为 %，现为「tce/万元」"),
        ({"base_year": ""}, "下降幅度要写明比哪一年：降幅基准年不能为空"),
    ],
)
def test_a_fall_is_in_percent_and_from_a_year(
    known: Known, cells: dict[str, str], said: str
) -> None:
    reading = read_file(csv_of("allotments", **{**HANDED, **cells}), "下达.csv", known)

    assert [error.sentence for error in reading.of(Severity.ERROR)] == [said]
