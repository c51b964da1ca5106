"""Industrial parks: the latest report of each with its checklist, and the completion."""

from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import (
    Answer,
    Confidence,
    Kind,
    OptionalText,
    PlaceCode,
    PlaceText,
    Quantity,
    Remark,
    Revision,
    Source,
    Year,
    quantity,
)
from sihui_map.catalogue import PARK_PROGRESS
from sihui_map.domain import park
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.figures import Figures


class Check(Answer, title="条文清单的一项"):
    """One point of the checklist."""

    point: Annotated[str, Field(description="清单项的编号，也是填报数据表的列名；各县的清单不同")]
    label: Annotated[str, Field(description="清单项的名称；现在的清单里没有的写明")]
    basis: Annotated[OptionalText, Field(description="方案条文中的原句；没有写明时为 null")]
    state: Annotated[CheckState, Field(description="进展")]


class ParkProgress(Answer, title="一个园区最近一次上报"):
    """The latest report of one park."""

    year: Year
    stage: Annotated[ParkStage, Field(description="循环化改造阶段")]
    provincial: Annotated[bool | None, Field(description="是否省级以上；级别待核时为 null")]
    checks: Annotated[list[Check], Field(description="条文清单")]
    kind: Kind
    source: Source


class ParkRow(Answer, title="一个园区"):
    """One park."""

    park_id: Annotated[str, Field(description="编号")]
    name: Annotated[str, Field(description="名称")]
    level: Annotated[OptionalText, Field(description="级别")]
    level_confirmed: Annotated[bool, Field(description="级别是否已核实")]
    town_code: PlaceCode
    town_text: PlaceText
    industries: Annotated[OptionalText, Field(description="产业")]
    source: Source
    confidence: Confidence
    note: Remark
    progress: Annotated[ParkProgress | None, Field(description="最近一次上报；没有时为 null")]


class ParkCompletion(Answer, title="一年的完成率"):
    """The share of completed parks in one year."""

    year: Year
    completion: Annotated[Quantity, Field(description="已完成 ÷ 省级以上园区，%")]


class Parks(Answer, title="园区循环化改造"):
    """All parks."""

    revision: Revision
    rows: list[ParkRow]
    completion: Annotated[list[ParkCompletion], Field(description="完成率，逐年")]


def parks_answer(figures: Figures) -> Parks:
    """Return every park with its latest report, and the completion by year, in %."""
    latest, asked = figures.park_progress, _asked(figures)
    return Parks(
        revision=figures.snapshot.revision,
        rows=[_park_row(row, latest.get(row.park_id), asked) for row in figures.snapshot.parks],
        completion=[
            ParkCompletion(year=year, completion=quantity(figures.park_completion(year)))
            for year in figures.park_years
        ],
    )


def _asked(figures: Figures) -> list[Check]:
    """Return each point that the county asks or a row tells, nothing being known of it."""
    bases = {check.check_id: check.basis for check in figures.snapshot.place.park_checks}
    return [
        Check(
            point=each.name,
            label=each.label,
            basis=bases.get(each.name, ""),
            state=CheckState.UNKNOWN,
        )
        for each in PARK_PROGRESS.told_in(figures.snapshot).county_columns
    ]


def _park_row(row: park.Park, progress: park.ParkProgress | None, asked: list[Check]) -> ParkRow:
    return ParkRow(
        park_id=row.park_id,
        name=row.name,
        level=row.level,
        level_confirmed=row.level_confirmed,
        town_code=row.town_code,
        town_text=row.town_text,
        industries=row.industries,
        source=row.source,
        confidence=row.confidence,
        note=row.note,
        progress=_progress(progress, asked) if progress else None,
    )


def _progress(progress: park.ParkProgress, asked: list[Check]) -> ParkProgress:
    return ParkProgress(
        year=progress.year,
        stage=progress.stage,
        provincial=progress.provincial,
        checks=[
            check.model_copy(update={"state": progress.checks.get(check.point, check.state)})
            for check in asked
        ],
        kind=progress.kind,
        source=progress.source,
    )
