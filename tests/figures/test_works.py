"""Parks, sites and tasks: the latest report counts, and what is unknown is not zero."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.completeness import Told
from sihui_map.domain.park import ParkStage
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.value import Quantity, ValueKind
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_park_progress_is_the_latest_report_of_each_park(figures: Figures) -> None:
    last = figures.park_years[-1]

    assert {row.year for row in figures.park_progress.values()} == {last}
    assert set(figures.park_progress) == {park.park_id for park in figures.snapshot.parks}


def test_a_park_counts_in_every_year_also_where_it_did_not_report(snapshot: Snapshot) -> None:
    before, now = snapshot.park_progress
    told = (before, replace(now, stage=ParkStage.COMPLETED))
    second = tuple(replace(row, park_id="second") for row in snapshot.park_progress)
    figures = Figures(replace(snapshot, park_progress=(*told, *second)))
    silent = Figures(replace(snapshot, park_progress=(*told, second[0])))

    assert figures.parks_counted == silent.parks_counted == ("park", "second")
    assert figures.parks_completed(2033) == ("park",)
    assert figures.park_completion(2033).value == 50
    assert silent.park_completion(2033).reason == "未报：计入分母的 2 个园区中 1 个"
    assert figures.park_completion(2030).reason == "未报：计入分母的 2 个园区中 2 个"


def test_photovoltaics_and_the_plant_are_never_one_sum(published: dict[str, Quantity]) -> None:
    plant = published["sites.operating_mw.other.2031"]  # public

    assert (plant.known, plant.kind) == (60, ValueKind.REPORTED)
    assert published["sites.capacity_mw.other.operating"] == plant
    assert published["sites.capacity_mw.pv.operating"].known == 5
    assert published["sites.capacity_mw.pv.operating"].kind is ValueKind.SAMPLE


@pytest.mark.parametrize("group", SiteGroup)
def test_the_cumulated_capacity_ends_at_what_operates(snapshot: Snapshot, group: SiteGroup) -> None:
    """Every site begins to operate, one after the other: of each group there is one at least."""
    begun = tuple(
        replace(site, stage=SiteStage.OPERATING, capacity_mw=10.0 + place, commission_year=year)
        for place, (site, year) in enumerate(zip(snapshot.sites, range(2030, 2040), strict=False))
    )
    figures = Figures(replace(snapshot, sites=begun))

    by_year = figures.operating_capacity(group)
    now = figures.site_capacity(SiteStage.OPERATING, group)

    assert list(by_year) == sorted(by_year)
    assert by_year[max(by_year)].known == pytest.approx(now.known)


def test_a_stage_without_a_known_capacity_is_missing_and_not_zero(public_figures: Figures) -> None:
    unknown = public_figures.site_capacity(SiteStage.PREPARATORY, SiteGroup.STORAGE)
    none = public_figures.site_capacity(SiteStage.PAUSED, SiteGroup.STORAGE)

    assert (unknown.value, unknown.unit, unknown.reason) == (None, "MW", "未见公开数据")
    assert (none.value, none.unit, none.reason) == (None, "MW", "不适用")


def test_the_latest_update_of_a_task_is_its_newest(figures: Figures) -> None:
    for task_no, update in figures.latest_updates.items():
        days = [row.day for row in figures.snapshot.task_updates if row.task_no == task_no]

        assert update.day == max(days)


def test_a_sample_is_no_report(figures: Figures) -> None:
    year = figures.years[-1]

    assert figures.told("energy_use", figures.towns[0].town_code, year) is Told.SAMPLE
    assert figures.count_told("energy_use", year).value == 0
    assert figures.told("energy_use", "nobody", year) is Told.NOTHING
