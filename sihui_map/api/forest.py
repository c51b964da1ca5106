"""Forest cover (the statutory one, in %), its target, the gap, and protected areas."""

from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import (
    Answer,
    Confidence,
    MissingNote,
    OptionalText,
    PlaceCode,
    Quantity,
    Revision,
    Source,
    TownCode,
    TownName,
    Year,
    quantity,
    told,
)
from sihui_map.api.plan import TargetRow, target_row
from sihui_map.catalogue import FOREST_COVER
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures

COVER = "法定口径森林覆盖率，%"


class CityCover(Answer, title="{whole}一年的森林覆盖率"):
    """The city's cover in one year."""

    year: Year
    cover: Annotated[Quantity, Field(description=COVER)]


class TownCover(Answer, title="一个镇街一年的森林覆盖率"):
    """One town's cover in one year."""

    town_code: TownCode
    town_name: TownName
    year: Year
    cover: Annotated[Quantity, Field(description=COVER)]


class SinkYear(Answer, title="一个地区截至一年的碳汇估算"):
    """What one area took up a year since it told its stock before."""

    area_id: Annotated[str, Field(description="镇街代码，或 city 为{whole}")]
    year: Year
    stock: Annotated[Quantity, told(FOREST_COVER, "stock_m3")]
    estimate: Annotated[Quantity, Field(description="年均碳汇，吨二氧化碳每年；不从排放中扣减")]
    low: Annotated[Quantity, Field(description="范围低值")]
    high: Annotated[Quantity, Field(description="范围高值")]


class PathPoint(Answer, title="目标路径上的一点"):
    """What is due in one year."""

    year: Year
    cover_percent: Annotated[float, Field(description="按直线路径当年应达到的覆盖率，%")]
    kind: Annotated[ValueKind, Field(description="值的性质，随基线；目标年为规划")]


class ProtectedArea(Answer, title="一处森林公园、自然保护区或湿地公园"):
    """One protected area."""

    area_id: Annotated[str, Field(description="编号")]
    name: Annotated[str, Field(description="名称")]
    level: Annotated[OptionalText, Field(description="级别")]
    area_ha: Annotated[float | None, Field(description="面积，公顷；未公开时为 null")]
    town_code: PlaceCode
    source: Source
    confidence: Confidence
    missing_note: MissingNote


class Forest(Answer, title="森林覆盖率、目标和差距"):
    """Everything about forest cover."""

    revision: Revision
    city: Annotated[list[CityCover], Field(description="{whole}，逐年")]
    towns: Annotated[list[TownCover], Field(description="各镇街，逐年")]
    target: Annotated[TargetRow | None, Field(description="森林覆盖率目标；读不到时为 null")]
    gap_pp: Annotated[
        Quantity, Field(description="目标 − 判定所用的覆盖率，均按显示的位数，个百分点")
    ]
    gap_ha: Annotated[Quantity, Field(description="差距折合的森林面积，公顷")]
    path: Annotated[list[PathPoint], Field(description="从基线到目标的直线路径")]
    sink: Annotated[list[SinkYear], Field(description="碳汇估算；没有填报蓄积量时为空")]
    protected_areas: Annotated[list[ProtectedArea], Field(description="保护地")]


def forest_answer(figures: Figures) -> Forest:
    """Return cover, target, gap, path and protected areas."""
    standing = figures.forest_standing
    path = figures.forest_path()
    areas = figures.snapshot.protected_areas
    return Forest(
        revision=figures.snapshot.revision,
        city=_city(figures),
        towns=_towns(figures),
        target=target_row(figures, standing) if standing else None,
        gap_pp=quantity(figures.forest_gap_pp()),
        gap_ha=quantity(figures.forest_gap_ha()),
        path=[
            PathPoint(year=year, cover_percent=due.known, kind=due.kind)
            for year, due in path.items()
        ],
        sink=_sinks(figures),
        protected_areas=[ProtectedArea.model_validate(area) for area in areas],
    )


def _city(figures: Figures) -> list[CityCover]:
    return [
        CityCover(year=year, cover=quantity(figures.forest_cover(CITY, year)))
        for year in figures.forest_years
    ]


def _sinks(figures: Figures) -> list[SinkYear]:
    return [
        SinkYear(
            area_id=area,
            year=year,
            stock=quantity(figures.sinks.stock(area, year)),
            estimate=quantity(found.estimate),
            low=quantity(found.low),
            high=quantity(found.high),
        )
        for area in figures.sinks.areas
        for year in figures.sinks.years(area)
        for found in [figures.sinks.sink(area, year)]
    ]


def _towns(figures: Figures) -> list[TownCover]:
    return [
        TownCover(
            town_code=town.town_code,
            town_name=town.name,
            year=year,
            cover=quantity(figures.forest_cover(town.town_code, year)),
        )
        for year in figures.forest_years
        for town in figures.towns
    ]
