"""The story of a town: its numbers beside the mean, its years, what it burns; and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import PER_GDP, PER_HEAD, TOTAL
from sihui_map.views import drawn
from sihui_map.views.story import story
from sihui_map.views.tables import composition, ranking

if TYPE_CHECKING:
    from sihui_map.figures import Figures

DASHA, LONGFU = "441284105", "441284100"


def test_a_town_stands_beside_the_mean_of_all(figures: Figures) -> None:
    told = story(figures, DASHA, 2025, TOTAL, Scope.DIRECT)

    assert [(item.text, item.note) for item in told.figures] == [
        ("24.11", "平均 10.16"),
        ("4.55", "平均 2.48"),
        ("3,013", "平均 1,132"),
        ("0.254", "平均 0.239"),
    ]
    assert told.tag == "示例"
    assert {item.tag for item in told.figures} == {""}


def test_the_mean_of_what_is_per_head_is_that_of_all_towns_together(figures: Figures) -> None:
    codes = [town.town_code for town in figures.towns]
    emitted = sum(figures.emission(code, 2025).known for code in codes)
    people = sum(figures.population(code, 2025).known for code in codes)

    assert figures.town_mean(2025, PER_HEAD).known == pytest.approx(emitted / people)
    assert figures.town_mean(2025, TOTAL).known == pytest.approx(emitted / 13)


def test_where_one_town_is_not_known_there_is_no_mean(mixed_figures: Figures) -> None:
    told = story(mixed_figures, DASHA, 2025, TOTAL, Scope.DIRECT)

    assert mixed_figures.town_mean(2025, TOTAL).value is None
    assert not any("平均" in item.note for item in told.figures)


def test_the_years_are_those_of_the_measure_and_a_gap_is_named(figures: Figures) -> None:
    bought = story(figures, DASHA, 2025, TOTAL, Scope.NET)

    assert bought.steps_title == "历年排放总量（万吨CO₂，直接＋净购入电力和热力）"
    assert [step.number for step in bought.steps] == [
        "缺失", "48.15", "46.70", "47.15", "缺失", "缺失",
    ]  # fmt: skip
    assert bought.steps[-1].style == "chosen missing"
    assert max(step.height for step in bought.steps) == 100
    # Prices differ from year to year.
    assert story(figures, DASHA, 2025, PER_GDP, Scope.DIRECT).steps_title.startswith("历年排放总量")


def test_years_of_another_kind_are_hollow_and_named(mixed_sample_figures: Figures) -> None:
    told = story(mixed_sample_figures, DASHA, 2025, TOTAL, Scope.DIRECT)

    assert told.tag == ""
    assert told.steps_title == "历年排放总量（万吨CO₂，直接排放，空心：示例）"
    hollow = [step.year for step in told.steps if "hollow" in step.style]
    assert hollow == ["2020", "2021", "2022", "2023", "2024"]


def test_parts_fill_the_bar_and_electricity_is_told_apart(figures: Figures) -> None:
    told = story(figures, DASHA, 2021, TOTAL, Scope.DIRECT)

    assert [part.label for part in told.parts] == ["煤品", "油品", "天然气"]
    assert sum(part.share for part in told.parts) == pytest.approx(100)
    assert told.notes == ("净购入电力和热力另计：23.35 万吨CO₂（示例）。",)


def test_of_what_is_not_known_there_is_no_bar(mixed_figures: Figures) -> None:
    told = story(mixed_figures, LONGFU, 2026, TOTAL, Scope.DIRECT)

    assert told.parts == ()
    assert told.notes[0].startswith("构成缺失：")


def test_without_reports_a_sentence_and_the_ways_on(public_figures: Figures) -> None:
    told = story(public_figures, DASHA, 0, TOTAL, Scope.DIRECT)
    markup = drawn.story(told, [("去填报", "./desk")])

    assert told.sentence == "公开资料没有分镇街数据，这个镇街还没有填报。"
    assert "figure" not in markup
    assert '<a class="button" href="./desk">去填报</a>' in markup


def test_the_composition_has_the_order_of_the_ranking_and_the_plant_apart(
    figures: Figures,
) -> None:
    table = composition(figures, 2021, with_plant=True)

    towns = [row.town_code for row in table.rows if row.town_code]
    ranked = ranking(figures, 2021, TOTAL, Scope.DIRECT)
    assert towns == [row.town_code for row in ranked.rows]
    assert [row.style for row in table.rows[13:]] == ["apart", "apart"]
    first = table.cell(table.rows[0], "split").parts
    assert sum(share for _, share in first) == pytest.approx(100)
