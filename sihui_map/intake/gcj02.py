"""GCJ-02 (火星坐标), which 高德 and 腾讯 maps use, back to WGS84.

The published formula on the Krasovsky 1940 ellipsoid; the way back is found by iteration.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
CENTER_LON, CENTER_LAT = 105.0, 35.0
ROUNDS = 4


def _wave(value: float) -> float:
    return 20 * sin(6 * value * pi) + 20 * sin(2 * value * pi)


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """Return what GCJ-02 adds to WGS84 ``lon`` and ``lat``, in degrees."""
    x, y = lon - CENTER_LON, lat - CENTER_LAT
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (_wave(x) + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (_wave(x) + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    squeezed = 1 - ECCENTRICITY_SQUARED * sin(radians(lat)) ** 2
    meridian = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / squeezed**1.5
    parallel = SEMI_MAJOR_M / sqrt(squeezed) * cos(radians(lat))
    return east * 180 / (parallel * pi), north * 180 / (meridian * pi)


def to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Return the WGS84 degrees of a GCJ-02 point in China, to less than a metre."""
    true_lon, true_lat = lon, lat
    for _ in range(ROUNDS):
        east, north = _shift(true_lon, true_lat)
        true_lon, true_lat = lon - east, lat - north
    return true_lon, true_lat
