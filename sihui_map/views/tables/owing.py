"""Which lead units have not yet reported what a task or a target needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.plan import leading_units
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.targets import without_value

if TYPE_CHECKING:
    from sihui_map.domain.standing import Standing
    from sihui_map.figures import Figures

NOBODY = "方案没有写牵头单位"


def silent_targets(figures: Figures) -> list[Standing]:
    """Return the targets without a value of which nothing was reported later either."""
    return [item for item in without_value(figures) if item.later is None]


def owing_table(figures: Figures) -> Table:
    """Count, by lead unit in the plan's order, the tasks not heard of and the targets without data.

    A target is owed by who leads the tasks of its clause; joint leads owe it each.
    """
    snapshot = figures.snapshot
    tasks: dict[str, list[str]] = {}
    for task in snapshot.tasks:
        if task.task_no not in figures.latest_updates:
            for unit in task.lead_units or (NOBODY,):
                tasks.setdefault(unit, []).append(str(task.task_no))
    targets: dict[str, list[str]] = {}
    for item in silent_targets(figures):
        own = (task for task in snapshot.tasks if task.clause_no == item.target.clause_no)
        for unit in leading_units(own) or (NOBODY,):
            targets.setdefault(unit, []).append(item.target.indicator)
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
                    Cell(unit, style="name"),
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
