"""One town in tables: its years, what it reported, its basics."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.counties.county import JIA
from tests.views.reading import row_of, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_a_towns_series_holds_its_figures(figures: Figures) -> None:
    table = tables.town_series(figures, JIA)

    assert texts(row_of(table, "排放总量（万吨CO₂）"))[1:3] == ["5.60", "5.22"]
    assert texts(row_of(table, "人均排放（吨CO₂/人）"))[1] == "1.87"
    net = row_of(table, "排放总量（直接＋净购入电力和热力）（万吨CO₂）")
    assert texts(net)[1:] == ["8.10", "7.30", "缺失"]
    assert table.cell(row_of(table, "常住人口（人）"), "2031").in_file == 29_900


def test_without_reports_a_towns_series_is_empty(public_figures: Figures) -> None:
    assert tables.town_series(public_figures, JIA).rows == ()
    assert tables.energy_table(public_figures, JIA).rows == ()


def test_what_a_town_reported_is_listed_in_its_units(figures: Figures) -> None:
    table = tables.energy_table(figures, JIA)

    assert texts(row_of(table, "烟煤"))[:3] == ["烟煤", "吨", "24,000.0"]
    assert texts(row_of(table, "电力调入"))[1] == "万千瓦时"


def test_a_year_that_was_not_reported_is_missing(snapshot: Snapshot) -> None:
    uses = tuple(
        use
        for use in snapshot.energy_uses
        if (use.area_id, use.fuel, use.year) != (JIA, "烟煤", 2032)
    )

    table = tables.energy_table(Figures(replace(snapshot, energy_uses=uses)), JIA)

    cell = table.cell(row_of(table, "烟煤"), "2032")
    assert (cell.text, cell.in_file) == ("缺失", "")


def test_the_basics_of_a_town_are_public(
    public_figures: Figures, public_snapshot: Snapshot
) -> None:
    other, *towns = public_snapshot.towns
    counted = Figures(replace(public_snapshot, towns=(replace(other, in_scope=True), *towns)))
    table = tables.town_basics(public_figures, JIA)

    assert texts(row_of(table, "统计代码")) == ["统计代码", "990101100"]
    assert texts(row_of(table, "公布面积（km²）"))[1] == "240.00"
    kinds = [
        texts(row_of(tables.town_basics(counted, town.town_code), "类型"))[1]
        for town in counted.towns
    ]
    assert kinds == ["街道", "镇", "镇", "镇"]
