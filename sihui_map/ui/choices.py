"""What an address may choose, and what it has chosen: the rules, without a session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import (
    COVER,
    INDICATORS,
    SCOPE_LABEL,
    TOTAL,
    forest_measures,
    town_measures,
)
from sihui_map.views.labels import no_town

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.errors import ChoiceError
    from sihui_map.figures import Figures

TOWN, YEAR, MEASURE, SCOPE, PLANT = "town", "year", "measure", "boundary", "plant"
FOREST = "forest"
ON, OFF = "on", "off"
DEFAULTS = {MEASURE: TOTAL.id, SCOPE: Scope.DIRECT.value, PLANT: ON, FOREST: COVER.id}
NAMES = (TOWN, YEAR, MEASURE, SCOPE, PLANT, FOREST)
CLEARED = (TOWN, YEAR)
"""What an address can leave blank (``?town=``): then nothing is chosen, whatever was before."""
UNCHOSEN = "-"
"""Stands in the address for a moment after Back to where a choice was not made yet (boot.js)."""
LABEL = {
    TOWN: "镇街",
    YEAR: "年份",
    MEASURE: "指标",
    SCOPE: "口径",
    PLANT: "热电厂",
    FOREST: "地图",
}
"""What each choice is called."""
PLANT_WORDS = {ON: "含", OFF: "不含"}
SNAPSHOT = "snapshot"
NOT_PLAIN = re.compile(r"[^\w（）：；、，「」 ]")


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything chosen, in the domain's words."""

    town_code: str
    year: int
    measure: Indicator
    scope: Scope
    with_plant: bool
    forest: Indicator


def all_years(figures: Figures) -> tuple[int, ...]:
    """Return every year a page can show."""
    years = {*figures.years, *figures.forest_years, *figures.ledger_years}
    return tuple(sorted(years | {*figures.evaluation_years}))


def options(name: str, figures: Figures) -> Sequence[str]:
    """Return what may be chosen under ``name``."""
    known: dict[str, Sequence[str]] = {
        TOWN: [town.town_code for town in figures.towns],
        YEAR: [str(year) for year in all_years(figures)],
        MEASURE: [measure.id for measure in town_measures()],
        SCOPE: list(Scope),
        PLANT: (ON, OFF),
        FOREST: list(forest_words()),
    }
    return known[name]


def measure_words() -> dict[str, str]:
    """Return the measures to choose from, in few words."""
    return {each.id: each.short for each in town_measures()}


def forest_words() -> dict[str, str]:
    """Return what the map of forests can show, in few words."""
    return {each.id: each.short for each in forest_measures()}


def scope_words() -> dict[str, str]:
    """Return the scopes to choose from."""
    return {str(each): SCOPE_LABEL[each] for each in Scope}


def town_words(figures: Figures) -> dict[str, str]:
    """Return none and the towns in scope, by code."""
    none = {"": no_town(figures.snapshot.place)}
    return none | {town.town_code: town.name for town in figures.towns}


def words(figures: Figures) -> dict[str, tuple[str, dict[str, str]]]:
    """Return what each choice is called, and its values; "" stands for none made.

    A year is its own word.
    """
    values = {
        TOWN: town_words(figures),
        YEAR: {},
        MEASURE: {"": TOTAL.short, **measure_words()},
        SCOPE: {"": SCOPE_LABEL[Scope.DIRECT], **scope_words()},
        FOREST: {"": COVER.short, **forest_words()},
    }
    if figures.snapshot.has_plant:
        values[PLANT] = {"": PLANT_WORDS[ON], **PLANT_WORDS}
    return {name: (LABEL[name], values[name]) for name in NAMES if name in values}


def _refusal(name: str, given: str, figures: Figures) -> str:
    # A sentence is shown as Markdown: a link or a picture in an address must stay a text.
    value = re.sub(r"[^\w.-]", "□", given[:20])
    if name == TOWN:
        return f"地址里的镇街「{value}」不存在，请在下拉框里选择。已按未选镇街显示。"
    label = f"{LABEL[name]}开关" if name == PLANT else LABEL[name]
    known = "、".join(options(name, figures)) or "（无数据）"
    return f"地址里的{label}「{value}」不存在；可选：{known}。已按默认显示。"


def refused_snapshot(error: ChoiceError) -> str:
    """Return what is said of a snapshot that does not exist."""
    # A sentence is shown as Markdown: a link or a picture in an address must stay a text.
    said = NOT_PLAIN.sub("□", str(error))
    return f"{said}。已按最新一期显示。"


def sorted_out(
    given: Mapping[str, str | None], figures: Figures
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what an address chooses that can be chosen, and a sentence for what cannot.

    A town or year that is left blank is taken as it is: none. So is what Back left unchosen.
    """
    taken: dict[str, str] = {}
    refused: dict[str, str] = {}
    for name in NAMES:
        value = given.get(name)
        if value is None:
            continue
        if value == UNCHOSEN:
            taken[name] = ""
        elif value in options(name, figures) or (not value and name in CLEARED):
            taken[name] = value
        else:
            refused[name] = _refusal(name, value, figures)
    return taken, refused


def default_years(figures: Figures) -> dict[Sequence[int], int]:
    """Return which year of each list is shown while none is chosen: the newest that is whole."""
    return {
        figures.evaluation_years: figures.default_evaluation_year,
        figures.ledger_years: figures.last_public_year,
        figures.forest_years: figures.default_forest_year,
        figures.years: figures.default_year,
    }


def choice(
    chosen: Mapping[str, str | None],
    years: Sequence[int],
    default: int | None,
    *,
    has_plant: bool = True,
) -> Choice:
    """Return what is ``chosen``; a year that is not among ``years`` gives ``default``, the last.

    Where nothing stands apart from the towns, nothing can be left out.
    """
    named = {**DEFAULTS, **{name: value for name, value in chosen.items() if value}}
    year = int(named.get(YEAR) or 0)
    return Choice(
        town_code=named.get(TOWN) or "",
        year=year if year in years else (default or (years[-1] if years else 0)),
        measure=INDICATORS[named[MEASURE] or TOTAL.id],
        scope=Scope(named[SCOPE] or Scope.DIRECT),
        with_plant=named[PLANT] == ON or not has_plant,
        forest=INDICATORS[named[FOREST] or COVER.id],
    )


def written(chosen: Mapping[str, str | None]) -> dict[str, str]:
    """Return what of ``chosen`` stands in an address: all but the defaults."""
    return {
        name: str(value) for name, value in chosen.items() if value and value != DEFAULTS.get(name)
    }
