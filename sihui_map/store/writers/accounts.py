"""Accounts: each step is a row behind the one before it, and holds the whole account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from sihui_map.domain.account import Account, Step
from sihui_map.errors import DomainError, LateError
from sihui_map.store.accounts import accounts_of, found_account
from sihui_map.store.chain import links, records
from sihui_map.store.engine import writing
from sihui_map.store.schema import account
from sihui_map.store.writers.texts import LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from sihui_map.domain.access import Role
    from sihui_map.store import Store


def make(  # noqa: PLR0913 one column each
    store: Store, name: str, role: Role, scope: str, *, who: str, why: str
) -> Account:
    """Write a new account, still without a password; a name belongs to one person for ever."""
    with writing(store.engine) as connection:
        if known := found_account(connection, name):
            state = "已停用，恢复即可" if known.is_disabled else "正在使用"
            msg = (
                f"账号「{known.name}」已存在（{state}）；"
                "同名的人请在姓名后加单位，如「张三（某镇）」"
            )
            raise DomainError(msg)
    first = Account(
        name=name, step=0, what=Step.MADE, role=role, scope=scope, is_disabled=False,
        must_change=False, secret="", invitation="", who=who, at="", why=why,
    )  # fmt: skip
    return add_step(store, first, Step.MADE, who=who, why=why)


def add_step(  # noqa: PLR0913 the columns that a step may change
    store: Store,
    seen: Account,
    what: Step,
    *,
    who: str,
    why: str = "",
    role: Role | None = None,
    scope: str | None = None,
    is_disabled: bool | None = None,
    must_change: bool | None = None,
    secret: str | None = None,
    invitation: str | None = None,
) -> Account:
    """Write the next step of the account ``seen``; LateError where there is one already."""
    values = {
        "name": seen.name,
        "step": seen.step + 1,
        "what": what.value,
        "role": (seen.role if role is None else role).value,
        "scope": seen.scope if scope is None else scope,
        "is_disabled": seen.is_disabled if is_disabled is None else is_disabled,
        "must_change": seen.must_change if must_change is None else must_change,
        "secret": seen.secret if secret is None else secret,
        "invitation": seen.invitation if invitation is None else invitation,
        "who": who,
        "at": store.at(),
        "why": kept_text(why, LONGEST_WHY),
    }
    with writing(store.engine) as connection:
        now = next((own for own in accounts_of(connection) if own.name == seen.name), None)
        if (now.step if now else 0) != seen.step:
            msg = f"账号「{seen.name}」刚才已被改动，这次没有执行。请刷新后再定"
            raise LateError(msg)
        connection.execute(insert(account).values(**values))
        links.append(connection, (records.ACCOUNT, f"{seen.name}/{seen.step + 1}"))
        return next(own for own in accounts_of(connection) if own.name == seen.name)
