"""Widgets that set one choice; the choice, not the widget, is the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.ui import choices, state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

ROWS_AT_ONCE = 100
"""How many rows of a long table a page shows: more is a scroll without end."""


def town_picker(figures: Figures, *, width_px: int | None = None) -> None:
    """Offer the towns in scope, and none; as wide as there is room, or ``width_px``."""
    names = choices.town_words(figures)
    st.session_state["widget_town"] = state.chosen(state.TOWN) or ""

    def follow() -> None:
        state.choose(town=st.session_state["widget_town"] or None)

    st.selectbox(
        choices.LABEL[state.TOWN],
        list(names),
        format_func=lambda code: names.get(code, code),
        key="widget_town",
        on_change=follow,
        filter_mode=None,
        placeholder="请选择",
        width=width_px or "stretch",
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


def year_pills(figures: Figures) -> None:
    """Offer the years with energy data where no map carries them; partial ones say so."""
    years = figures.years
    words = {
        str(year): f"{year}（部分）" if year in figures.partial_years else str(year)
        for year in years
    }
    pills(state.YEAR, words, shown=str(state.choice(years).year))


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
