"""Targets: each stands in the plan's order, with a light that says what it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.light import Light
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

GAPS = {"energy-cap": 1.39, "forest": 1.49, "parks": 100}
"""19.39 against at most 18, 43.51 % against 45 %, none of the parks against all."""
DUE = {"energy-cap": 19.33, "forest": 43.31, "parks": 7.7}
"""By 2033 on straight lines: from 20 and 42.47 % of 2031 to 2037, from none of 2032 to 2045."""


def test_every_target_stands_in_the_plans_order(figures: Figures) -> None:
    assert [item.target for item in figures.standings] == list(figures.targets)
    told, of_plan = figures.targets, figures.snapshot.targets
    assert [each.target_id for each in told] == [each.target_id for each in of_plan]


def test_a_target_without_a_number_is_grey_and_says_so(snapshot: Snapshot) -> None:
    bare = tuple(replace(row, value=None, operator=None, unit="") for row in snapshot.targets)

    standings = Figures(replace(snapshot, targets=bare)).standings

    assert len(standings) == 3
    for item in standings:
        assert (item.light, item.reason) == (Light.GREY, "目标尚无数值")
        assert item.target.goal.reason == "目标尚无数值"


def test_a_light_that_is_not_grey_has_a_value_and_what_was_due(figures: Figures) -> None:
    judged = {item.target.target_id: item for item in figures.standings if item.year is not None}

    assert all(item.light is not Light.GREY for item in judged.values())
    assert {name: item.due.known for name, item in judged.items()} == pytest.approx(DUE)
    assert {name: item.gap.known for name, item in judged.items()} == pytest.approx(GAPS)


def test_without_the_sample_every_light_is_grey_with_a_reason(public_figures: Figures) -> None:
    for item in public_figures.standings:
        assert item.light is Light.GREY
        assert item.reason
