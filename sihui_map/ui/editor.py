"""Who may write: the one place that is asked, until accounts take over."""

from __future__ import annotations

import hmac
import logging
import time
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import streamlit as st

from sihui_map.domain.access import Actor, Role
from sihui_map.domain.submission import person
from sihui_map.errors import KeyRefusedError, SihuiMapError
from sihui_map.settings import read_settings
from sihui_map.ui import panels
from sihui_map.ui.streamlit_inside.session import session_id

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)
WRITER, GATE = "editor_writer", "editor_gate"
IDLE_S, LONGEST_S = 15 * 60.0, 12 * 3600.0
FREE_TRIES = 3
LONGEST_WAIT_S = 300.0
NO_KEY = (
    "这台服务器没有设置填报口令，网页只能查看，不能填报。"
    "请管理员设置口令后重启，或用命令行导入（见部署说明）。"
)
AGAIN = "请在「数据填报」重新输入口令，再按一次；页面上填写的内容都还在"


class Writer:
    """Someone who gave name and key in one session; what he writes he signs."""

    def __init__(self, name: str, visit: str, *, now: float) -> None:
        """Enter at ``now``, in seconds; ``visit`` is the browser's."""
        self.name = name
        self.visit = visit
        self._entered = self._seen = now

    def why_locked(self, now: float) -> str:
        """Return why the key is asked for again, "" while it is not."""
        if now - self._seen > IDLE_S:
            return f"已有 {IDLE_S / 60:.0f} 分钟没有操作"
        if now - self._entered > LONGEST_S:
            return f"进入填报已超过 {LONGEST_S / 3600:.0f} 小时"
        return ""

    def act(self, now: float) -> None:
        """Take note that he is there; who is locked out stays so."""
        if not self.why_locked(now):
            self._seen = now

    def unlock(self, now: float) -> None:
        """Begin anew, for the key was given again."""
        self._entered = self._seen = now

    def sign(self) -> Actor:
        """Return who acts; KeyRefusedError where the key has to be given again."""
        if why := self.why_locked(time.monotonic()):
            msg = f"{why}，没有写入。{AGAIN}"
            raise KeyRefusedError(msg)
        self.act(time.monotonic())
        return Actor(name=self.name, role=Role.REVIEWER, address=st.context.ip_address or "")


class Gate:
    """Compares keys: the right one always enters; who gave wrong ones waits longer each time.

    The wait is a session's own, so that nobody who guesses keeps out who knows. What keeps
    guessing from succeeding is the key: settings.py refuses one that can be guessed.
    """

    def __init__(self) -> None:
        """Begin without a failure."""
        self._failures = 0
        self._open_at = 0.0

    def check(self, given: str, key: str, *, now: float) -> None:
        """Raise KeyRefusedError unless ``given`` is ``key``; ``now`` in seconds."""
        if key and hmac.compare_digest(given.strip().encode(), key.encode()):
            self._failures, self._open_at = 0, 0.0
            return
        if now < self._open_at:
            msg = f"口令连续输错，请 {int(self._open_at - now) + 1} 秒后再试"
            raise KeyRefusedError(msg)
        self._failures += 1
        extra = self._failures - FREE_TRIES
        if extra >= 0:
            # The shift is bounded, for a float would overflow after a thousand failures.
            self._open_at = now + min(2.0 ** min(extra, 20) * 2, LONGEST_WAIT_S)
        msg = "口令不对，请核对后再输；连续输错会延长等待时间"
        raise KeyRefusedError(msg)


_writers: WeakValueDictionary[str, Writer] = WeakValueDictionary()
"""By session, for the door through which files come (ui/visits.py); gone with the session."""
_lock = Lock()


def register(session: str, made: Writer) -> None:
    """Remember who writes in ``session``, as long as the session does."""
    with _lock:
        _writers[session] = made


def writer_of(session: str) -> str:
    """Return the visit that may upload to ``session``, "" while nobody may."""
    with _lock:
        found = _writers.get(session)
    return found.visit if found and not found.why_locked(time.monotonic()) else ""


def writer() -> Writer | None:
    """Return who is writing in this session, None while nobody may.

    After a long pause he still is; but what he does then is refused (`Writer.sign`).
    """
    found: Writer | None = st.session_state.get(WRITER)
    if found is None or not read_settings().editor_key:
        return None
    found.act(time.monotonic())
    return found


def panel() -> Writer | None:
    """Ask for name and key where needed; return who is writing, None while nobody may."""
    key = read_settings().editor_key
    if not key:
        panels.words(NO_KEY, kind="notes")
        return None
    found = writer()
    if found is None:
        _ask(key, "", _enter)
    elif why := found.why_locked(time.monotonic()):
        panels.words(f"{why}，请重新输入口令。页面上填写的内容都还在。", kind="warning")
        _ask(key, found.name, lambda _: found.unlock(time.monotonic()))
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            panels.words(f"填报人：{found.name}")
            st.button("退出填报", on_click=lambda: st.session_state.pop(WRITER, None))
    return found


def _ask(key: str, known: str, then: Callable[[str], None]) -> None:
    """Ask for the key, and for the name where none is ``known``; call ``then`` with the name."""
    # A form sends both at once: typed one after the other, quick hands would lose the second.
    with st.form("editor", width=420):
        who = known or st.text_input("姓名", max_chars=60, placeholder="写入每一行的填报人")
        given = st.text_input("填报口令", type="password", placeholder="向管理员索取")
        if not st.form_submit_button("进入填报", type="primary"):
            return
    gate: Gate = st.session_state.setdefault(GATE, Gate())
    try:
        name = person(who)
        gate.check(given, key, now=time.monotonic())
    except SihuiMapError as error:
        _note("refused", who, str(error))
        panels.failure(f"{error}。")
        return
    _note("entered", name)
    then(name)
    st.rerun()


def _enter(name: str) -> None:
    made = Writer(name, st.context.headers.get("x-sihui-visit", ""), now=time.monotonic())
    st.session_state[WRITER] = made
    if session := session_id():
        register(session, made)


def _note(what: str, who: str, why: str = "") -> None:
    """Record an entry or a refusal, with the address it came from; never a key."""
    LOG.warning("editor %s: %r from %s %s", what, who[:60], st.context.ip_address or "?", why)
