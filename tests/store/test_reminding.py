"""Notices: kept with their answers and their mail on both engines, chained, never two at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sihui_map.domain.reminding import Channel, Due, Going, Level, Notice, Reply
from sihui_map.domain.working import CellPlace
from sihui_map.errors import LateError
from sihui_map.store.engine import writing
from sihui_map.store.writers import reminding, working

if TYPE_CHECKING:
    from sihui_map.store import Store

DAY = date(2026, 11, 20)
DUE = Due(scope="县发改局", subject="task/9", about="第 9 项任务", day=date(2026, 11, 19))
BY_MAIL = {"县发改局": Channel.MAIL}
AT = "2026-11-20T09:30:00+08:00"


def sent(store: Store, level: Level = Level.URGE, day: date = DAY) -> tuple[int, ...]:
    return reminding.send(store, [Going(DUE, level)], BY_MAIL, day, who="系统")


def test_a_notice_is_kept_as_it_was_sent(store: Store) -> None:
    assert sent(store) == (1,)

    assert store.notices() == (
        Notice(
            number=1, scope="县发改局", subject="task/9", level=Level.URGE, about="第 9 项任务",
            due=DUE.day, channel=Channel.MAIL, day=DAY, who="系统", at=AT,
        ),
    )  # fmt: skip


def test_answers_and_attempts_are_kept_in_order(store: Store) -> None:
    (own,) = sent(store)
    reminding.deliver(store, [own], "a@example.org", is_over=False)
    reminding.deliver(store, [own], "a@example.org", is_over=True, problem="地址不存在")
    reminding.answer(store, own, Reply.RECEIVED, "", who="吴凡")
    reminding.answer(store, own, Reply.FEEDBACK, " 下周报 ", who="吴凡")

    assert [(one.kind, one.text, one.who, one.at) for one in store.notice_answers()] == [
        (Reply.RECEIVED, "", "吴凡", AT),
        (Reply.FEEDBACK, "下周报", "吴凡", AT),
    ]
    assert [(one.notice, one.is_over, one.problem) for one in store.deliveries()] == [
        (own, False, ""),
        (own, True, "地址不存在"),
    ]


def test_no_second_one_about_one_thing_is_kept_on_one_day(store: Store) -> None:
    sent(store)

    with pytest.raises(LateError):
        sent(store, Level.SUPERVISE)

    assert len(store.notices()) == 1
    assert sent(store, Level.SUPERVISE, date(2026, 12, 20)) == (2,)


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("notice", "level = '提醒'", "催办单第 1 号与入链时不符"),
        ("notice", "about = '别的事'", "催办单第 1 号与入链时不符"),
        ("notice_answer", "text = '没有收到'", "催办答复 1与入链时不符"),
        ("notice_delivery", "problem = '退信'", "催办投递 1与入链时不符"),
    ],
)
def test_what_is_altered_afterwards_is_named(
    store: Store, table: str, change: str, said: str
) -> None:
    (own,) = sent(store)
    reminding.deliver(store, [own], "a@example.org", is_over=True)
    reminding.answer(store, own, Reply.RECEIVED, "", who="吴凡")
    assert store.checked_chain().wrong == ()

    with writing(store.engine) as connection:
        connection.execute(text(f"UPDATE {table} SET {change}"))  # noqa: S608 our own names

    (wrong,) = store.checked_chain().wrong
    assert said in wrong


def test_a_cell_that_was_altered_is_named_too(store: Store) -> None:
    working.write(store, CellPlace("甲", "表", "行", "列"), "1", who="吴凡", issue=1, step=0)
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE cell SET text = '2'"))

    (wrong,) = store.checked_chain().wrong
    assert "工作台第 1 次录入与入链时不符" in wrong
