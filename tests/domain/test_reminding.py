"""Reminders: on which days they go, how they rise, and that they never nag."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.reminding import (
    REST_DAYS,
    Answer,
    Channel,
    Due,
    Going,
    Level,
    Notice,
    Reply,
    Standing,
    going,
    matters,
)

DAY = date(2026, 6, 30)
TASK = Due(scope="县发改局", subject="task/9", about="第 9 项任务没有进展", day=DAY)
RANK = {level: place for place, level in enumerate(Level)}


def late(days: int) -> date:
    return DAY + timedelta(days=days)


def sent(found: tuple[Going, ...], day: date, before: list[Notice]) -> list[Notice]:
    return [
        Notice(
            number=len(before) + place,
            scope=one.due.scope,
            subject=one.due.subject,
            level=one.level,
            about=one.due.about,
            due=one.due.day,
            channel=Channel.DESK,
            day=day,
            who="系统",
            at=f"{day}T08:00:00+08:00",
        )
        for place, one in enumerate(found, start=1)
    ]


def answered(notice: Notice, *kinds: Reply, on: date | None = None) -> list[Answer]:
    at = f"{on or notice.day}T09:00:00+08:00"
    return [
        Answer(number=place, notice=notice.number, kind=kind, text="已办", who="吴凡", at=at)
        for place, kind in enumerate(kinds, start=1)
    ]


def walked(days: range, due: Due = TASK) -> list[tuple[int, str]]:
    """Return on which days after the due day which level goes, where nobody answers."""
    notices: list[Notice] = []
    for each in days:
        notices += sent(going([due], notices, (), late(each)), late(each), notices)
    return [((one.day - DAY).days, str(one.level)) for one in notices]


def test_a_thing_is_reminded_of_before_and_urged_after_its_day() -> None:
    """The first day late falls within five days of the last reminder, and waits for them."""
    assert walked(range(-60, 400)) == [
        (-30, "提醒"), (-7, "提醒"), (-1, "提醒"), (5, "催办"), (11, "催办"), (30, "督办"),
        (60, "督办"), (90, "督办"),
    ]  # fmt: skip


def test_what_stalls_is_urged_on_the_first_day_and_then_as_the_rule_says() -> None:
    assert walked(range(1, 400)) == [
        (1, "催办"), (7, "催办"), (30, "督办"), (60, "督办"), (90, "督办"),
    ]  # fmt: skip


def test_a_day_on_which_nobody_asked_is_made_up_for_once() -> None:
    assert walked(range(-3, 3)) == [(-3, "提醒")]
    assert walked(range(3, 12)) == [(3, "催办"), (9, "催办")]


def test_what_is_found_late_begins_with_its_first_notice() -> None:
    """No office begins with 督办 what nobody was ever told of."""
    assert walked(range(200, 400)) == [
        (200, "催办"), (206, "催办"), (229, "督办"), (259, "督办"), (289, "督办"),
    ]  # fmt: skip


def test_nobody_is_reminded_of_a_day_that_nobody_approved() -> None:
    assert walked(range(-60, 400), replace(TASK, is_approved=False)) == []


def test_only_received_and_answered_together_stop_it() -> None:
    (first,) = sent(going([TASK], (), (), late(1)), late(1), [])

    def next_one(*kinds: Reply) -> tuple[Going, ...]:
        return going([TASK], [first], answered(first, *kinds), late(7))

    assert next_one() == next_one(Reply.RECEIVED) == (Going(TASK, Level.URGE),)
    assert next_one(Reply.RECEIVED, Reply.FEEDBACK) == ()


@pytest.mark.parametrize("given", [-29, -1, 0])
def test_a_promise_before_the_day_ends_what_goes_before_it_only(given: int) -> None:
    (first,) = sent(going([TASK], (), (), late(-30)), late(-30), [])
    answers = answered(first, *Reply, on=late(given))

    def on(day: int, before: list[Notice]) -> tuple[Going, ...]:
        return going([TASK], before, answers, late(day))

    assert on(-7, [first]) == on(-1, [first]) == on(0, [first]) == ()
    assert on(1, [first]) == (Going(TASK, Level.URGE),)
    assert going([], [first], answers, late(1)) == ()
    (second,) = sent(on(1, [first]), late(1), [first])
    (found,) = matters([first, second], answers, [TASK])
    assert (found.standing, found.is_open) == (Standing.OPEN, True)
    assert on(30, [first, second]) == (Going(TASK, Level.SUPERVISE),)


def test_an_answer_after_the_day_ends_all_whichever_notice_it_is_to() -> None:
    (first,) = sent(going([TASK], (), (), late(-1)), late(-1), [])
    answers = answered(first, *Reply, on=late(1))

    assert going([TASK], [first], answers, late(30)) == ()
    assert matters([first], answers, [TASK])[0].standing is Standing.ANSWERED


def test_a_new_day_begins_anew_after_a_rest() -> None:
    """A year that was answered for and then extended is reminded of again."""
    (first,) = sent(going([TASK], (), (), late(1)), late(1), [])
    answers = answered(first, *Reply)
    longer = replace(TASK, day=late(6))

    assert going([longer], [first], answers, late(5)) == ()
    assert going([longer], [first], answers, late(7)) == (Going(longer, Level.URGE),)


def test_two_units_and_two_things_do_not_hinder_each_other() -> None:
    other, thing = replace(TASK, scope="县工信局"), replace(TASK, subject="year/2025")

    assert [one.due for one in going([TASK, other, thing], (), (), late(1))] == [TASK, other, thing]


def test_of_one_thing_with_two_days_the_earlier_goes() -> None:
    second = replace(TASK, day=late(1))

    assert going([second, TASK], (), (), late(2)) == (Going(TASK, Level.URGE),)


@pytest.mark.parametrize(
    ("kinds", "owed", "standing"),
    [
        ((), True, Standing.OPEN),
        ((Reply.RECEIVED,), True, Standing.RECEIVED),
        (tuple(Reply), True, Standing.ANSWERED),
        (tuple(Reply), False, Standing.ANSWERED),
        ((Reply.RECEIVED,), False, Standing.SETTLED),
        ((), False, Standing.SETTLED),
    ],
)
def test_a_matter_says_where_it_stands(
    kinds: tuple[Reply, ...], standing: Standing, *, owed: bool
) -> None:
    (first,) = sent(going([TASK], (), (), late(1)), late(1), [])
    (found,) = matters([first], answered(first, *kinds), [TASK] if owed else [])

    assert found.standing is standing
    assert found.is_open is (standing in {Standing.OPEN, Standing.RECEIVED})


# Whatever days the office asks on, and whatever is answered when

DUES = st.lists(
    st.builds(
        Due,
        scope=st.sampled_from(["县发改局", "县工信局"]),
        subject=st.sampled_from(["task/9", "year/2025"]),
        about=st.just("一件事"),
        day=st.dates(date(2026, 5, 1), date(2026, 8, 1)),
    ),
    max_size=4,
)
RUNS = st.lists(
    st.tuples(st.integers(-60, 200), st.booleans(), st.integers(0, 9)), min_size=1, max_size=25
)


def lived(
    dues: list[Due], runs: list[tuple[int, bool, int]]
) -> tuple[list[Notice], dict[int, date]]:
    """Return every notice, and on which day which one was answered."""
    notices: list[Notice] = []
    answers: list[Answer] = []
    ends: dict[int, date] = {}
    for days, answers_now, which in sorted(runs, key=lambda run: run[0]):
        today = late(days)
        notices += sent(going(dues, notices, answers, today), today, notices)
        assert going(dues, notices, answers, today) == ()
        if answers_now and notices:
            chosen = notices[which % len(notices)]
            answers += answered(chosen, *Reply, on=today)
            ends.setdefault(chosen.number, today)
    return notices, ends


@given(DUES, RUNS)
def test_never_two_about_one_thing_within_five_days(
    dues: list[Due], runs: list[tuple[int, bool, int]]
) -> None:
    notices, _ = lived(dues, runs)

    for scope, subject in {(one.scope, one.subject) for one in notices}:
        days = [one.day for one in notices if (one.scope, one.subject) == (scope, subject)]
        assert all((after - before).days > REST_DAYS for before, after in pairwise(days))


@given(DUES, RUNS)
def test_never_after_an_answer_but_once_its_day_has_passed(
    dues: list[Due], runs: list[tuple[int, bool, int]]
) -> None:
    notices, ends = lived(dues, runs)

    by_number = {one.number: one for one in notices}
    for number, day in ends.items():
        episode = by_number[number].episode
        after = [one.day for one in notices if one.episode == episode and one.day > day]
        assert not after or (day <= episode.day and min(after) > episode.day)


@given(DUES, RUNS)
def test_the_level_never_falls_while_nobody_answers(
    dues: list[Due], runs: list[tuple[int, bool, int]]
) -> None:
    notices, _ = lived(dues, runs)

    for matter in matters(notices, (), dues):
        ranks = [RANK[one.level] for one in matter.notices]
        assert ranks == sorted(ranks)
        assert len(ranks) <= 8


@given(DUES, RUNS)
def test_no_level_is_left_out_on_the_way_to_the_last(
    dues: list[Due], runs: list[tuple[int, bool, int]]
) -> None:
    notices, _ = lived(dues, runs)

    for matter in matters(notices, (), dues):
        levels = [one.level for one in matter.notices]
        assert Level.SUPERVISE not in levels or Level.URGE in levels
