"""Emissions in tables: ranked, missing last; what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import ELECTRICITY, TOTAL, town_measures
from sihui_map.domain.energy import Component
from sihui_map.views import tables
from tests.counties.county import JIA
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.figures import Figures


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("measure", town_measures(), ids=str)
@pytest.mark.parametrize("year", [2032, 2033])
def test_a_ranking_falls_and_missing_comes_last(
    figures: Figures, year: int, measure: Indicator, scope: Scope
) -> None:
    table = tables.ranking(figures, year, measure, scope)

    values = column(table, "value")
    known = [value for value in values if isinstance(value, float)]
    assert values == [*sorted(known, reverse=True), *[""] * (3 - len(known))]
    shown = [cell.text for cell in table.column("value")][: len(known)]
    first = [str(shown.index(text) + 1) for text in shown]  # what reads the same shares a place
    assert [cell.text for cell in table.column("place")] == [*first, *["—"] * (3 - len(known))]
    assert {row.town_code for row in table.rows} == {town.town_code for town in figures.towns}


def test_the_ranking_shows_the_figures(figures: Figures) -> None:
    table = tables.ranking(figures, 2032, TOTAL, Scope.DIRECT)

    assert table.title == "2032 年排放总量排序（万吨CO₂，直接排放）"
    assert texts(table.rows[0])[:3] == ["1", "甲镇", "5.22"]
    assert texts(table.rows[1])[:3] == ["2", "乙镇", "2.48"]
    assert [cell.share for cell in table.column("share")[:2]] == [
        1,
        pytest.approx(2.48 / 5.22, abs=1e-3),
    ]
    assert table.column("value")[1].hover.startswith("性质：示例；来源：")


def test_the_ranking_of_a_component_names_no_scope(figures: Figures) -> None:
    table = tables.ranking(figures, 2032, ELECTRICITY, Scope.NET)

    assert table.title == "2032 年净购入电力和热力排放排序（万吨CO₂）"


def test_a_ranking_of_missing_values_says_why(figures: Figures) -> None:
    table = tables.ranking(figures, 2033, TOTAL, Scope.NET)

    assert {cell.text for cell in table.column("value")} == {"缺失"}
    assert {cell.hover for cell in table.column("value")} == {
        "缺失：当年电网排放因子未公开；已报部分的性质：示例"
    }
    assert {(cell.style, cell.share) for cell in table.column("share")} == {("", None)}


def test_components_are_the_figures_and_the_plant_stands_apart(figures: Figures) -> None:
    table = tables.components(figures, 2032, with_plant=True)

    assert table.names[1:6] == ("coal", "oil", "gas", "direct", "electricity")
    row = row_of(table, "甲镇")
    for component in Component:
        value = figures.component(JIA, 2032, component).known
        assert table.cell(row, component).in_file == pytest.approx(value / 1e4, abs=1e-6)
    plant = row_of(table, "虚构热电有限公司")
    assert (table.cell(plant, "electricity").text, plant.style) == ("−8.20", "apart")


def test_components_without_the_plant_are_the_towns(figures: Figures) -> None:
    assert len(tables.components(figures, 2032, with_plant=False).rows) == 3
