"""The data book: every figure once, tables as pages show them, nothing that a spreadsheet runs."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sihui_map.catalogue import datasets
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import SCOPE_LABEL, town_measures
from sihui_map.documents.xlsx.databook import databook
from sihui_map.domain.check import RULES
from sihui_map.domain.energy import Component
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.views import method, tables
from sihui_map.views.maps import themes
from tests.documents.papers import HOSTILE, SEEN, hostile, nothing

if TYPE_CHECKING:
    from openpyxl import Workbook

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures import Figures

Value = str | float | None


@pytest.fixture(scope="module")
def body(figures: Figures) -> bytes:
    return databook(figures)


@pytest.fixture(scope="module")
def book(body: bytes) -> Workbook:
    return load_workbook(BytesIO(body))


def rows(book: Workbook, sheet: str) -> list[tuple[Value, ...]]:
    """Return the rows under the line of headings."""
    found = book[sheet].iter_rows(min_row=3, values_only=True)
    return list(found)  # type: ignore[arg-type]  # no cell holds a day or a formula


def heads(book: Workbook, sheet: str) -> list[Value]:
    return [cell.value for cell in book[sheet][2]]  # type: ignore[misc]  # see rows()


def as_number(value: Value) -> float | None:
    return value if isinstance(value, int | float) else None


def test_every_published_figure_is_there_exactly_with_what_it_is(
    figures: Figures, book: Workbook
) -> None:
    told = {str(row[0]): row[1:] for row in rows(book, "全部数值")}
    published = figures.published()

    assert list(told) == list(published)
    for figure_id, amount in published.items():
        _, _, value, unit, kind, source, reason, part, part_kind = told[figure_id]
        assert (part is None) == (amount.part is None)
        assert (as_number(part) or 0) == pytest.approx(amount.part or 0, rel=1e-14)
        assert part_kind == (None if amount.part is None else amount.part_kind)
        assert (unit, kind, source or "", reason or "") == (
            amount.unit, amount.kind, amount.source, amount.reason,
        )  # fmt: skip
        # A workbook keeps sixteen digits.
        known = as_number(value)
        assert (known is None) == (amount.value is None)
        assert (known or 0) == pytest.approx(amount.value or 0, rel=1e-14)


def test_a_figure_without_a_number_is_called_missing(book: Workbook) -> None:
    lost = [row for row in rows(book, "全部数值") if as_number(row[3]) is None]

    assert lost
    assert {(row[3], row[5]) for row in lost} == {("缺失", ValueKind.MISSING)}
    assert all(row[7] for row in lost)


def test_the_rankings_are_the_figures_of_every_year_and_measure(
    figures: Figures, book: Workbook
) -> None:
    codes = {town.name: town.town_code for town in figures.towns}
    measures = {measure.label: measure for measure in town_measures()}
    scopes = {label: scope for scope, label in SCOPE_LABEL.items()}
    found = rows(book, "镇街排序")

    assert len(found) == 3 * 3 * len(themes())  # years, towns
    for year, label, within, unit, _, town, value, *_ in found:
        measure = measures[str(label)]
        scope = scopes[str(within)] if within else Scope.DIRECT
        amount = figures.measure(codes[str(town)], int(year or 0), measure, scope).value
        assert unit == measure.unit
        if amount is None:
            assert str(value).startswith("缺失（")
        else:
            assert as_number(value) == pytest.approx(amount / measure.divisor, abs=6e-5)


def test_the_components_are_the_figures_of_every_year(figures: Figures, book: Workbook) -> None:
    codes = {town.name: town.town_code for town in figures.towns}
    codes |= {source.name: source.source_id for source in figures.snapshot.named_sources}
    found = rows(book, "排放构成")

    assert len(found) == 3 * 5  # years; towns and the two named sources
    for year, name, *values in found:
        coal, oil, gas, _, traded = values[:5]  # a sum stands after its parts
        for part, value in zip(Component, (coal, oil, gas, traded), strict=True):
            amount = figures.component(codes[str(name)], int(year or 0), part).value
            told = as_number(value)
            assert (told is None) == (amount is None)
            assert (told or 0) == pytest.approx((amount or 0) / 1e4, abs=1e-6)


def test_the_ledgers_are_the_figures_of_every_year(figures: Figures, book: Workbook) -> None:
    told = {(row[0], row[1]): row[2] for row in rows(book, "平衡表")}

    for year in figures.ledger_years:
        ledger = figures.ledger(year)
        for label, amount in (
            ("全县总量", ledger.city_total),
            ("各项之和", ledger.computed),
            ("残差（全县总量−各项之和）", ledger.residual),
        ):
            value = as_number(told[year, label])
            assert (value is None) == (amount.value is None)
            assert (value or 0) == pytest.approx((amount.value or 0) / 1e4, abs=1e-6)


def test_the_forest_is_the_figures_of_every_year(figures: Figures, book: Workbook) -> None:
    names = {town.name: town.town_code for town in figures.towns} | {"全县（不含丁街道）": CITY}
    found = rows(book, "森林覆盖率")

    kind = heads(book, "森林覆盖率").index("性质")
    assert len(found) == 3 * 4
    assert {row[kind] for row in found} == {"示例"}  # of the first year, too
    for year, name, cover, *_ in found:
        known = figures.forest_cover(names[str(name)], int(year or 0)).known
        assert as_number(cover) == pytest.approx(known, abs=1e-6)


def test_the_towns_main_data_are_the_figures(figures: Figures, book: Workbook) -> None:
    places = [heads(book, "镇街历年数据").index(str(year)) for year in figures.years]
    told = {
        (row[0], row[1]): [row[place] for place in places] for row in rows(book, "镇街历年数据")
    }

    for town in figures.towns:
        people = told[town.name, "常住人口（人）"]
        assert list(people) == [
            figures.population(town.town_code, year).known for year in figures.years
        ]
        direct = told[town.name, "排放总量（万吨CO₂）"]
        assert [as_number(value) for value in direct] == pytest.approx(
            [figures.emission(town.town_code, year).known / 1e4 for year in figures.years],
            abs=1e-6,
        )


def test_the_other_sheets_are_the_tables_of_the_screen(figures: Figures, book: Workbook) -> None:
    snapshot = figures.snapshot
    for sheet, table in (
        ("主要指标", tables.targets_table(figures)),
        ("全县公开数据", tables.facts_table(figures)),
        ("项目清单", tables.sites_table(figures, snapshot.sites)),
        ("项目规模", tables.capacity_table(figures)),
        ("自然保护地", tables.reserves_table(figures)),
        ("园区", tables.parks_table(figures, snapshot.parks)),
        ("任务分工", tables.tasks_table(figures, snapshot.tasks)),
        ("调度指标", tables.counts_table(figures)),
        ("碳汇估算", tables.sink_table(figures)),
        ("重点用能单位合计", tables.enterprise_totals(figures)),
        ("一企一策", tables.enterprise_plans(figures)),
        ("勘误待定", tables.errata_table(figures)),
        ("燃料因子", tables.factors_table(figures)),
        ("电网因子", tables.grid_table(figures)),
        ("折标系数", tables.coal_table(figures)),
        ("热值与折标", tables.heat_table(figures, figures.default_year)),
        ("数据文件", tables.files_table(figures)),
    ):
        found = rows(book, sheet)
        assert len(found) == len(table.rows), sheet
        for row, shown in zip(found, table.rows, strict=True):
            heading = heads(book, sheet)
            places = [heading.index(column.label) for column in table.columns]
            for place, cell in zip(places, shown.cells, strict=True):  # marks stand between
                value = row[place]
                if isinstance(cell.raw, int | float):
                    assert as_number(value) == pytest.approx(cell.raw, rel=1e-14), sheet
                else:
                    assert str(value or "").startswith(cell.text), sheet


def test_what_was_reported_stands_as_it_was_reported(figures: Figures, book: Workbook) -> None:
    told = [row[:6] for row in rows(book, "填报·能源活动")]

    assert told == [
        (use.area_id, use.year, use.fuel, use.amount, use.unit, use.kind)
        for use in figures.snapshot.energy_uses
    ]
    assert [row[:3] for row in rows(book, "填报·任务调度")] == [
        (update.task_no, update.day.isoformat(), update.state)
        for update in figures.snapshot.task_updates
    ]


def test_every_reported_table_has_a_sheet(book: Workbook) -> None:
    sheets = {name.removeprefix("填报·") for name in book.sheetnames if name.startswith("填报·")}

    assert sheets == {table.title.partition("（")[0] for table in datasets()}


def test_the_words_are_defined(figures: Figures, book: Workbook) -> None:
    told = {(row[0], row[1]): row[2] for row in rows(book, "定义")}
    place = figures.snapshot.place

    assert {name for part, name in told if part == "值的性质"} == set(ValueKind)
    assert told["缺失原因", "未报"]
    for rule in RULES:
        said = told["填报检查", f"{rule.rule}（{rule.severity}）"]
        assert said == f"{rule.test_in(place)}。处理办法：{rule.remedy_in(place)}。"
    for term, text in method.formulas(figures):
        assert told["计算方法", term] == text


def test_every_sheet_says_which_snapshot_it_is_and_freezes_its_headings(
    figures: Figures, book: Workbook
) -> None:
    for sheet in book:
        said = str(sheet["A1"].value)
        assert f"版本 {figures.snapshot.revision} · 数据日期 2033-09-15" in said
        assert said.endswith("标「示例」的数值为虚构样本，不可引用")
        assert sheet.freeze_panes == "A3"


def test_every_row_of_a_sample_says_so(book: Workbook) -> None:
    shown = rows(book, "镇街历年数据")
    told = [row for row in shown if any(isinstance(cell, int | float) for cell in row)]

    in_series = sum(measure.in_series for measure in town_measures())
    assert len(told) == 3 * (in_series + 5)  # the total with power, coal, people, GDP, forest
    assert {row[-1] for row in told} == {"示例"}
    assert heads(book, "镇街历年数据")[-1] == "标注"


def test_numbers_are_written_as_the_page_shows_them(book: Workbook) -> None:
    targets = book["主要指标"]
    town = book["镇街历年数据"]

    assert targets["E3"].number_format == '0.00"（2033）"'.replace("0.00", "#,##0.00")
    assert town["C3"].number_format == "#,##0.00"
    assert book["全部数值"]["C3"].number_format == "0"


def test_the_first_sheet_tells_issue_approval_and_boundaries(figures: Figures) -> None:
    book = load_workbook(BytesIO(databook(figures, approval="虚S（2026）001号")))
    told = {row[0]: row[1] for row in rows(book, "说明")}

    assert told["审图号"] == "虚S（2026）001号"
    assert told["镇街界线"] == "示意图,镇街界线非法定界线"
    assert told["期"] == "未建库的文件数据"


def test_hostile_names_are_text_and_never_a_formula(snapshot: Snapshot) -> None:
    body = databook(hostile(snapshot, HOSTILE))
    book = load_workbook(BytesIO(body))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]

    assert not [cell.coordinate for cell in found if cell.data_type == "f"]
    assert sum(cell.value == SEEN for cell in found) > 3
    assert all(cell.quotePrefix for cell in found if cell.value == SEEN)
    with ZipFile(BytesIO(body)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in sheets if b"<f>" in package.read(name)]


def test_a_city_without_reports_names_the_gaps(public_figures: Figures) -> None:
    book = load_workbook(BytesIO(databook(public_figures)))

    assert rows(book, "镇街排序")[0][0] == "〔待补：尚无数据〕"
    assert rows(book, "填报·能源活动")[0][0] == "〔待补：尚无数据〕"
    assert ("示例", "本册不含示例数据") in rows(book, "说明")


def test_a_city_that_knows_nothing_still_gets_a_book() -> None:
    book = load_workbook(BytesIO(databook(nothing())))

    assert rows(book, "主要指标")[0][0] == "〔待补：尚无数据〕"
    assert rows(book, "全部数值")[0][3] == "缺失"


def test_the_same_snapshot_gives_the_same_bytes(figures: Figures, body: bytes) -> None:
    assert databook(figures) == body


def test_the_file_is_dated_as_the_data(book: Workbook) -> None:
    assert str(book.properties.modified)[:10] == "2033-09-15"
