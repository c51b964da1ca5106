"""Shares of targets (目标分解): who holds how much, how far that has come, what it adds up to."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, OptionalText, Quantity, Revision, Year, quantity
from sihui_map.domain.allotting import Stage
from sihui_map.domain.snapshot import Allotment
from sihui_map.domain.town import CITY
from sihui_map.figures import Figures


class AllotmentRow(Answer, title="一个目标分给一个单位的一年"):
    """One share."""

    target_id: Annotated[str, Field(description="目标的编号")]
    holder: Annotated[str, Field(description="承担单位：镇街的九位代码、部门的名称或 city")]
    holder_name: Annotated[str, Field(description="承担单位的名称")]
    year: Year
    quantity: Annotated[Quantity, Field(description="分解值，单位与目标相同")]
    base_year: Annotated[int | None, Field(description="降幅从哪一年算起；不是降幅的为 null")]
    stage: Annotated[Stage, Field(description="阶段：提出、商定、批准；没有写的照有无文件判断")]
    approved_by: Annotated[OptionalText, Field(description="批准文件或会议；没有批准的为 null")]
    latest_year: Annotated[int | None, Field(description="承担单位自己最新数值的年份")]
    latest: Annotated[Quantity, Field(description="承担单位自己的最新数值，没有统计的写明原因")]


class AllotmentSum(Answer, title="一个目标一年的分解合计"):
    """What the shares of one target and year add up to."""

    target_id: Annotated[str, Field(description="目标的编号")]
    year: Year
    holders: Annotated[int, Field(description="有几个承担单位")]
    total: Annotated[Quantity, Field(description="各阶段合计；百分数、单位不同的不相加")]
    approved: Annotated[Quantity, Field(description="已批准的合计")]
    difference: Annotated[Quantity, Field(description="各阶段合计 − 目标，只在目标的年份有")]


class Allotments(Answer, title="目标分解"):
    """Every share and what they add up to."""

    revision: Revision
    rows: Annotated[list[AllotmentRow], Field(description="分给镇街、单位的各行")]
    handed_down: Annotated[list[AllotmentRow], Field(description="上级下达的数值，承担单位为 city")]
    sums: list[AllotmentSum]


def allotment_row(figures: Figures, row: Allotment) -> AllotmentRow:
    """Return one share with its holder's own newest value."""
    year, latest = figures.holder_value(row)
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    names[CITY] = figures.snapshot.place.whole
    return AllotmentRow(
        target_id=row.target_id,
        holder=row.holder,
        holder_name=names.get(row.holder, row.holder),
        year=row.year,
        quantity=quantity(figures.allotted(row)),
        base_year=row.base_year,
        stage=row.stage,
        approved_by=row.approved_by,
        latest_year=year,
        latest=quantity(latest),
    )


def allotment_rows(figures: Figures, target_id: str) -> list[AllotmentRow]:
    """Return the shares of one target."""
    own = (row for row in figures.snapshot.allotments if row.target_id == target_id)
    return [allotment_row(figures, row) for row in own if row.holder != CITY]


def allotment_sums(figures: Figures, target_id: str) -> list[AllotmentSum]:
    """Return what the shares of one target add up to, year by year."""
    return list(_sums(figures, (each for each in figures.shared if each[0] == target_id)))


def _sums(figures: Figures, shared: Iterable[tuple[str, int]]) -> Iterable[AllotmentSum]:
    for target_id, year in shared:
        yield AllotmentSum(
            target_id=target_id,
            year=year,
            holders=len(figures.allotments_of(target_id, year)),
            total=quantity(figures.allotted_total(target_id, year)),
            approved=quantity(figures.allotted_total(target_id, year, approved=True)),
            difference=quantity(figures.allotted_difference(target_id, year)),
        )


def allotments_answer(figures: Figures) -> Allotments:
    """Return every share, what was handed down, and the sums."""
    rows = figures.snapshot.allotments
    return Allotments(
        revision=figures.snapshot.revision,
        rows=[allotment_row(figures, row) for row in rows if row.holder != CITY],
        handed_down=[allotment_row(figures, row) for row in rows if row.holder == CITY],
        sums=list(_sums(figures, figures.shared)),
    )
