"""The place (县、市、区) that is shown: its names, its plan, and what plays which role in it.

A place of which nothing is known (``Place()``) is spoken of in general words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sihui_map.domain.factors import FACTOR_SET
from sihui_map.domain.town import is_wgs84
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

NUMERALS = "零一两三四五六七八九十"
ANY_WHOLE = "全市"
"""What the manual, and forms before ``Place.whole``, call all of a place of any kind."""
KINDS = "市县区旗"
"""The kinds of place at this level, each the last character of its name."""


def numeral(count: int) -> str:
    """Return a small number as a numeral, a larger one in digits."""
    return NUMERALS[count] if count < len(NUMERALS) else str(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePlan:
    """The plan of the place, and the years of it that pages speak of."""

    title: str = ""
    number: str = ""
    issued_on: date | None = None
    issued_by: str = ""
    public_years: tuple[int, ...] = ()
    peak_year: int | None = None
    last_year: int | None = None
    evaluation: str = ""
    """Where it asks for the yearly evaluation, and in which words."""

    @property
    def titled(self) -> str:
        """Return the title in its marks: 《…》."""
        return f"《{self.title or '碳达峰实施方案'}》"

    @property
    def cited(self) -> str:
        """Return the title with the number of the document, as a source is given."""
        return f"{self.titled}（{self.number}）" if self.number else self.titled

    @property
    def annexed(self) -> str:
        """Return whence the words of a task are, as a source is given."""
        return f"{self.titled}附件 1，任务文字照录"

    @property
    def years_text(self) -> str:
        """Return the years of which the plan prints the total, as a list in a sentence."""
        return "、".join(map(str, self.public_years))

    @property
    def years_counted(self) -> str:
        """Return how many those are, as a numeral."""
        return numeral(len(self.public_years))


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRoles:
    """Which target of the plan the system computes itself, by ``target_id``; "" where none."""

    forest_cover: str = ""
    circular_parks: str = ""
    energy_intensity: tuple[str, ...] = ()
    carbon_intensity: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    """Which are constraints (约束性指标), where a document says so."""

    @property
    def intensities(self) -> tuple[str, ...]:
        """Return the targets whose value is the fall of an intensity of the city, in %."""
        return (*self.energy_intensity, *self.carbon_intensity)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkCheck:
    """One point of the plan's clause on parks: its column, its short name, and the plan's words.

    ``clause_no`` and ``basis`` are empty where the plan is not cited.
    """

    check_id: str
    label: str
    clause_no: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactItems:
    """Under which item a public figure of the whole city stands."""

    city_total: str = ""
    land_area: str = ""
    population: str = ""
    gdp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Where a map begins, and what it shows without boundaries; WGS84 degrees."""

    centre_lon: float = 0.0
    centre_lat: float = 0.0
    west: float = -180.0
    south: float = -90.0
    east: float = 180.0
    north: float = 90.0

    def __post_init__(self) -> None:
        """Reject what is no box of degrees, or is swapped, and a centre outside it."""
        corners = ((self.west, self.south), (self.east, self.north))
        is_box = self.west <= self.centre_lon <= self.east
        is_box = is_box and self.south <= self.centre_lat <= self.north
        if not is_box or not all(is_wgs84(*corner) for corner in corners):
            msg = "地图的中心和范围应为 WGS84 度，西小于东，南小于北，中心在范围内"
            raise DomainError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One county: names, parent, scope, plan, roles, and where its map is.

    ``outside`` names what lies within the outline and is not counted, ``outside_reason`` says why.
    """

    name: str = ""
    short_name: str = ""
    pinyin: str = ""
    code: str = ""
    parent: str = "上级"
    parent_short: str = "上级"
    parent_pinyin: str = ""
    factor_set: str = FACTOR_SET
    grid_region: str = ""
    office: str = "牵头部门"
    example_town: str = ""
    outside: str = ""
    outside_reason: str = ""
    plan: PlacePlan = field(default_factory=PlacePlan)
    targets: TargetRoles = field(default_factory=TargetRoles)
    park_checks: tuple[ParkCheck, ...] = ()
    enterprise_clauses: tuple[int, ...] = ()
    """The clauses of the plan that ask something of enterprises (重点用能单位)."""
    facts: FactItems = field(default_factory=FactItems)
    plant_name: str = ""
    ticks: Mapping[str, str] = field(default_factory=dict)
    map: MapView = field(default_factory=MapView)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the names by which everybody knows the place."""
        return (self.pinyin, self.short_name, self.parent_pinyin)

    @property
    def title(self) -> str:
        """Return what the system is called."""
        return f"{self.name}碳达峰一张图"

    @property
    def handed_down(self) -> str:
        """Return who handed a number down, as pages say it."""
        return f"{self.parent_short}下达"

    @property
    def kind(self) -> str:
        """Return what kind of place it is (市、县、区、旗), "" where its name does not say."""
        return self.name[-1:] if self.name.endswith(tuple(KINDS)) else ""

    @property
    def whole(self) -> str:
        """Return what all of it is called: 全市, 全县 or 全区."""
        return f"全{self.kind or '域'}"

    @property
    def scope(self) -> str:
        """Return what all of it is called where its scope matters."""
        return f"{self.whole}（{self.without}）" if self.outside else self.whole

    @property
    def here(self) -> str:
        """Return what its own authorities are called beside the plan: 市里, 县里."""
        return f"{self.kind}里" if self.kind else "本地"

    @property
    def without(self) -> str:
        """Return what the scope leaves out, "" where it is the whole outline."""
        return f"不含{self.outside}" if self.outside else ""

    @property
    def outside_legend(self) -> str:
        """Return what a legend says of what is not counted."""
        return f"{self.outside}（不在范围）" if self.outside else "不在范围"

    @property
    def outside_text(self) -> str:
        """Return what a map says of it when it is pointed at."""
        return "不在统计范围" + (f"（{self.outside_reason}）" if self.outside_reason else "")

    @property
    def plant(self) -> str:
        """Return what the power plant with a row of its own is called."""
        return self.plant_name or "热电厂"

    def says(self, text: str) -> str:
        """Return a text that was declared for any place as it is said here.

        ``{whole}``, ``{place}``, ``{parent}`` and ``{region}`` in it stand for what they are
        called; ``{without}`` for the note on what the land leaves out, if it leaves out anything.
        """
        words = {
            "whole": self.whole,
            "place": self.name or "本地",
            "parent": self.parent_short,
            "region": self.grid_region,
            "without": f"；{self.whole}土地面积{self.without}" if self.outside else "",
        }
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", word)
        return text
