"""Towns: which can exist, when they count, how one is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sihui_map.domain.town import Town, TownKind, is_wgs84, town_by_code, towns_in_scope
from sihui_map.errors import ChoiceError, DomainError

DAY = date(2026, 11, 1)
YI = Town(
    town_code="990101101",
    name="乙镇",
    pinyin="Yizhen",
    kind=TownKind.TOWN,
    in_scope=True,
    seat_lon=112.65979,
    seat_lat=23.41911,
    area_km2=107,
    area_source="M",
    valid_from=date(2020, 1, 1),
    valid_to=None,
    note="",
)
DING = replace(YI, town_code="990101103", name="丁街道", in_scope=False)
JIA = replace(YI, town_code="990101100", name="甲街道")


@pytest.mark.parametrize(
    "town_code",
    ["", "99010111", "9901011010", "99010111a", "٤٤١٢٨٤١١٣", "99010111²", " 41284113"],
)
def test_a_town_code_is_nine_ascii_digits(town_code: str) -> None:
    with pytest.raises(DomainError, match="9 位数字"):
        replace(YI, town_code=town_code)


@pytest.mark.parametrize("area_km2", [0, -1])
def test_a_town_has_land(area_km2: float) -> None:
    with pytest.raises(DomainError, match="乙镇：面积应大于 0"):
        replace(YI, area_km2=area_km2)


def test_a_seat_and_an_area_that_are_not_public_stay_unknown() -> None:
    town = replace(YI, seat_lon=None, seat_lat=None, area_km2=None)

    assert (town.seat, YI.seat) == (None, (112.65979, 23.41911))


def test_half_a_seat_is_refused() -> None:
    with pytest.raises(DomainError, match="乙镇：驻地的经度、纬度要一起填写"):
        replace(YI, seat_lat=None)


def test_a_seat_with_swapped_coordinates_is_refused() -> None:
    with pytest.raises(DomainError, match=r"乙镇：23\.4191，112\.66 不是 WGS84 经度、纬度"):
        replace(YI, seat_lon=23.41911, seat_lat=112.65979)


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (112.66, 23.42, True),
        (180, 90, True),
        (-180, -90, True),
        (180.1, 0, False),
        (0, -90.1, False),
        (38_465_000, 2_591_000, False),  # metres of a Gauss-Krüger zone
        (float("nan"), 23.42, False),
    ],
)
def test_degrees_lie_on_the_globe(lon: float, lat: float, *, expected: bool) -> None:
    assert is_wgs84(lon, lat) is expected


def test_a_town_cannot_end_before_it_begins() -> None:
    with pytest.raises(DomainError, match="有效期止 2019-12-31 早于有效期起 2020-01-01"):
        replace(YI, valid_to=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
)
def test_a_town_is_valid_from_its_first_to_its_last_day(day: date, *, expected: bool) -> None:
    town = replace(YI, valid_to=date(2025, 6, 30))

    assert town.is_valid_on(day) is expected


def test_towns_in_scope_leave_out_ding_and_follow_the_codes() -> None:
    ended = replace(YI, town_code="990101109", valid_to=date(2021, 12, 31))

    assert towns_in_scope([YI, DING, ended, JIA], day=DAY) == (JIA, YI)


def test_a_town_is_found_by_its_code() -> None:
    assert town_by_code([JIA, YI], "990101101") is YI


def test_an_unknown_code_is_answered_with_the_codes_that_may_be() -> None:
    with pytest.raises(ChoiceError, match="没有代码为「999999999」的镇街；可选：乙镇 990101101"):
        town_by_code([YI], "999999999")


def test_a_long_hostile_code_is_not_echoed_in_full() -> None:
    with pytest.raises(ChoiceError) as caught:
        town_by_code([YI], "x" * 5_000)

    assert len(str(caught.value)) < 100
