"""What has to be dealt with, the schedule of tasks, what was told of one: in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.progress import Due, TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.anchors import task_address, unit_address
from sihui_map.views.labels import STATE_SIGN, state_label
from sihui_map.views.table import Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.units import led_by, units_of
from sihui_map.views.task_map import standing_in
from sihui_map.views.tracking import (
    DUE_SIGN,
    TO_DISPATCH,
    all_groups,
    counted,
    group_of,
    groups_of,
    state_words,
    title_of,
    why,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sihui_map.domain.plan import Task
    from sihui_map.domain.progress import TaskStep, TaskUpdate
    from sihui_map.domain.town import Town
    from sihui_map.figures import Figures


DAY = "day"
"""A date is not broken over lines."""


def _sample(kind: ValueKind) -> str:
    return "示例" if kind is ValueKind.SAMPLE else ""


def attention_table(figures: Figures, tasks: Iterable[Task] | None = None) -> Table:
    """List the tasks that a meeting deals with: late, blocked, behind, near, stalled, in order."""
    own = list(figures.snapshot.tasks if tasks is None else tasks)
    groups = {name: [t for t in own if group_of(figures, t) == name] for name in TO_DISPATCH}
    return Table(
        "要调度的任务",
        (
            Column("情况", "group"),
            Column("序号", "task_no", numeric=True),
            Column("任务", "task"),
            Column("牵头单位", "lead"),
            Column("状态（自报）", "state"),
            Column("说明", "why"),
        ),
        tuple(_attention_row(figures, task) for own in groups.values() for task in own),
    )


def _attention_row(figures: Figures, task: Task) -> TableRow:
    kinds = [row.kind for row in _told_of(figures, task)]
    return TableRow(
        (
            Cell(all_groups(figures, task), style="name"),
            Cell(str(task.task_no), raw=task.task_no),
            Cell(title_of(figures, task), link=task_address(task.task_no)),
            Cell("、".join(task.lead_units)),
            Cell(state_words(figures, task), tag="示例" if ValueKind.SAMPLE in kinds else ""),
            Cell(why(figures, task)),
        )
    )


def steps_table(figures: Figures, tasks: Collection[Task] | None = None) -> Table:
    """List the schedule: each step with its day, its approval, when it was done, how it stands."""
    shown = figures.snapshot.tasks if tasks is None else tasks
    names = {town.town_code: town.name for town in figures.towns}
    return Table(
        "时间表",
        (
            Column("任务", "task_no", numeric=True),
            Column("步骤", "step"),
            Column("镇街", "town"),
            Column("期限", "due"),
            Column("批准文件", "approved_by"),
            Column("办结", "done"),
            Column("计时", "state"),
        ),
        tuple(
            _step_row(figures, step, names.get(step.area_id, ""))
            for task in shown
            for step in figures.tracking.steps(task.task_no)
        ),
    )


def _step_row(figures: Figures, step: TaskStep, town: str) -> TableRow:
    which = figures.tracking.due(step)
    styles = {Due.LATE: "missing", Due.UNAPPROVED: "idle", Due.DONE: "done"}
    return TableRow(
        (
            Cell(str(step.task_no), raw=step.task_no),
            Cell(f"{step.step_no}. {step.step}", tag=_sample(step.kind)),
            Cell(town or fmt.NO_VALUE),
            Cell(step.due.isoformat(), style=DAY),
            Cell(step.approved_by or "未批准"),
            Cell(f"{step.done.isoformat()}（{step.ground}）" if step.done else "未办结"),
            Cell(f"{DUE_SIGN[which]} {which}", style=styles.get(which, "")),
        )
    )


def history_table(figures: Figures, task_no: int) -> Table:
    """List what lead units reported of a task, the newest first."""
    return Table(
        "历次进展",
        (
            Column("日期", "day"),
            Column("状态", "state"),
            Column("进展", "progress"),
            Column("下一步", "next_step"),
            Column("障碍与解除条件", "obstacle"),
            Column("依据", "ground"),
            Column("填报单位", "unit"),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.day.isoformat(), style=DAY),
                    Cell(
                        f"{STATE_SIGN[row.state]} {state_label(row.state)}", tag=_sample(row.kind)
                    ),
                    Cell(row.progress or fmt.NO_VALUE),
                    Cell(row.next_step or fmt.NO_VALUE),
                    Cell("；".join(filter(None, (row.obstacle, row.remedy))) or fmt.NO_VALUE),
                    Cell(row.ground or fmt.NO_VALUE),
                    Cell(row.unit or "未写明"),
                    Cell(row.source),
                )
            )
            for row in figures.tracking.history(task_no)
        ),
    )


def lines_table(figures: Figures, task_no: int) -> Table:
    """List what cooperating units added to a task, the newest first."""
    return Table(
        "配合情况",
        (Column("日期", "day"), Column("配合单位", "unit"), Column("配合情况", "text")),
        tuple(
            TableRow((Cell(day, style=DAY), Cell(unit), Cell(text, tag=_sample(kind))))
            for day, unit, text, kind in figures.tracking.added(task_no)
        ),
    )


def counts_table(figures: Figures) -> Table:
    """List what a leader reads first: each number with its unit and what it counts."""
    rows = tuple(
        TableRow(
            (Cell(label, style="name"), amount_cell(amount, digits), Cell(amount.unit), Cell(note))
        )
        for label, amount, digits, note in counted(figures)
    )
    columns = (
        Column("调度指标", "name"),
        Column("数值", "value", numeric=True),
        Column("单位", "unit"),
        Column("怎么数", "note"),
    )
    return Table("调度指标", columns, rows)


def dispatch_table(figures: Figures) -> Table:
    """Count by lead unit, in the plan's order, what has to be dealt with."""
    return Table(
        "各牵头单位",
        (
            Column("单位", "unit"),
            Column("牵头任务", "leads", numeric=True),
            *(Column(name, name, numeric=True) for name in TO_DISPATCH),
            Column("从未更新", "silent", numeric=True),
            Column("已完成", "completed", numeric=True),
        ),
        tuple(
            TableRow((Cell(unit, style="name", link=unit_address(unit)), *_counts(figures, led)))
            for unit in units_of(figures)
            if (led := led_by(figures, unit))
        ),
    )


def task_towns_table(figures: Figures) -> Table:
    """Tell of each town what its map tells: how the worst of its tasks stands, and which do so."""
    return Table(
        "各镇街",
        (
            Column("镇街", "town"),
            Column("情况", "state"),
            Column("项数", "count", numeric=True),
            Column("任务序号", "tasks"),
        ),
        tuple(_town_row(figures, town) for town in figures.towns),
    )


def _town_row(figures: Figures, town: Town) -> TableRow:
    name, tasks = standing_in(figures, town.town_code)
    numbers = "、".join(str(task.task_no) for task in tasks)
    kinds = [row.kind for task in tasks for row in _told_of(figures, task)]
    return TableRow(
        (
            Cell(town.name, style="name"),
            Cell(name, tag="示例" if ValueKind.SAMPLE in kinds else ""),
            Cell(str(len(tasks)), raw=len(tasks)),
            Cell(numbers or fmt.NO_VALUE),
        ),
        town_code=town.town_code,
    )


def _told_of(figures: Figures, task: Task) -> list[TaskUpdate | TaskStep]:
    update = figures.latest_updates.get(task.task_no)
    return [*([] if update is None else [update]), *figures.tracking.steps(task.task_no)]


def _counts(figures: Figures, led: list[Task]) -> list[Cell]:
    groups = [name for task in led for name in groups_of(figures, task)]
    silent = sum(task.task_no not in figures.latest_updates for task in led)
    finished = (TaskState.COMPLETED, TaskState.STRUCK_OFF)
    done = sum(figures.tracking.state(task) in finished for task in led)
    counts = [len(led), *(groups.count(name) for name in TO_DISPATCH), silent, done]
    return [Cell(str(count), raw=count) for count in counts]
