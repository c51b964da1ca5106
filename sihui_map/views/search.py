"""What can be found by the search box: each thing with the address that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from sihui_map.domain.search import Entry, Index, Kind
from sihui_map.views import anchors
from sihui_map.views.labels import SITE_KIND_LABEL
from sihui_map.views.names import target_name
from sihui_map.views.pinyin import syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sihui_map.domain.plan import Target, Task
    from sihui_map.domain.town import Town
    from sihui_map.figures import Figures

Page = tuple[str, str, str]
"""Address, title and what stands there, of a page."""


def index(figures: Figures, pages: Iterable[Page]) -> Index:
    """Return all that ``figures`` and ``pages`` have to be found."""
    return Index(entries(figures, pages))


def entries(figures: Figures, pages: Iterable[Page]) -> Iterator[Entry]:
    """Return one entry for each thing that has a page, or a place on one."""
    snapshot = figures.snapshot
    names = {town.town_code: town.name for town in figures.towns}
    yield from (_town(town) for town in figures.towns)
    yield from (_unit(figures, name) for name in snapshot.departments)
    for address, title, said in pages:
        yield _entry(Kind.PAGE, title, said, address)
    yield from (_target(target) for target in snapshot.targets)
    yield from (_task(figures, task) for task in snapshot.tasks)
    for site in snapshot.sites:
        known = (
            SITE_KIND_LABEL[site.kind],
            str(site.stage),
            names.get(site.town_code, ""),
            site.town_text,
            site.capacity_text,
        )
        # The page lists the sites of the chosen town only; "" chooses none.
        query = urlencode({"town": site.town_code if site.town_code in names else ""})
        at = f"sites?{query}#{quote(anchors.site_anchor(site.site_id))}"
        yield _entry(Kind.SITE, site.name, _joined(known), at)
    for park in snapshot.parks:
        place = (names.get(park.town_code, ""), park.town_text, park.industries, park.level)
        at = f"parks#{quote(anchors.park_anchor(park.park_id))}"
        yield _entry(Kind.PARK, park.name, _joined(place), at)
    by_year = sorted(snapshot.enterprises, key=lambda row: row.year)
    newest = {row.enterprise_id: row for row in by_year}
    for row in newest.values():  # what everyone may read
        about = (names.get(row.town_code, ""), row.sector, f"一企一策{row.plan_state}")
        at = f"enterprises#{quote(anchors.enterprise_anchor(row.enterprise_id, row.year))}"
        yield _entry(Kind.ENTERPRISE, row.name, _joined(about), at)
    for clause in snapshot.clauses:
        title = f"第 {clause.clause_no} 条　{clause.title}"
        at = f"tasks#{anchors.clause_anchor(clause.clause_no)}"
        yield _entry(Kind.CLAUSE, title, clause.text, at, said=clause.title)
    for action in snapshot.actions:
        query = urlencode({"action": action.action_no})
        yield _entry(Kind.ACTION, action.name, action.intro, f"tasks?{query}")


def _entry(kind: Kind, title: str, text: str, address: str, *, said: str = "") -> Entry:
    return Entry(kind, title, text, address, (syllables(said or title),))


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _town(town: Town) -> Entry:
    """Return a town; its official spelling counts beside that of the dictionary."""
    sounds = tuple(dict.fromkeys((syllables(town.name), (town.pinyin.lower(),))))
    address = anchors.town_address(town.town_code)
    return Entry(Kind.TOWN, town.name, "", address, sounds)


def _unit(figures: Figures, name: str) -> Entry:
    leads = sum(name in task.lead_units for task in figures.snapshot.tasks)
    helps = sum(name in task.cooperating_units for task in figures.snapshot.tasks)
    said = f"牵头 {leads} 项任务，配合 {helps} 项任务"
    return _entry(Kind.UNIT, name, said, anchors.unit_address(name))


def _target(target: Target) -> Entry:
    address = anchors.target_address(target.target_id)
    return _entry(Kind.TARGET, target_name(target), target.quote, address, said=target.indicator)


def _task(figures: Figures, task: Task) -> Entry:
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    name = titles.get(task.clause_no, "")
    units = "、".join((*task.lead_units, *task.cooperating_units))
    address = anchors.task_address(task.task_no)
    title = f"任务 {task.task_no}　{name}".strip()
    return _entry(Kind.TASK, title, f"{task.text}（{units}）", address, said=name)
