"""Columns that templates of before lack, and the numbers handed down to the city."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from sihui_map.domain.check import Severity
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from tests.counties.county import TOWN
from tests.intake.files import csv_of, edited, read, row_of

if TYPE_CHECKING:
    from sihui_map.intake.known import Known


CONTEXT_KEY = ("town_context", f"{TOWN}|2033")
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
    number = row_of(filled, "人口与经济", TOWN, None, 2033)
    cells = {f"F{number}": 39.5, f"G{number}": 2020}

    (change,) = read(known, filled, "人口与经济", cells).changes

    assert change.cells == {**known.rows[CONTEXT_KEY], **CONSTANT}


@pytest.mark.parametrize(("column", "value", "empty"), [("F", 39.5, "G"), ("G", 2020, "F")])
def test_one_without_the_other_is_refused(
    known: Known, filled: bytes, column: str, value: float, empty: str
) -> None:
    number = row_of(filled, "人口与经济", TOWN, None, 2033)

    reading = read(known, filled, "人口与经济", {f"{column}{number}": value})

    assert [(found.place, found.sentence) for found in reading.of(Severity.ERROR)] == [
        (f"人口与经济!{empty}{number}", "地区生产总值（不变价）和不变价基年要一起填写")
    ]


def test_a_template_of_before_is_taken_and_takes_nothing_back(known: Known, filled: bytes) -> None:
    old = of_before(filled)
    number = row_of(old, "人口与经济", TOWN, None, 2033)

    untouched = read_file(old, "填报.xlsx", told(known))
    (change,) = read_file(
        edited(old, "人口与经济", {f"D{number}": 28_000}), "填报.xlsx", told(known)
    ).changes

    assert (untouched.changes, untouched.findings) == ((), ())
    assert change.cells == {**known.rows[CONTEXT_KEY], **CONSTANT, "population": "28000"}


def test_a_template_of_now_clears_what_is_emptied(known: Known) -> None:
    later = told(known)
    filled = template(later.figures, later.rows, number=later.number)
    number = row_of(filled, "人口与经济", TOWN, None, 2033)

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


HANDED = {
    "target_id": "intensity", "holder": "city", "year": "2037", "value": "14",
    "unit": "%", "base_year": "2031", "approved_by": "虚发改〔2032〕1号", "kind": "规划",
    "source": "存档",
}  # fmt: skip


def test_the_number_handed_down_is_entered_in_the_workbook(
    fuller: Known, fuller_city: bytes
) -> None:
    number = row_of(fuller_city, "目标分解", HANDED["target_id"], None, "city")
    cells = {"F": 14, "H": 2031, "J": HANDED["approved_by"], "K": "规划", "L": "存档"}

    reading = read(
        fuller,
        fuller_city,
        "目标分解",
        {f"{column}{number}": told for column, told in cells.items()},
    )

    assert reading.findings == ()
    assert [change.cells for change in reading.changes] == [HANDED]


def test_the_number_handed_down_is_entered_by_csv(fuller: Known) -> None:
    (change,) = read_file(csv_of("allotments", **HANDED), "下达.csv", fuller).changes

    assert change.cells == HANDED


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"unit": "tce/万元"}, "虚构下达的强度目标填下降幅度，单位应为 %，现为「tce/万元」"),
        ({"base_year": ""}, "下降幅度要写明比哪一年：降幅基准年不能为空"),
    ],
)
def test_a_fall_is_in_percent_and_from_a_year(
    fuller: Known, cells: dict[str, str], said: str
) -> None:
    reading = read_file(csv_of("allotments", **{**HANDED, **cells}), "下达.csv", fuller)

    assert [error.sentence for error in reading.of(Severity.ERROR)] == [said]


def test_a_template_of_before_the_stages_is_still_taken(fuller: Known, fuller_city: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fuller_city))
    assert book["目标分解"]["I1"].value == "阶段"
    book["目标分解"].delete_cols(9)
    number = row_of(fuller_city, "目标分解", HANDED["target_id"], None, "city")
    cells: dict[str, str | float] = {
        "F": 14, "H": 2031, "I": HANDED["approved_by"], "J": "规划", "K": "存档",
    }  # fmt: skip
    for column, told in cells.items():
        book["目标分解"][f"{column}{number}"] = told
    stream = io.BytesIO()
    book.save(stream)

    reading = read_file(stream.getvalue(), "填报.xlsx", fuller)

    assert reading.findings == ()
    assert [change.cells for change in reading.changes] == [HANDED]
