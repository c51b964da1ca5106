"""From where a scenario begins, in the sample and without; none of it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.scenario import Levers
from sihui_map.domain.value import ValueKind
from sihui_map.ui import downloads
from sihui_map.views.table import to_csv

if TYPE_CHECKING:
    from sihui_map.figures import Figures

SET = {"coal": "30", "pv": "200", "hours": "1000"}


def test_the_base_is_the_newest_whole_year_and_equals_its_ledger(figures: Figures) -> None:
    base = figures.scenarios.base

    assert base is not None
    assert base.kind is ValueKind.SAMPLE
    assert base.whole_t == pytest.approx(figures.ledger(base.year).computed.known)
    later = [year for year in figures.years if year > base.year]
    assert all(figures.scenarios.known(year).value is None for year in later)
    assert {year for year, _ in figures.scenarios.lacks} >= set(later)


def test_without_samples_there_is_no_path_and_the_grid_factor_is_known(
    public_figures: Figures,
) -> None:
    scenarios = public_figures.scenarios

    assert (scenarios.base, scenarios.path(Levers(coal_percent=50))) == (None, ())
    assert scenarios.grid is not None


def test_nothing_of_a_scenario_is_among_the_published_figures(figures: Figures) -> None:
    assert not [figure_id for figure_id in figures.published() if "scenario" in figure_id]


def test_every_row_of_the_file_says_that_it_is_a_scenario_and_what_was_set(
    figures: Figures,
) -> None:
    said = to_csv(downloads.table("path", figures, SET)).splitlines()

    assert len(said) > 2
    assert all("情景（基于示例）" in row and "煤改气 30（" in row for row in said[1:])


def test_unknown_hours_are_a_gap_in_the_file(figures: Figures) -> None:
    table = downloads.table("path", figures, {"pv": "200"})

    assert [cell.text for cell in table.column("whole")][-1] == "缺失"
