"""Declared complete: ticks in the workbook and in a CSV file."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from sihui_map.catalogue import dataset
from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from tests.counties.county import BING, TOWN
from tests.intake.files import csv_of, edited, read, row_of

if TYPE_CHECKING:
    from sihui_map.intake.known import Known


def declared(known: Known, **cells: str) -> Known:
    row = {"subject": "energy_use", "area_id": TOWN, "year": "2033", "kind": "实绩",
           "source": "统计台账", **cells}  # fmt: skip
    key = ("declarations", dataset("declarations").key_of(row))
    return replace(known, rows={**known.rows, key: row})


def test_a_tick_is_a_row_of_its_own(known: Known, filled: bytes) -> None:
    number = row_of(filled, "填全声明", TOWN, None, 2033)

    (change,) = read(known, filled, "填全声明", {f"E{number}": " 是"}).changes

    assert (change.dataset, change.row_key) == ("declarations", f"energy_use|{TOWN}|2033")
    assert change.cells == {
        "subject": "energy_use", "area_id": TOWN, "year": "2033", "kind": "实绩",
        "source": "填全声明",
    }  # fmt: skip


def test_a_tick_is_no_surer_than_the_rows_of_the_same_file(known: Known, filled: bytes) -> None:
    line = row_of(filled, "能源活动", TOWN, None, 2033, "柴油")
    cells = {f"E{line}": 900, f"G{line}": "初步", f"H{line}": "快报"}
    body = edited(filled, "能源活动", cells)
    number = row_of(filled, "填全声明", TOWN, None, 2033)

    _, change = read(known, body, "填全声明", {f"E{number}": "是"}).changes

    assert ((change.cells or {})["kind"], (change.cells or {})["source"]) == ("初步", "快报")


def test_kind_and_source_may_be_written_beside_the_tick(known: Known, filled: bytes) -> None:
    number = row_of(filled, "填全声明", TOWN, None, 2033)
    cells = {f"E{number}": "是", f"F{number}": "估算", f"G{number}": "镇长办公会"}

    (change,) = read(known, filled, "填全声明", cells).changes

    assert ((change.cells or {})["kind"], (change.cells or {})["source"]) == ("估算", "镇长办公会")


@pytest.mark.parametrize("value", [None, "否", " "])
def test_a_declaration_is_taken_back(known: Known, value: str | None) -> None:
    told = declared(known)
    body = template(told.figures, told.rows, number=told.number)
    number = row_of(body, "填全声明", TOWN, None, 2033)

    (change,) = read(told, body, "填全声明", {f"E{number}": value}).changes

    assert (change.row_key, change.cells) == (f"energy_use|{TOWN}|2033", None)


def test_a_tick_that_is_none_is_named(known: Known, filled: bytes) -> None:
    number = row_of(filled, "填全声明", TOWN, None, 2033)

    (error,) = read(known, filled, "填全声明", {f"E{number}": "对"}).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.CHOICE, f"填全声明!E{number}")


def test_a_template_from_before_declarations_is_taken(known: Known, filled: bytes) -> None:
    told = declared(known)
    book = openpyxl.load_workbook(io.BytesIO(filled))
    del book["填全声明"]
    guide: Any = book["填报说明"]
    guide["B2"] = "三镇县碳达峰填报模板 1"
    stream = io.BytesIO()
    book.save(stream)

    reading = read_file(stream.getvalue(), "旧.xlsx", told)

    assert (reading.changes, reading.findings) == ((), ())


def energy_csv(*rows: str, last: str = "填全") -> bytes:
    head = f"area_id,year,fuel,amount,unit,kind,source,{last}\n"
    return (head + "".join(f"{row}\n" for row in rows)).encode()


def test_a_column_of_a_csv_declares_the_area_and_year_of_its_rows(known: Known) -> None:
    body = energy_csv(
        f"{TOWN},2034,烟煤,12,t,实绩,年报,是",
        f"{TOWN},2034,柴油,0,t,初步,快报,是",
        f"{BING},2034,烟煤,9,t,实绩,年报,",
    )

    reading = read_file(body, "a.csv", known)

    assert reading.findings == ()
    assert [change.row_key for change in reading.changes] == [
        f"{TOWN}|2034|烟煤",
        f"energy_use|{TOWN}|2034",
        f"{TOWN}|2034|柴油",
        f"{BING}|2034|烟煤",
    ]
    cells = reading.changes[1].cells or {}
    assert (cells["kind"], cells["source"]) == ("初步", "年报；快报")


def test_a_column_without_a_tick_takes_nothing_back(known: Known) -> None:
    told = declared(known)

    reading = read_file(energy_csv(f"{TOWN},2033,焦炭,12,t,实绩,年报,"), "a.csv", told)

    assert [change.dataset for change in reading.changes] == ["energy_use"]


def test_a_column_of_ticks_takes_no_other_word(known: Known) -> None:
    reading = read_file(energy_csv(f"{TOWN},2033,焦炭,12,t,实绩,年报,否"), "a.csv", known)

    assert [found.sentence for found in reading.findings] == ["没有「否」；可选：是"]


def test_declarations_may_come_and_go_as_a_csv(known: Known) -> None:
    row = {"subject": "能源活动", "area_id": TOWN, "year": "2033"}

    (made,) = read_file(
        csv_of("declarations", **row, kind="实绩", source="台账"), "a.csv", known
    ).changes
    (gone,) = read_file(csv_of("declarations", **row), "a.csv", declared(known)).changes

    assert (made.row_key, (made.cells or {})["source"]) == (f"energy_use|{TOWN}|2033", "台账")
    assert (gone.row_key, gone.cells) == (made.row_key, None)
