"""Project sites (项目): what kind, how far, how large, and how well the place is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.town import is_wgs84
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class SiteKind(StrEnum):
    """What a site is, in the order a legend lists them."""

    DISTRIBUTED_PV = "distributed_pv"
    BATTERY_STORAGE = "battery_storage"
    STORAGE_TEST_BASE = "storage_test_base"
    GAS_GATE_STATION = "gas_gate_station"
    GAS_DISTRIBUTED = "gas_distributed"
    GAS_CHP = "gas_chp"
    WASTE_TO_ENERGY = "waste_to_energy"


KIND_LABEL = {
    SiteKind.DISTRIBUTED_PV: "分布式光伏",
    SiteKind.BATTERY_STORAGE: "电化学储能",
    SiteKind.STORAGE_TEST_BASE: "储能实证基地",
    SiteKind.GAS_GATE_STATION: "天然气门站",
    SiteKind.GAS_DISTRIBUTED: "天然气分布式能源",
    SiteKind.GAS_CHP: "燃气热电联产",
    SiteKind.WASTE_TO_ENERGY: "垃圾焚烧发电",
}


class SiteGroup(StrEnum):
    """Kinds whose megawatts may be added."""

    PV = "pv"
    STORAGE = "storage"
    OTHER = "other"


GROUP_BY_KIND = {
    SiteKind.DISTRIBUTED_PV: SiteGroup.PV,
    SiteKind.BATTERY_STORAGE: SiteGroup.STORAGE,
    SiteKind.STORAGE_TEST_BASE: SiteGroup.STORAGE,
    SiteKind.GAS_GATE_STATION: SiteGroup.OTHER,
    SiteKind.GAS_DISTRIBUTED: SiteGroup.OTHER,
    SiteKind.GAS_CHP: SiteGroup.OTHER,
    SiteKind.WASTE_TO_ENERGY: SiteGroup.OTHER,
}


class SiteStage(StrEnum):
    """The status ladder 谋划→前期→在建→投产, also 暂停/终止; 待核 where only intent is known."""

    IDEA = "谋划"
    PREPARATORY = "前期"
    BUILDING = "在建"
    OPERATING = "投产"
    PAUSED = "暂停"
    CANCELLED = "终止"
    UNKNOWN = "待核"


class PlacePrecision(StrEnum):
    """How well the place is known."""

    POINT = "point"
    TOWN = "town"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One project; coordinates in WGS84 degrees only where the place is exact."""

    site_id: str
    name: str
    kind: SiteKind
    clauses: tuple[int, ...]
    stage: SiteStage
    stage_text: str
    capacity_mw: float | None
    capacity_mwh: float | None
    annual_mwh: float | None
    capacity_text: str
    commission_year: int | None
    town_code: str
    town_text: str
    place_precision: PlacePrecision
    lon: float | None
    lat: float | None
    value_kind: ValueKind
    source: str
    confidence: str
    missing_note: str

    def __post_init__(self) -> None:
        """Reject a place that is claimed more exactly than it is known."""
        exact = self.place_precision is PlacePrecision.POINT
        if exact != (self.lon is not None) or exact != (self.lat is not None):
            msg = f"项目 {self.site_id}：只有精确位置（point）才应有经纬度，且必须有"
            raise DomainError(msg)
        if self.lon is not None and self.lat is not None and not is_wgs84(self.lon, self.lat):
            msg = f"项目 {self.site_id}：{self.lon:g}，{self.lat:g} 不是 WGS84 经度、纬度"
            raise DomainError(msg)
        if self.place_precision is PlacePrecision.TOWN and not self.town_code:
            msg = f"项目 {self.site_id}：位置精度为镇街（town）时必须填镇街代码"
            raise DomainError(msg)
        for capacity in (self.capacity_mw, self.capacity_mwh, self.annual_mwh):
            if capacity is not None and capacity < 0:
                msg = f"项目 {self.site_id}：规模和发电量不能为负，现为 {capacity:g}"
                raise DomainError(msg)
        if self.capacity_mw is not None and self.value_kind is ValueKind.MISSING:
            msg = f"项目 {self.site_id}：有规模（MW），值的性质却是「{self.value_kind}」"
            raise DomainError(msg)


def sites_of(sites: Iterable[Site], group: SiteGroup) -> tuple[Site, ...]:
    """Return the sites of one group."""
    return tuple(site for site in sites if GROUP_BY_KIND[site.kind] is group)


def sites_matching(
    sites: Iterable[Site],
    *,
    kinds: Collection[str] = (),
    stages: Collection[str] = (),
    town_code: str = "",
) -> tuple[Site, ...]:
    """Return the sites of these kinds, stages and town; nothing chosen lets all through."""
    return tuple(
        site
        for site in sites
        if (not kinds or site.kind in kinds)
        and (not stages or site.stage in stages)
        and (not town_code or site.town_code == town_code)
    )


def capacity_by_stage(sites: Iterable[Site]) -> dict[SiteStage, float]:
    """Sum the known capacity by stage, in MW, in the ladder's order; no site, no entry."""
    totals: defaultdict[SiteStage, float] = defaultdict(float)
    for site in sites:
        totals[site.stage] += site.capacity_mw or 0.0
    return {stage: totals[stage] for stage in SiteStage if stage in totals}


def capacity_by_year(sites: Iterable[Site]) -> dict[int, float]:
    """Sum the operating capacity by year of commissioning, in MW, cumulated, rising years."""
    added: defaultdict[int, float] = defaultdict(float)
    for site in sites:
        if site.stage is SiteStage.OPERATING and site.commission_year is not None:
            added[site.commission_year] += site.capacity_mw or 0.0
    running, result = 0.0, {}
    for year in sorted(added):
        running += added[year]
        result[year] = running
    return result
