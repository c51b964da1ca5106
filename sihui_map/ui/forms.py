"""Plain pages with forms, which need no script: what is sent, whether from a page of ours."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sihui_map.errors import SihuiMapError, UnavailableError
from sihui_map.settings import read_settings
from sihui_map.ui import cache, identity
from sihui_map.ui.cookies import cookie_of, is_secure, new_visit, visit_cookie
from sihui_map.ui.streamlit_inside.pages import ASSETS, digest
from sihui_map.views.door import Door, door_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

LONGEST_FORM = 4096
"""Bytes; the longest form has two passwords and a key."""
TOKEN = b"form of the door"
STALE = "这一页打开太久，或不是从本系统打开的，没有处理。请再填一次"
HOME = (".", "返回首页")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request at the door, with what was filled in, "" for what was not."""

    request: Request
    form: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return what was filled in, or stands in the address."""
        return self.form.get(name, "") or self.request.query_params.get(name, "")

    @property
    def visit(self) -> str:
        """Return the cookie by which the browser is known."""
        return cookie_of(self.request.scope)

    @property
    def address(self) -> str:
        """Return where it comes from."""
        return identity.address_of(self.request.scope)


def form_token(visit: str) -> str:
    """Return what a form of ours holds for the browser ``visit``, and no other site can read."""
    return hmac.new(visit.encode(), TOKEN, hashlib.sha256).hexdigest()


def plain(asked: Asked, title: str, visit: str) -> Door:
    """Return a page that has nothing on it yet but its title and the way home."""
    return Door(
        place=cache.place().title,
        title=title,
        token=form_token(visit),
        style=digest((ASSETS / "door.css").read_text(encoding="utf-8")),
        links=() if read_settings().is_closed and not asked.visit else (HOME,),
    )


def shown(asked: Asked, door: Callable[[str], Door], status: int = 200) -> Response:
    """Answer with a page; a browser that was never here is given the cookie that it needs."""
    visit = asked.visit or new_visit()
    answer = HTMLResponse(door_html(door(visit)), status)
    if not asked.visit:
        answer.headers.append(
            "set-cookie", visit_cookie(visit, secure=is_secure(asked.request.scope)).decode()
        )
    return answer


def _of_ours(asked: Asked) -> bool:
    """Tell whether a form was sent from a page of ours in this browser."""
    headers = asked.request.headers
    if headers.get("origin") == "null" or headers.get("sec-fetch-site", "none") not in (
        "same-origin",
        "none",
    ):
        return False
    given = asked.form.get("token", "")
    return bool(asked.visit) and hmac.compare_digest(
        given.encode(), form_token(asked.visit).encode()
    )


async def _form(request: Request) -> dict[str, str] | None:
    """Return what was filled in, None for what is too long or no form."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return None
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=10))
    except ValueError:
        return None


def route(path: str, page: Callable[..., Response], do: Callable[[Asked], Response]) -> Route:
    """Return a route whose page shows by GET and whose form, if it is ours, is done by POST."""

    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(safely, page, Asked(request, {}))
        form = await _form(request)
        asked = Asked(request, form or {})
        if form is None or not _of_ours(asked):
            return await run_in_threadpool(safely, page, Asked(request, {}), STALE, 400)
        return await run_in_threadpool(done, page, do, asked)

    return Route(path, endpoint, methods=["GET", "POST"])


def done(page: Callable[..., Response], do: Callable[[Asked], Response], asked: Asked) -> Response:
    """Do what was asked; where that is refused, show the page with the sentence."""
    try:
        return do(asked)
    except UnavailableError as error:
        return safely(page, asked, str(error).rstrip("。"), 503)
    except SihuiMapError as error:
        return safely(page, asked, str(error).rstrip("。"), 403)


def safely(page: Callable[..., Response], asked: Asked, *told: object) -> Response:
    """Show a page; where the store does not answer, at least say so."""
    try:
        return page(asked, *told)
    except SihuiMapError as error:
        sentence = str(error).rstrip("。")
        return shown(asked, lambda visit: replace(plain(asked, "登录", visit), wrong=sentence), 503)
