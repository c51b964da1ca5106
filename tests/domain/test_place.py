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

    assert (place.whole, place.scope) == ("全县", "全县（不含乙镇）")
    assert place.without == "不含乙镇"
    assert place.outside_legend == "乙镇（不在范围）"
    assert place.outside_text == "不在统计范围（由丙区管理）"


def test_a_place_of_which_nothing_is_known_is_spoken_of_in_general() -> None:
    place = Place()

    assert (place.title, place.plan.cited) == ("碳达峰一张图", "《碳达峰实施方案》")
    assert (place.whole, place.scope, place.here) == ("全域", "全域", "本地")
    assert (place.handed_down, place.plant) == ("上级下达", "热电厂")
    assert (place.outside_legend, place.outside_text) == ("不在范围", "不在统计范围")


@pytest.mark.parametrize(
    ("name", "whole", "here"),
    [
        ("甲市", "全市", "市里"),
        ("甲县", "全县", "县里"),
        ("甲乙族自治县", "全县", "县里"),
        ("甲区", "全区", "区里"),
        ("甲旗", "全旗", "旗里"),
        ("甲乙新城", "全域", "本地"),
    ],
)
def test_what_all_of_it_is_called_follows_from_its_name(name: str, whole: str, here: str) -> None:
    place = Place(name=name)

    assert (place.whole, place.here) == (whole, here)


def test_a_text_declared_for_any_place_is_said_as_here() -> None:
    place = Place(name="甲县", parent_short="丙", grid_region="丁网", outside="乙镇")
    declared = "{parent}下达给{place}、{whole}的；{region}当年因子{without}；{other}"

    assert place.says(declared) == (
        "丙下达给甲县、全县的；丁网当年因子；全县土地面积不含乙镇；{other}"
    )
    assert Place().says("在{place}范围内{without}") == "在本地范围内"


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
