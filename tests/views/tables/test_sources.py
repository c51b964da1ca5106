"""Sources in tables: files, factors, public facts, every figure."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_every_data_file_is_listed(figures: Figures, public_figures: Figures) -> None:
    assert len(tables.files_table(figures).rows) == len(figures.snapshot.files)
    assert not [
        name
        for name in column(tables.files_table(public_figures), "file")
        if str(name).startswith("sample/")
    ]


def test_factors_and_coefficients_are_the_published_ones(snapshot: Snapshot) -> None:
    wider = replace(snapshot.grid_factors[0], region="全国", kgco2_per_kwh=0.6)
    figures = Figures(replace(snapshot, grid_factors=(*snapshot.grid_factors, wider)))
    fuels, grid = tables.factors_table(figures), tables.grid_table(figures)
    gas = fuels.cell(row_of(fuels, "天然气"), "emission")
    places = zip(column(grid, "region"), column(grid, "year"), strict=True)
    by_place = dict(zip(places, column(grid, "factor"), strict=True))

    assert gas.in_file == pytest.approx(389.31 * 15.3 / 1000 * 0.99 * 44 / 12)
    assert by_place == {("虚构电网", 2031): 0.5, ("虚构电网", 2032): 0.4, ("全国", 2031): 0.6}
    assert texts(row_of(tables.coal_table(figures), "原煤"))[:2] == ["原煤", "0.7143"]


def test_every_figure_is_listed_with_its_id(figures: Figures) -> None:
    table = tables.figures_table(figures)
    ids = column(table, "figure_id")

    assert len(ids) == len(set(ids)) == len(figures.published())
    assert texts(row_of(table, "ledger.city_total.2031"))[1:4] == ["179000", "tCO2", "实绩"]
    assert texts(row_of(table, "sink.stock.city.2031"))[1:4] == ["1.5e+06", "m³", "示例"]


def test_public_facts_are_written_as_numbers(figures: Figures) -> None:
    shown = column(tables.facts_table(figures), "value")

    assert 17.9 in shown
    assert 63_000 in shown


def test_public_facts_are_told_in_words_a_reader_knows(snapshot: Snapshot) -> None:
    sure = cycle(("high", "medium", "low"))
    facts = tuple(replace(fact, confidence=next(sure)) for fact in snapshot.city_facts)

    table = tables.facts_table(Figures(replace(snapshot, city_facts=facts)))

    assert set(column(table, "unit")) == {"万吨二氧化碳", "亿元", "km²", "人", "%"}
    assert set(column(table, "confidence")) == {"高", "中", "低"}
