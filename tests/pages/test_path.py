"""The page of scenarios: the address sets the levers, and they set the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import county
from tests.own_words import PLAN, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

SET = {"coal": "30", "pv": "200", "hours": "1000", "saving": "2", "growth": "1.5"}
GRID = [row for row in records("grid_factors.csv") if row["region"] == county.GRID_REGION][-1]
"""The newest factor of the county's grid."""
GRID_OF = f"{GRID['region']} {GRID['year']} 年"
SPARED = f"−{200 * 1000 * float(GRID['kgco2_per_kwh']) / 1e4:.2f}"
"""What 200 MW spare in 1,000 hours, in 10^4 t: a MWh spares as many t as a kWh spares kg."""


def test_an_address_opens_the_scenario_that_it_was_saved_from(visit: Visit) -> None:
    visit.open("path", **SET)

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert [slider.value for slider in visit.app.slider] == [30, 200, 2, 1.5]
    assert (
        f"200 MW × 1000 小时 × {GRID['kgco2_per_kwh']} kgCO₂/kWh（{GRID_OF}）＝{SPARED} 万吨CO₂"
        in visit.text
    )
    assert {name: visit.address().get(name) for name in SET} == SET


def test_a_lever_that_is_moved_stands_in_the_address_and_one_at_zero_does_not(visit: Visit) -> None:
    visit.open("path", coal="30")

    visit.app.slider[0].set_value(45.0).run()
    moved = visit.address().get("coal")
    visit.app.slider[0].set_value(0.0).run()

    assert moved == "45"
    assert "coal" not in visit.address()


@pytest.mark.parametrize(("name", "text"), [("coal", "300"), ("hours", "0"), ("pv", "很多")])
def test_what_is_out_of_range_gets_a_sentence_and_changes_nothing(
    visit: Visit, name: str, text: str
) -> None:
    visit.open("path", **{name: text})

    assert len(visit.warnings) == 1
    assert "之间的数" in visit.warnings[0]
    assert visit.broke == []
    base = re.search(r"示例基准，\d+ 年 ([\d.]+) 万吨CO₂", visit.text)
    assert base
    assert f"{PLAN['last_year']} 年为 {base[1]}，比基准不变" in visit.text


def test_without_hours_photovoltaics_are_a_gap_that_says_why(visit: Visit) -> None:
    visit.open("path", pv="200")

    assert f"未填光伏年等效满负荷小时，{PLAN['last_year']} 年算不出" in visit.text


def test_without_samples_only_what_photovoltaics_do_is_told(
    monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]
) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", "off")

    shown = new_visit().open("path", pv="200", hours="1000")

    assert shown.broke == []
    assert SPARED in shown.text
    assert "画不出路径" in shown.text
    assert "情景逐年" not in shown.text
