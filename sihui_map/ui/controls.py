"""Widgets that set one choice; the choice, not the widget, is the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.ui import choices, panels, parts, state
from sihui_map.views.anchors import UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

ROWS_AT_ONCE = 100
"""How many rows of a long table a page shows: more is a scroll without end."""


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


def ledger_pills(figures: Figures) -> int:
    """Offer the years of the ledger, the plan's and those with energy data; return the chosen."""
    years = figures.ledger_years
    chosen = state.chosen(state.YEAR) or ""
    shown = chosen if chosen in map(str, years) else str(figures.last_public_year)
    pills(state.YEAR, {str(year): str(year) for year in years}, shown=shown)
    return int(shown)


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


def search(key: str, label: str) -> str:
    """Offer a field to search by; return what is sought, "" for everything."""
    return (st.text_input(label, key=key, max_chars=40, width=420) or "").strip()


def paged(table: Table, key: str) -> Table:
    """Return a part of a long table, after offering its parts; a short one as it is."""
    count = -(-len(table.rows) // ROWS_AT_ONCE)
    if count < 2:  # noqa: PLR2004 one part is the whole
        return table
    numbers = range(1, count + 1)
    chosen = st.selectbox(
        f"共 {len(table.rows)} 行，分 {count} 段",
        numbers,
        format_func=lambda number: _rows(number, len(table.rows)),
        key=key,
        filter_mode=None,
        width=260,
    )
    return table.part(min(chosen or 1, count), ROWS_AT_ONCE)


def _rows(number: int, count: int) -> str:
    last = min(number * ROWS_AT_ONCE, count)
    return f"第 {(number - 1) * ROWS_AT_ONCE + 1}–{last} 行"


def section(key: str, options: tuple[str, ...]) -> str:
    """Offer parts of a page of which only the chosen one is made."""
    picked = st.segmented_control(
        "内容", options, default=options[0], key=key, required=True, label_visibility="collapsed"
    )
    return picked or options[0]
