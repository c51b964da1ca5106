"""Signing in and out: what a browser has to show, and for how long it counts."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.domain.account import Deed, Step, same_name
from sihui_map.errors import AccessError, ChoiceError, ReadOnlyError
from sihui_map.store.writers import accounts, auditing, sessions
from sihui_map.workflow import deputies, passwords
from sihui_map.workflow.accounts import digest_of
from sihui_map.workflow.waiting import Waits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.account import Account, Session
    from sihui_map.store import Store

WRONG = "姓名或密码不对，请核对后再输；连续输错要等待，越错越久"
USED = "这个链接已经用过、已过期，或者不完整。请向管理员要一个新的"
UNKNOWN = "（没有这个账号）"
SEEN_EVERY_S = 60
"""So often at most it is written down that a session is in use."""
WAITS = Waits()


class Standing(NamedTuple):
    """Who a browser is: his account and session, or why nobody."""

    account: Account | None
    session: Session | None
    why: str = ""
    """Why the session that the browser shows is over; "" where it shows none, or it is not."""

    @property
    def acting(self) -> Account | None:
        """Return in whose name anything may be read or done that not everyone may.

        Nobody's while the password is one that somebody else chose.
        """
        return None if self.account is None or self.account.must_change else self.account


NOBODY = Standing(None, None)


def sign_in(  # noqa: PLR0913 what a form holds, and what its browser showed
    store: Store, name: str, password: str, *, address: str, visit: str, replaces: str = ""
) -> str:
    """Return the id of a new session; AccessError says the same whatever was wrong.

    It takes the place of ``replaces``, which the browser showed, if that is the same person's.
    Whoever gave wrong passwords for one account from one address waits; nobody else does.
    """
    pair = (same_name(name)[:60], address)
    if left := WAITS.left_s(pair, time.monotonic()):
        msg = f"连续输错，请 {int(left) + 1} 秒后再试"
        raise AccessError(msg)
    found = store.account(name)
    secret = found.secret if found and found.may_enter_at(store.at()) else ""
    if not passwords.is_right(secret, password) or found is None:
        WAITS.failed(pair, time.monotonic())
        # What was typed as a name may be a password.
        who = found.name if found else UNKNOWN
        auditing.refused(store, _line(who, address, Deed.SIGN_IN, "姓名或密码不对"))
        raise AccessError(WRONG)
    WAITS.succeeded(pair)
    if passwords.is_weaker(secret):
        accounts.add_step(
            store, found, Step.REHASHED, who=found.name, secret=passwords.hashed(password)
        )
    return _begin(store, found, address, visit, replaces=replaces)


def enter(  # noqa: PLR0913 who, and what his browser showed
    store: Store, found: Account, *, address: str, visit: str, how: str, replaces: str = ""
) -> str:
    """Return the id of a new session of whom something else than a password has shown."""
    return _begin(store, found, address, visit, how, replaces)


def _begin(  # noqa: PLR0913, PLR0917 one column each
    store: Store, found: Account, address: str, visit: str, how: str = "", replaces: str = ""
) -> str:
    token = secrets.token_urlsafe(32)
    with auditing.audited(store, _line(found.name, address, Deed.SIGN_IN, how)):
        sessions.begin(
            store, digest_of(token), found.name, visit=visit, address=address, replaces=replaces
        )
    return token


def invited(store: Store, key: str) -> Account:
    """Return whom a one-time link is for; AccessError where it opens no more."""
    found = store.invited(digest_of(key)) if key else None
    if found is None or not found.is_open_at(store.at()):
        raise AccessError(USED)
    return found


def accept(  # noqa: PLR0913 what a form holds, and from where
    store: Store, key: str, password: str, *, address: str, visit: str, words: Iterable[str] = ()
) -> str:
    """Set the password by a one-time link, which opens no more; return the id of a session.

    ``words`` are those of the place, which make a password easy to guess.
    """
    found = invited(store, key)
    passwords.check_password(password, (found.name, found.scope, *words))
    return _begin(store, _set(store, found, password, address, "一次性链接"), address, visit)


def change_password(  # noqa: PLR0913 what a form holds, and from where
    store: Store,
    name: str,
    old: str,
    new: str,
    *,
    address: str,
    visit: str,
    words: Iterable[str] = (),
) -> str:
    """Set another password, end every session of the account, and return the id of a new one."""
    pair = (same_name(name)[:60], address)
    if left := WAITS.left_s(pair, time.monotonic()):
        msg = f"连续输错，请 {int(left) + 1} 秒后再试"
        raise AccessError(msg)
    found = store.account(name)
    if found is None or not passwords.is_right(found.secret, old):
        WAITS.failed(pair, time.monotonic())
        auditing.refused(store, _line(name, address, Deed.SET_PASSWORD, "现在的密码不对"))
        msg = "现在的密码不对，没有改动"
        raise AccessError(msg)
    passwords.check_password(new, (found.name, found.scope, *words))
    if old == new:
        msg = "新密码与现在的相同，请另取一个"
        raise AccessError(msg)
    WAITS.succeeded(pair)
    return _begin(store, _set(store, found, new, address, "本人修改"), address, visit)


def _set(store: Store, found: Account, password: str, address: str, how: str) -> Account:
    secret = passwords.hashed(password)
    with auditing.audited(store, _line(found.name, address, Deed.SET_PASSWORD, how)):
        after = accounts.add_step(
            store, found, Step.PASSWORD, who=found.name, why=how, secret=secret, invitation="",
            must_change=False,
        )  # fmt: skip
        sessions.end(store, name=found.name)
    return after


def sign_out(store: Store, own: Session, *, address: str, everywhere: bool = False) -> None:
    """End a session, or every session of its account."""
    with auditing.audited(store, _line(own.name, address, Deed.SIGN_OUT)) as said:
        said.after = "所有设备" if everywhere else "本机"
        sessions.end(store, digest="" if everywhere else own.digest, name=own.name)


def sign_out_of(store: Store, name: str, short: str, *, address: str) -> None:
    """End one of a person's own sessions, by what tells it from another on his page."""
    found = [one for one in store.sessions(name) if one.short == short and not one.ended_at]
    if not found:
        msg = "这个登录已经结束"
        raise ChoiceError(msg)
    with auditing.audited(store, _line(name, address, Deed.SIGN_OUT)) as said:
        said.after = f"{found[0].begun_at[:16].replace('T', ' ')} 从 {found[0].address} 的登录"
        sessions.end(store, digest=found[0].digest)


def standing(store: Store, digest: str, visit: str = "", *, is_act: bool = True) -> Standing:
    """Return who shows a session with this digest, and take note that he is there.

    What a page asks by itself is no act of his: nobody stays signed in by leaving it open.

    Where it is over and the same person signed in again in the same browser, known by its
    ``visit``, the session that he began then takes its place: so what he had typed on a page that
    was open is not lost. Only what that browser showed as it signed in is succeeded, and nothing
    that was ended: by signing out, by another password, by an administrator.
    """
    own = store.session(digest) if digest else None
    if own is None:
        return NOBODY
    now = store.at()
    own = _newest(store, own, visit)
    if why := own.why_over(now):
        return Standing(None, own, why)
    account = store.account(own.name)
    if account is None or account.is_disabled:
        return Standing(None, own, "账号已停用")
    if is_act:
        _see(store, own, now)
    if own.for_whom:
        try:
            return Standing(deputies.stood_for(store, account, own.for_whom), own)
        except AccessError:  # his time as a deputy is over: he is himself again
            pass
    return Standing(account, own)


def _newest(store: Store, own: Session, visit: str) -> Session:
    """Return the session that took the place of ``own`` at last, itself where none did."""
    met = {own.digest}
    while visit and own.successor and own.successor not in met:
        found = store.session(own.successor)
        if found is None or (found.name, found.visit) != (own.name, visit):
            break
        met.add(found.digest)
        own = found
    return own


def is_succeeded(store: Store, digest: str) -> bool:
    """Tell whether the browser of a session shows another by now."""
    own = store.session(digest)
    return own is not None and bool(own.successor)


def _see(store: Store, own: Session, now: str) -> None:
    if own.is_unseen_for(SEEN_EVERY_S, now):
        try:
            sessions.see(store, own)
        except ReadOnlyError:  # it ends by its own time, then
            return


def _line(who: str, address: str, deed: Deed, why: str = "") -> auditing.Line:
    return auditing.Line(who=who, address=address, action=deed, about=f"账号 {who}", why=why)
