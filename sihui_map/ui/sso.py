"""Signing in by another system: away to it, and back with what it says of a person."""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from sihui_map.errors import AccessError, ChoiceError
from sihui_map.settings import read_sign_on
from sihui_map.ui import cache, identity, provider
from sihui_map.ui.cookies import cookie_of, digest_of_visit, is_secure
from sihui_map.ui.door import entered, login_page, next_of, shown_by, visit_for
from sihui_map.ui.forms import Asked, done, plain, route, shown
from sihui_map.workflow import sign_on

if TYPE_CHECKING:
    from sihui_map.domain.sign_on import SignOn
    from sihui_map.views.door import Door

COOKIE, SECURE_COOKIE = "sihui_sso", "__Host-sihui_sso"
AWAY_S = 600
"""So long someone may take over there."""
BIND = "bind"
NONE = "没有设置单点登录，请用姓名和密码登录"
STALE = "这次登录不是从本系统的这个浏览器开始的，或者已超过 10 分钟，没有登录。请再试一次"


def _system() -> SignOn:
    found = read_sign_on()
    if found is None:
        raise ChoiceError(NONE)
    return found


def _cookie(asked: Asked, text: str) -> str:
    """Return the header value by which a browser knows what it went for.

    Coming back from another site, a browser shows only what is Lax.
    """
    name, tail = (SECURE_COOKIE, "; Secure") if is_secure(asked.request.scope) else (COOKIE, "")
    lasts = AWAY_S if text else 0
    return f"{name}={text}; Path=/; Max-Age={lasts}; HttpOnly; SameSite=Lax{tail}"


def _away(asked: Asked, onward: str) -> Response:
    seed = f"{int(time.time())}-{secrets.token_urlsafe(32)}"
    where = provider.where_to(_system(), provider.Seed(seed))
    if onward == BIND:  # a form of ours may be sent nowhere else, not even by a redirect
        answer = shown(asked, lambda visit: _onward(asked, visit, where))
    else:
        answer = Response(status_code=303, headers={"location": where})
    answer.headers.append("set-cookie", _cookie(asked, f"{seed}.{onward}"))
    return answer


def _start(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    if wrong:
        return login_page(asked, wrong, status)
    return done(login_page, lambda one: _away(one, next_of(one.get("next"))), asked)


def _connect(asked: Asked) -> Response:
    """Go there to connect the account that is signed in here; only a form of ours asks for it."""
    if identity.account_of(asked.request.scope) is None:
        return login_page(asked, status=401)
    return _away(asked, BIND)


def _back(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    if wrong:
        return login_page(asked, wrong, status)
    params = asked.request.query_params
    if not asked.visit and not params.get("here"):
        return _hop(asked)
    answer = done(login_page, _entered, asked)
    answer.headers.append("set-cookie", _cookie(asked, ""))
    return answer


def _onward(asked: Asked, visit: str, where: str) -> Door:
    return replace(plain(asked, "正在登录", visit), refresh=where, links=((where, "继续"),))


def _hop(asked: Asked) -> Response:
    """Open the same address from a page of ours: then the browser shows by what it is known."""
    where = f"./sso-back?{asked.request.query_params}&here=1"
    answer = shown(asked, lambda visit: _onward(asked, visit, where))
    del answer.headers["set-cookie"]  # the one that it is about to show stays
    return answer


def _entered(asked: Asked) -> Response:
    system, archive = _system(), cache.archive()
    seed, onward = _went(asked)
    if asked.request.query_params.get("error"):
        msg = f"{system.title}没有同意登录。可以再试一次，或用姓名和密码登录"
        raise AccessError(msg)
    code = asked.request.query_params.get("code", "")
    claims = provider.claims_of(system, seed, code)
    try:
        found = system.stranger(claims)
    except AccessError as error:
        sign_on.refused(archive, system, asked.address, str(error))
        raise
    was = identity.standing_of(asked.request.scope)
    if onward == BIND:
        if was.acting is None:
            raise AccessError(was.why or "登录已结束，没有对应。请先用密码登录")
        sign_on.bind(archive, system, found.subject, was.acting, address=asked.address)
        return Response(status_code=303, headers={"location": "./me"})
    name = archive.store.subject(sign_on.digest_of_subject(system, found.subject))
    visit = visit_for(asked, was, name)
    token = sign_on.enter(
        archive,
        system,
        found,
        address=asked.address,
        visit=digest_of_visit(visit),
        replaces=shown_by(was),
    )
    return entered(asked, token, was, visit, next_of(onward))


def _went(asked: Asked) -> tuple[provider.Seed, str]:
    """Return what the browser went with; AccessError where what came back is not of it."""
    name = SECURE_COOKIE if is_secure(asked.request.scope) else COOKIE
    seed, dot, onward = cookie_of(asked.request.scope, name).partition(".")
    found = provider.Seed(seed)
    given = asked.request.query_params.get("state", "")
    is_his = hmac.compare_digest(given.encode(), found.state.encode())
    # Of the time, too, state, nonce and verifier are made: who changes it has another's.
    begun = seed.partition("-")[0]
    is_late = not begun.isdigit() or not 0 <= time.time() - int(begun) <= AWAY_S
    if not dot or not is_his or is_late:
        raise AccessError(STALE)
    return found, onward


ROUTES = (route("/sso", _start, _connect), route("/sso-back", _back, _start))
