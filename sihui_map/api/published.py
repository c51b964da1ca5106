"""Every published figure under its id."""

from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, Kind, Part, PartKind, Reason, Revision, Source
from sihui_map.figures import Figures


class FigureRow(Answer, title="一个公布的数"):
    """One published figure."""

    id: Annotated[str, Field(description="编号，例如 emission.coal.镇街代码.年份")]
    value: Annotated[float | None, Field(description="数值，单位见 unit；没有时为 null")]
    unit: Annotated[str, Field(description="单位")]
    kind: Kind
    source: Source
    reason: Reason
    part: Part
    part_kind: PartKind


class PublishedFigures(Answer, title="全部公布的数"):
    """All published figures."""

    revision: Revision
    rows: list[FigureRow]


def figure_rows(figures: Figures) -> list[FigureRow]:
    """Return every published figure, in the order of publication."""
    return [
        FigureRow(
            id=figure_id,
            value=found.value,
            unit=found.unit,
            kind=found.kind,
            source=found.source,
            reason=found.reason,
            part=found.part,
            part_kind=found.part_kind,
        )
        for figure_id, found in figures.published().items()
    ]
