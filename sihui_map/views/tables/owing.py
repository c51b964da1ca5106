"""Which lead units have not yet reported what a task or a target needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.plan import leading_units
from sihui_map.views.anchors import unit_address
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.targets import without_value

if TYPE_CHECKING:
    from sihui_map.domain.plan import Task
    from sihui_map.domain.standing import Standing
    from sihui_map.figures import Figures

NOBODY = "方案没有写牵头单位"


def silent_targets(figures: Figures) -> list[Standing]:
    """Return the targets without a value of which nothing was reported later either."""
    return [item for item in without_value(figures) if item.later is None]


def owed_tasks(figures: Figures) -> dict[str, list[Task]]:
    """Return the tasks not heard of, by lead unit; joint leads owe one each."""
    owed: dict[str, list[Task]] = {}
    for task in figures.tracking.silent:
        for unit in task.lead_units or (NOBODY,):
            owed.setdefault(unit, []).append(task)
    return owed


def owed_targets(figures: Figures) -> dict[str, list[Standing]]:
    """Return the targets without data, by who leads the tasks of their clause."""
    owed: dict[str, list[Standing]] = {}
    for item in silent_targets(figures):
        own = (each for each in figures.snapshot.tasks if each.clause_no == item.target.clause_no)
        for unit in leading_units(own) or (NOBODY,):
            owed.setdefault(unit, []).append(item)
    return owed


def owing_table(figures: Figures) -> Table:
    """Count, by lead unit in the plan's order, the tasks not heard of and the targets without data.

    A target is owed by who leads the tasks of its clause; joint leads owe it each.
    """
    snapshot = figures.snapshot
    tasks = {
        unit: [str(task.task_no) for task in owed] for unit, owed in owed_tasks(figures).items()
    }
    targets = {
        unit: [item.target.indicator for item in owed]
        for unit, owed in owed_targets(figures).items()
    }
    order = dict.fromkeys((*snapshot.departments, *tasks, *targets))
    named = [unit for unit in order if unit != NOBODY and (unit in tasks or unit in targets)]
    named += [NOBODY] if NOBODY in tasks or NOBODY in targets else []
    return Table(
        "欠数据的牵头单位",
        (
            Column("牵头单位", "unit"),
            Column("没有进展的任务", "tasks", numeric=True),
            Column("没有数值的指标", "targets", numeric=True),
            Column("是哪些", "which"),
        ),
        tuple(
            TableRow(
                (
                    Cell(unit, style="name", link="" if unit == NOBODY else unit_address(unit)),
                    *(
                        Cell(str(len(owed)), raw=len(owed))
                        for owed in (tasks.get(unit, []), targets.get(unit, []))
                    ),
                    Cell(_which(tasks.get(unit, []), targets.get(unit, []))),
                )
            )
            for unit in named
        ),
    )


def _which(tasks: list[str], targets: list[str]) -> str:
    said = (
        f"任务第 {'、'.join(tasks)} 项" if tasks else "",
        f"指标：{'、'.join(targets)}" if targets else "",
    )
    return "；".join(part for part in said if part)
