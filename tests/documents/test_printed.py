"""Tables on paper: nothing can be hovered over, so each number says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.documents.docx.columns import widths
from sihui_map.documents.printed import one_kind, printed
from sihui_map.views import tables
from sihui_map.views.rounding import rounding
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from sihui_map.figures import Figures

ROUNDED = "因四舍五入，分项之和与合计可能略有出入。"
HALF_CHARACTER = 0.1764
"""Of a half-width character of 1 pt, in mm."""


def table(*rows: tuple[Cell, ...], labels: tuple[str, ...] = ("名称", "2024", "2025")) -> Table:
    columns = tuple(Column(label, numeric=label.isdecimal()) for label in labels)
    return Table("表", columns, tuple(TableRow(row) for row in rows))


def texts(shown: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in shown.rows]


def test_numbers_of_several_kinds_bear_marks_that_the_title_explains() -> None:
    mixed = table((Cell("甲"), Cell("1.00", kind="实绩"), Cell("2.00", kind="示例")))

    shown = printed(mixed)

    assert texts(shown) == [["甲", "1.00 实", "2.00 示"]]
    assert shown.title == "表　实＝实绩，示＝示例"
    assert one_kind(mixed) == ""


def test_a_kind_that_all_numbers_share_is_said_once() -> None:
    alike = table((Cell("甲"), Cell("1.00", kind="示例"), Cell("2.00", kind="示例")))

    assert texts(printed(alike)) == [["甲", "1.00", "2.00"]]
    assert one_kind(alike) == "示例"


def test_a_part_stands_below_what_is_missing_with_its_kind() -> None:
    absent = Cell("缺失", style="missing", note="已报部分 0.61", note_kind="初步")

    shown = printed(table((Cell("甲"), absent, Cell("2.00", kind="核算"))))

    assert texts(shown) == [["甲", "缺失\n已报部分 0.61 初步", "2.00"]]


def test_a_part_bears_the_mark_that_the_numbers_bear() -> None:
    absent = Cell("缺失", style="missing", note="已报部分 0.61", note_kind="初步")
    told = (Cell("乙"), Cell("1.00", kind="实绩"), Cell("2.00", kind="核算"))

    shown = printed(table((Cell("甲"), absent, Cell("2.00", kind="核算")), told))

    assert texts(shown)[0][1] == "缺失\n已报部分 0.61 初"
    assert shown.title == "表　实＝实绩，初＝初步，核＝核算"


def test_a_mark_stands_apart_from_a_text_that_is_quoted() -> None:
    quoted = table((Cell("照录", tag="勘误待定"), Cell("1"), Cell("2")))

    assert texts(printed(quoted)) == [["照录（勘误待定）", "1", "2"]]
    assert texts(printed(quoted, marks=True)) == [["照录", "1", "2", "勘误待定"]]


PARTS = ("name", "coal", "oil", "gas", "electricity", "direct")


@pytest.mark.parametrize(
    ("coal", "whole", "said"),
    [("1.01", "3.01", ""), ("1.01", "3.02", ROUNDED), ("缺失", "缺失", ""), ("缺失", "3.01", "")],
)
def test_rounding_is_told_where_written_parts_miss_the_sum(
    coal: str, whole: str, said: str
) -> None:
    cells = ("甲", coal, "1.00", "1.00", "缺失", whole)

    assert rounding(table(tuple(map(Cell, cells)), labels=PARTS)) == said


def test_rounding_is_told_of_a_ledger_and_of_its_residual() -> None:
    rows = [("镇街", "1.004"), ("电厂", "2"), ("各项之和", "3.00"), ("全市总量", "5.00")]
    book = table(*(tuple(map(Cell, row)) for row in rows), labels=("项目", "2020"))

    assert rounding(book) == ROUNDED


def test_no_number_is_broken_and_no_indicator_is_a_ribbon(county_figures: Figures) -> None:
    figures = county_figures  # as wide as its numbers, as long as its indicators
    for town in figures.towns:
        series = printed(tables.town_series(figures, town.town_code))
        found = widths(series, 178, 8)
        for index, width in enumerate(found):
            longest = max(
                len(part)
                for row in series.rows
                for part in row.cells[index].text.split()
                if part[0].isdecimal()
            ) if index else 0  # fmt: skip
            assert width >= longest * 8 * HALF_CHARACTER * 1.2

    targets = printed(tables.targets_table(figures), marks=True)
    indicator = widths(targets, 156, 9)[1]
    assert indicator > 6.5 * 2 * 9 * HALF_CHARACTER  # once it was four characters


def test_the_task_gets_most_of_its_table(county_figures: Figures) -> None:
    figures = county_figures  # whose tasks are whole sentences
    shown = printed(
        tables.tasks_table(figures, figures.snapshot.tasks).without("action"), marks=True
    )
    found = dict(
        zip((column.label for column in shown.columns), widths(shown, 156, 9), strict=True)
    )

    assert max(found, key=lambda label: found[label]) == "任务"
    assert found["任务"] > 156 / 4
