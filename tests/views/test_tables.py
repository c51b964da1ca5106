"""Tables: the figures in rows, in the order a reader needs, missing last."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteStage
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, missing
from sihui_map.errors import ChoiceError
from sihui_map.figures import Boundary, Figures, Measure
from sihui_map.ui import downloads
from sihui_map.views import tables
from sihui_map.views.table import to_csv

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.views.table import Table, TableRow

DASHA = "441284105"
NEED_A_YEAR = {"ranking", "components", "factor_sets", "forest", "heat", "reporting"}
ASKED = {"year": "2020", "measure": "total", "boundary": "direct", "town": DASHA}


def texts(row: TableRow) -> list[str]:
    return [cell.text for cell in row.cells]


def row_of(table: Table, name: str) -> TableRow:
    return next(row for row in table.rows if name in texts(row)[:3])


def column(table: Table, label: str) -> list[str | float]:
    place = [column.label for column in table.columns].index(label)
    return [row.cells[place].in_file for row in table.rows]


@pytest.mark.parametrize("name", downloads.TABLES)
def test_every_row_has_a_cell_for_every_column(name: str, figures: Figures) -> None:
    table = downloads.table(name, figures, ASKED)

    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert table.title


@pytest.mark.parametrize("name", downloads.TABLES)
def test_no_table_breaks_when_every_file_is_empty(name: str, snapshot: Snapshot) -> None:
    values = {field.name: getattr(snapshot, field.name) for field in fields(snapshot)}
    empty: dict[str, Any] = {
        name: type(value)()
        for name, value in values.items()
        if isinstance(value, tuple | dict) and name != "towns"
    }
    figures = Figures(replace(snapshot, **empty))
    if name in NEED_A_YEAR:
        with pytest.raises(ChoiceError, match="（无数据）"):
            downloads.table(name, figures, ASKED)
        return

    table = downloads.table(name, figures, ASKED)

    assert {len(row.cells) for row in table.rows} <= {len(table.columns)}
    assert to_csv(table).startswith("\ufeff")


@pytest.mark.parametrize("boundary", Boundary)
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("year", [2020, 2023])
def test_a_ranking_falls_and_missing_comes_last(
    figures: Figures, year: int, measure: Measure, boundary: Boundary
) -> None:
    table = tables.ranking(figures, year, measure, boundary)

    values = [row.cells[2].in_file for row in table.rows]
    known = [value for value in values if isinstance(value, float)]
    assert values == [*sorted(known, reverse=True), *[""] * (13 - len(known))]
    shown = [row.cells[2].text for row in table.rows][: len(known)]
    first = [str(shown.index(text) + 1) for text in shown]  # what reads the same shares a place
    assert [row.cells[0].text for row in table.rows] == [*first, *["—"] * (13 - len(known))]
    assert {row.town_code for row in table.rows} == {town.town_code for town in figures.towns}


def test_the_ranking_shows_the_figures(figures: Figures) -> None:
    table = tables.ranking(figures, 2020, Measure.TOTAL, Boundary.DIRECT)

    assert table.title == "2020 年排放总量排序（万吨CO₂，直接排放）"
    assert texts(table.rows[0])[:3] == ["1", "东城街道", "25.40"]
    assert texts(table.rows[1])[:3] == ["2", "大沙镇", "25.10"]
    assert [row.cells[3].share for row in table.rows[:2]] == [
        1,
        pytest.approx(25.10 / 25.40, abs=1e-3),
    ]
    assert table.rows[1].cells[2].hover.startswith("性质：示例；来源：")


def test_the_ranking_of_a_component_names_no_boundary(figures: Figures) -> None:
    table = tables.ranking(figures, 2021, Measure.ELECTRICITY, Boundary.NET)

    assert table.title == "2021 年净购入电力和热力排放排序（万吨CO₂）"


def test_a_ranking_of_missing_values_says_why(figures: Figures) -> None:
    table = tables.ranking(figures, 2020, Measure.TOTAL, Boundary.NET)

    assert {row.cells[2].text for row in table.rows} == {"缺失"}
    assert {row.cells[2].hover for row in table.rows} == {
        "缺失：当年电网排放因子未公开；已报部分的性质：示例"
    }
    assert {row.cells[3].style for row in table.rows} == {""}


def test_components_are_the_figures_and_the_plant_stands_apart(figures: Figures) -> None:
    table = tables.components(figures, 2021, with_plant=True)

    row = row_of(table, "大沙镇")
    for place, component in enumerate(Component, start=1):
        value = figures.component(DASHA, 2021, component).known
        assert row.cells[place].in_file == pytest.approx(value / 1e4, abs=1e-6)
    plant = row_of(table, "中电四会热电有限责任公司")
    assert (texts(plant)[4], plant.style) == ("−155.83", "apart")


def test_components_without_the_plant_are_the_towns(figures: Figures) -> None:
    assert len(tables.components(figures, 2021, with_plant=False).rows) == 13


@pytest.mark.parametrize("year", [2010, 2014, 2020, 2021, 2022, 2023, 2024, 2025])
def test_the_rows_of_the_ledger_sum(figures: Figures, year: int) -> None:
    values = column(tables.ledger_table(figures, year), "万吨CO₂")

    *parts, computed, total, residual = values
    if computed != "":
        numbers = [part for part in parts if isinstance(part, float)]
        assert len(numbers) == len(parts)
        assert sum(numbers) == pytest.approx(float(computed), abs=1e-4)
    if residual != "":
        assert float(total) - float(computed) == pytest.approx(float(residual), abs=1e-4)


def test_the_ledger_of_2020_meets_the_plan(figures: Figures) -> None:
    table = tables.ledger_table(figures, 2020)

    assert texts(row_of(table, "全市总量")) == ["全市总量", "294.17", "实绩"]
    assert texts(row_of(table, "各镇街直接排放合计")) == ["各镇街直接排放合计", "140.68", "示例"]
    assert texts(table.rows[-1]) == ["残差（全市总量−各项之和）", "1.32", "占 0.45%"]


def test_a_public_ledger_says_what_is_missing(public_figures: Figures) -> None:
    table = tables.ledger_table(public_figures, 2020)

    assert texts(table.rows[0]) == ["各镇街直接排放合计", "缺失", "未报"]
    assert texts(table.rows[-1]) == ["残差（全市总量−各项之和）", "缺失", "缺失"]


def test_projects_say_what_is_known_of_them(figures: Figures) -> None:
    table = tables.sites_table(figures, figures.snapshot.sites)

    plant = row_of(table, "燃气热电联产")
    assert texts(plant)[2:] == ["投产", "800.0", "—", "2018", "—", "精确位置", "实绩"]
    unknown = next(row for row in table.rows if row.cells[3].text == "—")
    assert unknown.cells[3].hover


def test_capacity_counts_projects_and_sums_known_megawatts(figures: Figures) -> None:
    table = tables.capacity_table(figures)

    assert texts(row_of(table, "投产")) == ["投产", "13", "60.8", "15.0", "800.0", "0", "多种"]
    assert sum(float(count) for count in column(table, "项目数")) == len(figures.snapshot.sites)


def test_a_stage_without_any_known_capacity_is_of_no_kind(snapshot: Snapshot) -> None:
    unknown = next(site for site in snapshot.sites if site.capacity_mw is None)
    figures = Figures(replace(snapshot, sites=(replace(unknown, stage=SiteStage.IDEA),)))

    (row,) = tables.capacity_table(figures).rows

    assert texts(row) == ["谋划", "1", "—", "—", "—", "1", "缺失"]


def test_forest_lists_the_city_then_the_towns_from_the_most(figures: Figures) -> None:
    table = tables.forest_table(figures, 2025)

    assert texts(table.rows[0]) == ["全市（不含大旺）", "56.10", "55.50", "0.60", "示例"]
    values = [value for value in column(table, "2025 年")[1:] if isinstance(value, float)]
    assert values == sorted(values, reverse=True)
    assert len(values) == 13


def test_of_the_first_year_forest_has_one_column_and_no_change(figures: Figures) -> None:
    table = tables.forest_table(figures, 2020)

    assert [column.label for column in table.columns] == ["镇街", "2020 年", "性质"]
    assert texts(table.rows[0]) == ["全市（不含大旺）", "55.50", "示例"]


def test_a_town_without_forest_data_comes_last_and_is_named(snapshot: Snapshot) -> None:
    rows = tuple(row for row in snapshot.forest_covers if row.area_id != "441284102")
    name = next(town.name for town in snapshot.towns if town.town_code == "441284102")

    last = tables.forest_table(Figures(replace(snapshot, forest_covers=rows)), 2025).rows[-1]

    assert texts(last) == [name, "缺失", "缺失", "缺失", "未报"]
    assert [cell.in_file for cell in last.cells][1:4] == ["", "", ""]


def test_a_change_of_forest_is_a_number_in_the_file(snapshot: Snapshot) -> None:
    shrunk = tuple(
        replace(row, forest_ha=row.forest_ha / 2) if row.year == 2025 else row
        for row in snapshot.forest_covers
    )

    row = tables.forest_table(Figures(replace(snapshot, forest_covers=shrunk)), 2025).rows[0]

    assert row.cells[3].text.startswith("−27.")
    assert isinstance(row.cells[3].in_file, float)
    assert row.cells[3].in_file < -27


def test_reserves_without_a_public_area_say_so(figures: Figures) -> None:
    areas = column(tables.reserves_table(figures), "面积（公顷）")

    assert areas == [744.61, 2408.93, 6255.69, ""]


def test_parks_say_whether_they_count(figures: Figures, public_figures: Figures) -> None:
    parks = figures.snapshot.parks

    assert column(tables.parks_table(figures, parks), "计入分母") == ["是", "是", *["待核"] * 4]
    assert set(column(tables.parks_table(public_figures, parks), "计入分母")) == {"待核"}
    assert set(column(tables.parks_table(public_figures, parks), "改造阶段")) == {"未收到信息"}


def test_a_park_that_is_not_provincial_does_not_count(snapshot: Snapshot) -> None:
    progress = tuple(replace(row, provincial=False) for row in snapshot.park_progress)
    parks = (replace(snapshot.parks[0], level="省级", level_confirmed=True),)

    (row,) = tables.parks_table(Figures(replace(snapshot, park_progress=progress)), parks).rows

    assert texts(row)[2:4] == ["省级", "否"]


def test_tasks_stand_verbatim_with_their_units_and_the_latest_word(figures: Figures) -> None:
    table = tables.tasks_table(figures, figures.snapshot.tasks)
    states = set(column(table, "状态（自报）"))

    assert len(table.rows) == 40
    assert table.rows[0].cells[2].text == figures.snapshot.tasks[0].text
    assert {"未收到信息", "推进中"} <= states
    assert any(row.cells[2].tag == "勘误待定" for row in table.rows)
    assert {row.cells[5].tag for row in table.rows} == {"示例", ""}


def test_a_changed_task_shows_both_words(snapshot: Snapshot) -> None:
    update = replace(snapshot.task_updates[0], state=TaskState.CHANGED)
    task = next(task for task in snapshot.tasks if task.task_no == update.task_no)
    figures = Figures(replace(snapshot, task_updates=(update,)))

    (row,) = tables.tasks_table(figures, [task]).rows

    assert row.cells[5].text == "调整/取消"
    assert row.cells[6].text.startswith(update.day.isoformat())


def test_targets_with_a_light_come_first_and_none_invents_a_number(figures: Figures) -> None:
    table = tables.targets_table(figures)

    assert len(table.rows) == 19
    assert [texts(row)[0] for row in table.rows[:3]] == ["● 绿灯", "■ 红灯", "○ 无灯"]
    forest = row_of(table, "森林覆盖率")
    assert texts(forest)[3:8] == ["≈56.3%", "56.10（2025）", "56.30", "0.20", "第 34 条"]
    assert column(table, "目标").count("目标尚无数值") == 11
    assert texts(forest)[8] == (
        "参照 发改办环资〔2020〕901号，不低于 56.25% 为绿灯；"
        "原文“56.3%左右”；只指法定统计口径的森林覆盖率。"
    )


def test_a_value_past_the_target_year_is_said_and_changes_no_light(snapshot: Snapshot) -> None:
    city = next(row for row in snapshot.forest_covers if row.area_id == CITY and row.year == 2025)
    later = replace(city, year=2026, forest_ha=66_000)
    figures = Figures(replace(snapshot, forest_covers=(*snapshot.forest_covers, later)))

    forest = texts(row_of(tables.targets_table(figures), "森林覆盖率"))

    assert (forest[0], forest[4], forest[6]) == ("■ 红灯", "56.10（2025）", "0.20")
    assert forest[8].startswith("到期后 2026 年为 56.59%；参照 ")


def test_errata_can_be_picked(figures: Figures) -> None:
    first = figures.snapshot.errata[0]

    assert len(tables.errata_table(figures).rows) == len(figures.snapshot.errata)
    (row,) = tables.errata_table(figures, {first.erratum_id}).rows
    assert texts(row) == [first.place, first.reading_a, first.reading_b, first.note]


def test_a_towns_series_holds_its_figures(figures: Figures) -> None:
    table = tables.town_series(figures, DASHA)

    assert texts(row_of(table, "排放总量（万吨CO₂）"))[1:3] == ["25.10", "24.80"]
    assert texts(row_of(table, "人均排放（吨CO₂/人）"))[1] == "4.87"
    net = row_of(table, "排放总量（直接＋净购入电力和热力）（万吨CO₂）")
    assert texts(net)[1:3] == ["缺失", "48.15"]
    assert row_of(table, "常住人口（人）").cells[1].in_file == (
        figures.population(DASHA, 2020).known
    )


def test_without_reports_a_towns_series_is_empty(public_figures: Figures) -> None:
    assert tables.town_series(public_figures, DASHA).rows == ()
    assert tables.energy_table(public_figures, DASHA).rows == ()


def test_what_a_town_reported_is_listed_in_its_units(figures: Figures) -> None:
    table = tables.energy_table(figures, DASHA)

    assert texts(row_of(table, "烟煤"))[:3] == ["烟煤", "吨", "76,807.0"]
    assert texts(row_of(table, "电力调入"))[1] == "万千瓦时"


def test_a_year_that_was_not_reported_is_missing(snapshot: Snapshot) -> None:
    uses = tuple(
        use
        for use in snapshot.energy_uses
        if (use.area_id, use.fuel, use.year) != (DASHA, "烟煤", 2021)
    )

    row = row_of(tables.energy_table(Figures(replace(snapshot, energy_uses=uses)), DASHA), "烟煤")

    assert texts(row)[3] == "缺失"
    assert row.cells[3].in_file == ""


def test_the_basics_of_a_town_are_public(public_figures: Figures) -> None:
    table = tables.town_basics(public_figures, DASHA)

    assert texts(row_of(table, "统计代码")) == ["统计代码", "441284105"]
    assert texts(row_of(table, "公布面积（km²）"))[1] == "80.00"
    kinds = {
        row_of(tables.town_basics(public_figures, town.town_code), "类型").cells[1].text
        for town in public_figures.towns
    }
    assert kinds == {"街道", "镇"}


def test_every_data_file_is_listed(figures: Figures, public_figures: Figures) -> None:
    assert len(tables.files_table(figures).rows) == len(figures.snapshot.files)
    assert not [
        name
        for name in column(tables.files_table(public_figures), "文件")
        if str(name).startswith("sample/")
    ]


def test_factors_and_coefficients_are_the_published_ones(figures: Figures) -> None:
    gas = row_of(tables.factors_table(figures), "天然气")
    grid = {
        (row.cells[0].text, row.cells[1].in_file): row.cells[2].in_file
        for row in tables.grid_table(figures).rows
    }

    assert gas.cells[6].in_file == pytest.approx(389.31 * 15.3 / 1000 * 0.99 * 44 / 12)
    assert grid["全国", 2021] == 0.5568
    assert texts(row_of(tables.coal_table(figures), "原煤"))[:2] == ["原煤", "0.7143"]


def test_every_figure_is_listed_with_its_id(figures: Figures) -> None:
    table = tables.figures_table(figures)
    ids = column(table, "编号")

    assert len(ids) == len(set(ids)) == len(figures.published())
    assert texts(row_of(table, "ledger.city_total.2020"))[1:4] == ["2.9417e+06", "tCO2", "实绩"]


def test_public_facts_are_written_as_numbers(figures: Figures) -> None:
    shown = column(tables.facts_table(figures), "数值")

    assert 294.17 in shown
    assert 530_974 in shown


def test_public_facts_are_told_in_words_a_reader_knows(figures: Figures) -> None:
    table = tables.facts_table(figures)

    assert set(column(table, "单位")) == {"万吨二氧化碳", "亿元", "km²", "人", "%"}
    assert set(column(table, "可信度")) == {"高", "中"}


def test_the_largest_of_nothing_is_nothing() -> None:
    assert tables.amounts_max([missing("t", MissingReason.NOT_REPORTED)]) == 0.0


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("t", "吨"),
        ("10^4 Nm3", "万立方米"),
        ("10^4 kWh", "万千瓦时"),
        ("10^8 CNY", "亿元"),
        ("GJ", "吉焦"),
        ("MJ", "MJ"),
    ],
)
def test_a_unit_is_written_as_a_reader_knows_it(unit: str, text: str) -> None:
    assert tables.unit_text(unit) == text


@pytest.mark.parametrize(
    "name", ["ranking", "components", "ledger", "forest", "town", "energy", "tasks", "targets"]
)
def test_a_file_with_samples_says_so_and_a_public_one_does_not(
    name: str, figures: Figures, public_figures: Figures
) -> None:
    assert "示例" in to_csv(downloads.table(name, figures, ASKED))
    if name in ("ledger", "tasks", "targets"):
        assert "示例" not in to_csv(downloads.table(name, public_figures, ASKED))
