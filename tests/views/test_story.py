"""The story of a town: its numbers beside the mean, its years, what it burns; and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import PER_GDP, PER_HEAD, TOTAL
from sihui_map.views import drawn
from sihui_map.views.story import story
from sihui_map.views.tables import composition, ranking
from tests.counties.county import JIA
from tests.mixed import ELECTRIC, WHOLE

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def test_a_town_stands_beside_the_mean_of_all(figures: Figures) -> None:
    """78608 t of all, 3 towns, 63300 people, 485 km², 34 亿元."""
    told = story(figures, JIA, 2033, TOTAL, Scope.DIRECT)

    assert [(item.text, item.note) for item in told.figures] == [
        ("5.04", "平均 2.62"),
        ("1.68", "平均 1.24"),
        ("210", "平均 162"),
        ("0.315", "平均 0.231"),
    ]
    assert told.tag == "示例"
    assert {item.tag for item in told.figures} == {""}


def test_the_mean_of_what_is_per_head_is_that_of_all_towns_together(figures: Figures) -> None:
    emitted = sum(figures.emission(town.town_code, 2033).known for town in figures.towns)

    assert figures.town_mean(2033, PER_HEAD).known == pytest.approx(
        emitted / (30_100 + 20_100 + 13_100)
    )
    assert figures.town_mean(2033, TOTAL).known == pytest.approx(emitted / 3)


def test_where_one_town_is_not_known_there_is_no_mean(mixed_figures: Figures) -> None:
    told = story(mixed_figures, WHOLE, 2025, TOTAL, Scope.DIRECT)

    assert mixed_figures.town_mean(2025, TOTAL).value is None
    assert not any("平均" in item.note for item in told.figures)


def test_the_years_are_those_of_the_measure_and_a_gap_is_named(figures: Figures) -> None:
    """56006 + 0.5 × 50000 MWh; 52178 + 0.4 × 52000; of the third year no grid factor is known."""
    bought = story(figures, JIA, 2033, TOTAL, Scope.NET)

    assert bought.steps_title == "历年排放总量（万吨CO₂，直接＋净购入电力和热力）"
    assert [step.number for step in bought.steps] == ["8.10", "7.30", "缺失"]
    assert bought.steps[-1].style == "chosen missing"
    assert max(step.height for step in bought.steps) == 100
    # Prices differ from year to year.
    assert story(figures, JIA, 2033, PER_GDP, Scope.DIRECT).steps_title.startswith("历年排放总量")


def test_years_of_another_kind_are_hollow_and_named(mixed_sample_figures: Figures) -> None:
    told = story(mixed_sample_figures, WHOLE, 2025, TOTAL, Scope.DIRECT)

    assert told.tag == ""
    assert told.steps_title == "历年排放总量（万吨CO₂，直接排放，空心：示例）"
    hollow = [step.year for step in told.steps if "hollow" in step.style]
    sampled = [str(year) for year in mixed_sample_figures.years if year < 2025]
    assert sampled
    assert hollow == sampled


def test_parts_fill_the_bar_and_electricity_is_told_apart(figures: Figures) -> None:
    told = story(figures, JIA, 2032, TOTAL, Scope.DIRECT)

    assert [part.label for part in told.parts] == ["煤品", "油品", "天然气"]
    assert sum(part.share for part in told.parts) == pytest.approx(100)
    assert told.notes == ("净购入电力和热力另计：2.08 万吨CO₂（示例）。",)


def test_of_what_is_not_known_there_is_no_bar(mixed_figures: Figures) -> None:
    told = story(mixed_figures, ELECTRIC, 2026, TOTAL, Scope.DIRECT)

    assert told.parts == ()
    assert told.notes[0].startswith("构成缺失：")


def test_without_reports_a_sentence_and_the_ways_on(public_figures: Figures) -> None:
    told = story(public_figures, JIA, 0, TOTAL, Scope.DIRECT)
    markup = drawn.story(told, [("去填报", "./desk")])

    assert told.sentence == "公开资料没有分镇街数据，这个镇街还没有填报。"
    assert "figure" not in markup
    assert '<a class="button" href="./desk">去填报</a>' in markup


def test_the_composition_has_the_order_of_the_ranking_and_the_plant_apart(
    figures: Figures,
) -> None:
    table = composition(figures, 2032, with_plant=True)

    towns = [row.town_code for row in table.rows if row.town_code]
    ranked = ranking(figures, 2032, TOTAL, Scope.DIRECT)
    assert towns == [row.town_code for row in ranked.rows]
    assert [row.style for row in table.rows[3:]] == ["apart", "apart"]
    first = table.cell(table.rows[0], "split").parts
    assert sum(share for _, share in first) == pytest.approx(100)
