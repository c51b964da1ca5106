"""Who owes data: by lead unit in the plan's order, counted as the pages count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.figures import Figures
from sihui_map.views import sentences, tables
from sihui_map.views.tables.owing import NOBODY
from tests.views.reading import column

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_units_stand_in_the_order_of_the_plan(public_figures: Figures) -> None:
    snapshot = public_figures.snapshot
    units = column(tables.owing_table(public_figures), "unit")

    leads = {unit for task in snapshot.tasks for unit in task.lead_units}
    assert units == [unit for unit in snapshot.departments if unit in leads]


def test_each_lead_unit_owes_its_silent_tasks(figures: Figures) -> None:
    table = tables.owing_table(figures)
    silent = [own for own in figures.snapshot.tasks if own.task_no not in figures.latest_updates]

    assert len(silent) == 2
    for unit, tasks in zip(column(table, "unit"), column(table, "tasks"), strict=True):
        assert tasks == sum(unit in task.lead_units for task in silent)


def test_a_target_is_owed_by_who_leads_the_tasks_of_its_clause(public_figures: Figures) -> None:
    task = next(task for task in public_figures.snapshot.tasks if task.clause_no == 104)
    table = tables.owing_table(public_figures)

    for row in table.rows:
        is_owed = "森林覆盖率" in table.cell(row, "which").text
        assert is_owed is (table.cell(row, "unit").text in task.lead_units)


def test_what_nobody_leads_is_named_so_and_comes_last(snapshot: Snapshot) -> None:
    tasks = tuple(replace(task, lead_units=()) for task in snapshot.tasks)

    table = tables.owing_table(Figures(replace(snapshot, tasks=tasks)))

    assert column(table, "unit") == [NOBODY]
    assert column(table, "tasks") == [2]


def test_the_sentence_counts_units_tasks_and_targets_once(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    assert sentences.owing_sentence(figures).startswith(
        "2 个牵头单位欠数据：2 项任务没有收到进展，0 项有目标值的指标没有数值。"
    )
    assert sentences.owing_sentence(public_figures).startswith(
        "3 个牵头单位欠数据：5 项任务没有收到进展，3 项有目标值的指标没有数值。"
    )
    nothing = Figures(replace(snapshot, tasks=(), targets=()))
    assert sentences.owing_sentence(nothing) == ("每项任务都收到过进展，每项有数值的目标都有数据。")
