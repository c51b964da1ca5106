"""Towns and sites as GeoJSON (RFC 7946): WGS84 degrees, longitude first."""

from typing import Annotated, Literal

from fastapi.responses import JSONResponse
from pydantic import Field, TypeAdapter

from sihui_map.api.answer import (
    Answer,
    Confidence,
    Kind,
    MissingNote,
    OptionalText,
    PlaceCode,
    PlaceText,
    Revision,
    Source,
    TownCode,
)
from sihui_map.domain.site import PlacePrecision, Site, SiteKind, SiteStage
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.figures import Figures

Position = Annotated[
    tuple[float, ...],
    Field(description="经度、纬度，WGS84，度", min_length=2, max_length=3),
]
Rings = list[list[Position]]


class GeoJSONResponse(JSONResponse):
    """JSON that says it is GeoJSON."""

    media_type = "application/geo+json"


class Point(Answer, title="点"):
    """A place."""

    type: Literal["Point"]
    coordinates: Position


class Polygon(Answer, title="面"):
    """An area."""

    type: Literal["Polygon"]
    coordinates: Rings


class MultiPolygon(Answer, title="多个面"):
    """An area in several parts."""

    type: Literal["MultiPolygon"]
    coordinates: list[Rings]


Area = Annotated[Polygon | MultiPolygon, Field(discriminator="type")]
_AREA: TypeAdapter[Polygon | MultiPolygon] = TypeAdapter(Area)


class TownProperties(Answer, title="一个镇街的属性"):
    """What is known of one unit."""

    town_code: TownCode
    name: Annotated[str, Field(description="名称")]
    in_scope: Annotated[bool, Field(description="是否在统计范围内")]
    area_km2: Annotated[float | None, Field(description="公布的土地面积，km²；未知时为 null", gt=0)]
    schematic: Annotated[bool, Field(description="界线是否只是示意")]
    note: Annotated[str, Field(description="界线说明")]
    unit_note: Annotated[OptionalText, Field(description="关于这个镇街的说明")]


class TownFeature(Answer, title="一个镇街"):
    """One unit and its boundary."""

    type: Literal["Feature"] = "Feature"
    id: Annotated[str, Field(description="镇街代码")]
    geometry: Annotated[Area | None, Field(description="示意界线；读不到时为 null")]
    properties: TownProperties


class Collection(Answer):
    """What both collections carry beside their features."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    revision: Revision
    note: Annotated[str, Field(description="界线说明")] = SCHEMATIC_NOTE
    map_approval_number: Annotated[str, Field(description="审图号；尚未取得时为空")]


class TownCollection(Collection, title="全部镇街的示意界线"):
    """All units."""

    features: list[TownFeature]


class SiteProperties(Answer, title="一个项目的属性"):
    """What is known of one project site."""

    site_id: Annotated[str, Field(description="编号")]
    name: Annotated[str, Field(description="名称")]
    kind: Annotated[SiteKind, Field(description="类别")]
    clauses: Annotated[list[int], Field(description="对应的条")]
    stage: Annotated[SiteStage, Field(description="阶段")]
    stage_text: Annotated[OptionalText, Field(description="阶段的原文")]
    capacity_mw: Annotated[float | None, Field(description="功率，MW；未知时为 null")]
    capacity_mwh: Annotated[float | None, Field(description="储能容量，MWh；未知时为 null")]
    annual_mwh: Annotated[float | None, Field(description="最近一年发电量，MWh；未知时为 null")]
    capacity_text: Annotated[OptionalText, Field(description="规模的原文")]
    commission_year: Annotated[int | None, Field(description="投产年份；未知时为 null")]
    town_code: PlaceCode
    town_text: PlaceText
    place_precision: Annotated[PlacePrecision, Field(description="位置准到点、镇街还是{whole}")]
    lon: Annotated[float | None, Field(description="经度，WGS84，度；位置不准到点时为 null")]
    lat: Annotated[float | None, Field(description="纬度，WGS84，度；位置不准到点时为 null")]
    value_kind: Kind
    source: Source
    confidence: Confidence
    missing_note: MissingNote


class SiteFeature(Answer, title="一个项目"):
    """One project site and its place."""

    type: Literal["Feature"] = "Feature"
    id: Annotated[str, Field(description="项目编号")]
    geometry: Annotated[Point | None, Field(description="位置；不准到点时为 null")]
    properties: SiteProperties


class SiteCollection(Collection, title="全部项目"):
    """All project sites."""

    features: list[SiteFeature]


def town_collection(figures: Figures, approval: str) -> TownCollection:
    """Return every unit of the day, in scope or not; one without a boundary keeps its row."""
    snapshot = figures.snapshot
    features = [
        TownFeature(
            id=town.town_code,
            geometry=_area(snapshot.boundaries.get(town.town_code)),
            properties=TownProperties(
                town_code=town.town_code,
                name=town.name,
                in_scope=town.in_scope,
                area_km2=town.area_km2,
                schematic=True,
                note=SCHEMATIC_NOTE,
                unit_note=town.note,
            ),
        )
        for town in snapshot.towns
        if town.is_valid_on(snapshot.data_day)
    ]
    return TownCollection(
        revision=snapshot.revision, map_approval_number=approval, features=features
    )


def _area(geometry: object) -> Polygon | MultiPolygon | None:
    return None if geometry is None else _AREA.validate_python(geometry)


def site_collection(figures: Figures, approval: str) -> SiteCollection:
    """Return every site; only one whose place is exact has a geometry."""
    snapshot = figures.snapshot
    features = [
        SiteFeature(
            id=site.site_id,
            geometry=_place(site),
            properties=SiteProperties.model_validate(site),
        )
        for site in snapshot.sites
    ]
    return SiteCollection(
        revision=snapshot.revision, map_approval_number=approval, features=features
    )


def _place(site: Site) -> Point | None:
    if site.lon is None or site.lat is None:
        return None
    return Point(type="Point", coordinates=(site.lon, site.lat))
