"""The levers of a scenario: sliders that the address sets and that set the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.domain.scenario import LEVERS, Levers, levers_of
from sihui_map.errors import ChoiceError

if TYPE_CHECKING:
    from sihui_map.domain.scenario import Lever

HOURS = "hours"
"""The one that is a field: it has no zero that means nothing."""


def follow_address() -> dict[str, str]:
    """Return what the address sets, by name; what it may not say gets a sentence and goes."""
    taken: dict[str, str] = {}
    for name, lever in LEVERS.items():
        given = st.query_params.get(name)
        if not given:
            continue
        try:
            lever.number(given)
        except ChoiceError as error:
            st.warning(f"{error}。已按未设定显示。")
            del st.query_params[name]
        else:
            taken[name] = given
    return taken


def levers() -> tuple[Levers, dict[str, str]]:
    """Offer the levers; return what is set, and the same as an address says it."""
    given = follow_address()
    for name, lever in LEVERS.items():
        _offer(name, lever, given.get(name))
    return levers_of(given), given


def _offer(name: str, lever: Lever, given: str | None) -> None:
    key = f"lever_{name}"
    told = None if given is None else lever.number(given)
    label = f"{lever.label}（{lever.unit}）"

    def follow() -> None:
        value = st.session_state[key]
        if value is None or (not value and name != HOURS):
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = f"{value:g}"

    if name == HOURS:
        st.session_state[key] = told
        st.number_input(
            label,
            value=None,
            min_value=float(lever.low),
            max_value=float(lever.high),
            step=float(lever.step),
            key=key,
            on_change=follow,
            format="%g",
            placeholder="自己填，注明依据",
        )
        return
    st.session_state[key] = told or 0.0
    st.slider(
        label,
        min_value=float(lever.low),
        max_value=float(lever.high),
        step=float(lever.step),
        format="%g",
        key=key,
        on_change=follow,
    )
