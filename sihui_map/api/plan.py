"""The targets of the plan and how they stand."""

from typing import Annotated

from pydantic import Field

from sihui_map.api.allotments import (
    AllotmentRow,
    AllotmentSum,
    allotment_row,
    allotment_rows,
    allotment_sums,
)
from sihui_map.api.answer import (
    Answer,
    OptionalText,
    Quantity,
    Remark,
    Revision,
    Year,
    quantity,
)
from sihui_map.api.errata import Erratum, errata_rows
from sihui_map.api.tasks import TaskRow, task_rows
from sihui_map.domain.light import Light
from sihui_map.domain.plan import Operator
from sihui_map.domain.standing import Standing, path
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.figures import Figures


class YearValue(Answer, title="一个目标在一年的数值"):
    """The value of one year, and what was reported beside a computed one."""

    year: Year
    quantity: Annotated[Quantity, Field(description="所用的数值：系统能算的用计算值，其余用填报")]
    reported: Annotated[
        Quantity | None, Field(description="计算值之外的填报值（第二读数）；没有时为 null")
    ]
    difference: Annotated[Quantity | None, Field(description="填报 − 计算；没有第二读数时为 null")]


class TargetRow(Answer, title="规划的一个目标及其现状"):
    """One target and how it stands."""

    id: Annotated[str, Field(description="目标的编号")]
    indicator: Annotated[str, Field(description="指标")]
    year: Annotated[int | None, Field(description="完成年份；未写明时为 null")]
    operator: Annotated[
        Operator | None, Field(description="方案的说法：至少、至多、约、恰为；无数值时为 null")
    ]
    value: Annotated[float | None, Field(description="目标值，单位见 unit；尚无数值时为 null")]
    value_kind: Annotated[
        ValueKind | None,
        Field(description="目标值的性质：规划，下达的照其填报，示例即虚构；没有数值时为 null"),
    ]
    value_source: Annotated[
        OptionalText, Field(description="目标值的出处：规划原文，或上级下达的文件；没有时为 null")
    ]
    unit: Annotated[OptionalText, Field(description="单位")]
    clause_no: Annotated[int | None, Field(description="对应的条；不在条中时为 null")]
    section: Annotated[OptionalText, Field(description="规划中的章节")]
    baseline_year: Annotated[int | None, Field(description="基准年；未写明时为 null")]
    quote: Annotated[str, Field(description="规划原文")]
    light: Annotated[Light, Field(description="亮灯：绿、黄、红；没有数值时为灰")]
    reason: Annotated[OptionalText, Field(description="灰灯的原因；其他灯为 null")]
    rule: Annotated[OptionalText, Field(description="这个目标的亮灯规则，一句话；没写明时为 null")]
    is_met: Annotated[bool, Field(description="是否已达到目标，“左右”照规则放宽")]
    latest_year: Annotated[
        int | None, Field(description="判定所用数值的年份，不晚于完成年份；没有时为 null")
    ]
    latest: Annotated[Quantity, Field(description="判定所用的数值：完成年份的，未到时为最新的")]
    due: Annotated[Quantity, Field(description="当年应达到的值：完成年份为目标，之前按直线路径")]
    gap: Annotated[Quantity, Field(description="离目标还差多少，按显示的位数；不大于 0 为不差")]
    baseline_from: Annotated[int | None, Field(description="基线的年份；没有时为 null")]
    required: Annotated[Quantity, Field(description="应变化量：基线到应达值")]
    share_short: Annotated[Quantity, Field(description="差距占应变化量的百分数")]
    later_year: Annotated[int | None, Field(description="到期后最新数值的年份；没有时为 null")]
    later: Annotated[Quantity | None, Field(description="到期后的最新数值，不改变亮灯")]
    series: Annotated[list[YearValue], Field(description="各年的数值，按年份")]
    note: Remark
    errata: Annotated[list[Erratum], Field(description="涉及这个目标的勘误待定")]


class DueRow(Answer, title="一个目标在一年应达到的值"):
    """One point of the path."""

    year: Year
    due: Annotated[Quantity, Field(description="直线路径在这一年应达的值；两端为基线和目标")]


class TargetDetail(Answer, title="一个目标，连同路径、分解和任务"):
    """One target with all that hangs on it."""

    revision: Revision
    target: TargetRow
    path: Annotated[list[DueRow], Field(description="直线路径；没有基线的为空")]
    handed_down: Annotated[
        AllotmentRow | None, Field(description="上级下达的数值；没有下达的为 null")
    ]
    allotments: list[AllotmentRow]
    sums: list[AllotmentSum]
    tasks: Annotated[list[TaskRow], Field(description="附件1中与它同一条的任务")]


class Targets(Answer, title="规划的目标"):
    """The targets of the plan."""

    revision: Revision
    rows: list[TargetRow]


def _series(figures: Figures, target_id: str) -> list[YearValue]:
    second = figures.second_readings(target_id)
    return [
        YearValue(
            year=year,
            quantity=quantity(amount),
            reported=quantity(second[year][0]) if year in second else None,
            difference=quantity(second[year][1]) if year in second else None,
        )
        for year, amount in figures.target_series(target_id).items()
    ]


def target_row(figures: Figures, standing: Standing) -> TargetRow:
    """Return one target and how it stands, in the target's unit."""
    target = standing.target
    errata = figures.snapshot.errata
    return TargetRow(
        id=target.target_id,
        indicator=target.indicator,
        year=target.year,
        operator=target.operator,
        value=target.value,
        value_kind=target.kind if target.value is not None else None,
        value_source=target.source if target.value is not None else "",
        unit=target.unit,
        clause_no=target.clause_no,
        section=target.section,
        baseline_year=target.baseline_year,
        quote=target.quote,
        light=standing.light,
        reason=standing.reason,
        rule=standing.rule_text,
        is_met=standing.is_met,
        latest_year=standing.year,
        latest=quantity(standing.value),
        due=quantity(standing.due),
        gap=quantity(standing.gap),
        baseline_from=standing.baseline_year,
        required=quantity(standing.required),
        share_short=quantity(standing.share_short),
        later_year=standing.later_year,
        later=None if standing.later is None else quantity(standing.later),
        series=_series(figures, target.target_id),
        note=target.note,
        errata=errata_rows(item for item in errata if target.target_id in item.target_ids),
    )


def target_detail(figures: Figures, target_id: str) -> TargetDetail:
    """Return one target with its path, shares and tasks; ChoiceError names those there are."""
    item = next((each for each in figures.standings if each.target.target_id == target_id), None)
    if item is None:
        known = "、".join(each.target.target_id for each in figures.standings) or "（无）"
        msg = f"没有编号为「{target_id[:40]}」的目标；可选：{known}"
        raise ChoiceError(msg)
    clause_no, handed = item.target.clause_no, figures.handed_down(item.target)
    return TargetDetail(
        revision=figures.snapshot.revision,
        target=target_row(figures, item),
        path=[DueRow(year=year, due=quantity(due)) for year, due in path(item).items()],
        handed_down=None if handed is None else allotment_row(figures, handed),
        allotments=allotment_rows(figures, target_id),
        sums=allotment_sums(figures, target_id),
        tasks=[row for row in task_rows(figures) if clause_no and row.clause_no == clause_no],
    )
