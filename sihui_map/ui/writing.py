"""Who is signed in on a page, and how he signs in; what he may do, workflow decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.ui import identity, panels
from sihui_map.ui.door import login_address
from sihui_map.ui.streamlit_inside.session import fill_in, filled_in
from sihui_map.ui.visits import Place, open_place
from sihui_map.views import html

if TYPE_CHECKING:
    from sihui_map.domain.access import Action
    from sihui_map.ui.identity import Person

PLACE = "writing_place"
WHOSE, TYPED = "writing_whose", "writing_typed"
"""Who was signed in here last, and what he had filled in when a pause was noticed."""
KEPT = "请在新窗口登录，再回到这里继续：填写的文字都还在，选好的文件要再选一次。"
NOBODY = "看数据不用登录，填报、审核、发布和管理要用自己的账号。没有账号的，请找管理员。"
MAY_NOT = "这个账号的角色是「{}」，不能用这一页；需要时请管理员调整角色。"


def person() -> Person | None:
    """Return who is signed in, or was until a pause; his browser may then upload here."""
    found = identity.person()
    if found is None:
        st.session_state.pop(PLACE, None)
    else:
        session, visit = identity.own_session(), identity.own_visit()
        kept: Place | None = st.session_state.get(PLACE)
        if session and (kept is None or kept.visit != visit):
            st.session_state[PLACE] = open_place(session, visit)
    return found


def able(action: Action) -> Person | None:
    """Return who is signed in and may do ``action`` with something; None for everyone else."""
    found = person()
    return found if found is not None and found.may(action) else None


def panel(action: Action, slug: str) -> Person | None:
    """Say who is signed in, or how to; return who may do ``action``, None while nobody may."""
    found = person()
    if found is None:
        panels.words(NOBODY, kind="notes")
        panels.show(html.page_link("登录", login_address(slug)))
        return None
    if found.why == identity.CHANGE_FIRST:
        panels.words(f"{found.why}。", kind="warning")
        panels.show(html.page_link("改密码", "./password"))
        return None
    if found.why:
        _paused(found, slug)
        return None
    label = f"{found.name}，{found.account.role}"
    panels.show(html.page_link("我的账号", "./me", label=label))
    if st.session_state.get(WHOSE) == found.name:
        fill_in(st.session_state.pop(TYPED, {}))
    st.session_state[WHOSE] = found.name
    if not found.may(action):
        panels.words(MAY_NOT.format(found.account.role), kind="notes")
        return None
    return found


def _paused(found: Person, slug: str) -> None:
    """Show nothing but why he is signed in no more; what he typed waits for him."""
    if st.session_state.get(WHOSE) == found.name:
        typed = st.session_state.setdefault(TYPED, {})
        st.session_state[TYPED] = {**typed, **filled_in()}
    panels.words(f"{found.why}，什么都没有写入。{KEPT}", kind="warning")
    with st.container(horizontal=True):
        st.link_button("在新窗口登录", login_address(slug))  # here, what was typed would be gone
        st.button("登录好了，继续", key="writing_on")
