"""Tasks in a table, verbatim; the oddities of the plan's text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.progress import TaskState
from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_tasks_stand_verbatim_with_their_units_and_the_latest_word(figures: Figures) -> None:
    table = tables.tasks_table(figures, figures.snapshot.tasks)
    states = set(column(table, "state"))

    assert len(table.rows) == 5
    assert table.column("task")[0].text == figures.snapshot.tasks[0].text
    assert {"未收到信息", "推进中"} <= states
    assert any(cell.tag == "勘误待定" for cell in table.column("task"))
    assert {cell.tag for cell in table.column("state")} == {"示例", ""}


def test_a_changed_task_shows_both_words(snapshot: Snapshot) -> None:
    update = replace(snapshot.task_updates[0], state=TaskState.CHANGED)
    task = next(task for task in snapshot.tasks if task.task_no == update.task_no)
    figures = Figures(replace(snapshot, task_updates=(update,)))

    table = tables.tasks_table(figures, [task])

    assert [cell.text for cell in table.column("state")] == ["调整/取消"]
    assert table.column("updated")[0].text.startswith(update.day.isoformat())


def test_errata_can_be_picked(figures: Figures) -> None:
    first = figures.snapshot.errata[0]

    assert len(tables.errata_table(figures).rows) == len(figures.snapshot.errata)
    (row,) = tables.errata_table(figures, {first.erratum_id}).rows
    assert texts(row) == [first.place, first.reading_a, first.reading_b, first.note]
