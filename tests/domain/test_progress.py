"""Task updates: the newest counts, and the computed clock stands beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.progress import (
    Freshness,
    TaskState,
    TaskUpdate,
    freshness,
    latest_by_task,
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
        unit="市发改局",
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


def test_the_eight_task_states_are_never_merged() -> None:
    assert [state.value for state in TaskState] == [
        "未收到信息",
        "未启动",
        "前期准备",
        "推进中",
        "滞后",
        "已完成",
        "常态化推进",
        "调整取消",
    ]


@given(st.lists(st.dates(max_value=TODAY), min_size=1))
def test_an_older_report_never_makes_a_task_fresher(days: list[date]) -> None:
    newest = latest_by_task(update(day) for day in days)[1]

    assert freshness(newest, today=TODAY) is freshness(update(max(days)), today=TODAY)
