"""What a meeting deals with first: each task under what holds of it, in words and numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.documents.docx.report import report
from sihui_map.domain.progress import Due, TaskState
from sihui_map.figures import Figures
from sihui_map.views import (
    gaps,
    question,
    strips,
    tables,
    task_map,
    task_page,
    task_views,
    tracking,
)
from sihui_map.views.sentences import unit_sentence
from sihui_map.views.tracking import LATE, SILENT, STALLED, TO_DISPATCH, TaskFilter
from tests.documents.papers import opened, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_head_cards_and_table_count_alike(figures: Figures) -> None:
    said = tracking.dispatch_sentence(figures)
    table = tables.dispatch_table(figures)
    led = {unit: tables.led_by(figures, unit) for unit in tables.units_of(figures)}

    assert f"停滞 {len(figures.tracking.stalled)} 项" in said
    assert f"{SILENT} {len(figures.tracking.silent)} 项" in said
    assert figures.published()["tasks.stalled"].value == len(figures.tracking.stalled)
    for name, row in zip(table.column("unit"), table.rows, strict=True):
        own = led[name.text]
        assert table.cell(row, "leads").raw == len(own)
        for group in TO_DISPATCH:
            held = [task for task in own if group in tracking.groups_of(figures, task)]
            assert table.cell(row, group).raw == len(held)


def test_units_stand_in_the_plans_order_and_never_by_count(figures: Figures) -> None:
    order = tables.units_of(figures)

    shown = [cell.text for cell in tables.dispatch_table(figures).column("unit")]

    assert shown == [unit for unit in order if tables.led_by(figures, unit)]


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CHANGED, TaskState.STRUCK_OFF])
def test_no_news_is_waited_for_of_what_is_closed(snapshot: Snapshot, state: TaskState) -> None:
    last = snapshot.task_updates[0]
    number, day = last.task_no, snapshot.data_day - timedelta(days=400)
    task = next(task for task in snapshot.tasks if task.task_no == number)

    def told(state: TaskState) -> list[bool]:
        """Tell of each place that lists what is waited for whether the task is there."""
        update = replace(last, state=state, day=day, unit=task.lead_units[0])
        figures = Figures(replace(snapshot, task_updates=(update,)))
        units = tables.units_table(figures)
        lines = texts(opened(report(figures)))
        listed = [line for line in lines if line.startswith("超过 180 天未更新：")]
        return [
            any(cell.raw for cell in units.column("stalled")),
            "超过 180 天未更新" in unit_sentence(figures, update.unit),
            str(number) in [cell.text for cell in gaps.stalled_table(figures).column("task_no")],
            f"第 {number}、" in question.card(figures, f"unit {update.unit}", None).facts[2],
            bool(listed),
        ]

    assert told(TaskState.UNDER_WAY) == [True] * 5
    assert told(state) == [False] * 5


def test_without_reports_nothing_is_late_and_nothing_is_zero(public_figures: Figures) -> None:
    assert "都未收到进展" in tracking.dispatch_sentence(public_figures)
    assert {item.text for item in tracking.figures_of(public_figures)} == {"—"}
    assert tables.attention_table(public_figures).rows == ()
    assert task_views.timetable(public_figures, public_figures.snapshot.tasks) is None
    assert {
        task_map.standing_in(public_figures, town.town_code)[0] for town in public_figures.towns
    } == {task_map.NONE, task_map.UNHEARD}


@pytest.mark.parametrize("name", tracking.GROUPS)
def test_every_filter_adds_up_to_all_tasks(figures: Figures, name: str) -> None:
    tasks = figures.snapshot.tasks
    shown = TaskFilter(group=name).among(figures, tasks)

    said = strips.counts_sentence(figures, shown)

    assert len(strips.task_strip(figures, shown)) == len(tasks)
    assert said.endswith(f"共 {len(tasks)} 项。") or said.startswith(f"共 {len(tasks)} 项：")
    lanes = task_views.task_lanes(figures, shown)
    assert sum(len(lane.cards) for lane in lanes) == len(shown)


def test_every_task_is_of_one_age_whether_it_is_closed_or_not(figures: Figures) -> None:
    tasks = figures.snapshot.tasks
    by_age = {key: TaskFilter(age=key).among(figures, tasks) for key in tracking.AGES}

    assert list(by_age) == ["fresh", "acceptable", "ageing", "stalled", "none"]
    assert sorted(task.task_no for own in by_age.values() for task in own) == [
        task.task_no for task in tasks
    ]
    counted = {row.cells[1].text: row.cells[2].raw for row in gaps.task_states_table(figures).rows}
    for key, own in by_age.items():
        assert len(strips.task_strip(figures, own)) == len(tasks)
        assert counted.get(str(tracking.AGES[key]), 0) == len(own)
    numbers = {task.task_no for task in by_age["stalled"]}
    assert {task.task_no for task in figures.tracking.stalled} <= numbers


def test_a_filter_finds_every_task_with_a_step_that_is_counted(snapshot: Snapshot) -> None:
    """One step is late and another near: the task is under both."""
    own = next(step for step in snapshot.task_steps if step.approved_by and step.done is None)
    steps = tuple(
        replace(own, step_no=number, due=snapshot.data_day + timedelta(days=left), approved_by="某")
        for number, left in ((1, -1), (2, 1))
    )
    figures = Figures(replace(snapshot, task_steps=steps))

    for name, what in ((LATE, "overdue"), (tracking.NEAR, "near")):
        (task,) = TaskFilter(group=name).among(figures, snapshot.tasks)
        assert task.task_no == own.task_no
        assert figures.published()[f"tasks.{what}"].value == 1
    assert "第 2 步" in tracking.why(figures, task)


def test_filters_hold_together(figures: Figures) -> None:
    tasks = figures.snapshot.tasks
    with_number = TaskFilter(number=tracking.WITH_NUMBER).among(figures, tasks)
    without = TaskFilter(number=tracking.WITHOUT_NUMBER).among(figures, tasks)
    town = next(step.area_id for step in figures.snapshot.task_steps if step.area_id)

    assert len(with_number) + len(without) == len(tasks)
    assert all(figures.tracking.is_in(t, town) for t in TaskFilter(town=town).among(figures, tasks))
    unit = tasks[0].lead_units[0]
    mine = TaskFilter(unit=unit).among(figures, tasks)
    assert {*tables.led_by(figures, unit), *tables.supported_by(figures, unit)} == set(mine)


def test_the_map_shows_the_worst_of_each_town(figures: Figures) -> None:
    late = figures.tracking.open_steps(Due.LATE)
    towns = {step.area_id for step in late if step.area_id}

    assert towns
    for town in towns:
        name, own = task_map.standing_in(figures, town)
        assert name == task_map.LATE
        assert {task.task_no for task in own} == {s.task_no for s in late if s.area_id == town}


def test_what_is_over_is_not_said_to_go_on(snapshot: Snapshot) -> None:
    updates = tuple(replace(update, state=TaskState.STRUCK_OFF) for update in snapshot.task_updates)
    figures = Figures(replace(snapshot, task_updates=updates, task_steps=()))

    found = {task_map.standing_in(figures, town.town_code)[0] for town in figures.towns}

    assert found <= {task_map.NONE, task_map.UNHEARD, task_map.ENDED}
    assert task_map.ENDED in found


def test_a_task_page_says_both_states_and_who_answers(figures: Figures) -> None:
    task = next(t for t in figures.snapshot.tasks if figures.tracking.task_due(t) is Due.LATE)

    said = task_page.sentence(figures, task)
    cards = task_page.states(figures, task)

    assert f"自报「{figures.tracking.state(task)}」" in said
    assert LATE in said
    assert [card.label for card in cards] == ["自报状态", "系统计时", "时间表"]
    told = dict(task_page.told(figures, task))
    assert task.lead_units[0] in told["谁能回答"]


def test_what_blocks_a_task_and_what_would_help_is_shown(figures: Figures) -> None:
    (task,) = figures.tracking.in_state(TaskState.BLOCKED)
    update = figures.latest_updates[task.task_no]

    said = tracking.why(figures, task)
    assert update.obstacle.rstrip("。") in said
    assert update.remedy.rstrip("。") in said
    assert ("解除条件", update.remedy) in task_page.told(figures, task)


def test_a_closed_task_is_in_no_group_to_deal_with(snapshot: Snapshot) -> None:
    updates = tuple(replace(update, state=TaskState.STRUCK_OFF) for update in snapshot.task_updates)
    figures = Figures(replace(snapshot, task_updates=updates))

    assert tables.attention_table(figures).rows == ()
    assert STALLED not in tracking.dispatch_sentence(figures)


def test_a_town_says_in_the_table_what_it_says_on_the_map(figures: Figures) -> None:
    shown = tables.task_towns_table(figures)
    cells = task_map.tasks_measure(figures)["cells"]

    assert len(shown.rows) == len(figures.towns)
    for row in shown.rows:
        state, count = shown.cell(row, "state"), shown.cell(row, "count").raw
        assert cells[row.town_code][""][1] == (f"{state.text} {count}" if count else "")
        assert len(shown.cell(row, "tasks").text.split("、")) == (count or 1)
