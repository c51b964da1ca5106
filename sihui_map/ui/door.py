"""The door: routes of our own to sign in and out and to set a password; they need no script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from sihui_map.errors import AccessError, SihuiMapError
from sihui_map.settings import read_sign_on
from sihui_map.ui import cache, identity
from sihui_map.ui.cookies import digest_of_visit, is_secure, new_visit, visit_cookie
from sihui_map.ui.forms import Asked, plain, route, shown
from sihui_map.ui.pages import PAGES
from sihui_map.views.door import Door, Field, Form
from sihui_map.workflow import passwords, signing

if TYPE_CHECKING:
    from sihui_map.domain.sign_on import SignOn
    from sihui_map.workflow.signing import Standing

PATHS = ("/login", "/logout", "/welcome", "/password", "/me", "/sso", "/sso-back")
RULE = (
    f"至少 {passwords.SHORTEST} 个字符，可以用汉字、字母、数字和空格；"
    "不要用姓名、单位、年份或常见的密码。"
)
LOST = "没有账号，或忘了密码：请管理员发一个设密码的链接。"
NAME = Field("name", "姓名", "username", "text", longest=60)


def next_of(given: str) -> str:
    """Return the page to go on to: one of ours, by its slug; the first where it is none."""
    return given if given in {entry.slug for entry in PAGES[1:]} else ""


def _entry(system: SignOn | None, onward: str) -> tuple[str, ...]:
    """Return where one signs in by another system, and how it is called."""
    query = f"?{urlencode({'next': onward})}" if onward else ""
    return (f"./sso{query}", f"用{system.title}登录") if system else ()


def login_page(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    """Show where one signs in."""
    unset: tuple[str, ...] = ()
    try:
        system = read_sign_on()
    except SihuiMapError as error:  # a password still opens
        system, unset = None, (f"单点登录现在不能用：{error}",)

    def door(visit: str) -> Door:
        fields = (
            replace(NAME, value=asked.form.get("name", "")[:60]),
            Field("password", "密码", "current-password"),
        )
        onward = (("next", next_of(asked.get("next"))),)
        return replace(
            plain(asked, "登录", visit),
            wrong=wrong,
            forms=(Form("./login", "登录", fields, onward),),
            notes=(LOST, *unset),
            entry=_entry(system, next_of(asked.get("next"))),
        )

    return shown(asked, door, status)


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
        return shown(
            asked, lambda visit: replace(plain(asked, "设定密码", visit), wrong=refused), 403
        )
    name = Field("name", "姓名（就是账号）", "username", "text", found.name, 60)

    def door(visit: str) -> Door:
        return replace(
            plain(asked, "设定密码", visit),
            wrong=wrong,
            lines=(f"为「{found.name}」（{found.role}）设定密码，完成后即已登录。",),
            forms=(Form("./welcome", "设定密码", (name, *NEW), (("key", key),)),),
            notes=(RULE, "这个链接只能用一次。"),
        )

    return shown(asked, door, status)


def _password(asked: Asked, wrong: str = "", status: int = 200) -> Response:
    now = identity.standing_of(asked.request.scope)
    if now.account is None:
        return login_page(asked, now.why, 401)
    name = Field("name", "姓名", "username", "text", now.account.name, 60)
    fields = (name, Field("old", "现在的密码", "current-password"), *NEW)
    first = ("这是临时密码，请先改成只有自己知道的。",) if now.account.must_change else ()

    def door(visit: str) -> Door:
        return replace(
            plain(asked, "改密码", visit),
            wrong=wrong,
            lines=first,
            forms=(Form("./password", "改密码", fields),),
            notes=(RULE, "改好以后，其他设备上的登录都会退出。"),
        )

    return shown(asked, door, status)


def entered(asked: Asked, token: str, was: Standing, visit: str, onward: str) -> Response:
    """Answer with the cookies of a new session; the one before, if it still counts, ends."""
    store, scope = cache.archive().store, asked.request.scope
    before = store.session(was.session.digest) if was.session else None
    if before is not None and was.account is not None and not before.ended_at:
        signing.sign_out(store, before, address=asked.address)
    answer = Response(status_code=303, headers={"location": f"./{onward}"})
    secure = is_secure(scope)
    answer.headers.append("set-cookie", identity.session_cookie(token, secure=secure))
    if visit != asked.visit:
        answer.headers.append("set-cookie", visit_cookie(visit, secure=secure).decode())
    return answer


def visit_for(asked: Asked, was: Standing, name: str) -> str:
    """Return by what the browser is known from now on.

    It stays who shows that the same person was signed in here before and was not signed out: his
    open pages go on. Anybody else's do not, and a cookie that another has put there is worth
    nothing.
    """
    before = was.session
    is_same = before is not None and before.name == name and not before.ended_at
    return asked.visit if is_same and asked.visit else new_visit()


def shown_by(was: Standing) -> str:
    """Return the digest of the session that a browser showed, "" where it showed none."""
    return was.session.digest if was.session else ""


def _do_login(asked: Asked) -> Response:
    store = cache.archive().store
    was = identity.standing_of(asked.request.scope)
    found = store.account(asked.get("name"))
    visit = visit_for(asked, was, found.name if found else "")
    token = signing.sign_in(
        store,
        asked.get("name"),
        asked.form.get("password", ""),
        address=asked.address,
        visit=digest_of_visit(visit),
        replaces=shown_by(was),
    )
    must = found is not None and found.must_change
    return entered(asked, token, was, visit, "password" if must else next_of(asked.get("next")))


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
    return entered(asked, token, was, visit, "")


def _do_password(asked: Asked) -> Response:
    was = identity.standing_of(asked.request.scope)
    if was.account is None:
        return login_page(asked, was.why, 401)
    visit = new_visit()  # whoever has the cookies of before has nothing
    token = signing.change_password(
        cache.archive().store,
        was.account.name,
        asked.form.get("old", ""),
        _twice(asked),
        address=asked.address,
        visit=digest_of_visit(visit),
        words=cache.place().words,
    )
    return entered(asked, token, signing.NOBODY, visit, "")


ROUTES = (
    route("/login", login_page, _do_login),
    route("/welcome", _welcome, _do_welcome),
    route("/password", _password, _do_password),
)


def login_address(slug: str = "") -> str:
    """Return where one signs in to come to a page."""
    return "./login" + (f"?{urlencode({'next': slug})}" if slug else "")
