"""Who may write: the one place that is asked, until accounts take over."""

from __future__ import annotations

import hmac
import time
from threading import Lock

import streamlit as st

from sihui_map.errors import KeyRefusedError
from sihui_map.settings import read_settings
from sihui_map.ui import panels

NAME = "editor_name"
FREE_TRIES = 3
LONGEST_WAIT_S = 300.0
NO_KEY = (
    "这台服务器没有设置填报口令（SIHUI_EDITOR_KEY），网页只能查看，不能填报。"
    "请管理员设置口令后重启，或用命令行 python -m sihui_map import 填报。"
)


class Gate:
    """Compares keys; after FREE_TRIES failures in a row each next try has to wait longer."""

    def __init__(self) -> None:
        """Begin without a failure."""
        self._lock = Lock()
        self._failures = 0
        self._open_at = 0.0

    def check(self, given: str, key: str, *, now: float) -> None:
        """Raise KeyRefusedError unless ``given`` is ``key``; ``now`` in seconds."""
        with self._lock:
            if now < self._open_at:
                wait_s = int(self._open_at - now) + 1
                msg = f"口令连续输错，请 {wait_s} 秒后再试"
                raise KeyRefusedError(msg)
            if key and hmac.compare_digest(given.strip().encode(), key.encode()):
                self._failures = 0
                return
            self._failures += 1
            extra = self._failures - FREE_TRIES
            if extra >= 0:
                self._open_at = now + min(2.0**extra * 2, LONGEST_WAIT_S)
        msg = "口令不对，请核对后再输；连续输错会延长等待时间"
        raise KeyRefusedError(msg)


_gate = Gate()


def name() -> str:
    """Return who is writing in this session, "" while nobody may."""
    return str(st.session_state.get(NAME, "")) if read_settings().editor_key else ""


def panel() -> str:
    """Ask for name and key where needed; return who is writing, "" while nobody may."""
    key = read_settings().editor_key
    if not key:
        panels.words(NO_KEY, kind="notes")
        return ""
    if name():
        with st.container(horizontal=True, vertical_alignment="center"):
            panels.words(f"填报人：{name()}")
            st.button("退出填报", on_click=lambda: st.session_state.pop(NAME, None))
        return name()
    # A form sends both at once: typed one after the other, quick hands would lose the second.
    with st.form("editor", width=420):
        who = st.text_input("姓名", max_chars=60, placeholder="写入每一行的填报人")
        given = st.text_input("填报口令", type="password", placeholder="向管理员索取")
        if st.form_submit_button("进入填报", type="primary"):
            _enter(who, given, key)
    return ""


def _enter(who: str, given: str, key: str) -> None:
    if not who.strip():
        panels.failure("请先写姓名：它会写入每一行的填报人。")
        return
    try:
        _gate.check(given, key, now=time.monotonic())
    except KeyRefusedError as error:
        panels.failure(f"{error}。")
        return
    st.session_state[NAME] = who.strip()
    st.rerun()
