"""What a number is said to be: parts under their own name, kinds beside values, honest sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.domain.value import Quantity, ValueKind, missing
from sihui_map.views import sentences, tables
from sihui_map.views.html import page_table, table_html
from sihui_map.views.rounding import ROUNDED, rounding
from sihui_map.views.table import EACH, KIND, Cell, Column, Table, TableRow, amount_cell, to_csv
from tests import county, mixed

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def tonnes(value: float, kind: ValueKind = ValueKind.REPORTED) -> Quantity:
    return Quantity(value=value, unit="t", kind=kind, source="台账")


def table_of(*kinds: ValueKind, said: str = "") -> Table:
    cells = tuple(amount_cell(tonnes(place, kind), 1) for place, kind in enumerate(kinds, start=1))
    columns = tuple(Column(str(2020 + place), numeric=True) for place in range(len(kinds)))
    told = (Column("性质", KIND),) if said else ()
    row = TableRow((Cell("甲镇"), *cells, *((Cell(said),) if said else ())))
    return Table("分年", (Column("镇街"), *columns, *told), (row,))


def test_of_several_kinds_each_value_says_its_own_without_hovering() -> None:
    shown = table_html(table_of(ValueKind.SAMPLE, ValueKind.REPORTED))

    assert '1.0<span class="tag">示</span>' in shown
    assert '2.0<span class="tag">实</span>' in shown
    assert "实＝实绩，示＝示例" in shown


def test_of_one_kind_none_repeats_it() -> None:
    assert "tag" not in table_html(table_of(ValueKind.REPORTED, ValueKind.REPORTED))


def rows_of(*kinds: ValueKind) -> Table:
    cells = (
        (Cell(str(at)), amount_cell(tonnes(1, kind), 1), Cell(kind))
        for at, kind in enumerate(kinds)
    )
    columns = (Column("镇街"), Column("数值", numeric=True), Column("性质", KIND))
    return Table("各镇街", columns, tuple(map(TableRow, cells)))


def test_one_kind_of_all_rows_is_said_once_above_them() -> None:
    shown = page_table(rows_of(ValueKind.SAMPLE, ValueKind.SAMPLE))

    assert '<caption>各镇街<span class="tag">示例</span></caption>' in shown
    assert '<th scope="col">性质' not in shown
    assert ">示例</td>" not in shown


def test_of_rows_of_several_kinds_each_says_its_own() -> None:
    shown = page_table(rows_of(ValueKind.SAMPLE, ValueKind.REPORTED))

    assert "性质" in shown
    assert "<caption>各镇街</caption>" in shown
    assert 'data-label="性质">示例</td>' in shown


@pytest.mark.parametrize(("said", "marked"), [("实绩", False), (EACH, True)])
def test_a_row_that_says_its_kind_needs_no_marks(said: str, *, marked: bool) -> None:
    mixed = table_of(ValueKind.SAMPLE, ValueKind.REPORTED, said=said)

    assert ("示</span>" in table_html(mixed)) is marked


def test_a_file_has_a_column_for_each_kind_and_part() -> None:
    lost = missing("t", "未填全", part=tonnes(1234.5))
    row = TableRow((Cell("甲镇"), amount_cell(lost, 1), amount_cell(tonnes(2), 1)))
    other = TableRow(
        (Cell("乙镇"), amount_cell(tonnes(3, ValueKind.SAMPLE), 1), amount_cell(tonnes(4), 1))
    )
    columns = (Column("镇街"), Column("甲", numeric=True), Column("乙", numeric=True))

    lines = to_csv(Table("表", columns, (row, other))).splitlines()

    assert lines[0].lstrip("\ufeff") == "镇街,甲,甲·性质,甲·已报部分,乙,乙·性质"
    assert lines[1] == "甲镇,,缺失,1234.5,2.0,实绩"
    assert lines[2] == "乙镇,3.0,示例,,4.0,实绩"


def test_a_part_stands_below_the_word_missing() -> None:
    cell = amount_cell(missing("t", "未填全", part=tonnes(24_900)), 2, 1e4)

    assert (cell.text, cell.note, cell.in_file) == ("缺失", "已报部分 2.49", "")
    assert cell.hover == "缺失：未填全；已报部分的性质：实绩"


def ledger_of(parts: list[Quantity], whole: Quantity) -> Table:
    rows = [("甲镇", part) for part in parts] + [("各项之和", whole)]
    return Table(
        "平衡表",
        (Column("项目"), Column("万吨", numeric=True)),
        tuple(TableRow((Cell(name), amount_cell(amount, 2))) for name, amount in rows),
    )


@pytest.mark.parametrize(
    ("parts", "whole", "is_so"),
    [
        ([1.0, 2.0], 3.0, True),
        ([1.004, 1.004], 2.008, False),  # 1.00 + 1.00 is not 2.01
        ([0.1, 0.2], 0.3, True),
        ([], 0.0, True),
    ],
)
def test_what_is_written_adds_up_or_it_is_said(
    parts: list[float], whole: float, *, is_so: bool
) -> None:
    said = rounding(ledger_of([tonnes(part) for part in parts], tonnes(whole)))

    assert said == ("" if is_so else ROUNDED)


def test_where_a_part_is_missing_nobody_adds() -> None:
    assert rounding(ledger_of([tonnes(1), missing("t", "未报")], tonnes(5))) == ""


# The mixed store


def test_without_a_whole_town_there_is_no_total_no_place_and_no_share(
    mixed_figures: Figures,
) -> None:
    year = mixed_figures.default_year

    said = sentences.emissions_sentence(mixed_figures, year, TOTAL, Scope.NET)
    places = [
        row.cells[0].text for row in tables.ranking(mixed_figures, year, TOTAL, Scope.NET).rows
    ]

    assert year == 2025
    assert "合计" not in said
    assert set(places) == {"—"}


def test_a_partial_year_is_offered_as_partial(mixed_figures: Figures) -> None:
    assert mixed_figures.partial_years == frozenset(mixed_figures.years)


def test_no_bar_stands_for_a_town_of_which_a_fuel_is_missing(mixed_figures: Figures) -> None:
    table = tables.composition(mixed_figures, 2025, with_plant=True)
    known = {
        town.name
        for town in mixed_figures.towns
        if mixed_figures.emission(town.town_code, 2025).value is not None
    }

    drawn = {
        table.cell(row, "name").text
        for row in table.rows
        if table.cell(row, "split").parts and row.style != "apart"
    }

    assert drawn == known
    assert len(known) < len(mixed_figures.towns)


def test_nothing_that_nobody_reported_is_a_zero(mixed_figures: Figures) -> None:
    told = {(use.area_id, use.year) for use in mixed_figures.snapshot.energy_uses}
    whole = {(row.area_id, row.year) for row in mixed_figures.snapshot.declarations}

    zeros = [
        figure_id
        for figure_id, found in mixed_figures.published().items()
        if found.value == 0 and figure_id.startswith(("emission.", "energy.", "ledger."))
    ]

    for figure_id in zeros:
        area, year = figure_id.split(".")[-2], int(figure_id.split(".")[-1])
        assert (area, year) in told | whole


def test_who_reported_nothing_of_a_table_is_said_to_have_reported_nothing(
    mixed_figures: Figures,
) -> None:
    rows = {row.cells[0].text: row for row in tables.reporting_table(mixed_figures, 2025).rows}

    told = {mixed.ZERO, mixed.ELECTRIC, mixed.WHOLE, mixed.PART, mixed.ESTIMATED}
    silent = [town for town in county.TOWNS if town.code not in told]
    assert silent
    for town in silent:
        assert [cell.text for cell in rows[town.name].cells[1:]] == ["○ 未报"] * 3
    whole = county.BY_CODE[mixed.WHOLE]
    assert [cell.text for cell in rows[whole.name].cells[1:]] == ["● 填全（实绩）"] * 3
    assert rows["填全的镇街数"].cells[-1].text == f"2/{len(county.TOWNS)}"
    assert sentences.reporting_sentence(mixed_figures, 2025).endswith(
        f"4 个报了一部分；{len(silent)} 个没有任何数据。"
    )
