"""One table as a CSV file: as it is downloaded, changed, or made by others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import ENERGY_USE, FOREST_COVER, Dataset, dataset
from sihui_map.catalogue.tables import DATASETS
from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.csv_lines import csv_of as downloaded
from sihui_map.intake.reading import read_file
from tests.counties.county import TOWN
from tests.intake.files import csv_of, rules
from tests.intake.test_reading_tasks import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.intake.known import Known


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("named_sources", {"source_id": "plant-new", "name": "新厂", "category": "named",
                           "source": "企业"}),
        ("parks", {"park_id": "new-park", "name": "新园", "level_confirmed": "no",
                   "source": "新闻"}),
        ("park_progress", {"park_id": "park", "year": "2034", "kind": "实绩",
                           "source": "月报"}),
        ("task_updates", {"task_no": "3", "day": "2034/11/1", "status": "推进中", "kind": "实绩",
                          "source": "调度"}),
        ("explanations", {"subject": "ledger", "area_id": "city", "year": "2033",
                          "text": "镇街统计口径不同"}),
        ("energy_total", {"area_id": TOWN, "year": "2033", "tce": "9", "kind": "实绩",
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
        ("park_progress", {"park_id": "no-park", "year": "2034", "kind": "实绩", "source": "a"},
         Rule.UNKNOWN),
        ("task_updates", {"task_no": "41", "day": "2034-11-01", "status": "推进中",
                          "kind": "实绩", "source": "a"}, Rule.UNKNOWN),
        ("task_updates", {"task_no": "3", "day": "2034-11-23", "status": "推进中",
                          "kind": "实绩", "source": "a"}, Rule.DATE),
        ("allotments", {"target_id": "forest", "holder": TOWN, "year": "2037",
                        "value": "1", "unit": "亩", "kind": "规划", "source": "a"}, Rule.UNIT),
        ("allotments", {"target_id": "forest", "holder": "某办", "year": "2037",
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
    row = {"subject": "ledger", "area_id": "city", "year": "2033", "text": "统计口径不同"}

    (error,) = read_file(csv_of("explanations", **row), "a.csv", known).of(Severity.ERROR)

    assert error.place == "第 2 行「text」列"
    assert error.sentence.startswith("说明要写明差额在平衡表的哪一项：全县总量、")


TOLD_ONCE: Mapping[str, dict[str, str]] = {
    "energy_total": {"area_id": TOWN, "year": "2033", "tce": "9.5", "kind": "实绩",
                     "source": '-3 "年报",\n第二行'},
    "indicator_values": {"target_id": "energy-cap", "year": "2034", "value": "-31.5",
                         "kind": "实绩", "source": "=1+1"},
    "allotments": {"target_id": "forest", "holder": TOWN, "year": "2037",
                   "value": "45", "unit": "%", "approved_by": "", "kind": "规划", "source": "a"},
    "explanations": {"subject": "ledger", "area_id": "city", "year": "2033",
                     "text": "乙镇一家企业没有报齐", "source": "张三"},
    "ledger_reported": {"year": "2033", "row_id": "city_total", "tco2": "170000", "kind": "实绩",
                        "source": "核算", "note": ""},
    "declarations": {"subject": "energy_use", "area_id": TOWN, "year": "2033", "kind": "初步",
                     "source": "统计台账"},
    "energy_use": {"area_id": TOWN, "year": "2019", "fuel": "焦炭", "amount": "涉密",
                   "unit": "t", "kind": "实绩", "source": "a"},
}  # fmt: skip


@pytest.mark.parametrize("table", DATASETS, ids=lambda table: table.name)
def test_a_table_as_it_is_downloaded_is_taken_and_says_nothing_new(
    known: Known, table: Dataset
) -> None:
    more = {(name, dataset(name).key_of(row)): row for name, row in TOLD_ONCE.items()}
    told = replace(known, rows={**known.rows, **more})
    count = sum(name == table.name for name, _ in told.rows)
    table = table.of(known.figures.snapshot.place)
    body = downloaded(table, told.rows)

    reading = read_file(body.encode(), "下载.csv", told)

    assert body.startswith("\ufeff" + ",".join(each.heading for each in table.columns) + "\r\n")
    assert (reading.rows, reading.changes, reading.findings) == (count, (), ())
    assert count or not table.attribute  # of what has no meaning yet there is no row


def test_a_changed_cell_of_a_download_is_one_change_under_its_heading(known: Known) -> None:
    body = downloaded(FOREST_COVER, known.rows).replace("20600", "两万")

    (error,) = read_file(body.encode(), "下载.csv", known).findings

    place = known.figures.snapshot.place
    assert error.text_in(place).startswith("第 2 行「森林面积（公顷）」列：应为数字，现为「两万」")


def test_a_partial_csv_misses_nothing(known: Known) -> None:
    row = known.rows["energy_use", f"{TOWN}|2032|柴油"]

    reading = read_file(csv_of("energy_use", **row), "a.csv", known)

    assert (reading.rows, reading.changes, reading.findings) == (1, (), ())


def test_columns_may_stand_in_any_order_with_a_reason(known: Known) -> None:
    columns = [*reversed(ENERGY_USE.column_names), "确认说明"]
    row = {**known.rows["energy_use", f"{TOWN}|2032|柴油"], "amount": "1", "确认说明": "停产"}
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
