"""Targets: each stands in the plan's order, with a light that says what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.light import Light

if TYPE_CHECKING:
    from sihui_map.figures import Figures

FOREST_TARGET = "forest-cover-2025"
PARK_TARGET = "circular-parks-2030"
HANDED_TARGET = "carbon-intensity-2025"


def test_every_target_stands_in_the_plans_order(figures: Figures) -> None:
    assert [item.target for item in figures.standings] == list(figures.targets)
    told, of_plan = figures.targets, figures.snapshot.targets
    assert [each.target_id for each in told] == [each.target_id for each in of_plan]


def test_a_target_without_a_number_is_grey_and_says_so(figures: Figures) -> None:
    without = [item for item in figures.standings if item.target.value is None]

    assert without
    for item in without:
        assert (item.light, item.reason) == (Light.GREY, "目标尚无数值")
        assert item.target.goal.reason == "目标尚无数值"


def test_a_light_that_is_not_grey_has_a_value_and_what_was_due(figures: Figures) -> None:
    judged = {item.target.target_id: item for item in figures.standings if item.year is not None}

    assert set(judged) == {FOREST_TARGET, PARK_TARGET, HANDED_TARGET}
    for item in judged.values():
        assert item.light is not Light.GREY
        assert item.due.known >= 0
        assert item.gap.known == pytest.approx(
            (item.target.value or 0) - round(item.value.known, 2)
        )


def test_without_the_sample_every_light_is_grey_with_a_reason(public_figures: Figures) -> None:
    for item in public_figures.standings:
        assert item.light is Light.GREY
        assert item.reason
