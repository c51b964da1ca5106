"""Units in tables: what each leads, supports and owes, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.progress import Due
from sihui_map.views import fmt
from sihui_map.views.anchors import unit_address
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.owing import owed_targets, owed_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.plan import Task
    from sihui_map.domain.standing import Standing
    from sihui_map.figures import Figures

NO_DUE = "方案没有写期限"


def units_of(figures: Figures) -> list[str]:
    """Return the units of the plan, in its order, then those that only a task names."""
    tasks = figures.snapshot.tasks
    named = (unit for task in tasks for unit in (*task.lead_units, *task.cooperating_units))
    return list(dict.fromkeys((*figures.snapshot.departments, *named)))


def led_by(figures: Figures, unit: str) -> list[Task]:
    """Return the tasks that a unit leads, alone or with others."""
    return [task for task in figures.snapshot.tasks if unit in task.lead_units]


def supported_by(figures: Figures, unit: str) -> list[Task]:
    """Return the tasks in which a unit cooperates."""
    return [task for task in figures.snapshot.tasks if unit in task.cooperating_units]


def stalled_of(figures: Figures, unit: str) -> list[Task]:
    """Return the tasks a unit leads of which nothing was heard for long, but once something."""
    return [task for task in figures.tracking.stalled if unit in task.lead_units]


def units_table(figures: Figures) -> Table:
    """Count what each unit leads, supports and owes, in the plan's order."""
    tasks, targets = owed_tasks(figures), owed_targets(figures)
    return Table(
        "各单位",
        (
            Column("单位", "unit"),
            Column("牵头任务", "leads", numeric=True),
            Column("配合任务", "supports", numeric=True),
            Column("从未更新", "silent", numeric=True),
            Column("久未更新", "stalled", numeric=True),
            Column("没有数值的指标", "targets", numeric=True),
        ),
        tuple(
            TableRow(
                (
                    Cell(unit, style="name", link=unit_address(unit)),
                    *(
                        Cell(str(len(each)), raw=len(each))
                        for each in (
                            led_by(figures, unit),
                            supported_by(figures, unit),
                            tasks.get(unit, []),
                            stalled_of(figures, unit),
                            targets.get(unit, []),
                        )
                    ),
                )
            )
            for unit in units_of(figures)
        ),
    )


def unit_owes(figures: Figures, unit: str) -> Table:
    """List what a unit owes: tasks without information, long without, targets without a value."""
    rows = [
        *_task_rows(figures, owed_tasks(figures).get(unit, [])),
        *_task_rows(figures, stalled_of(figures, unit)),
        *_step_rows(figures, unit),
        *(_target_row(item) for item in owed_targets(figures).get(unit, [])),
    ]
    return Table(
        "欠什么",
        (
            Column("欠的是", "what"),
            Column("哪一项", "which"),
            Column("期限", "due"),
            Column("现在", "now"),
        ),
        tuple(rows),
    )


def _task_rows(figures: Figures, tasks: Iterable[Task]) -> Iterable[TableRow]:
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    for task in tasks:
        update = figures.latest_updates.get(task.task_no)
        age = figures.tracking.clock(task)
        joint = "、".join(task.lead_units)
        yield TableRow(
            (
                Cell("任务进展", style="name"),
                Cell(
                    f"{task.task_no}. {titles.get(task.clause_no, task.text)}",
                    hover=f"{task.text}（牵头：{joint}）",
                ),
                Cell(NO_DUE),
                Cell(f"{update.day.isoformat()}（{age}）" if update else str(age), style="missing"),
            )
        )


def _step_rows(figures: Figures, unit: str) -> Iterable[TableRow]:
    """Return the steps of a unit's tasks that are late or near their approved day."""
    own = {task.task_no for task in led_by(figures, unit)}
    for which in (Due.LATE, Due.NEAR):
        for step in figures.tracking.open_steps(which):
            if step.task_no in own:
                yield TableRow(
                    (
                        Cell("任务步骤", style="name"),
                        Cell(f"任务 {step.task_no} 第 {step.step_no} 步：{step.step}"),
                        Cell(f"{step.due.isoformat()}（{step.approved_by}）"),
                        Cell(str(which), style="missing"),
                    )
                )


def _target_row(item: Standing) -> TableRow:
    target = item.target
    return TableRow(
        (
            Cell("指标数值", style="name"),
            Cell(f"{target.indicator}，目标 {fmt.target_text(target)}", hover=target.quote),
            Cell(f"{target.year} 年" if target.year else "方案没有写年份"),
            Cell(str(item.value.reason), style="missing"),
        )
    )
