"""Accounts: made, changed, disabled and invited by whoever may; each step stands in the log."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from sihui_map.domain.access import Action, Actor, Role, check_scope
from sihui_map.domain.account import Account, Step
from sihui_map.domain.submission import SYSTEM, account_name
from sihui_map.errors import AccessError, ChoiceError, DomainError
from sihui_map.store.writers import accounts, auditing, sessions, tokens
from sihui_map.workflow import passwords
from sihui_map.workflow.permitting import line, permit

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.store import Store

FIRST = "管理员"
"""Whom the first one-time link is for."""


def operator(address: str) -> Actor:
    """Return who has the server itself; he is the program, and looks after accounts."""
    return Actor(name=SYSTEM, role=Role.ADMINISTRATOR, address=address)


def acting(store: Store, name: str) -> Account:
    """Return the account in whose name someone acts; AccessError where there is none in use."""
    found = store.account(name)
    if found is None or found.is_disabled:
        state = "已停用" if found else "不存在"
        msg = f"账号「{name.strip()[:60]}」{state}，什么都没有写入。账号用 account list 查看"
        raise AccessError(msg)
    return found


def digest_of(key: str) -> str:
    """Return what is stored of a secret key, from which nobody gets the key back."""
    return hashlib.sha256(key.encode()).hexdigest()


def account(store: Store, name: str) -> Account:
    """Return the account called ``name``, or raise ChoiceError."""
    found = store.account(name)
    if found is None:
        msg = f"没有账号「{name.strip()[:60]}」"
        raise ChoiceError(msg)
    return found


def add(  # noqa: PLR0913 what an account is
    archive: Archive, name: str, role: Role, scope: str = "", *, who: Actor, why: str = ""
) -> Account:
    """Make an account, still without a password: that is set by a one-time link."""
    own = account_name(name)
    permit(archive, who, Action.MANAGE, f"账号 {own}")
    kept = scope_of(archive, role, scope)
    with auditing.audited(archive.store, _line(who, own, why)) as said:
        made = accounts.make(archive.store, own, role, kept, who=who.signed, why=why)
        said.after = f"{Step.MADE}：{made.said}"
    return made


def change(  # noqa: PLR0913 what an account is
    archive: Archive, name: str, role: Role, scope: str = "", *, who: Actor, why: str = ""
) -> Account:
    """Give an account another role or scope, which counts from the next click on."""
    before = _managed(archive, name, who)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(archive.store, before)
    kept = scope_of(archive, role, scope)
    with auditing.audited(archive.store, _line(who, before.name, why)) as said:
        after = accounts.add_step(
            archive.store, before, Step.CHANGED, who=who.signed, why=why, role=role, scope=kept
        )
        said.before, said.after = before.said, after.said
    return after


def disable(archive: Archive, name: str, *, who: Actor, why: str = "") -> Account:
    """Shut an account at once, and end its sessions; its name stays taken."""
    before = _managed(archive, name, who)
    _keep_an_administrator(archive.store, before)
    with auditing.audited(archive.store, _line(who, before.name, why)) as said:
        after = accounts.add_step(
            archive.store, before, Step.DISABLED, who=who.signed, why=why, is_disabled=True,
            secret="", invitation="",
        )  # fmt: skip
        _end_all(archive.store, before.name, who)
        said.before, said.after = before.said, after.said
    return after


def enable(archive: Archive, name: str, *, who: Actor, why: str = "") -> Account:
    """Open a disabled account again; it needs a new one-time link."""
    before = _managed(archive, name, who)
    with auditing.audited(archive.store, _line(who, before.name, why)) as said:
        after = accounts.add_step(
            archive.store, before, Step.ENABLED, who=who.signed, why=why, is_disabled=False
        )
        said.before, said.after = before.said, after.said
    return after


def invite(archive: Archive, name: str, *, who: Actor) -> str:
    """Return the key of a one-time link that sets the password; nothing older counts any more."""
    before = _usable(_managed(archive, name, who))
    key = secrets.token_urlsafe(24)
    with auditing.audited(archive.store, _line(who, before.name)) as said:
        accounts.add_step(
            archive.store, before, Step.INVITED, who=who.signed, invitation=digest_of(key),
            secret="", must_change=False,
        )  # fmt: skip
        _end_all(archive.store, before.name, who)
        said.after = str(Step.INVITED)
    return key


def reset(archive: Archive, name: str, *, who: Actor) -> str:
    """Return a password to be told by telephone; it has to be changed at the first sign-in."""
    before = _usable(_managed(archive, name, who))
    given = passwords.temporary()
    secret = passwords.hashed(given)
    with auditing.audited(archive.store, _line(who, before.name)) as said:
        accounts.add_step(
            archive.store, before, Step.PASSWORD, who=who.signed, secret=secret, invitation="",
            must_change=True,
        )  # fmt: skip
        _end_all(archive.store, before.name, who)
        said.after = "临时密码"
    return given


def end_sessions(archive: Archive, name: str, *, who: Actor) -> None:
    """Sign an account out everywhere; its password stays."""
    found = _managed(archive, name, who)
    with auditing.audited(archive.store, _line(who, found.name)) as said:
        sessions.end(archive.store, name=found.name)
        said.after = "退出全部登录"


def first_key(archive: Archive, address: str) -> str:
    """Return a one-time key for the first administrator, "" where one has a password already."""
    if any(
        own.role is Role.ADMINISTRATOR and own.secret and not own.is_disabled
        for own in archive.store.accounts()
    ):
        return ""
    who = operator(address)
    known = archive.store.account(FIRST)
    if known is None:
        add(archive, FIRST, Role.ADMINISTRATOR, who=who, why="首次启动")
    elif known.is_disabled:
        enable(archive, FIRST, who=who, why="没有可用的管理员")
    return invite(archive, FIRST, who=who)


def _end_all(store: Store, name: str, who: Actor) -> None:
    """End all by which someone is known: whoever had his password may have more of him."""
    sessions.end(store, name=name)
    for token in store.tokens(name):
        if not token.is_revoked:
            tokens.revoke(store, token, who=who.signed)


def _managed(archive: Archive, name: str, who: Actor) -> Account:
    permit(archive, who, Action.MANAGE, f"账号 {name.strip()[:60]}")
    return account(archive.store, name)


def _usable(found: Account) -> Account:
    if found.is_disabled:
        msg = f"账号「{found.name}」已停用，请先恢复"
        raise DomainError(msg)
    return found


def _keep_an_administrator(store: Store, gone: Account) -> None:
    others = [
        own
        for own in store.accounts()
        if own.role is Role.ADMINISTRATOR and not own.is_disabled and own.name != gone.name
    ]
    if gone.role is Role.ADMINISTRATOR and not gone.is_disabled and not others:
        msg = f"「{gone.name}」是唯一的管理员，不能停用或改角色。请先另设一位管理员"
        raise DomainError(msg)


def scope_of(archive: Archive, role: Role, scope: str) -> str:
    """Return ``scope`` as it is kept; AccessError where the role needs another, or none."""
    snapshot = archive.current().snapshot
    towns = [town.town_code for town in archive.current().towns]
    return check_scope(role, scope, towns, snapshot.departments)


def _line(who: Actor, name: str, why: str = "") -> auditing.Line:
    return line(who, Action.MANAGE, f"账号 {name}", why=why)
