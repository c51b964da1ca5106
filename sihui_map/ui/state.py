"""What a viewer has chosen: one state for map, table, picker and address, on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import INDICATORS, TOTAL, town_measures
from sihui_map.domain.naming import is_latest
from sihui_map.errors import ChoiceError
from sihui_map.ui import cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.figures import Figures

TOWN, YEAR, MEASURE, SCOPE, PLANT = "town", "year", "measure", "boundary", "plant"
ON, OFF = "on", "off"
DEFAULTS = {MEASURE: TOTAL.id, SCOPE: Scope.DIRECT.value, PLANT: ON}
NOT_PLAIN = re.compile(r"[^\w（）：；、，「」 ]")
NAMES = (TOWN, YEAR, MEASURE, SCOPE, PLANT)
SNAPSHOT = "snapshot"
DEFAULT_YEARS = "default_years"


def _key(name: str) -> str:
    return f"choice_{name}"


def _options(name: str, figures: Figures) -> Sequence[str]:
    options: dict[str, Sequence[str]] = {
        TOWN: [town.town_code for town in figures.towns],
        YEAR: [str(year) for year in all_years(figures)],
        MEASURE: [measure.id for measure in town_measures()],
        SCOPE: list(Scope),
        PLANT: (ON, OFF),
    }
    return options[name]


def all_years(figures: Figures) -> tuple[int, ...]:
    """Return every year a page can show."""
    return tuple(sorted({*figures.years, *figures.forest_years, *figures.ledger_years}))


def _refusal(name: str, given: str, figures: Figures) -> str:
    # A sentence is shown as Markdown: a link or a picture in an address must stay a text.
    value = re.sub(r"[^\w.-]", "□", given[:20])
    if name == TOWN:
        return f"地址里的镇街「{value}」不存在，请在下拉框里选择。已按未选镇街显示。"
    label = {YEAR: "年份", MEASURE: "指标", SCOPE: "口径", PLANT: "热电厂开关"}.get(name, name)
    known = "、".join(_options(name, figures)) or "（无数据）"
    return f"地址里的{label}「{value}」不存在；可选：{known}。已按默认显示。"


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
        # A sentence is shown as Markdown: a link or a picture in an address must stay a text.
        said = NOT_PLAIN.sub("□", str(error))
        return [f"{said}。已按最新一期显示。"]
    return []


def snapshot_id() -> str:
    """Return the id of the snapshot that was asked for, "" for what is published now."""
    return str(st.session_state.get(_key(SNAPSHOT), ""))


def snapshot_choice() -> dict[str, str]:
    """Return what keeps the snapshot that is shown in an address; nothing for the newest."""
    return {SNAPSHOT: snapshot_id()} if snapshot_id() else {}


def follow_address(figures: Figures) -> list[str]:
    """Take what the address says; put what was chosen before into it; return what was refused."""
    refused = []
    for name in NAMES:
        given = st.query_params.get(name)
        if given is None:
            continue
        if given in _options(name, figures):
            st.session_state[_key(name)] = given
        else:
            refused.append(_refusal(name, given, figures))
            st.session_state.pop(_key(name), None)
    write_address()
    return refused


def choose(**choices: str | None) -> None:
    """Set choices by name; None clears one; the address follows."""
    for name, value in choices.items():
        if value is None:
            st.session_state.pop(_key(name), None)
        else:
            st.session_state[_key(name)] = value
    write_address()


def write_address() -> None:
    """Make the address say what is chosen; filters that a page binds to it are left alone."""
    own = {name: st.session_state.get(_key(name)) for name in (*NAMES, SNAPSHOT)}
    shown = {name: str(v) for name, v in own.items() if v is not None and v != DEFAULTS.get(name)}
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


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything chosen, in the domain's words."""

    town_code: str
    year: int
    measure: Indicator
    scope: Scope
    with_plant: bool


def remember_years(figures: Figures) -> None:
    """Keep which year of each list is shown while none is chosen: the newest that is whole."""
    st.session_state[DEFAULT_YEARS] = {
        figures.forest_years: figures.default_forest_year,
        figures.years: figures.default_year,
    }


def choice(years: Sequence[int], *, has_plant: bool = True) -> Choice:
    """Return what is chosen; a year that is not among ``years`` gives the newest whole one.

    Where nothing stands apart from the towns, nothing can be left out.
    """
    year = int(chosen(YEAR) or 0)
    default = st.session_state.get(DEFAULT_YEARS, {}).get(tuple(years))
    return Choice(
        town_code=chosen(TOWN) or "",
        year=year if year in years else (default or (years[-1] if years else 0)),
        measure=INDICATORS[chosen(MEASURE) or TOTAL.id],
        scope=Scope(chosen(SCOPE) or Scope.DIRECT),
        with_plant=chosen(PLANT) == ON or not has_plant,
    )
