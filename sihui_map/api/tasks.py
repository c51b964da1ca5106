"""The tasks of annex 1 word for word, what was told of each, and what has to be dealt with."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from sihui_map.api.answer import Answer, OptionalText, Quantity, Revision, quantity, told
from sihui_map.api.errata import Erratum, errata_rows
from sihui_map.catalogue import TASK_LINES, TASK_STEPS, TASK_UPDATES
from sihui_map.domain.plan import Task
from sihui_map.domain.progress import Due, Freshness, TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures

SELF = "（自报）；没有时为 null"


class StepRow(Answer, title="任务时间表的一步"):
    """One step of a task."""

    step_no: Annotated[int, told(TASK_STEPS, "step_no")]
    step: Annotated[str, told(TASK_STEPS, "step")]
    due: Annotated[date, told(TASK_STEPS, "due")]
    approved_by: Annotated[OptionalText, told(TASK_STEPS, "approved_by", "；未批准时为 null")]
    done: Annotated[date | None, told(TASK_STEPS, "done", "；未办结时为 null")]
    ground: Annotated[OptionalText, told(TASK_STEPS, "ground", "；没有时为 null")]
    town_code: Annotated[OptionalText, told(TASK_STEPS, "area_id", "的代码；不限镇街时为 null")]
    state: Annotated[Due, Field(description="系统计时：期限没有批准的不计逾期")]
    kind: Annotated[ValueKind, told(TASK_STEPS, "kind")]


class LineRow(Answer, title="配合单位补充的一行"):
    """What a cooperating unit added."""

    day: Annotated[date, told(TASK_LINES, "day")]
    unit: Annotated[str, told(TASK_LINES, "unit")]
    text: Annotated[str, told(TASK_LINES, "text")]
    kind: Annotated[ValueKind, told(TASK_LINES, "kind")]


class TaskRow(Answer, title="附件1的一项任务，文字照原文；进展为自报"):
    """One row of annex 1."""

    no: Annotated[int, Field(description="任务序号")]
    action_no: Annotated[int, Field(description="行动序号")]
    action: Annotated[str | None, Field(description="行动名称；读不到时为 null")]
    text: Annotated[str, Field(description="任务原文")]
    clause_no: Annotated[int, Field(description="对应的条")]
    lead_units: Annotated[list[str], Field(description="牵头单位，可有几家")]
    cooperating_units: Annotated[list[str], Field(description="配合单位")]
    responsibility: Annotated[str, Field(description="责任分工原文")]
    state: Annotated[TaskState, Field(description="牵头单位自报的状态；未收到信息不是未启动")]
    day: Annotated[date | None, Field(description="最近一次进展的日期；没有时为 null")]
    freshness: Annotated[Freshness, Field(description="系统计时：最近一次进展有多久")]
    due: Annotated[Due | None, Field(description="时间表：没有未办结的步骤时为 null")]
    progress: Annotated[OptionalText, told(TASK_UPDATES, "progress", SELF)]
    next_step: Annotated[OptionalText, told(TASK_UPDATES, "next_step", SELF)]
    obstacle: Annotated[OptionalText, told(TASK_UPDATES, "obstacle", SELF)]
    remedy: Annotated[OptionalText, told(TASK_UPDATES, "remedy", SELF)]
    ground: Annotated[
        OptionalText, told(TASK_UPDATES, "ground", "：完成、调整、并入；没有时为 null")
    ]
    kind: Annotated[ValueKind | None, Field(description="最近一次进展的性质；没有时为 null")]
    steps: Annotated[list[StepRow], Field(description="时间表的各步")]
    lines: Annotated[list[LineRow], Field(description="配合单位补充的情况，新的在前")]
    errata: Annotated[list[Erratum], Field(description="涉及这项任务的勘误待定")]


class Tasks(Answer, title="附件1的任务"):
    """The tasks of annex 1."""

    revision: Revision
    rows: list[TaskRow]


class Dispatch(Answer, title="调度：要先处理的任务"):
    """What a leader deals with first; every list holds numbers of tasks, in the plan's order."""

    revision: Revision
    data_day: Annotated[date, Field(description="数据日期：各项计时以它为准")]
    overdue: Annotated[list[int], Field(description="有一步逾期的任务")]
    near: Annotated[list[int], Field(description="有一步临期的任务，可以同时逾期")]
    blocked: Annotated[list[int], Field(description="自报受阻的任务")]
    delayed: Annotated[list[int], Field(description="自报滞后的任务")]
    stalled: Annotated[list[int], Field(description="停滞的任务：未完成，超过 180 天未更新")]
    silent: Annotated[list[int], Field(description="从未收到进展的任务")]
    on_time: Annotated[Quantity, Field(description="按期率，%；没有期限到期时缺失")]
    completeness: Annotated[
        Quantity, Field(description="清单完备度，%：有牵头单位、批准的期限、进展的任务占比")
    ]


def task_rows(figures: Figures) -> list[TaskRow]:
    """Return the rows of annex 1, word for word, with what was told of each."""
    snapshot = figures.snapshot
    actions = {action.action_no: action.name for action in snapshot.actions}
    return [
        TaskRow(
            no=task.task_no,
            action_no=task.action_no,
            action=actions.get(task.action_no),
            text=task.text,
            clause_no=task.clause_no,
            lead_units=list(task.lead_units),
            cooperating_units=list(task.cooperating_units),
            responsibility=task.responsibility,
            errata=errata_rows(item for item in snapshot.errata if task.task_no in item.task_nos),
            **_told(figures, task),
        )
        for task in snapshot.tasks
    ]


def _told(figures: Figures, task: Task) -> Mapping[str, Any]:
    tracking = figures.tracking
    update = tracking.latest.get(task.task_no)
    steps = [
        StepRow(
            step_no=step.step_no,
            step=step.step,
            due=step.due,
            approved_by=step.approved_by,
            done=step.done,
            ground=step.ground,
            town_code=step.area_id,
            state=tracking.due(step),
            kind=step.kind,
        )
        for step in tracking.steps(task.task_no)
    ]
    texts = ("progress", "next_step", "obstacle", "remedy", "ground")
    return {name: getattr(update, name) if update else "" for name in texts} | {
        "state": tracking.state(task),
        "day": update.day if update else None,
        "kind": update.kind if update else None,
        "freshness": tracking.clock(task),
        "due": tracking.task_due(task),
        "steps": steps,
        "lines": [LineRow.model_validate(added) for added in tracking.added(task.task_no)],
    }


def dispatch_answer(figures: Figures) -> Dispatch:
    """Return what has to be dealt with first."""
    tracking = figures.tracking

    def numbers(tasks: tuple[Task, ...]) -> list[int]:
        return [task.task_no for task in tasks]

    return Dispatch(
        revision=figures.snapshot.revision,
        data_day=figures.snapshot.data_day,
        overdue=numbers(tracking.with_due(Due.LATE)),
        near=numbers(tracking.with_due(Due.NEAR)),
        blocked=numbers(tracking.in_state(TaskState.BLOCKED)),
        delayed=numbers(tracking.in_state(TaskState.DELAYED)),
        stalled=numbers(tracking.stalled),
        silent=numbers(tracking.silent),
        on_time=quantity(tracking.on_time),
        completeness=quantity(tracking.completeness),
    )
