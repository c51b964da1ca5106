"""Tasks in a table, and the oddities of the plan's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt, tracking
from sihui_map.views.labels import state_label
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.cells import state_style

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures


def tasks_table(figures: Figures, tasks: Sequence[Task]) -> Table:
    """List tasks with who leads, who cooperates, what was last reported."""
    actions = {action.action_no: action.name for action in figures.snapshot.actions}
    errata = {no for row in figures.snapshot.errata for no in row.task_nos}
    return Table(
        "重点任务分工",
        (
            Column("序号", "task_no", numeric=True),
            Column("行动", "action"),
            Column("任务", "task"),
            Column("牵头单位", "lead"),
            Column("配合单位", "cooperating"),
            Column("状态（自报）", "state"),
            Column("更新", "updated"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(task.task_no), raw=task.task_no),
                    Cell(actions.get(task.action_no, "")),
                    Cell(task.text, tag="勘误待定" if task.task_no in errata else ""),
                    Cell("、".join(task.lead_units)),
                    Cell("、".join(task.cooperating_units) or fmt.NO_VALUE),
                    *_task_state(figures, task),
                )
            )
            for task in tasks
        ),
    )


def _task_state(figures: Figures, task: Task) -> tuple[Cell, Cell]:
    update = figures.latest_updates.get(task.task_no)
    state, age = figures.tracking.state(task), figures.tracking.clock(task)
    sample = "示例" if update and update.kind is ValueKind.SAMPLE else ""
    day = f"{update.day.isoformat()}（{age}）" if update else str(age)
    words = tracking.told_words(update) if update else ""
    return Cell(state_label(state), hover=words, tag=sample, style=state_style(state)), Cell(day)


def errata_table(figures: Figures, ids: Collection[str] | None = None) -> Table:
    """List the oddities of the plan's text with both readings."""
    return Table(
        "勘误待定",
        (
            Column("位置", "place"),
            Column("读法一", "reading_a"),
            Column("读法二", "reading_b"),
            Column("说明", "note"),
        ),
        tuple(
            TableRow((Cell(row.place), Cell(row.reading_a), Cell(row.reading_b), Cell(row.note)))
            for row in figures.snapshot.errata
            if ids is None or row.erratum_id in ids
        ),
    )
