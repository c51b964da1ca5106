"""Who sends a request, and in whose name a script runs: by a cookie that no script can read.

The id of a session leaves the browser in its cookie only. What stands before Streamlit's websocket
(ui/visits.py) takes away whatever a browser sends under ``HEADER`` and puts the id's digest there;
the script asks the store for it at each run and at each write, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.domain.access import NO, SCOPED, TABLE, Action, Actor
from sihui_map.errors import AccessError, SihuiMapError
from sihui_map.settings import is_closed
from sihui_map.ui import cache
from sihui_map.ui.cookies import cookie_of, is_secure
from sihui_map.ui.streamlit_inside.session import session_id
from sihui_map.workflow import signing
from sihui_map.workflow.accounts import digest_of

if TYPE_CHECKING:
    from starlette.types import Scope

    from sihui_map.domain.account import Account
    from sihui_map.workflow.signing import Standing

COOKIE, SECURE_COOKIE = "sihui_session", "__Host-sihui_session"
"""Behind TLS only the second counts, which no other host and no plain page can set."""
HEADER = "x-sihui-session"
VISIT_HEADER = "x-sihui-visit"
ASKED_ALONE = ("/cells/news",)
"""What an open page asks every few seconds, whether somebody sits before it or not."""
AGAIN = "请重新登录，再按一次；页面上填写的内容都还在"
CHANGE_FIRST = "请先改掉临时密码"


def session_cookie(token: str, *, secure: bool) -> str:
    """Return the header value that gives a browser its session; without a ``token``, takes it."""
    name, tail = (SECURE_COOKIE, "; Secure") if secure else (COOKIE, "")
    ends = "" if token else "; Max-Age=0"
    return f"{name}={token}; Path=/; HttpOnly; SameSite=Lax{tail}{ends}"


def digest_in(scope: Scope) -> str:
    """Return the digest of the session id that a request shows, "" where it shows none."""
    token = cookie_of(scope, SECURE_COOKIE if is_secure(scope) else COOKIE)
    return digest_of(token) if token else ""


def standing_of(scope: Scope) -> Standing:
    """Return who sends a request, as the store knows it now."""
    digest, is_act = digest_in(scope), scope["path"] not in ASKED_ALONE
    return signing.standing(cache.archive().store, digest, is_act=is_act)


def account_of(scope: Scope) -> Account | None:
    """Return in whose name a request may read or do anything that not everyone may."""
    return standing_of(scope).acting


def told_of(scope: Scope) -> str:
    """Return the digest that the script of a websocket is told, "" for nobody's.

    A page that was open goes on when its person signs in again. One that is opened later, with what
    the browser had before, is not his.
    """
    digest = digest_in(scope)
    try:
        return "" if digest and signing.is_succeeded(cache.archive().store, digest) else digest
    except SihuiMapError:  # the script is told so, too
        return digest


def address_of(scope: Scope) -> str:
    """Return the network address that a request comes from, as the proxy before us tells it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


# In a script


def _shown() -> tuple[str, str]:
    """Return what the websocket of this script showed when it was opened: session and visit."""
    headers = st.context.headers
    return headers.get(HEADER, ""), headers.get(VISIT_HEADER, "")


def here() -> Standing:
    """Return in whose name this script runs, as the store knows it now."""
    digest, visit = _shown()
    return signing.standing(cache.archive().store, digest, visit)


def may_look() -> bool:
    """Tell whether this script may show anything: its websocket may be older than a sign-out."""
    return not is_closed() or here().acting is not None


class Person:
    """Whose account was signed in when the page was shown; what he does is asked for anew."""

    def __init__(self, account: Account, why: str) -> None:
        """Remember the account, and ``why`` it is signed in no more, "" while it is."""
        self.account = account
        self.why = why

    @property
    def name(self) -> str:
        """Return the name under which he writes; a deputy's says for whom."""
        return self.account.signed

    def may(self, action: Action) -> bool:
        """Tell whether his role may do ``action`` with anything at all."""
        return any(TABLE[self.account.role].get(action, NO))

    @property
    def is_scoped(self) -> bool:
        """Tell whether he is of one town or unit."""
        return self.account.role in SCOPED

    def sign(self) -> Actor:
        """Return who acts now; AccessError where the session is over or another's."""
        now = here()
        if now.account is None or now.account.name != self.account.name:
            msg = f"{now.why or '没有登录'}，没有写入。{AGAIN}"
            raise AccessError(msg)
        if now.account.signed != self.name:
            msg = (
                f"这一页是以「{self.name}」打开的，现在是「{now.account.signed}」，没有写入。"
                "请刷新这一页，或在「我的账号」里切换"
            )
            raise AccessError(msg)
        if now.account.must_change:
            msg = f"{CHANGE_FIRST}，没有写入"
            raise AccessError(msg)
        return now.account.actor(str(st.context.ip_address or "127.0.0.1"))


def person() -> Person | None:
    """Return who is signed in, or was until a pause; None for who never was, or may no more."""
    now = here()
    if now.account is not None:
        return Person(now.account, CHANGE_FIRST if now.account.must_change else "")
    if now.session is None or now.session.ended_at:
        return None
    found = cache.archive().store.account(now.session.name)
    return None if found is None or found.is_disabled else Person(found, now.why)


def own_session() -> str:
    """Return the id of Streamlit's session, under which files are uploaded, "" outside of one."""
    return session_id()


def own_visit() -> str:
    """Return by what the browser of this script is known."""
    return _shown()[1]
