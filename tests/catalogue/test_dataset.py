"""Reported tables: their columns, keys and the one writing of a number."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.catalogue import (
    BASE_YEAR,
    ENERGY_USE,
    EXPLANATIONS,
    FOREST_COVER,
    SITES,
    TOWN_CONTEXT,
    Dataset,
    Form,
    canonical,
    dataset,
    declared_tables,
    plain_number,
    required_tables,
)
from sihui_map.catalogue.tables import DATASETS
from sihui_map.domain.snapshot import PlainRow, Snapshot
from sihui_map.errors import ChoiceError

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("table", DATASETS, ids=lambda table: table.name)
def test_keys_and_units_are_columns_of_their_table(table: Dataset) -> None:
    names = set(table.column_names)

    assert set(table.key) <= names
    assert set(table.units) <= names
    assert table.newer <= names - set(table.key)
    assert set(table.values) <= names - set(table.key)
    assert len(names) == len(table.columns)


def test_names_and_titles_tell_tables_apart() -> None:
    assert len({table.name for table in DATASETS}) == len(DATASETS)
    assert len({table.title for table in DATASETS}) == len(DATASETS)


@pytest.mark.parametrize("table", DATASETS, ids=lambda table: table.name)
def test_every_column_has_a_heading_of_its_own(table: Dataset) -> None:
    headings = [column.heading for column in table.columns]

    assert not [heading for heading in headings if not CHINESE.search(heading)]
    assert len(set(headings)) == len(headings)


def test_headings_tell_tables_apart() -> None:
    headings = {frozenset(column.heading for column in table.columns) for table in DATASETS}

    assert len(headings) == len(DATASETS)


MEANING = [table for table in DATASETS if table.record is not PlainRow]


@pytest.mark.parametrize("table", MEANING, ids=lambda table: table.name)
def test_a_record_keeps_every_column_and_nothing_else(table: Dataset) -> None:
    kept = {column.attribute or column.name for column in table.columns}
    kept |= {table.county.within} if table.county else set()
    reasons = {"reason"} if any(column.field.reasons for column in table.columns) else set()
    own = {field.name for field in fields(table.record) if field.name != "row_key"}

    assert own == kept | reasons
    assert table.attribute in {field.name for field in fields(Snapshot)}


def test_numbers_and_nothing_else_have_a_unit() -> None:
    forms = {Form.NUMBER, Form.YEAR}
    columns = [column for table in DATASETS for column in table.columns]

    assert not [each.name for each in columns if each.field.form in forms and each.unit is None]
    assert {each.name for each in columns if each.field.form not in forms and each.unit} == {
        "task_no"
    }


def test_what_towns_owe_has_an_area_a_year_and_a_kind() -> None:
    owed = [table for table in DATASETS if table.required_of_towns]

    assert owed
    assert all({"area_id", "year"} <= {*table.key} for table in owed)
    assert all(table.kind_column == "kind" for table in owed)


def test_a_heading_carries_its_unit() -> None:
    assert FOREST_COVER.column("forest_ha").heading == "森林面积（公顷）"
    assert FOREST_COVER.column("year").heading == "年份"
    assert SITES.column("kind").heading == "类型"


def test_towns_owe_energy_people_and_forest() -> None:
    owed = [table.title for table in required_tables()]

    assert owed[:3] == ["能源活动", "人口与经济", "森林面积"]
    assert declared_tables() == ("energy_use",)


def test_a_table_is_found_by_name() -> None:
    assert dataset("energy_use") is ENERGY_USE


def test_a_table_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(
        ChoiceError, match="没有名为「energy」的数据表；可选：energy_use（能源活动）"
    ):
        dataset("energy")


def test_a_row_is_told_by_its_key() -> None:
    cells = {"fuel": "烟煤", "year": "2024", "area_id": "990101100", "amount": "1"}

    assert ENERGY_USE.key_of(cells) == "990101100|2024|烟煤"
    assert ENERGY_USE.key_of({"year": "2024"}) == "|2024|"


@pytest.mark.parametrize(
    ("table", "column"), [(ENERGY_USE, "kind"), (SITES, "value_kind"), (EXPLANATIONS, "")]
)
def test_the_kind_of_a_value_is_not_the_kind_of_a_site(table: Dataset, column: str) -> None:
    assert table.kind_column == column


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("018.50", "18.5"),
        ("+3", "3"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("-007.10", "-7.1"),
        ("100", "100"),
        ("0.050", "0.05"),
        ("", ""),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        ("\uff11\uff12", "\uff11\uff12"),  # full-width
        (".5", ".5"),
        ("12 t", "12 t"),
        ("--1", "--1"),
    ],
)
def test_a_number_has_one_writing_and_a_slip_stays_as_it_is(text: str, found: str) -> None:
    assert plain_number(text) == found


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(0, 3))
def test_the_one_writing_is_the_same_number(number: Decimal, zeros: int) -> None:
    text = f"{number:f}"
    longer = text + "0" * zeros

    assert Decimal(plain_number(longer)) == number
    assert plain_number(longer) == plain_number(text) == plain_number(plain_number(text))


def test_a_row_has_its_columns_in_order_stripped_and_no_other() -> None:
    found = canonical(
        ENERGY_USE, {"amount": " 018.50 ", "fuel": " 烟煤", "area_id": "0441", "colour": "red"}
    )

    assert list(found.items()) == [
        ("area_id", "0441"),  # a code is no number
        ("year", ""),
        ("fuel", "烟煤"),
        ("amount", "18.5"),
        ("unit", ""),
        ("kind", ""),
        ("source", ""),
    ]


def test_an_empty_newer_column_is_as_if_it_had_never_been() -> None:
    old = {"area_id": "990101101", "year": "2025", "population": "9", "gdp_1e8_cny": "8",
           "kind": "实绩", "source": "年鉴"}  # fmt: skip

    assert canonical(TOWN_CONTEXT, {**old, BASE_YEAR: " "}) == canonical(TOWN_CONTEXT, old) == old
    assert TOWN_CONTEXT.filled(old)[BASE_YEAR] == ""
    assert canonical(TOWN_CONTEXT, {**old, BASE_YEAR: "2020.0"})[BASE_YEAR] == "2020"
