"""The door: routes of our own to sign in and out and to set a password; they need no script."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sihui_map.domain.access import Action
from sihui_map.errors import AccessError, SihuiMapError, UnavailableError
from sihui_map.settings import read_settings
from sihui_map.ui import cache, identity
from sihui_map.ui.cookies import cookie_of, digest_of_visit, is_secure, new_visit, visit_cookie
from sihui_map.ui.pages import PAGES
from sihui_map.ui.streamlit_inside.pages import ASSETS, digest
from sihui_map.views.access import minute
from sihui_map.views.door import Door, Field, Form, door_html
from sihui_map.views.names import area_name
from sihui_map.workflow import passwords, signing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from sihui_map.workflow.signing import Standing

PATHS = ("/login", "/logout", "/welcome", "/password", "/me")
LONGEST_FORM = 4096
"""Bytes; the longest form has two passwords and a key."""
TOKEN = b"form of the door"
STALE = "这一页打开太久，或不是从本系统打开的，没有处理。请再填一次"
RULE = (
    f"至少 {passwords.SHORTEST} 个字符，可以用汉字、字母、数字和空格；"
    "不要用姓名、单位、年份或常见的密码。"
)
LOST = "没有账号，或忘了密码：请管理员发一个设密码的链接。"
NAME = Field("name", "姓名", "username", "text", longest=60)
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


def next_of(given: str) -> str:
    """Return the page to go on to: one of ours, by its slug; the first where it is none."""
    return given if given in {entry.slug for entry in PAGES[1:]} else ""


def _door(asked: Asked, title: str, visit: str) -> Door:
    return Door(
        place=cache.place().title,
        title=title,
        token=form_token(visit),
        style=digest((ASSETS / "door.css").read_text(encoding="utf-8")),
        links=() if read_settings().is_closed and not asked.visit else (HOME,),
    )


def _shown(asked: Asked, door: Callable[[str], Door], status: int = 200) -> Response:
    """Answer with a page; a browser that was never here is given the cookie that it needs."""
    visit = asked.visit or new_visit()
    answer = HTMLResponse(door_html(door(visit)), status)
    if not asked.visit:
        answer.headers.append(
            "set-cookie", visit_cookie(visit, secure=is_secure(asked.request.scope)).decode()
        )
    return answer


def _login(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    def door(visit: str) -> Door:
        fields = (
            replace(NAME, value=asked.form.get("name", "")[:60]),
            Field("password", "密码", "current-password"),
        )
        onward = (("next", next_of(asked.get("next"))),)
        return replace(
            _door(asked, "登录", visit),
            wrong=wrong,
            forms=(Form("./login", "登录", fields, onward),),
            notes=(LOST,),
        )

    return _shown(asked, door, status)


NEW = (
    Field("new", "新密码", "new-password"),
    Field("again", "新密码，再输一遍", "new-password"),
)


def _welcome(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    key = asked.get("key")
    try:
        found = signing.invited(cache.archive().store, key)
    except AccessError as error:
        refused = str(error)
        return _shown(
            asked, lambda visit: replace(_door(asked, "设定密码", visit), wrong=refused), 403
        )
    name = Field("name", "姓名（就是账号）", "username", "text", found.name, 60)

    def door(visit: str) -> Door:
        return replace(
            _door(asked, "设定密码", visit),
            wrong=wrong,
            lines=(f"为「{found.name}」（{found.role}）设定密码，完成后即已登录。",),
            forms=(Form("./welcome", "设定密码", (name, *NEW), (("key", key),)),),
            notes=(RULE, "这个链接只能用一次。"),
        )

    return _shown(asked, door, status)


def _password(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    now = identity.standing_of(asked.request.scope)
    if now.account is None:
        return _login(asked, now.why, 401)
    name = Field("name", "姓名", "username", "text", now.account.name, 60)
    fields = (name, Field("old", "现在的密码", "current-password"), *NEW)
    first = ("这是临时密码，请先改成只有自己知道的。",) if now.account.must_change else ()

    def door(visit: str) -> Door:
        return replace(
            _door(asked, "改密码", visit),
            wrong=wrong,
            lines=first,
            forms=(Form("./password", "改密码", fields),),
            notes=(RULE, "改好以后，其他设备上的登录都会退出。"),
        )

    return _shown(asked, door, status)


def _me(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    now = identity.standing_of(asked.request.scope)
    if now.account is None or now.session is None:
        return _login(asked, wrong or now.why)
    own, session = now.account, now.session
    scope = area_name(cache.figures(), own.scope) if own.scope else cache.place().whole

    def door(visit: str) -> Door:
        everywhere = (("everywhere", "yes"),)
        made = _door(asked, "我的账号", visit)
        manage = [("./accounts", "管理账号")] if identity.Person(own, "").may(Action.MANAGE) else []
        return replace(
            made,
            wrong=wrong,
            lines=(
                f"{own.name}，{own.role}，{scope}。",
                f"{minute(session.begun_at)} 登录；15 分钟没有操作，或满 12 小时，要重新登录。",
            ),
            forms=(
                Form("./logout", "退出登录"),
                Form("./logout", "在所有设备上退出", hidden=everywhere, is_quiet=True),
            ),
            links=(("./password", "改密码"), *manage, *made.links),
        )

    return _shown(asked, door, status)


def _entered(asked: Asked, token: str, was: Standing, visit: str, onward: str) -> Response:
    """Answer with the cookies of a new session; the one before, if it still counts, ends."""
    store, scope = cache.archive().store, asked.request.scope
    before = was.session
    if before is not None and was.account is not None:
        signing.sign_out(store, before, address=asked.address)
    answer = Response(status_code=303, headers={"location": f"./{onward}"})
    secure = is_secure(scope)
    answer.headers.append("set-cookie", identity.session_cookie(token, secure=secure))
    if visit != asked.visit:
        answer.headers.append("set-cookie", visit_cookie(visit, secure=secure).decode())
    return answer


def _visit_for(asked: Asked, was: Standing, name: str) -> str:
    """Return by what the browser is known from now on.

    It stays who shows that the same person was signed in here before: his open pages go on.
    Anybody else's do not, and a cookie that another has put there is worth nothing.
    """
    is_same = was.session is not None and was.session.name == name
    return asked.visit if is_same and asked.visit else new_visit()


def _do_login(asked: Asked) -> Response:
    store = cache.archive().store
    was = identity.standing_of(asked.request.scope)
    found = store.account(asked.get("name"))
    visit = _visit_for(asked, was, found.name if found else "")
    token = signing.sign_in(
        store,
        asked.get("name"),
        asked.form.get("password", ""),
        address=asked.address,
        visit=digest_of_visit(visit),
    )
    must = found is not None and found.must_change
    return _entered(asked, token, was, visit, "password" if must else next_of(asked.get("next")))


def _twice(asked: Asked) -> str:
    if asked.form.get("new") != asked.form.get("again"):
        msg = "两次输入的新密码不一样，请再输"
        raise AccessError(msg)
    return asked.form.get("new", "")


def _do_welcome(asked: Asked) -> Response:
    was, visit = identity.standing_of(asked.request.scope), new_visit()
    token = signing.accept(
        cache.archive().store,
        asked.get("key"),
        _twice(asked),
        address=asked.address,
        visit=digest_of_visit(visit),
        words=cache.place().words,
    )
    return _entered(asked, token, was, visit, "")


def _do_password(asked: Asked) -> Response:
    was = identity.standing_of(asked.request.scope)
    if was.account is None:
        return _login(asked, was.why, 401)
    visit = _visit_for(asked, was, was.account.name)
    token = signing.change_password(
        cache.archive().store,
        was.account.name,
        asked.form.get("old", ""),
        _twice(asked),
        address=asked.address,
        visit=digest_of_visit(visit),
        words=cache.place().words,
    )
    return _entered(asked, token, signing.NOBODY, visit, "")


def _do_logout(asked: Asked) -> Response:
    now = identity.standing_of(asked.request.scope)
    if now.session is not None and now.account is not None:
        everywhere = asked.form.get("everywhere") == "yes"
        store = cache.archive().store
        signing.sign_out(store, now.session, address=asked.address, everywhere=everywhere)
    answer = Response(status_code=303, headers={"location": "./login"})
    secure = is_secure(asked.request.scope)
    answer.headers.append("set-cookie", identity.session_cookie("", secure=secure))
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


def _route(path: str, page: Callable[..., Response], do: Callable[[Asked], Response]) -> Route:
    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(_safely, page, Asked(request, {}))
        form = await _form(request)
        asked = Asked(request, form or {})
        if form is None or not _of_ours(asked):
            return await run_in_threadpool(_safely, page, Asked(request, {}), STALE, 400)
        return await run_in_threadpool(_done, page, do, asked)

    return Route(path, endpoint, methods=["GET", "POST"])


def _done(page: Callable[..., Response], do: Callable[[Asked], Response], asked: Asked) -> Response:
    try:
        return do(asked)
    except UnavailableError as error:
        return _safely(page, asked, str(error).rstrip("。"), 503)
    except SihuiMapError as error:
        return _safely(page, asked, str(error).rstrip("。"), 403)


def _safely(page: Callable[..., Response], asked: Asked, *told: object) -> Response:
    """Show a page; where the store does not answer, at least say so."""
    try:
        return page(asked, *told)
    except SihuiMapError as error:
        sentence = str(error).rstrip("。")
        return _shown(
            asked, lambda visit: replace(_door(asked, "登录", visit), wrong=sentence), 503
        )


ROUTES = (
    _route("/login", _login, _do_login),
    _route("/welcome", _welcome, _do_welcome),
    _route("/password", _password, _do_password),
    _route("/me", _me, _do_logout),
    _route("/logout", _me, _do_logout),
)


def login_address(slug: str = "") -> str:
    """Return where one signs in to come to a page."""
    return "./login" + (f"?{urlencode({'next': slug})}" if slug else "")
