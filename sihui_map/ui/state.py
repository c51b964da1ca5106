"""What a viewer has chosen: one state for map, table, picker and address, on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.domain.naming import is_latest
from sihui_map.errors import ChoiceError
from sihui_map.ui import cache, choices
from sihui_map.ui.choices import (
    DEFAULTS,
    FOREST,
    MEASURE,
    NAMES,
    OFF,
    ON,
    PLANT,
    SCOPE,
    SNAPSHOT,
    TOWN,
    YEAR,
    Choice,
    all_years,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.figures import Figures

__all__ = [
    "DEFAULTS",
    "FOREST",
    "MEASURE",
    "NAMES",
    "OFF",
    "ON",
    "PLANT",
    "SCOPE",
    "SNAPSHOT",
    "TOWN",
    "YEAR",
    "Choice",
    "all_years",
]
DEFAULT_YEARS = "default_years"


def _key(name: str) -> str:
    return f"choice_{name}"


def follow_snapshot() -> list[str]:
    """Take the snapshot that the address names; return what was refused."""
    given = st.query_params.get(SNAPSHOT)
    if given is None:
        return []
    if is_latest(given):
        st.session_state.pop(_key(SNAPSHOT), None)
        return []
    try:
        st.session_state[_key(SNAPSHOT)] = cache.figures(given).snapshot.revision
    except ChoiceError as error:
        st.session_state.pop(_key(SNAPSHOT), None)
        return [choices.refused_snapshot(error)]
    return []


def snapshot_id() -> str:
    """Return the id of the snapshot that was asked for, "" for what is published now."""
    return str(st.session_state.get(_key(SNAPSHOT), ""))


def snapshot_choice() -> dict[str, str]:
    """Return what keeps the snapshot that is shown in an address; nothing for the newest."""
    return {SNAPSHOT: snapshot_id()} if snapshot_id() else {}


def follow_address(figures: Figures) -> list[str]:
    """Take what the address says; put what was chosen before into it; return what was refused."""
    given = {name: st.query_params.get(name) for name in NAMES}
    taken, refused = choices.sorted_out(given, figures)
    for name, value in taken.items():
        if value:
            st.session_state[_key(name)] = value
    for name in (*refused, *(name for name, value in taken.items() if not value)):
        st.session_state.pop(_key(name), None)
    write_address()
    return list(refused.values())


def choose(**chosen_now: str | None) -> None:
    """Set choices by name; None clears one; the address follows."""
    for name, value in chosen_now.items():
        if value is None:
            st.session_state.pop(_key(name), None)
        else:
            st.session_state[_key(name)] = value
    write_address()


def write_address() -> None:
    """Make the address say what is chosen; filters that a page binds to it are left alone."""
    own = {name: st.session_state.get(_key(name)) for name in (*NAMES, SNAPSHOT)}
    shown = choices.written(own)
    for name in own:
        if name not in shown and name in st.query_params:
            del st.query_params[name]
    changed = {name: v for name, v in shown.items() if st.query_params.get(name) != v}
    if changed:
        st.query_params.update(changed)  # one step: each step is one press of Back


def chosen(name: str) -> str | None:
    """Return one choice, or its default."""
    value = st.session_state.get(_key(name), DEFAULTS.get(name))
    return None if value is None else str(value)


def remember_years(figures: Figures) -> None:
    """Keep which year of each list is shown while none is chosen."""
    st.session_state[DEFAULT_YEARS] = choices.default_years(figures)


def choice(years: Sequence[int], *, has_plant: bool = True) -> Choice:
    """Return what is chosen; a year that is not among ``years`` gives the newest whole one."""
    default = st.session_state.get(DEFAULT_YEARS, {}).get(tuple(years))
    now = {name: chosen(name) for name in NAMES}
    return choices.choice(now, years, default, has_plant=has_plant)
