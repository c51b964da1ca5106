"""What the card of a site or a park says: all that is known of it, and who would know more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.plan import leading_units
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.value import ValueKind
from sihui_map.views import html
from sihui_map.views.labels import PRECISION_LABEL, SITE_KIND_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sihui_map.domain.park import Park
    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures

NOT_PUBLIC = "未公开"
NO_CLAUSE = "方案没有对应条款"
NO_LEAD = "方案附件 1 没有对应任务，未列牵头单位"
NO_CHECKS = "本地方案没有列出循环化改造的清单"
ALL_DONE = "清单各项都已完成"


def leads(figures: Figures, clauses: Iterable[int]) -> tuple[str, ...]:
    """Return the units that lead the tasks of these clauses, each once, in the plan's order."""
    wanted = set(clauses)
    return leading_units(task for task in figures.snapshot.tasks if task.clause_no in wanted)


def _clause_rows(figures: Figures, clauses: Iterable[int]) -> Iterator[tuple[str, str]]:
    numbers = tuple(clauses)
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    said = "；".join(f"第 {number} 条　{titles.get(number, '')}".strip("　") for number in numbers)
    yield "方案条款", said or NO_CLAUSE
    if numbers:
        yield "牵头单位", "、".join(leads(figures, numbers)) or NO_LEAD


def capacity_text(site: Site) -> str:
    """Return how large a site is, in power and storage, as it is known."""
    known = [
        f"{amount:,.12g} {unit}"
        for amount, unit in ((site.capacity_mw, "MW"), (site.capacity_mwh, "MWh"))
        if amount is not None
    ]
    said = "、".join(known) or NOT_PUBLIC
    quoted = site.capacity_text if site.capacity_text not in known else ""
    return f"{said}（{quoted}）" if quoted else said


def _town_text(figures: Figures, town_code: str, told: str, precision: str) -> str:
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    name = names.get(town_code, "")
    is_said = bool(name) and told.startswith(name)
    found = [told if is_said else name, told, "" if name or told else NOT_PUBLIC, precision]
    return "；".join(dict.fromkeys(filter(None, found)))


def site_card(figures: Figures, site: Site) -> str:
    """Return the card of a project."""
    stage = str(site.stage)
    if site.stage_text:
        stage += f"（原文：{site.stage_text}）"
    year = [("投产年", f"{site.commission_year} 年")] if site.commission_year else []
    exact = PRECISION_LABEL[site.place_precision]
    rows = [
        ("类型", SITE_KIND_LABEL[site.kind]),
        ("阶段", stage),
        ("规模", capacity_text(site)),
        *year,
        ("镇街和位置", _town_text(figures, site.town_code, site.town_text, exact)),
        *_clause_rows(figures, site.clauses),
        ("性质", str(site.value_kind)),
        ("来源", site.source or NOT_PUBLIC),
        *([("还缺什么", site.missing_note)] if site.missing_note else []),
    ]
    return html.card(site.name, rows, sample=site.value_kind is ValueKind.SAMPLE)


def checklist(figures: Figures, park: Park) -> tuple[tuple[str, CheckState], ...]:
    """Return each point of the county's checklist with what was last said of it in ``park``."""
    progress = figures.park_progress.get(park.park_id)
    told = progress.checks if progress else {}
    return tuple(
        (check.label, told.get(check.check_id, CheckState.UNKNOWN))
        for check in figures.snapshot.place.park_checks
    )


def lacking(checks: Iterable[tuple[str, CheckState]]) -> str:
    """Return which points are not done, each with its state, or why there is none."""
    listed = tuple(checks)
    if not listed:
        return NO_CHECKS
    found = [f"{label}（{state}）" for label, state in listed if state is not CheckState.COMPLETED]
    return "、".join(found) or ALL_DONE


def park_card(figures: Figures, park: Park) -> str:
    """Return the card of a park, with its checklist."""
    progress = figures.park_progress.get(park.park_id)
    stage = f"{progress.stage}（{progress.year} 年）" if progress else str(ParkStage.UNKNOWN)
    checks = checklist(figures, park)
    place = PlacePrecision.TOWN if park.town_code else PlacePrecision.CITY
    asked = figures.snapshot.place.park_checks
    clauses = tuple(dict.fromkeys(check.clause_no for check in asked if check.clause_no))
    reported = [("进展来源", progress.source)] if progress and progress.source else []
    rows = [
        ("循环化改造", stage),
        ("还缺", lacking(checks)),
        ("级别", park.known_level),
        ("镇街和位置", _town_text(figures, park.town_code, park.town_text, PRECISION_LABEL[place])),
        *((label, str(state)) for label, state in checks),
        *_clause_rows(figures, clauses),
        ("性质", str(progress.kind if progress else ValueKind.MISSING)),
        ("园区来源", park.source or NOT_PUBLIC),
        *reported,
    ]
    sample = bool(progress and progress.kind is ValueKind.SAMPLE)
    return html.card(park.name, rows, sample=sample)
