"""Accounts, sessions and the log: kept together or not at all, chained, in a backup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sihui_map.domain.access import Role
from sihui_map.domain.account import INVITED, Step, same_name
from sihui_map.errors import DomainError, LateError
from sihui_map.store import Store, portable
from sihui_map.store.engine import writing
from sihui_map.store.writers import accounts, auditing, beginning, sessions
from tests.store.rows import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sihui_map.domain.account import Account

DIGEST = "a" * 64
HASH = "$argon2id$"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Begin at half past nine in China."""
        self.now = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still until it is moved."""
    return Clock()


@pytest.fixture
def timed(store_url: str, clock: Clock) -> Iterator[Store]:
    """Return a store on each engine whose clock a test moves."""
    made = Store(store_url, now=clock)
    beginning.begin(made, {}, FILES)
    yield made
    made.close()


def line(who: str = "张三", why: str = "") -> auditing.Line:
    return auditing.Line(who=who, address="10.1.2.3", action="填报", about="提交 2", why=why)


def made(store: Store, name: str = "李四", role: Role = Role.REVIEWER) -> Account:
    return accounts.make(store, name, role, "", who="系统", why="首批")


def test_each_step_of_an_account_stays(timed: Store) -> None:
    own = made(timed)
    own = accounts.add_step(timed, own, Step.PASSWORD, who="李四", secret=HASH)
    accounts.add_step(timed, own, Step.DISABLED, who="王强", why="调离", is_disabled=True)

    steps = timed.account_steps("李四")
    assert [(each.step, each.what, each.secret, each.is_disabled) for each in steps] == [
        (1, Step.MADE, "", False),
        (2, Step.PASSWORD, HASH, False),
        (3, Step.DISABLED, HASH, True),
    ]
    assert timed.accounts() == (steps[-1],)
    assert HASH not in repr(steps)
    assert timed.checked_chain().wrong == ()


@pytest.mark.parametrize("name", ["李四", " 李 四", "李\u200b四"])
def test_a_name_belongs_to_one_person(timed: Store, name: str) -> None:
    made(timed)

    with pytest.raises(DomainError, match="账号「李四」已存在"):
        made(timed, name)
    found = timed.account(name)
    assert found
    assert found.name == "李四"
    assert same_name("Li Si") == same_name("\uff2c\uff29si")


def test_of_two_who_change_an_account_the_second_is_told(timed: Store) -> None:
    own = made(timed)
    accounts.add_step(timed, own, Step.CHANGED, who="王强", role=Role.VIEWER)

    with pytest.raises(LateError, match="账号「李四」刚才已被改动"):
        accounts.add_step(timed, own, Step.DISABLED, who="黄丽", is_disabled=True)


def test_a_one_time_key_opens_for_seven_days(timed: Store, clock: Clock) -> None:
    own = accounts.add_step(timed, made(timed), Step.INVITED, who="王强", invitation=DIGEST)

    assert timed.invited(DIGEST) == own
    assert timed.invited("") is None
    assert own.is_open_at(timed.at())
    clock.pass_by(seconds=INVITED.total_seconds())
    assert own.is_open_at(timed.at())
    clock.pass_by(seconds=1)
    assert not own.is_open_at(timed.at())


def test_a_session_ends_after_a_pause_and_after_a_day(timed: Store, clock: Clock) -> None:
    sessions.begin(timed, DIGEST, "李四", visit="v", address="10.1.2.3")

    def why() -> str:
        found = timed.session(DIGEST)
        assert found
        said = found.why_over(timed.at())
        if not said:
            sessions.see(timed, found)
        return said

    for _ in range(48):
        assert why() == ""
        clock.pass_by(minutes=15)
    assert why() == ""
    clock.pass_by(seconds=1)
    assert why() == "登录已超过 12 小时"
    clock.pass_by(minutes=16)
    assert why() == "已有 15 分钟没有操作"
    clock.pass_by(days=2)
    sessions.begin(timed, "b" * 64, "李四", visit="v", address="")
    assert [each.digest for each in timed.sessions()] == ["b" * 64]


def test_sessions_end_one_by_one_or_all_but_one(timed: Store) -> None:
    for sign in "abc":
        sessions.begin(timed, sign * 64, "李四", visit="v", address="")
    sessions.begin(timed, "d" * 64, "张三", visit="v", address="")

    def going() -> list[str]:
        return sorted(own.digest[0] for own in timed.sessions() if not own.why_over(timed.at()))

    sessions.end(timed, digest="a" * 64)
    assert going() == ["b", "c", "d"]
    sessions.end(timed, name="李四", but="c" * 64)
    assert going() == ["c", "d"]
    found = timed.session("a" * 64)
    assert found
    sessions.see(timed, found)
    assert found.why_over(timed.at()) == "已退出登录"


def test_the_log_and_what_it_is_about_are_kept_together(timed: Store) -> None:
    with auditing.audited(timed, line()) as said:
        made(timed)
        said.after = "审核"

    def two() -> None:
        with auditing.audited(timed, line()):
            made(timed, "赵六")
            made(timed)

    with pytest.raises(DomainError):
        two()
    auditing.refused(timed, line(why="只能填报本镇街"))

    newest, first = timed.log()
    assert (first.number, first.who, first.address, first.after) == (1, "张三", "10.1.2.3", "审核")
    assert (newest.is_refused, newest.why) == (True, "只能填报本镇街")
    assert [own.name for own in timed.accounts()] == ["李四"]
    assert timed.log(1) == (newest,)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit SET who = '王五' WHERE number = 1", "操作记录 1与入链时不符"),
        ("DELETE FROM audit WHERE number = 1", "操作记录 1的记录不见了"),
        ("UPDATE account SET role = '管理'", "账号「李四」的第 1 步与入链时不符"),
    ],
)
def test_what_was_changed_by_hand_is_named(timed: Store, statement: str, told: str) -> None:
    made(timed)
    auditing.refused(timed, line())

    with writing(timed.engine) as connection:
        connection.execute(text(statement))

    assert timed.checked_chain().wrong[0].startswith(told)


def test_a_backup_holds_accounts_and_log_but_nobody_who_is_signed_in(
    timed: Store, tmp_path: Path
) -> None:
    own = made(timed)
    auditing.refused(timed, line())
    sessions.begin(timed, DIGEST, "李四", visit="v", address="")
    portable.backup(timed.engine, tmp_path / "backup.db")
    accounts.add_step(timed, own, Step.DISABLED, who="王强", is_disabled=True)

    with portable.opened(tmp_path / "backup.db") as given:
        assert given.sessions() == ()
        assert portable.restore(timed.engine, given, tmp_path / "kept.db")

    assert timed.accounts() == (own,)
    assert len(timed.log()) == 1
    assert timed.sessions() == ()
