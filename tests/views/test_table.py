"""Tables as files: a spreadsheet reads the Chinese and runs nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.csvfile import neutral
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
from sihui_map.views import tables
from sihui_map.views.table import (
    KIND,
    Cell,
    Column,
    Table,
    TableRow,
    amount_cell,
    gathered,
    to_csv,
)

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def table(*cells: Cell, labels: tuple[str, ...] = ()) -> Table:
    columns = tuple(Column(label) for label in labels or [f"列{n}" for n, _ in enumerate(cells)])
    return Table("标题", columns, (TableRow(cells),))


def sample(value: float) -> Quantity:
    return Quantity(value=value, unit="tCO2", kind=ValueKind.SAMPLE, source="示例数据")


def test_a_file_has_a_byte_order_mark_and_windows_line_ends() -> None:
    assert to_csv(table(Cell("三镇"), Cell("2"))) == "\ufeff列0,列1\r\n三镇,2\r\n"


def test_a_file_holds_the_number_not_its_writing() -> None:
    assert to_csv(table(Cell("1,234.5", raw=1234.5), Cell("−3", raw=-3))).endswith("1234.5,-3\r\n")


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠\t\r\n"])
@pytest.mark.parametrize(
    "before", ["", " ", "\u3000", "\ufeff", "\u200b", "\u200b \ufeff", "\u2060"]
)
def test_text_that_a_spreadsheet_would_run_is_neutral(before: str, sign: str) -> None:
    assert neutral(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["", "甲镇", "2025 年", "a=b", "1-2", "（-）", "−3", "'=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_a_reader_gets_back_the_text_or_the_text_behind_an_apostrophe(text: str) -> None:
    content = to_csv(table(Cell(text), Cell("end"))).removeprefix("\ufeff")

    rows = list(csv.reader(io.StringIO(content, newline="")))

    assert rows[1] == [neutral(text), "end"]
    assert str(neutral(text)).removeprefix("'") == text.removeprefix("'")


def test_a_negative_number_is_not_taken_for_a_formula() -> None:
    assert to_csv(table(Cell("−5", raw=-5.0))).endswith("\r\n-5.0\r\n")


def test_a_sample_is_marked_in_the_file_where_no_column_says_it() -> None:
    shown = table(Cell("甲镇"), amount_cell(sample(12_345), 2, 1e4), labels=("镇街", "万吨"))

    assert to_csv(shown) == "\ufeff镇街,万吨,标注\r\n甲镇,1.2345,示例\r\n"


def test_a_sample_that_a_column_names_is_not_marked_twice() -> None:
    shown = table(amount_cell(sample(1), 0), Cell("示例"), labels=("值", "性质"))

    assert to_csv(shown) == "\ufeff值,性质\r\n1.0,示例\r\n"


def test_a_tag_of_the_page_stands_in_the_file() -> None:
    assert to_csv(table(Cell("任务", tag="勘误待定"))) == "\ufeff列0,标注\r\n任务,勘误待定\r\n"


def test_a_column_without_a_heading_is_a_drawing_and_not_in_the_file() -> None:
    assert to_csv(table(Cell("甲"), Cell("", style="bar b50"), labels=("名称", ""))) == (
        "\ufeff名称\r\n甲\r\n"
    )


def test_columns_are_picked_by_name_and_years_by_what_is_read() -> None:
    columns = (Column("镇街", "town"), Column("2025", numeric=True), Column("性质", KIND))
    row = TableRow((Cell("甲镇"), Cell("25.10"), Cell("示例")), town_code="990101100")
    shown = Table("标题", columns, (row,))

    assert shown.names == ("town", "2025", "kind")
    assert shown.cell(row, "2025").text == "25.10"
    assert shown.column("kind") == (Cell("示例"),)
    assert shown.without("2025") == shown.only("town", "kind")
    assert shown.only("kind", "town").rows[0].cells == (Cell("示例"), Cell("甲镇"))
    assert shown.only("kind").rows[0].town_code == "990101100"


def test_a_column_that_is_not_there_is_not_passed_over() -> None:
    shown = table(Cell("甲镇"), labels=("镇街",))

    with pytest.raises(ValueError, match="标题 has no column"):
        shown.without("来源")
    with pytest.raises(ValueError, match="not in tuple"):
        shown.column("来源")


def test_a_missing_amount_is_said_on_the_page_and_empty_in_the_file() -> None:
    cell = amount_cell(missing("tCO2", MissingReason.NOT_REPORTED), 2)

    assert (cell.text, cell.in_file, cell.hover, cell.style) == (
        "缺失",
        "",
        "缺失：未报",
        "missing",
    )


def test_what_is_missing_altogether_is_no_kind_in_a_title(public_figures: Figures) -> None:
    (park,) = public_figures.snapshot.parks
    made = tables.park_matrix(public_figures, (park, replace(park, park_id="other")))

    shown, kind = gathered(made)

    assert kind == ""
    assert "kind" not in shown.names


def test_a_table_is_searched_in_every_cell_and_shown_in_parts(figures: Figures) -> None:
    made = tables.figures_table(figures)

    assert {row.cells[0].text for row in made.matching("LEDGER.").rows} == {
        name for name in figures.published() if "ledger." in name
    }
    assert made.matching("").rows == made.rows
    assert [len(made.part(number, 100).rows) for number in (1, 2)] == [100, 100]
    assert made.part(2, 100).rows[0] == made.rows[100]
