"""GCJ-02 back to WGS84."""

from __future__ import annotations

import pytest
from fast_geocn import wgs84_to_gcj02
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.intake.gcj02 import to_wgs84

HALF_A_METRE = 5e-6


def test_a_known_point_comes_back() -> None:
    assert to_wgs84(112.705151, 23.347342) == pytest.approx((112.7, 23.35), abs=1e-6)


@given(lon=st.floats(111, 114), lat=st.floats(22, 25))
def test_it_undoes_another_librarys_conversion(lon: float, lat: float) -> None:
    assert to_wgs84(*wgs84_to_gcj02(lon, lat)) == pytest.approx((lon, lat), abs=HALF_A_METRE)
