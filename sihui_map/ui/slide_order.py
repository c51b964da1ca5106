"""The order of the slides: kept in the store, changed by buttons by whoever may write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from sihui_map import workflow
from sihui_map.errors import ChoiceError
from sihui_map.ui import cache, panels
from sihui_map.ui.slides import SLIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.access import Actor
    from sihui_map.ui.identity import Person

ORDER = "present_order"
DRAFT, PICKED, LEFT_OUT = "present_order_draft", "present_order_pick", "present_order_back"
MOVES: Mapping[str, tuple[str, int]] = {"up": ("上移", -1), "down": ("下移", 1)}


def order() -> list[str]:
    """Return the slides in the order that was kept, all of them where none was."""
    try:
        kept = json.loads(cache.archive().store.preference(ORDER) or "[]")
    except json.JSONDecodeError:  # a backup is a file that someone handed over
        kept = []
    names = dict.fromkeys(map(str, kept)) if isinstance(kept, list) else {}
    return [name for name in names if name in SLIDES] or list(SLIDES)


def keep_order(names: list[str], *, who: Actor) -> None:
    """Keep ``names`` as the order of the slides; those left out are not shown."""
    unknown = [name for name in names if name not in SLIDES]
    if unknown or not names:
        msg = f"放映顺序至少要有一页，可选：{'、'.join(slide.title for slide in SLIDES.values())}"
        raise ChoiceError(msg)
    workflow.keep_preference(cache.archive(), ORDER, json.dumps(names), who=who)


def moved(names: list[str], name: str, step: int) -> list[str]:
    """Return ``names`` with ``name`` one place up (−1) or down (1); at an end it stays."""
    at = names.index(name)
    to = min(max(at + step, 0), len(names) - 1)
    rest = [other for other in names if other != name]
    return [*rest[:to], name, *rest[to:]]


def _draft() -> list[str]:
    """Return the order as it is being changed, as it was kept where nothing was changed yet."""
    return list(st.session_state.get(DRAFT) or order())


def _move(step: int) -> None:
    if picked := st.session_state.get(PICKED):
        st.session_state[DRAFT] = moved(_draft(), picked, step)
        st.session_state[PICKED] = picked  # other numbers make another list, which forgets


def _leave_out() -> None:
    names = _draft()
    if (picked := st.session_state.get(PICKED)) and len(names) > 1:
        st.session_state[DRAFT] = [name for name in names if name != picked]
        st.session_state[PICKED] = None


def _take_back() -> None:
    if name := st.session_state.get(LEFT_OUT):
        st.session_state[DRAFT] = [*_draft(), name]
        st.session_state[LEFT_OUT] = None


def order_editor(who: Person | None) -> None:
    """Show the order of the slides; whoever may write can change and keep it."""
    names = _draft()
    if not who:
        said = "　".join(f"{at} {SLIDES[name].title}" for at, name in enumerate(names, start=2))
        panels.words(f"放映顺序：1 封面　{said}", kind="notes")
        panels.words("要改顺序，请用审核或管理的账号登录。", kind="notes")
        return
    st.pills(
        "放映顺序：点一页，再上移、下移或去掉；封面总在最前",
        names,
        format_func=lambda name: f"{names.index(name) + 2}　{SLIDES[name].title}",
        key=PICKED,
    )
    nothing = not st.session_state.get(PICKED)
    with st.container(horizontal=True, key="present_order_moves"):
        for key, (label, step) in MOVES.items():
            st.button(
                label, key=f"present_order_{key}", disabled=nothing, on_click=_move, args=(step,)
            )
        last = len(names) == 1
        st.button("去掉", key="present_order_out", disabled=nothing or last, on_click=_leave_out)
        is_kept = st.button("保存顺序", key="present_order_keep", type="primary")
    left_out = [name for name in SLIDES if name not in names]
    if left_out:
        st.pills(
            "不放映的：点一页放回最后",
            left_out,
            format_func=lambda name: SLIDES[name].title,
            key=LEFT_OUT,
            on_change=_take_back,
        )
    if is_kept:
        keep_order(names, who=who.sign())
        st.session_state.pop(DRAFT, None)
        panels.words("已保存。下次打开汇报就按这个顺序。", kind="done")
