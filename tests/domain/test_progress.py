"""Task updates: the newest counts, and the computed clock stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.progress import (
    NEEDS,
    OPEN,
    RESERVED,
    TRANSITIONS,
    Due,
    Freshness,
    TaskState,
    TaskStep,
    TaskUpdate,
    counted,
    due,
    freshness,
    latest_by_task,
    may_follow,
    really_told,
    wrong_turns,
)
from sihui_map.domain.value import ValueKind

TODAY = date(2026, 9, 30)


def update(day: date, *, task_no: int = 1, state: TaskState = TaskState.UNDER_WAY) -> TaskUpdate:
    return TaskUpdate(
        task_no=task_no,
        day=day,
        state=state,
        progress="",
        next_step="",
        unit="县发改局",
        kind=ValueKind.SAMPLE,
        source="调度",
    )


def test_the_newest_update_of_each_task_counts() -> None:
    old, new = update(date(2026, 3, 1)), update(date(2026, 9, 1))
    other = update(date(2025, 1, 1), task_no=2)

    assert latest_by_task([old, new, other]) == {1: new, 2: other}
    assert latest_by_task([new, other, old]) == {1: new, 2: other}


def test_of_two_updates_of_one_day_the_first_is_kept() -> None:
    first, second = update(TODAY), update(TODAY, state=TaskState.DELAYED)

    assert latest_by_task([first, second]) == {1: first}


def test_a_task_without_an_update_is_left_out() -> None:
    assert latest_by_task([]) == {}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Freshness.FRESH),
        (30, Freshness.FRESH),
        (31, Freshness.ACCEPTABLE),
        (60, Freshness.ACCEPTABLE),
        (61, Freshness.AGEING),
        (180, Freshness.AGEING),
        (181, Freshness.STALLED),
    ],
)
def test_the_clock_is_fresh_to_30_days_acceptable_to_60_stalled_past_180(
    days: int, expected: Freshness
) -> None:
    assert freshness(update(TODAY - timedelta(days=days)), today=TODAY) is expected


def test_never_updated_is_a_state_of_its_own() -> None:
    assert freshness(None, today=TODAY) is Freshness.NONE


def test_the_task_states_are_never_merged() -> None:
    assert [state.value for state in TaskState] == [
        "未收到信息",
        "未启动",
        "前期准备",
        "推进中",
        "滞后",
        "受阻",
        "已完成",
        "常态化推进",
        "调整取消",
        "并入",
        "已销号",
    ]


@given(st.lists(st.dates(max_value=TODAY), min_size=1))
def test_an_older_report_never_makes_a_task_fresher(days: list[date]) -> None:
    newest = latest_by_task(update(day) for day in days)[1]

    assert freshness(newest, today=TODAY) is freshness(update(max(days)), today=TODAY)


def test_a_cooperating_unit_sets_no_state_unless_nobody_leads() -> None:
    own = update(date(2026, 3, 1))
    other = replace(update(date(2026, 9, 1), state=TaskState.COMPLETED), unit="配合局")

    assert latest_by_task([own, other], {1: ("县发改局",)}) == {1: own}
    assert latest_by_task([own, other], {1: ()}) == {1: other}
    assert latest_by_task([replace(other, unit="")], {1: ("县发改局",)})[1].day == other.day


@pytest.mark.parametrize("state", TaskState)
def test_what_may_follow_is_written_down_for_every_state(state: TaskState) -> None:
    assert TRANSITIONS[state]
    assert not may_follow(state, TaskState.NO_INFORMATION)
    assert may_follow(state, state) or state is TaskState.NO_INFORMATION


def test_only_what_is_completed_is_struck_off_and_what_is_merged_stays() -> None:
    before = {state for state in TaskState if TaskState.STRUCK_OFF in TRANSITIONS[state]}

    assert before == {TaskState.COMPLETED, TaskState.STRUCK_OFF}
    assert TRANSITIONS[TaskState.MERGED] == {TaskState.MERGED}
    assert not may_follow(TaskState.COMPLETED, TaskState.NOT_STARTED)
    assert not OPEN & {TaskState.COMPLETED, TaskState.STRUCK_OFF, TaskState.MERGED}
    assert set(NEEDS) >= RESERVED


def turns(*states: TaskState) -> list[tuple[int, TaskState]]:
    """Return the day, and the state, of each report that may not follow the one before it."""
    updates = [update(TODAY + timedelta(days=day), state=state) for day, state in enumerate(states)]
    found = wrong_turns(reversed(updates), {})
    return [((turn.after.day - TODAY).days, turn.after.state) for turn in found]


def test_a_whole_sequence_is_in_order_or_each_wrong_turn_is_named() -> None:
    state = TaskState

    assert turns(state.NOT_STARTED, state.UNDER_WAY, state.COMPLETED, state.STRUCK_OFF) == []
    assert turns(state.STRUCK_OFF) == [(0, state.STRUCK_OFF)]
    assert turns(state.MERGED, state.UNDER_WAY, state.NOT_STARTED) == [
        (1, state.UNDER_WAY),
        (2, state.NOT_STARTED),
    ]


def test_each_task_has_a_sequence_of_its_own_of_who_leads_it() -> None:
    merged = update(TODAY - timedelta(days=1), state=TaskState.MERGED)
    other = replace(merged, unit="配合局")

    assert wrong_turns([merged, update(TODAY, task_no=2)], {}) == ()
    assert wrong_turns([other, update(TODAY)], {1: ("甲局",)}) == ()
    assert len(wrong_turns([other, update(TODAY)], {})) == 1


def test_a_task_of_which_something_was_told_has_no_samples() -> None:
    real = replace(update(date(2026, 3, 1)), kind=ValueKind.REPORTED)
    sample, other = update(TODAY), update(TODAY, task_no=2)

    told = really_told([real, sample, other])

    assert told == {1}
    assert counted([real, sample, other], told) == (real, other)
    assert counted([sample, other], really_told([step(TODAY)])) == (other,)


def step(when: date, *, approved: str = "某文", done: date | None = None) -> TaskStep:
    return TaskStep(
        task_no=1,
        step_no=1,
        step="一步",
        due=when,
        approved_by=approved,
        done=done,
        ground="材料" if done else "",
        area_id="",
        unit="",
        kind=ValueKind.REPORTED,
        source="调度",
    )


@pytest.mark.parametrize(
    ("left", "expected"), [(-1, Due.LATE), (0, Due.NEAR), (3, Due.NEAR), (4, Due.AHEAD)]
)
def test_an_approved_day_is_near_for_three_days_then_missed(left: int, expected: Due) -> None:
    assert due(step(TODAY + timedelta(days=left)), today=TODAY) is expected
    unapproved = step(TODAY + timedelta(days=left), approved="")
    assert due(unapproved, today=TODAY) is Due.UNAPPROVED


@given(st.dates(), st.dates(max_value=TODAY))
def test_what_is_done_is_late_or_on_time_only_against_an_approved_day(
    when: date, done: date
) -> None:
    late = Due.DONE_LATE if done > when else Due.DONE

    assert due(step(when, done=done), today=TODAY) is late
    assert due(step(when, approved="", done=done), today=TODAY) is Due.DONE_UNAPPROVED
