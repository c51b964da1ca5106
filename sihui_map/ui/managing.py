"""The blocks of the page 账号: who has one, invitations, roles, sessions, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.domain.access import SCOPED, Role
from sihui_map.domain.account import INVITED, OF_CELLS
from sihui_map.intake.people import HEADINGS
from sihui_map.settings import read_settings
from sihui_map.ui import cache, delegating, panels
from sihui_map.views import access
from sihui_map.views.names import area_name
from sihui_map.views.table import to_csv
from sihui_map.workflow import accounts, importing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.account import Account
    from sihui_map.ui.identity import Person

INVITATIONS = "managing_invitations"
SHOWN = 200
"""Lines of the log on the page; the file has all."""
ABOUT = {
    Role.VIEWER: "只看已发布的",
    Role.TOWN: "填一个镇街的数",
    Role.UNIT: "填一个单位牵头、配合的任务和指标",
    Role.REVIEWER: "填{whole}的数，审核、退回、发布；自己填过的不能审核",
    Role.ADMINISTRATOR: "管账号，不碰数据",
}


def said() -> None:
    """Show what the last step did."""
    sentences, key = st.session_state.pop(delegating.DONE, ((), ""))
    panels.words(*sentences, kind="done")
    if invited := st.session_state.pop(INVITATIONS, ()):
        table = access.invited_table([(own, address_of(one)) for own, one in invited])
        panels.words(
            f"每人一个链接，{INVITED.days} 天内有效，只能用一次；请现在下载，离开本页就不再显示："
        )
        st.download_button("下载链接 .csv", to_csv(table), "链接.csv", "text/csv")
        panels.table(table)
    if key:
        panels.words(
            f"设密码的链接，{INVITED.days} 天内有效，只能用一次，离开本页就不再显示；请只交给本人："
        )
        st.code(address_of(key), language=None, wrap_lines=True)


def address_of(key: str) -> str:
    """Return the address of a one-time link, as this browser reaches us."""
    base = str(st.context.url or "").rsplit("/", 1)[0]
    return f"{base}/welcome?key={key}"


def listed(who: Person) -> None:
    """Show every account, and make a new one."""
    store, figures = cache.archive().store, panels.current()
    panels.table(access.accounts_table(figures, store.accounts(), store.at()))
    closed = "全部内容都要登录才能看" if read_settings().is_closed else "看已发布的内容不用登录"
    panels.words(f"现在的设置：{closed}。", kind="notes")
    panels.section("新增账号", "账号就是本人姓名，每人一个，不共用；同名的在后面加单位。")
    with st.container(width=delegating.WIDE_PX):
        _new(who)


def _new(who: Person) -> None:
    name = st.text_input("姓名", max_chars=60, key="managing_name")
    role, scope = _role_and_scope("new", Role.TOWN, "")
    why = st.text_input("为什么（写进操作记录）", max_chars=300, key="managing_why")
    if st.button("新增，并生成链接", type="primary", key="managing_add"):
        acting = who.sign()
        made = accounts.add(cache.archive(), name, role, scope, who=acting, why=why)
        link = accounts.invite(cache.archive(), made.name, who=acting)
        delegating.said_next(f"已新增账号「{made.name}」：{made.said}。", link=link)


def _role_and_scope(key: str, role: Role, scope: str) -> tuple[Role, str]:
    """Offer the roles, and the towns or units where a role needs one."""
    figures = panels.current()
    roles, say = list(Role), figures.snapshot.place.says
    chosen = st.selectbox(
        "角色",
        roles,
        index=roles.index(role),
        format_func=lambda each: f"{each}：{say(ABOUT[each])}",
        key=f"managing_role_{key}",
        filter_mode=None,
    )
    if chosen not in SCOPED:
        return chosen, ""
    towns = [town.town_code for town in figures.towns]
    options = towns if chosen is Role.TOWN else list(figures.snapshot.departments)
    picked = st.selectbox(
        SCOPED[chosen],
        options,
        index=options.index(scope) if scope in options else None,
        format_func=lambda each: area_name(figures, each),
        key=f"managing_scope_{key}_{chosen.name}",
        placeholder="请选择",
    )
    return chosen, picked or ""


def several(who: Person) -> None:
    """Make the accounts of a list."""
    panels.section(
        "按名单新增",
        f"一个 CSV 文件，第一行是「{','.join(HEADINGS)}」；镇街填报的范围写镇街名称或 9 位代码，"
        "部门填报写单位名称，其余留空。有一行不对，整份都不写入。",
    )
    with st.container(width=delegating.WIDE_PX):
        file = st.file_uploader("名单（.csv）", type=["csv"], key="managing_list")
        why = st.text_input("为什么（写进操作记录）", max_chars=300, key="managing_list_why")
        if st.button("新增名单上的账号，并生成链接", key="managing_import") and file:
            made = importing.import_people(
                cache.archive(), file.getvalue(), who=who.sign(), why=why
            )
            st.session_state[INVITATIONS] = made
            delegating.said_next(f"已新增 {len(made)} 个账号。")


def one(who: Person) -> None:
    """Change one account: link, role, disable, open again."""
    with st.container(width=delegating.WIDE_PX):
        _one(who)


def _one(who: Person) -> None:
    store = cache.archive().store
    known = {own.name: own for own in store.accounts()}
    name = st.selectbox("账号", list(known), key="managing_one", placeholder="请选择")
    own = known[name]  # there is one, who is looking
    panels.words(f"{own.name}：{own.said}；{access.state_of(own, store.at())}。")
    why = st.text_input("理由（写进操作记录）", max_chars=300, key=f"managing_reason_{name}")
    if own.is_disabled:
        if st.button("恢复，并生成链接", key="managing_enable"):
            _again(who, own, why)
        return
    role, scope = _role_and_scope(name, own.role, own.scope)
    with st.container(horizontal=True):
        if st.button("保存角色和范围", key="managing_change"):
            after = accounts.change(cache.archive(), name, role, scope, who=who.sign(), why=why)
            delegating.said_next(f"账号「{name}」现为：{after.said}，下一次点击起生效。")
        if st.button("发设密码的链接（原密码失效）", key="managing_invite"):
            link = accounts.invite(cache.archive(), name, who=who.sign())
            delegating.said_next(
                f"已为「{name}」生成链接；原密码已失效，已退出全部登录。", link=link
            )
        if st.button("停用", key="managing_disable"):
            accounts.disable(cache.archive(), name, who=who.sign(), why=why)
            delegating.said_next(f"账号「{name}」已停用，已退出全部登录。")


def _again(who: Person, own: Account, why: str) -> None:
    acting = who.sign()
    accounts.enable(cache.archive(), own.name, who=acting, why=why)
    link = accounts.invite(cache.archive(), own.name, who=acting)
    delegating.said_next(f"账号「{own.name}」已恢复。", link=link)


def signed_in(who: Person) -> None:
    """Show who is signed in; end the sessions of one."""
    store = cache.archive().store
    table = access.sessions_table(store.sessions(), store.at())
    panels.table(table)
    names = list(dict.fromkeys(row.cells[0].text for row in table.rows))
    name = st.selectbox("让谁退出", names, index=None, key="managing_out", placeholder="请选择")
    if st.button("退出他的全部登录", key="managing_end") and name:
        accounts.end_sessions(cache.archive(), name, who=who.sign())
        delegating.said_next(f"「{name}」的全部登录已退出。")


def logged(_: Person) -> None:
    """Show the newest lines of the log; the file has all."""
    with_cells = st.checkbox("也列工作台的单格（填一格、写备注、加附件）", key="log_cells")
    records = cache.archive().store.log(SHOWN, but=() if with_cells else OF_CELLS)
    panels.downloads("全部操作记录：", [("下载 CSV", "./data/log.csv")])
    panels.table(access.log_table(records))
    panels.words(f"本页列最近 {SHOWN} 条。只增不删，入链，随备份走。", kind="notes")


PARTS: dict[str, Callable[[Person], None]] = {
    "账号": listed,
    "按名单新增": several,
    "改一个账号": one,
    "代理和令牌": delegating.work,
    "正在登录": signed_in,
    "操作记录": logged,
}
FOR_READERS = ("操作记录",)
