"""What the script needs beside the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sihui_map.catalogue.indicators import SCOPE_LABEL, town_measures
from sihui_map.documents.html.first_view import city_facts
from sihui_map.documents.html.parts import start_year
from sihui_map.documents.html.search import search_entries
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteKind, SiteStage
from sihui_map.domain.value import any_sample
from sihui_map.views import html, sentences, tables
from sihui_map.views.board import town_measure
from sihui_map.views.labels import SITE_KIND_LABEL, state_label
from sihui_map.views.maps import themes
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.catalogue.indicator import Indicator, Scope
    from sihui_map.figures import Figures


def script_data(figures: Figures) -> dict[str, Any]:
    """Return what the script is given: choices, colours, answers, what can be found."""
    years = figures.ledger_years
    return {
        "years": years,
        "start": {"year": str(start_year(figures)), "measure": "total", "boundary": "direct"},
        "choices": {
            "measure": [[each.id, each.short] for each in town_measures()],
            "boundary": [[scope, text] for scope, text in SCOPE_LABEL.items()],
        },
        "parts": [each.id for each in town_measures() if not each.is_by_scope],
        "towns": [[town.town_code, plain(town.name)] for town in figures.towns],
        "measures": {
            name: _measure(figures, measure, scope) for name, (measure, scope) in themes().items()
        },
        "cityFacts": city_facts(figures),
        "facts": {
            town.town_code: {year: _facts(figures, town.town_code, year) for year in years}
            for town in figures.towns
        },
        "filters": _filters(figures),
        "search": search_entries(figures),
    }


def _measure(figures: Figures, measure: Indicator, scope: Scope) -> dict[str, Any]:
    shown = town_measure(figures, measure, scope)
    rankings = {year: tables.ranking(figures, year, measure, scope) for year in figures.years}
    return {
        **{part: shown[part] for part in ("label", "unit", "colors", "dark", "cells")},
        "said": {
            year: plain(sentences.emissions_sentence(figures, year, measure, scope))
            for year in figures.ledger_years
        },
        "ranking": {
            year: {
                "title": plain(table.title),
                "rows": [[row.town_code, table.cell(row, "share").style] for row in table.rows],
            }
            for year, table in rankings.items()
        },
    }


def _facts(figures: Figures, code: str, year: int) -> str:
    name = next(town.name for town in figures.towns if town.town_code == code)
    sample = any_sample([figures.emission(code, year)])
    head = html.section(name, sentences.town_sentence(figures, code, year), sample=sample)
    if year in figures.years:
        items = sentences.town_figures(figures, code, year)
        head += html.key_figures(items, compact=True)
    return head + html.buttons([("打开镇街自查表", "sheet")])


def _filters(figures: Figures) -> list[dict[str, Any]]:
    snapshot = figures.snapshot
    units = snapshot.departments
    leads = {unit for task in snapshot.tasks for unit in task.lead_units}
    helpers = {unit for task in snapshot.tasks for unit in task.cooperating_units}
    kinds = {site.kind for site in snapshot.sites}
    stages = {site.stage for site in snapshot.sites}
    states = {row.state for row in figures.latest_updates.values()} | {TaskState.NO_INFORMATION}
    columns: dict[str, list[tuple[str, Iterable[str]]]] = {
        "find-tasks": [
            ("行动", [action.name for action in snapshot.actions]),
            ("牵头单位", _in_order(units, leads)),
            ("配合单位", _in_order(units, helpers)),
            ("状态（自报）", [state_label(state) for state in TaskState if state in states]),
        ],
        "find-sites": [
            ("类型", [SITE_KIND_LABEL[kind] for kind in SiteKind if kind in kinds]),
            ("阶段", [stage for stage in SiteStage if stage in stages]),
            ("镇街", [town.name for town in figures.towns]),
        ],
    }
    return [
        {
            "block": block,
            "columns": [[label, [plain(text) for text in texts]] for label, texts in asked],
        }
        for block, asked in columns.items()
    ]


def _in_order(units: Sequence[str], used: set[str]) -> list[str]:
    """Return the units that are ``used`` in the plan's order, then those it does not list."""
    return [unit for unit in units if unit in used] + sorted(used - {*units})
