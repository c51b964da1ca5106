"""Tokens of the interface: whose, for how long, and how they are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.token import MOST, PREFIX
from sihui_map.errors import AccessError, ChoiceError, DomainError
from sihui_map.workflow import accounts, tokens
from tests.people import reviewer
from tests.signing import account_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.archive import Archive

BOSS = accounts.operator("测试")
MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _people(archive: Archive) -> None:
    archive.store._now = lambda: MORNING  # noqa: SLF001 the clock that the store was given
    archive.current()
    for name in ("张三", "李四"):
        account_in(archive.store, name, Role.REVIEWER)


def pass_by(archive: Archive, days: int) -> None:
    now = archive.store._now()  # noqa: SLF001 see above
    archive.store._now = lambda: now + timedelta(days=days)  # noqa: SLF001 see above


def shown(archive: Archive, key: str) -> str:
    """Return in whose name a key is taken, or why it is not."""
    try:
        return tokens.bearer(archive.store, key, address="10.9.9.9").name
    except AccessError as error:
        return str(error)


def test_a_token_stands_for_its_owner_and_is_known_by_its_digest_only(archive: Archive) -> None:
    key = tokens.make(archive, "数据中台", "30", who=reviewer())

    assert key.startswith(PREFIX)
    assert shown(archive, key) == "张三"
    [own] = archive.store.tokens()
    assert (own.name, own.label, own.until) == ("张三", "数据中台", "2026-12-20")
    assert archive.store.token_days() == {own.digest: "2026-11-20"}
    assert key not in repr((own, archive.store.log(), archive.store.tokens()))
    newest = archive.store.log(1)[0]
    assert (newest.who, newest.action, newest.after) == (
        "张三", "发接口令牌", "读数据接口，至 2026-12-20",
    )  # fmt: skip
    assert archive.store.checked_chain().wrong == ()


def test_one_that_was_never_given_is_refused_and_written_nowhere(archive: Archive) -> None:
    key, lines = tokens.make(archive, "甲", "30", who=reviewer()), len(archive.store.log())

    for forged in ("", PREFIX, key[:-1], key + "x", key.upper(), key.removeprefix(PREFIX), "?"):
        assert shown(archive, forged) == tokens.UNKNOWN
    assert len(archive.store.log()) == lines


def test_it_counts_to_its_last_day_and_is_then_refused_and_logged_once_a_day(
    archive: Archive,
) -> None:
    key = tokens.make(archive, "甲", "1", who=reviewer())
    pass_by(archive, 1)
    assert shown(archive, key) == "张三"
    pass_by(archive, 1)
    said = "接口令牌「甲」已于 2026-11-21 到期，不能再用。请在「我的账号」里另发一个"
    assert [shown(archive, key) for _ in range(3)] == [said] * 3

    told = [one for one in archive.store.log() if one.is_refused]
    assert [(one.who, one.action, one.address) for one in told] == [
        ("张三", "使用接口令牌", "10.9.9.9")
    ]


def test_the_owner_and_an_administrator_revoke_and_nobody_else(archive: Archive) -> None:
    first, second = (tokens.make(archive, name, "30", who=reviewer()) for name in "甲乙")

    with pytest.raises(AccessError, match="李四的角色是「审核」，不能管理账号"):
        tokens.revoke(archive, "甲", who=reviewer("李四"), name="张三")
    with pytest.raises(ChoiceError, match="李四没有名为「甲」"):
        tokens.revoke(archive, "甲", who=reviewer("李四"))
    tokens.revoke(archive, "甲", who=reviewer())
    tokens.revoke(archive, "乙", who=BOSS, name="张三")

    for key in (first, second):
        assert "已撤销，不能再用" in shown(archive, key)
    with pytest.raises(ChoiceError):
        tokens.revoke(archive, "甲", who=reviewer())


def test_who_is_shut_out_has_no_token_any_more_even_when_he_comes_back(archive: Archive) -> None:
    key = tokens.make(archive, "甲", "30", who=reviewer())
    accounts.disable(archive, "张三", who=BOSS)
    assert "已撤销" in shown(archive, key)
    accounts.enable(archive, "张三", who=BOSS)
    assert "已撤销" in shown(archive, key)


@pytest.mark.parametrize("days", ["0", "367", "-1", "1.5", "", "\uff11", "9" * 40])
def test_it_ends_within_a_year(archive: Archive, days: str) -> None:
    with pytest.raises(DomainError, match="天数应为 1–366 的整数"):
        tokens.make(archive, "甲", days, who=reviewer())
    assert archive.store.tokens() == ()


def test_each_has_a_name_and_there_are_not_too_many(archive: Archive) -> None:
    with pytest.raises(DomainError, match="请写明令牌给哪个程序用"):
        tokens.make(archive, " ", "30", who=reviewer())
    for number in range(MOST):
        tokens.make(archive, f"程序{number}", "30", who=reviewer())
    with pytest.raises(DomainError, match="每人最多 20 个"):
        tokens.make(archive, "再一个", "30", who=reviewer())
    tokens.revoke(archive, "程序0", who=reviewer())
    with pytest.raises(DomainError, match="已有名为「程序1」的令牌"):
        tokens.make(archive, "程序1", "30", who=reviewer())
    assert tokens.make(archive, "程序0", "30", who=reviewer())


@pytest.mark.parametrize("anew", [accounts.reset, accounts.invite])
def test_a_password_that_is_set_anew_ends_all_tokens(
    archive: Archive, anew: Callable[..., str]
) -> None:
    key = tokens.make(archive, "数据中台", "30", who=reviewer())
    others = tokens.make(archive, "数据中台", "30", who=reviewer("李四"))

    anew(archive, "张三", who=BOSS)

    assert "已撤销" in shown(archive, key)
    assert shown(archive, others) == "李四"
