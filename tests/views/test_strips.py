"""Strips and lines that open: one per target or task, none lost, each named in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.progress import TaskState
from sihui_map.figures import Figures
from sihui_map.views import strips
from sihui_map.views.labels import STATE_SIGN, STATE_STYLE
from sihui_map.views.tracking import DELAYED, GROUPS, SILENT
from tests.views.lacking import with_peak

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_every_target_has_a_cell_that_leads_to_it(snapshot: Snapshot) -> None:
    cells = strips.light_strip(Figures(with_peak(snapshot)), {})

    assert [cell.word for cell in cells] == ["黄灯", "绿灯", "红灯", "无灯"]
    forest = next(cell for cell in cells if "森林覆盖率" in cell.hover)
    assert forest == strips.Square(
        "green", "●", "绿灯", "绿灯：森林覆盖率（2037 年）", "target?id=forest"
    )


def test_a_cell_keeps_the_publication_that_is_shown(figures: Figures) -> None:
    first = strips.light_strip(figures, {"snapshot": "2"})[0]

    assert first.link.endswith("&snapshot=2")
    assert first.link.startswith("target?id=")


def test_a_target_without_a_number_tells_why_and_the_words_of_the_plan(snapshot: Snapshot) -> None:
    (fold,) = strips.numberless(Figures(with_peak(snapshot)))

    assert fold.name == "虚构产量达峰"
    assert fold.parts == ("○ 无灯", "2037 年 · 目标尚无数值")
    assert "完成虚构市下达的目标" in fold.told[0][1]


@pytest.mark.parametrize("among", [slice(0), slice(2), slice(1, 5), slice(None)])
def test_the_tasks_add_up_under_every_filter(figures: Figures, among: slice) -> None:
    shown = figures.snapshot.tasks[among]

    cells = strips.task_strip(figures, shown)
    groups = strips.task_groups(figures, shown)
    said = strips.counts_sentence(figures, shown)

    assert [cell.word for cell in cells] == [str(number) for number in range(1, 6)]
    assert sum(bool(cell.link) for cell in cells) == len(shown)
    assert sorted(fold.anchor for _, folds in groups for fold in folds) == sorted(
        f"task-{task.task_no}" for task in shown
    )
    if len(shown) == 5:
        assert said.startswith("共 5 项：")
    else:
        assert f"筛选内 {len(shown)} 项" in said
        assert said.endswith(f"筛选外 {5 - len(shown)} 项；共 5 项。")


def test_what_is_behind_comes_first_then_what_was_not_heard_of(figures: Figures) -> None:
    groups = strips.task_groups(figures, figures.snapshot.tasks)

    named = {name.partition("（")[0]: folds for name, folds in groups}
    assert list(named) == [name for name in GROUPS if name in named]
    assert all("■ 滞后" in fold.parts for fold in named[DELAYED])
    assert [fold.anchor for fold in named[DELAYED]] == ["task-2"]
    assert [fold.anchor for fold in named[SILENT]] == ["task-3", "task-5"]


def test_without_reports_no_task_is_called_not_started(public_figures: Figures) -> None:
    tasks = public_figures.snapshot.tasks

    assert strips.counts_sentence(public_figures, tasks) == "共 5 项：？ 未收到信息 5 项。"
    ((name, folds),) = strips.task_groups(public_figures, tasks)
    assert name == "从未收到进展（5 项）"
    assert ("进展（自报）", "未收到信息") in folds[0].told


def test_a_task_opens_to_its_words_and_its_clause(figures: Figures) -> None:
    task = figures.snapshot.tasks[0]
    clause = next(own for own in figures.snapshot.clauses if own.clause_no == task.clause_no)

    ((_, (fold,)),) = strips.task_groups(figures, [task])

    assert fold.name == f"{task.task_no}. {clause.title}"
    assert ("任务（附件 1，照录）", task.text) in fold.told
    assert (f"第 {task.clause_no} 条（照录）", clause.text) in fold.told
    assert "示例" in fold.tag


def test_a_task_whose_clause_is_not_known_is_named_by_its_own_words(snapshot: Snapshot) -> None:
    task = snapshot.tasks[0]

    ((_, (fold,)),) = strips.task_groups(Figures(replace(snapshot, clauses=())), [task])

    assert fold.name == f"{task.task_no}. {task.text}"


def test_every_state_has_a_sign_and_a_colour() -> None:
    assert all(state in STATE_SIGN for state in TaskState)
    assert set(STATE_STYLE) == set(TaskState)
    assert STATE_SIGN[TaskState.NO_INFORMATION] != STATE_SIGN[TaskState.NOT_STARTED]
