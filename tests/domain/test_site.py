"""Project sites: no place is claimed more exactly than it is known; capacities add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.site import (
    GROUP_BY_KIND,
    PlacePrecision,
    Site,
    SiteGroup,
    SiteKind,
    SiteStage,
    capacity_by_stage,
    capacity_by_year,
    sites_of,
)
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError

ROOF = Site(
    site_id="pv-1",
    name="屋顶光伏",
    kind=SiteKind.DISTRIBUTED_PV,
    clauses=(7,),
    stage=SiteStage.OPERATING,
    stage_text="",
    capacity_mw=2.0,
    capacity_mwh=None,
    annual_mwh=None,
    capacity_text="",
    commission_year=2023,
    town_code="990101101",
    town_text="乙镇",
    place_precision=PlacePrecision.TOWN,
    lon=None,
    lat=None,
    value_kind=ValueKind.SAMPLE,
    source="示例",
    confidence="",
    missing_note="",
)
POINT = replace(ROOF, place_precision=PlacePrecision.POINT, lon=112.66, lat=23.42)


@pytest.mark.parametrize(("lon", "lat"), [(None, None), (112.66, None), (None, 23.42)])
def test_an_exact_place_has_both_coordinates(lon: float | None, lat: float | None) -> None:
    with pytest.raises(DomainError, match="项目 pv-1：只有精确位置（point）才应有经纬度"):
        replace(POINT, lon=lon, lat=lat)


@pytest.mark.parametrize(("lon", "lat"), [(112.66, 23.42), (112.66, None), (None, 23.42)])
def test_a_place_known_to_the_town_has_no_coordinate_at_all(
    lon: float | None, lat: float | None
) -> None:
    with pytest.raises(DomainError, match="只有精确位置（point）才应有经纬度"):
        replace(ROOF, lon=lon, lat=lat)


def test_swapped_coordinates_are_refused() -> None:
    with pytest.raises(DomainError, match=r"项目 pv-1：23\.42，112\.66 不是 WGS84 经度、纬度"):
        replace(POINT, lon=23.42, lat=112.66)


def test_a_place_known_to_the_town_names_the_town() -> None:
    with pytest.raises(DomainError, match="必须填镇街代码"):
        replace(ROOF, town_code="")


def test_a_place_known_to_the_city_needs_no_town() -> None:
    assert replace(ROOF, place_precision=PlacePrecision.CITY, town_code="").town_code == ""


@pytest.mark.parametrize("column", ["capacity_mw", "capacity_mwh"])
def test_a_capacity_cannot_be_negative(column: str) -> None:
    with pytest.raises(DomainError, match="项目 pv-1：规模和发电量不能为负，现为 -1"):
        replace(ROOF, **{column: -1})  # type: ignore[arg-type] # one name at a time


def test_a_capacity_cannot_be_called_missing() -> None:
    with pytest.raises(DomainError, match="有规模（MW），值的性质却是「缺失」"):
        replace(ROOF, value_kind=ValueKind.MISSING)
    assert replace(ROOF, value_kind=ValueKind.MISSING, capacity_mw=None).capacity_mw is None


def test_every_kind_of_site_belongs_to_one_group() -> None:
    storage = replace(ROOF, kind=SiteKind.BATTERY_STORAGE)

    assert set(GROUP_BY_KIND) == set(SiteKind)
    assert sites_of([ROOF, storage], SiteGroup.PV) == (ROOF,)
    assert sites_of([ROOF, storage], SiteGroup.STORAGE) == (storage,)
    assert sites_of([ROOF, storage], SiteGroup.OTHER) == ()


def test_capacity_by_stage_follows_the_ladder_and_leaves_out_empty_steps() -> None:
    sites = [
        ROOF,
        replace(ROOF, stage=SiteStage.IDEA, capacity_mw=None),
        replace(ROOF, stage=SiteStage.BUILDING, capacity_mw=7.5),
        replace(ROOF, capacity_mw=0.5),
    ]

    capacity = capacity_by_stage(sites)

    assert list(capacity.items()) == [
        (SiteStage.IDEA, 0),
        (SiteStage.BUILDING, 7.5),
        (SiteStage.OPERATING, 2.5),
    ]


def test_capacity_by_year_is_cumulated_and_counts_operating_sites_only() -> None:
    sites = [
        replace(ROOF, commission_year=2024, capacity_mw=3),
        ROOF,
        replace(ROOF, commission_year=2024, capacity_mw=None),
        replace(ROOF, commission_year=2024, stage=SiteStage.BUILDING, capacity_mw=99),
        replace(ROOF, commission_year=None, capacity_mw=99),
    ]

    assert capacity_by_year(sites) == {2023: 2, 2024: 5}


@given(
    st.lists(
        st.builds(
            lambda year, mw: replace(ROOF, commission_year=year, capacity_mw=float(mw)),
            st.integers(min_value=2015, max_value=2030),
            st.integers(min_value=0, max_value=1_000),
        )
    )
)
def test_the_cumulated_capacity_never_falls_and_ends_at_the_sum(sites: list[Site]) -> None:
    running = list(capacity_by_year(sites).values())

    assert running == sorted(running)
    assert (running or [0.0])[-1] == capacity_by_stage(sites).get(SiteStage.OPERATING, 0)
