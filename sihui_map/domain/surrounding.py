"""What lies around the county that is shown, and what it lies in: for orientation only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(StrEnum):
    """Of which level an area is, as its file says."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrounding:
    """An area around the county or, of a higher level, around that; ``code`` has six digits.

    ``geometry`` is GeoJSON in WGS84, simplified; counties are cut off at some distance.
    """

    level: Level
    code: str
    name: str
    geometry: Mapping[str, Any]
