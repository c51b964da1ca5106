"""Towns and subdistricts (镇街): the units inside the outline, in scope or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.errors import ChoiceError, DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

CITY = "city"
"""The area id of the whole city, what is out of scope left out."""

SCHEMATIC_NOTE = "示意图,镇街界线非法定界线"
"""What every map and export says until an official boundary file is loaded."""

CODE_DIGITS = 9


def is_town_code(text: str) -> bool:
    """Tell whether ``text`` is nine ASCII digits."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()


def is_wgs84(lon: float, lat: float) -> bool:
    """Tell whether the pair can be degrees; here, swapped ones and projected metres cannot."""
    return -180 <= lon <= 180 and -90 <= lat <= 90  # noqa: PLR2004 the ends of the globe


class TownKind(StrEnum):
    """What a unit is called."""

    SUBDISTRICT = "subdistrict"
    TOWN = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One unit: statistical code, seat in WGS84 degrees, published land area in km².

    A seat and an area that are not public are None.
    """

    town_code: str
    name: str
    pinyin: str
    kind: TownKind
    in_scope: bool
    seat_lon: float | None
    seat_lat: float | None
    area_km2: float | None
    area_source: str
    valid_from: date
    valid_to: date | None
    note: str

    def __post_init__(self) -> None:
        """Reject a code that is not nine digits, half a seat, and an area that is none."""
        if not is_town_code(self.town_code):
            msg = f"镇街代码应为 9 位数字，现为「{self.town_code}」"
            raise DomainError(msg)
        if (self.seat_lon is None) != (self.seat_lat is None):
            msg = f"{self.name}：驻地的经度、纬度要一起填写，都不知道就都留空"
            raise DomainError(msg)
        if self.seat and not is_wgs84(*self.seat):
            msg = f"{self.name}：{self.seat_lon:g}，{self.seat_lat:g} 不是 WGS84 经度、纬度"
            raise DomainError(msg)
        if self.area_km2 is not None and self.area_km2 <= 0:
            msg = f"{self.name}：面积应大于 0，现为 {self.area_km2:g} km²"
            raise DomainError(msg)
        if self.valid_to is not None and self.valid_to < self.valid_from:
            msg = f"{self.name}：有效期止 {self.valid_to} 早于有效期起 {self.valid_from}"
            raise DomainError(msg)

    @property
    def seat(self) -> tuple[float, float] | None:
        """Return longitude and latitude of the seat, None where it is not public."""
        if self.seat_lon is None or self.seat_lat is None:
            return None
        return self.seat_lon, self.seat_lat

    @property
    def short_name(self) -> str:
        """Return the name without 镇 or 街道, for a map or an axis."""
        return self.name.removesuffix("街道").removesuffix("镇")

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the unit existed, for this application's lists, on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def towns_in_scope(towns: Iterable[Town], *, day: date) -> tuple[Town, ...]:
    """Return the units that count on ``day``, in the order of their codes."""
    chosen = (town for town in towns if town.in_scope and town.is_valid_on(day))
    return tuple(sorted(chosen, key=lambda town: town.town_code))


def town_by_code(towns: Sequence[Town], town_code: str) -> Town:
    """Return the town of ``town_code``, or raise ChoiceError with the names that may be."""
    for town in towns:
        if town.town_code == town_code:
            return town
    names = "、".join(f"{town.name} {town.town_code}" for town in towns)
    msg = f"没有代码为「{town_code[:20]}」的镇街；可选：{names}"
    raise ChoiceError(msg)
