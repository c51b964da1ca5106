"""Widgets that set one choice; the choice, not the widget, is the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.ui import choices, panels, parts, state

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


class Filters:
    """What a page of its own can be filtered by, in its bar; the address alone holds what is."""

    def __init__(self, *offered: parts.Filter) -> None:
        """Take from the address what is chosen; what is not offered gets a sentence."""
        self.offered = offered
        self.chosen = {each.name: _taken(each) for each in offered}

    def show(self, figures: Figures | None = None, years: Sequence[int] = ()) -> None:
        """Offer them; with ``figures`` in one bar with the town, and of ``years`` one."""
        also = {name: state.chosen(name) for name in (state.TOWN, state.YEAR)}
        shown = parts.filter_bar(self.offered, self.chosen, figures=figures, years=years, also=also)
        panels.show(shown)


def _taken(offered: parts.Filter) -> str:
    given = st.query_params.get(offered.name)
    if given is None:
        return ""
    known = next((each for each, words in offered.words.items() if given in (each, words)), "")
    if not known:
        if given:
            shown = choices.NOT_PLAIN.sub("□", given[:20])
            st.warning(
                f"没有{offered.label}「{shown}」，请在列表里选择。已列出{offered.everything}。"
            )
        del st.query_params[offered.name]
    elif given != known:
        st.query_params[offered.name] = known  # the bar goes by what the address says
    return known


def pills(name: str, words: Mapping[str, str], *, runs: Sequence[str] = ()) -> None:
    """Offer ``words`` (value → words) for the choice ``name``, one at a time.

    ``runs`` are the fragments that show it, where it is not only the one that holds it.
    """
    key = f"widget_{name}"
    st.session_state[key] = state.chosen(name)

    def follow() -> None:
        state.choose(**{name: st.session_state[key]})
        panels.run_only(runs)

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
