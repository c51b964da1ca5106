"""Forest cover and its gap: per cent, percentage points and hectares tell one story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.forest import ForestCover, cover, gap_ha
from sihui_map.domain.value import Quantity, ValueKind, missing
from sihui_map.errors import DomainError


def forest(forest_ha: float, *, kind: ValueKind = ValueKind.REPORTED) -> ForestCover:
    return ForestCover(area_id="city", year=2024, forest_ha=forest_ha, kind=kind, source="年报")


def points(value: float) -> Quantity:
    return Quantity(value=value, unit="个百分点", kind=ValueKind.SAMPLE, source="年报")


def test_forest_cannot_be_negative() -> None:
    with pytest.raises(DomainError, match="city 2024 年：森林面积不能为负，现为 -1 公顷"):
        forest(-1)


def test_cover_is_forest_over_land() -> None:
    assert cover(forest(5_000), area_km2=100) == Quantity(  # 100 km² = 10 000 ha
        value=50, unit="%", kind=ValueKind.COMPUTED, source="年报"
    )


def test_cover_from_a_sample_is_a_sample() -> None:
    assert cover(forest(1, kind=ValueKind.SAMPLE), area_km2=1).kind is ValueKind.SAMPLE


def test_an_area_may_be_all_forest_but_not_more() -> None:
    assert cover(forest(10_000), area_km2=100).known == 100
    with pytest.raises(DomainError, match="森林 10001 公顷大于土地面积 100 km²"):
        cover(forest(10_001), area_km2=100)


def test_one_percentage_point_of_1166_38_km2_is_1166_38_ha() -> None:
    gap = gap_ha(points(1), area_km2=1200.5)

    assert gap.known == pytest.approx(1200.5)
    assert (gap.unit, gap.kind, gap.source) == ("公顷", ValueKind.SAMPLE, "年报")


def test_without_a_gap_its_area_is_missing_for_the_same_reason() -> None:
    gap = missing("个百分点", "未报", "年报")

    assert gap_ha(gap, area_km2=100) == missing("公顷", "未报", "年报")


@given(
    st.floats(min_value=1, max_value=1e4),
    st.floats(min_value=0, max_value=1),
    st.floats(min_value=0, max_value=100),
)
def test_planting_the_gap_reaches_the_target(
    area_km2: float, share_now: float, target: float
) -> None:
    forest_ha = area_km2 * 100 * share_now * 0.999  # a rounding above the whole is refused
    now = cover(forest(forest_ha), area_km2=area_km2)
    gap = gap_ha(points(target - now.known), area_km2=area_km2)

    after = (forest_ha + gap.known) / (area_km2 * 100) * 100

    assert after == pytest.approx(target, abs=1e-9)
