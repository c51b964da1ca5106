"""The block of the page 账号 on who stands in for whom, and what programs may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.ui import cache, panels
from sihui_map.views import access
from sihui_map.workflow import deputies, tokens

if TYPE_CHECKING:
    from datetime import date

    from sihui_map.store import Store
    from sihui_map.ui.identity import Person

DONE = "managing_done"
WRITTEN = ("managing_name", "managing_why", "delegating_why")
"""What was filled in for one account, and is none of the next one's."""
WIDE_PX = 620
LONGEST_NAME = 60


def said_next(*sentences: str, link: str = "") -> None:
    """Say on the next run what was done, and show a one-time link once."""
    st.session_state[DONE] = sentences, link
    for key in WRITTEN:
        st.session_state.pop(key, None)
    st.rerun(scope="app")


def work(who: Person) -> None:
    """Show deputies and tokens; name and end the first, revoke the second."""
    store = cache.archive().store
    today = cache.today()
    panels.table(access.deputies_table(store.deputies(), today))
    panels.words("代理人在这几天可以做不在的人能做的事，记录写「代」谁；四眼照旧。", kind="notes")
    with st.container(width=WIDE_PX):
        _name(who, store, today)
        _end(who, store, today)
    panels.table(access.tokens_table(store.tokens(), store.token_days(), today))
    panels.words("各人在「我的账号」里给程序发的，只能读数据接口。", kind="notes")
    with st.container(width=WIDE_PX):
        _revoke(who, store)


def _name(who: Person, store: Store, today: date) -> None:
    names = [own.name for own in store.accounts() if not own.is_disabled]
    with st.container(horizontal=True):
        absent, deputy = (
            st.selectbox(label, names, index=None, key=f"delegating_{key}", placeholder="请选择")
            for key, label in (("absent", "谁不在"), ("whom", "代理人"))
        )
    with st.container(horizontal=True):
        since = st.text_input("从哪一天", today.isoformat(), max_chars=10, key="delegating_since")
        until = st.text_input("到哪一天", max_chars=10, key="delegating_until")
    why = st.text_input("理由（写进操作记录）", max_chars=300, key="delegating_why")
    if st.button("指定代理人", key="delegating_name"):
        made = deputies.name_deputy(
            cache.archive(), absent or "", deputy or "", since, until, who=who.sign(), reason=why
        )
        said_next(f"已指定：{made.said}。")


def _end(who: Person, store: Store, today: date) -> None:
    live = {one.said: one for one in store.deputies() if not one.is_over(today)}
    if not live:
        return
    picked = st.selectbox(
        "哪一个代理", list(live), index=None, key="delegating_one", placeholder="请选择"
    )
    if st.button("提前结束", key="delegating_end") and picked:
        one = live[picked]
        ended = deputies.end_deputy(cache.archive(), one.absent, one.deputy, who=who.sign())
        said_next(f"已结束：{ended.said}。")


def _revoke(who: Person, store: Store) -> None:
    live = {f"{one.name}：{one.label}": one for one in store.tokens() if not one.is_revoked}
    if not live:
        return
    picked = st.selectbox(
        "哪一个令牌", list(live), index=None, key="delegating_token", placeholder="请选择"
    )
    if st.button("撤销", key="delegating_revoke") and picked:
        one = live[picked]
        tokens.revoke(cache.archive(), one.short, who=who.sign(), name=one.name)
        said_next(f"「{picked}」已撤销。")
