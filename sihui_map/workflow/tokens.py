"""Tokens of the interface: made by their owner, shown once, revoked by him or an administrator."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from sihui_map.domain.access import Action
from sihui_map.domain.account import Deed
from sihui_map.domain.token import MOST, PREFIX, TokenScope, check_label, last_day
from sihui_map.errors import AccessError, ChoiceError, DomainError, ReadOnlyError
from sihui_map.store.writers import auditing, tokens
from sihui_map.workflow.accounts import digest_of
from sihui_map.workflow.permitting import permit, today_of

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.account import Account
    from sihui_map.domain.token import Token
    from sihui_map.store import Store

UNKNOWN = "接口令牌不对：不完整，或不是本系统发出的。请在「我的账号」里另发一个"


def make(archive: Archive, label: str, days: str, *, who: Actor) -> str:
    """Return a new token of ``who`` that counts for so many days; nobody can read it again."""
    store, own = archive.store, check_label(label)
    today = today_of(store)
    until = last_day(days, today)
    known = [one for one in store.tokens(who.name) if not one.why_over(today)]
    if len(known) >= MOST:
        msg = f"每人最多 {MOST} 个有效的令牌，请先撤销不用的"
        raise DomainError(msg)
    if own in [one.label for one in known]:
        msg = f"已有名为「{own}」的令牌，请换一个名称，或先撤销那一个"
        raise DomainError(msg)
    key = PREFIX + secrets.token_urlsafe(32)
    with auditing.audited(store, _line(who, Deed.MAKE_TOKEN, who.name, own)) as said:
        tokens.make(store, digest_of(key), who.name, own, TokenScope.READ, until, who=who.signed)
        said.after = f"{TokenScope.READ}，至 {until}"
    return key


def revoke(archive: Archive, short: str, *, who: Actor, name: str = "") -> Token:
    """Revoke the token that is called ``short`` of who asks, or of ``name`` for administrators."""
    owner = name or who.name
    if owner != who.name:
        permit(archive, who, Action.MANAGE, f"账号 {owner} 的接口令牌")
    found = [one for one in archive.store.tokens(owner) if short in (one.short, one.label)]
    live = [one for one in found if not one.is_revoked]
    if not live:
        msg = f"{owner}没有名为「{short[:40]}」、还没有撤销的令牌"
        raise ChoiceError(msg)
    own = live[0]
    with auditing.audited(archive.store, _line(who, Deed.REVOKE_TOKEN, owner, own.label)) as said:
        tokens.revoke(archive.store, own, who=who.signed)
        said.before, said.after = f"{own.scope}，至 {own.until}", "已撤销"
    return own


def bearer(store: Store, key: str, *, address: str) -> Account:
    """Return in whose name a program asks; AccessError says in one sentence why not.

    What was never a token is told nothing and written nowhere: anybody can send that. One that
    counts no more is written into the log once a day.
    """
    found = store.token(digest_of(key)) if key.startswith(PREFIX) else None
    if found is None:
        raise AccessError(UNKNOWN)
    today = today_of(store)
    account = store.account(found.name)
    why = found.why_over(today)
    if not why and (account is None or account.is_disabled):
        why = "的账号已停用"
    if account is None or why:
        _note(store, found, address, why)
        msg = f"接口令牌「{found.label}」{why}，不能再用。请在「我的账号」里另发一个"
        raise AccessError(msg)
    account.actor(address).check(Action.LOOK)
    with suppress(ReadOnlyError):  # it is still his
        tokens.is_first_of(store, found.digest, today)
    return account


def _note(store: Store, own: Token, address: str, why: str) -> None:
    with suppress(ReadOnlyError):  # it stays refused where nothing can be written
        if tokens.is_first_of(store, own.digest, today_of(store), is_refused=True):
            line = auditing.Line(
                who=own.name,
                address=address,
                action=Deed.USE_TOKEN,
                about=f"令牌「{own.label}」",
                why=why,
            )
            auditing.refused(store, line)


def _line(who: Actor, deed: Deed, owner: str, label: str) -> auditing.Line:
    about = f"账号 {owner} 的令牌「{label}」"
    return auditing.Line(who=who.signed, address=who.address, action=deed, about=about)
