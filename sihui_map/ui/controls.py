"""Widgets that set one choice; the choice, not the widget, is the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.ui import choices, panels, parts, state
from sihui_map.views.anchors import UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.figures import Figures


def choice_bar(figures: Figures, years: Sequence[int] = ()) -> None:
    """Offer the towns and, where the page has them, the years; the same on every page."""
    chosen = {name: state.chosen(name) for name in (state.TOWN, state.YEAR)}
    panels.show(parts.choice_bar(figures, chosen, years))


def chosen_unit(units: Sequence[str]) -> str:
    """Return the unit that the address names, "" for none; an unknown one gets a sentence."""
    given = st.query_params.get(UNIT, "")
    if not given or given in units:
        return given
    shown = choices.NOT_PLAIN.sub("□", given[:20])
    st.warning(f"没有单位「{shown}」，请在下拉框里选择。已列出全部单位。")
    del st.query_params[UNIT]
    return ""


def unit_picker(units: Sequence[str], chosen: str) -> None:
    """Offer the units, and none; the address follows."""
    words = {"": "全部单位", **{name: name for name in units}}
    st.session_state["widget_unit"] = chosen

    def follow() -> None:
        picked = st.session_state["widget_unit"]
        if picked:
            st.query_params[UNIT] = picked
        else:
            st.query_params.pop(UNIT, None)

    st.selectbox(
        "单位",
        list(words),
        format_func=lambda value: words.get(value, value),
        key="widget_unit",
        on_change=follow,
        filter_mode=None,
        placeholder="请选择",
        width=320,
    )


def pills(name: str, words: Mapping[str, str], *, shown: str | None = None) -> None:
    """Offer ``words`` (value → words) for the choice ``name``, one at a time.

    ``shown`` is marked where it is not the choice itself that the page shows.
    """
    key = f"widget_{name}"
    st.session_state[key] = shown or state.chosen(name)

    def follow() -> None:
        state.choose(**{name: st.session_state[key]})

    st.segmented_control(
        choices.LABEL[name],
        list(words),
        format_func=lambda value: words.get(value, value),
        key=key,
        on_change=follow,
        required=True,
        wrap=True,
    )


def multi(key: str, label: str, options: Mapping[str, str]) -> list[str]:
    """Offer ``options`` to filter by; nothing chosen, so nothing returned, means all."""
    picked = st.pills(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        selection_mode="multi",
        wrap=True,
        key=key,
        bind="query-params",
    )
    return list(picked)


def one_of(key: str, label: str, options: Mapping[str, str], everything: str) -> str:
    """Offer ``options`` in a list headed by ``everything``; "" stands for that."""
    words = {"": everything, **options}
    return (
        st.selectbox(
            label,
            list(words),
            format_func=lambda value: words.get(value, value),
            key=key,
            filter_mode=None,
            placeholder="请选择",
            bind="query-params",
        )
        or ""
    )


def section(key: str, options: tuple[str, ...]) -> str:
    """Offer parts of a page of which only the chosen one is made."""
    picked = st.segmented_control(
        "内容", options, default=options[0], key=key, required=True, label_visibility="collapsed"
    )
    return picked or options[0]
