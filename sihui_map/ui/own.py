"""A person's own page: his sessions, tokens, deputies; in whose name he acts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from sihui_map.domain.access import Action, Actor, Role
from sihui_map.domain.token import LONGEST_DAYS, LONGEST_LABEL
from sihui_map.errors import AccessError, ChoiceError
from sihui_map.settings import read_sign_on
from sihui_map.ui import cache, identity
from sihui_map.ui.cookies import is_secure
from sihui_map.ui.door import login_page
from sihui_map.ui.forms import Asked, plain, route, shown
from sihui_map.views.access import minute
from sihui_map.views.door import Door, Field, Form
from sihui_map.views.names import area_name
from sihui_map.workflow import deputies, signing, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sihui_map.domain.account import Account
    from sihui_map.workflow.signing import Standing

PATH = "./me"
PROGRAMS = (
    "给程序读数据接口用：只能读，读得到的与本人相同，不能登录，也不能填报。丢了就撤销，另发一个。"
)
STAND_INS = "代理人在这几天可以做您能做的事，记录写「代」您；他不能审核您或他自己填过的。"


def me_page(asked: Asked, wrong: str = "", status: int = 200, *, told: str = "") -> Response:
    """Show the own page; ``told`` is a new token, which is shown this once."""
    now = identity.standing_of(asked.request.scope)
    if now.account is None or now.session is None:
        return login_page(asked, wrong or now.why)
    own, session = now.account, now.session
    scope = area_name(cache.figures(), own.scope) if own.scope else cache.place().whole

    def door(visit: str) -> Door:
        made = plain(asked, "我的账号", visit)
        may = not own.must_change and identity.Person(own, "").may(Action.MANAGE)
        manage = [("./accounts", "管理账号")] if may else []
        return replace(
            made,
            wrong=wrong,
            lines=(
                f"{own.signed}，{own.role}，{scope}。",
                f"{minute(session.begun_at)} 登录；15 分钟没有操作，或满 12 小时，要重新登录。",
            ),
            key=told,
            forms=(Form("./logout", "退出登录"),)
            if own.must_change
            else (
                Form("./logout", "退出登录"),
                *_acting(own),
                *_sessions(now),
                *_connecting(now),
                *_tokens(own),
                *_deputies(own),
            ),
            links=(("./password", "改密码"), *manage, *made.links),
        )

    return shown(asked, door, status)


def _acting(own: Account) -> Iterator[Form]:
    """Offer to act for whom he stands in, or for himself again."""
    store = cache.archive().store
    others = [one.name for one in deputies.absent_of(store, own.name, cache.today())]
    title = "代理"
    lines: tuple[str, ...] = ("只在代理时有他的权限；每条记录都写明「代」谁。",)
    if own.for_whom:
        yield Form(PATH, "回到本人", hidden=(("do", "stand"),), title=title, lines=lines)
        return
    for name in others:
        hidden = (("do", "stand"), ("absent", name))
        yield Form(PATH, f"代{name}处理", hidden=hidden, is_quiet=True, title=title, lines=lines)
        title, lines = "", ()


def _sessions(now: Standing) -> Iterator[Form]:
    """List where he is signed in; each but this one can be ended."""
    store = cache.archive().store
    assert now.session is not None  # noqa: S101 who shows the page is signed in
    name, here = now.session.name, now.session.digest
    live = [one for one in store.sessions(name) if not one.why_over(store.at())]
    title = "正在登录"
    for one in live:
        where, last = one.address or "本机", minute(one.seen_at)[11:]
        said = f"{minute(one.begun_at)} 从 {where}，最近操作 {last}"
        is_here = one.digest == here
        yield Form(
            PATH,
            "" if is_here else "退出",
            hidden=(("do", "end"), ("session", one.short)),
            lines=(f"{said}（这一个）" if is_here else said,),
            title=title,
            is_row=True,
        )
        title = ""
    everywhere = (("everywhere", "yes"),)
    yield Form("./logout", "在所有设备上退出", hidden=everywhere, is_quiet=True)


def _connecting(now: Standing) -> Iterator[Form]:
    """Offer to connect the account to who he is in the system by which people sign in."""
    system = read_sign_on()
    assert now.session is not None  # noqa: S101 who shows the page is signed in
    if system and not cache.archive().store.has_subject(now.session.name):
        lines = (f"以后可以用{system.title}登录这个账号；角色和范围随之由{system.title}决定。",)
        words = f"对应{system.title}"
        yield Form("./sso", words, is_quiet=True, title=system.title, lines=lines)


def _tokens(own: Account) -> Iterator[Form]:
    """List his tokens, and offer a new one."""
    store = cache.archive().store
    days, today, title = store.token_days(), cache.today(), "接口令牌"
    for one in store.tokens(own.name):
        if one.is_revoked:
            continue
        state = one.why_over(today) or f"至 {one.until}"
        last = f"最近使用 {days[one.digest]}" if one.digest in days else "没有用过"
        yield Form(
            PATH,
            "撤销",
            hidden=(("do", "revoke"), ("which", one.short)),
            lines=(f"{one.label}：{one.scope}，{state}，{last}",),
            title=title,
            is_row=True,
        )
        title = ""
    fields = (
        Field("label", "给哪个程序用", "off", "text", longest=LONGEST_LABEL),
        Field("days", f"有效几天（1–{LONGEST_DAYS}）", "off", "text", "90", 3),
    )
    lines = (PROGRAMS,)
    yield Form(
        PATH, "发一个令牌", fields, (("do", "token"),), is_quiet=True, title=title, lines=lines
    )


def _deputies(own: Account) -> Iterator[Form]:
    """List who stands in for him; a reviewer may name another."""
    store, title = cache.archive().store, "我不在时的代理人"
    today = cache.today()
    if own.for_whom or not identity.Person(own, "").may(Action.DEPUTISE):
        return
    for one in store.deputies():
        if one.absent == own.name and not one.is_over(today):
            said = f"{one.deputy}，{one.since} 至 {one.until}"
            hidden = (("do", "end_deputy"), ("whom", one.deputy))
            yield Form(PATH, "结束", hidden=hidden, lines=(said,), title=title, is_row=True)
            title = ""
    is_admin = own.role is Role.ADMINISTRATOR
    names = [
        one.name
        for one in store.accounts()
        if not one.is_disabled
        and one.name != own.name
        and (one.role is Role.ADMINISTRATOR) == is_admin
    ]
    if not names:
        return
    fields = (
        Field("whom", "代理人", "off", options=tuple((name, name) for name in names)),
        Field("since", "从哪一天", "off", "text", today.isoformat(), 10),
        Field("until", "到哪一天（写法同上）", "off", "text", longest=10),
    )
    yield Form(
        PATH,
        "指定代理人",
        fields,
        (("do", "deputy"),),
        is_quiet=True,
        title=title,
        lines=(STAND_INS,),
    )


def _actor(asked: Asked, now: Standing) -> Actor:
    if now.account is None:
        raise AccessError(now.why or "没有登录")
    if now.account.must_change:
        raise AccessError(identity.CHANGE_FIRST)
    return now.account.actor(asked.address)


def _end(asked: Asked, now: Standing) -> None:
    assert now.session is not None  # noqa: S101 asked before
    _actor(asked, now)
    store, short = cache.archive().store, asked.get("session")
    signing.sign_out_of(store, now.session.name, short, address=asked.address)


def _stand(asked: Asked, now: Standing) -> None:
    assert now.session is not None  # noqa: S101 asked before
    _actor(asked, now)
    absent = asked.get("absent")
    deputies.stand_in(cache.archive().store, now.session, absent, address=asked.address)


def _revoke(asked: Asked, now: Standing) -> None:
    tokens.revoke(cache.archive(), asked.get("which"), who=_actor(asked, now))


def _deputy(asked: Asked, now: Standing) -> None:
    who = _actor(asked, now)
    whom, since, until = (asked.get(name) for name in ("whom", "since", "until"))
    deputies.name_deputy(cache.archive(), who.name, whom, since, until, who=who)


def _end_deputy(asked: Asked, now: Standing) -> None:
    who = _actor(asked, now)
    deputies.end_deputy(cache.archive(), who.name, asked.get("whom"), who=who)


DONE: dict[str, Callable[[Asked, Standing], None]] = {
    "end": _end,
    "stand": _stand,
    "revoke": _revoke,
    "deputy": _deputy,
    "end_deputy": _end_deputy,
}


def _do_me(asked: Asked) -> Response:
    now = identity.standing_of(asked.request.scope)
    if now.account is None or now.session is None:
        return login_page(asked, now.why, 401)
    what = asked.form.get("do", "")
    if what == "token":
        who = _actor(asked, now)
        given = tokens.make(cache.archive(), asked.get("label"), asked.get("days"), who=who)
        return me_page(asked, told=given)
    if what not in DONE:
        msg = "这一页没有这个按钮，没有处理"
        raise ChoiceError(msg)
    DONE[what](asked, now)
    return Response(status_code=303, headers={"location": PATH})


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


ROUTES = (route("/me", me_page, _do_me), route("/logout", me_page, _do_logout))
