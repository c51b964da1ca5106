"""What can be searched for: each thing with where it stands and how it sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sihui_map.views import tables
from sihui_map.views.labels import SITE_KIND_LABEL
from sihui_map.views.markup import plain
from sihui_map.views.pinyin import initials, syllables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.figures import Figures


def search_entries(figures: Figures) -> list[dict[str, Any]]:
    """Return whatever can be searched for, in the order of the views."""
    snapshot = figures.snapshot
    names = {action.action_no: action.name for action in snapshot.actions}
    towns = [
        _entry("镇街", town.name, "", "map", keys=[town.pinyin.lower()], town=town.town_code)
        for town in figures.towns
    ]
    units = [_unit(figures, unit) for unit in snapshot.departments]
    sites = [
        _entry("项目", site.name, f"{SITE_KIND_LABEL[site.kind]} {site.stage} {site.town_text}",
               "sites", row=row)
        for row, site in enumerate(snapshot.sites)
    ]  # fmt: skip
    parks = [
        _entry("园区", park.name, f"{park.town_text} {park.industries}", "parks", row=row)
        for row, park in enumerate(snapshot.parks)
    ]
    targets = [
        _entry("指标", item.target.indicator, item.target.quote, "targets", row=row)
        for row, item in enumerate(tables.standings_by_need(figures))
    ]
    tasks = [
        _entry("任务", f"任务 {task.task_no}　{names.get(task.action_no, '')}", task.text, "tasks",
               row=row)
        for row, task in enumerate(snapshot.tasks)
    ]  # fmt: skip
    shown = [
        item
        for action in snapshot.actions
        for item in snapshot.clauses
        if item.action_no == action.action_no
    ]
    clauses = [
        _entry("条款", f"第 {item.clause_no} 条　{item.title}", item.text, "plan", row=row)
        for row, item in enumerate(shown)
    ]
    return [*towns, *units, *sites, *parks, *targets, *tasks, *clauses]


def _entry(  # noqa: PLR0913 a row is a row
    kind: str, title: str, text: str, view: str, *, row: int = -1,
    keys: Sequence[str] = (), town: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Return what the script finds: ``row`` is its place in the table or the clauses of a view."""
    return {
        "kind": kind,
        "title": plain(title),
        "text": plain(text),
        "keys": [plain(key) for key in (initials(title), "".join(syllables(title)), *keys)],
        "view": view,
        "block": f"find-{view}",
        "row": row,
        "town": town,
    }


def _unit(figures: Figures, unit: str) -> dict[str, Any]:
    leads = sum(unit in task.lead_units for task in figures.snapshot.tasks)
    helps = sum(unit in task.cooperating_units for task in figures.snapshot.tasks)
    column = "牵头单位" if leads else "配合单位"
    entry = _entry("单位", unit, f"牵头 {leads} 项任务，配合 {helps} 项任务", "tasks")
    return entry | {"filter": [column, plain(unit)]}
