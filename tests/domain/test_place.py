"""The place: what is said of it, and what is left out where nothing is known of it."""

from __future__ import annotations

import pytest

from sihui_map.domain.place import MapView, Place, PlacePlan, TargetRoles
from sihui_map.errors import DomainError

PLAN = PlacePlan(
    title="甲县碳达峰实施方案", number="甲府〔2025〕3号", public_years=(2011, 2016, 2021)
)


def test_a_plan_is_cited_with_its_number() -> None:
    assert PLAN.titled == "《甲县碳达峰实施方案》"
    assert PLAN.cited == "《甲县碳达峰实施方案》（甲府〔2025〕3号）"


def test_years_are_listed_and_counted_as_in_a_sentence() -> None:
    assert f"{PLAN.years_text} {PLAN.years_counted}年" == "2011、2016、2021 三年"
    assert PlacePlan(public_years=tuple(range(2000, 2012))).years_counted == "12"


def test_what_is_not_counted_is_named_where_the_scope_matters() -> None:
    place = Place(name="甲县", outside="乙镇", outside_reason="由丙区管理")

    assert (place.whole, place.without) == ("全市（不含乙镇）", "不含乙镇")
    assert place.outside_legend == "乙镇（不在范围）"
    assert place.outside_text == "不在统计范围（由丙区管理）"


def test_a_place_of_which_nothing_is_known_is_spoken_of_in_general() -> None:
    place = Place()

    assert (place.title, place.plan.cited) == ("碳达峰一张图", "《碳达峰实施方案》")
    assert (place.whole, place.handed_down, place.plant) == ("全市", "上级下达", "热电厂")
    assert (place.outside_legend, place.outside_text) == ("不在范围", "不在统计范围")


def test_the_targets_of_intensities_are_those_of_energy_and_of_carbon() -> None:
    roles = TargetRoles(energy_intensity=("a",), carbon_intensity=("b", "c"))

    assert roles.intensities == ("a", "b", "c")


@pytest.mark.parametrize(
    "degrees",
    [
        {"west": 10.0},
        {"north": 91.0},
        {"west": 5.0, "east": -5.0},
        {"centre_lat": 30.0, "north": 20.0},
    ],
    ids=["centre west of the box", "no degrees", "swapped", "centre north of the box"],
)
def test_a_map_has_a_box_of_degrees_around_its_centre(degrees: dict[str, float]) -> None:
    with pytest.raises(DomainError, match="WGS84"):
        MapView(**degrees)
