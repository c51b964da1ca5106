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
from tests.counties.county import BING, JIA, YI
from tests.documents.papers import opened, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.fixture
def busy(snapshot: Snapshot) -> Figures:
    """Return five tasks that each stand otherwise.

    The first has a step that is late, the second is stalled and has a step that is near, the third
    is blocked, the fourth is done, and of the fifth nothing was ever heard.
    """
    day, (under_way, _, done) = snapshot.data_day, snapshot.task_updates
    stalled = replace(under_way, task_no=2, day=day - timedelta(days=200))
    blocked = replace(
        under_way, task_no=3, day=day - timedelta(days=100), state=TaskState.BLOCKED,
        obstacle="缺少用地。", remedy="县政府协调。",
    )  # fmt: skip
    finished, late, any_step = snapshot.task_steps
    near = replace(any_step, due=day + timedelta(days=2), approved_by="虚构的会议", area_id=JIA)
    return Figures(
        replace(
            snapshot,
            task_updates=(under_way, stalled, blocked, done),
            task_steps=(finished, replace(late, area_id=YI), near),
        )
    )


def test_head_cards_and_table_count_alike(busy: Figures) -> None:
    said = tracking.dispatch_sentence(busy)
    table = tables.dispatch_table(busy)
    led = {unit: tables.led_by(busy, unit) for unit in tables.units_of(busy)}

    assert "停滞 1 项" in said
    assert f"{SILENT} 1 项" in said
    assert busy.published()["tasks.stalled"].value == 1
    for name, row in zip(table.column("unit"), table.rows, strict=True):
        own = led[name.text]
        assert table.cell(row, "leads").raw == len(own)
        for group in TO_DISPATCH:
            held = [task for task in own if group in tracking.groups_of(busy, task)]
            assert table.cell(row, group).raw == len(held)


def test_units_stand_in_the_plans_order_and_never_by_count(busy: Figures) -> None:
    """The second leads fewest tasks and stands second; who leads none is left out."""
    units = (*busy.snapshot.departments, "县统计局")
    shown = tables.dispatch_table(Figures(replace(busy.snapshot, departments=units)))

    assert [cell.text for cell in shown.column("unit")] == ["县发改局", "县林业局", "县园区办"]
    assert [cell.raw for cell in shown.column("leads")] == [3, 1, 2]


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
def test_every_filter_adds_up_to_all_tasks(busy: Figures, name: str) -> None:
    tasks = busy.snapshot.tasks
    shown = TaskFilter(group=name).among(busy, tasks)

    said = strips.counts_sentence(busy, shown)

    assert len(strips.task_strip(busy, shown)) == len(tasks)
    assert said.endswith(f"共 {len(tasks)} 项。") or said.startswith(f"共 {len(tasks)} 项：")
    lanes = task_views.task_lanes(busy, shown)
    assert sum(len(lane.cards) for lane in lanes) == len(shown)


def test_every_task_is_of_one_age_whether_it_is_closed_or_not(busy: Figures) -> None:
    tasks = busy.snapshot.tasks
    by_age = {key: TaskFilter(age=key).among(busy, tasks) for key in tracking.AGES}

    assert {key: [task.task_no for task in own] for key, own in by_age.items()} == {
        "fresh": [1, 4],
        "acceptable": [],
        "ageing": [3],
        "stalled": [2],
        "none": [5],
    }
    counted = {row.cells[1].text: row.cells[2].raw for row in gaps.task_states_table(busy).rows}
    for key, own in by_age.items():
        assert len(strips.task_strip(busy, own)) == len(tasks)
        assert counted.get(str(tracking.AGES[key]), 0) == len(own)
    assert [task.task_no for task in busy.tracking.stalled] == [2]


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


def test_filters_hold_together(busy: Figures) -> None:
    """A task is in a town by a step of it, a project under its clause, a share of its target."""
    tasks = busy.snapshot.tasks

    def numbers(chosen: TaskFilter) -> list[int]:
        return [task.task_no for task in chosen.among(busy, tasks)]

    assert numbers(TaskFilter(number=tracking.WITH_NUMBER)) == [3, 4, 5]
    assert numbers(TaskFilter(number=tracking.WITHOUT_NUMBER)) == [1, 2]
    assert numbers(TaskFilter(town=YI)) == [1, 2, 3]
    assert numbers(TaskFilter(town=BING)) == [2, 3]
    assert numbers(TaskFilter(unit="县园区办")) == [2, 3, 5]


def test_the_map_shows_the_worst_of_each_town(busy: Figures) -> None:
    standing = {code: task_map.standing_in(busy, code) for code in (JIA, YI, BING)}

    assert {
        code: (name, [task.task_no for task in own]) for code, (name, own) in standing.items()
    } == {
        JIA: (task_map.NEAR, [2]),
        YI: (task_map.LATE, [1]),
        BING: (task_map.BEHIND, [3]),
    }


def test_what_is_over_is_not_said_to_go_on(snapshot: Snapshot) -> None:
    updates = tuple(replace(update, state=TaskState.STRUCK_OFF) for update in snapshot.task_updates)
    # Of the third task, in which the last town alone has a share, nothing was heard.
    shares = tuple(row for row in snapshot.allotments if row.holder == BING)
    figures = Figures(replace(snapshot, task_updates=updates, task_steps=(), allotments=shares))

    found = [task_map.standing_in(figures, town.town_code)[0] for town in figures.towns]

    assert found == [task_map.ENDED, task_map.ENDED, task_map.UNHEARD]


def test_a_task_page_says_both_states_and_who_answers(figures: Figures) -> None:
    task = next(t for t in figures.snapshot.tasks if figures.tracking.task_due(t) is Due.LATE)

    said = task_page.sentence(figures, task)
    cards = task_page.states(figures, task)

    assert f"自报「{figures.tracking.state(task)}」" in said
    assert LATE in said
    assert [card.label for card in cards] == ["自报状态", "系统计时", "时间表"]
    told = dict(task_page.told(figures, task))
    assert task.lead_units[0] in told["谁能回答"]


def test_what_blocks_a_task_and_what_would_help_is_shown(busy: Figures) -> None:
    (task,) = busy.tracking.in_state(TaskState.BLOCKED)

    said = tracking.why(busy, task)
    assert task.task_no == 3
    assert "缺少用地" in said
    assert "县政府协调" in said
    assert ("解除条件", "县政府协调。") in task_page.told(busy, task)


def test_a_closed_task_is_in_no_group_to_deal_with(snapshot: Snapshot) -> None:
    updates = tuple(replace(update, state=TaskState.STRUCK_OFF) for update in snapshot.task_updates)
    figures = Figures(replace(snapshot, task_updates=updates))

    assert tables.attention_table(figures).rows == ()
    assert STALLED not in tracking.dispatch_sentence(figures)


def test_a_town_says_in_the_table_what_it_says_on_the_map(busy: Figures) -> None:
    shown = tables.task_towns_table(busy)
    cells = task_map.tasks_measure(busy)["cells"]

    assert len(shown.rows) == len(busy.towns)
    for row in shown.rows:
        state, count = shown.cell(row, "state"), shown.cell(row, "count").raw
        assert cells[row.town_code][""][1] == (f"{state.text} {count}" if count else "")
        assert len(shown.cell(row, "tasks").text.split("、")) == (count or 1)
