"""Whether the tables of a county agree: what one names, another has to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind
from sihui_map.reference.boundaries import BOUNDARIES
from sihui_map.reference.findings import unknown, wrong
from sihui_map.reference.place import PLACE

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.reference.findings import Finding

    Name = tuple[str, object, str, Collection[object]]
    """Where something is named, what, the file that should have it, and what that file has."""

UNITS, FACTS, RULES = "units.csv", "city_context.csv", "plan/light_rules.csv"
ACTIONS, CLAUSES, TASKS = "plan/actions.csv", "plan/clauses.csv", "plan/tasks.csv"
TARGETS, DEPARTMENTS, ERRATA = "plan/targets.csv", "plan/departments.csv", "plan/errata.csv"
SITES, SOURCES, FUELS = "sites.csv", "named_sources.csv", "emission_factors.csv"
GRID = "grid_factors.csv"


def disagreements(snapshot: Snapshot, broken: Container[str]) -> Iterator[Finding]:
    """Yield what contradicts or is missing between tables that can be read.

    Nothing is held against a table that is ``broken``, nor against one without a row.
    """
    yield from _units(snapshot)
    yield from _named(_place_names(snapshot), broken)
    yield from _named(_plan_names(snapshot), broken)
    yield from _named(_errata_names(snapshot), broken)
    yield from _named(_site_names(snapshot), broken)
    yield from _bases(snapshot)
    yield from _facts(snapshot, broken)
    yield from _rules(snapshot, broken)
    yield from _samples(snapshot)


def _names(values: Iterable[object]) -> str:
    return "、".join(map(str, values))


def _named(names: Iterable[Name], broken: Container[str]) -> Iterator[Finding]:
    """Hold what is said where against the file that should have it, of which ``known`` tells."""
    for where, name, file, known in names:
        if name and known and file not in broken and name not in known:
            yield wrong(f"{where}是「{name}」，{file} 里没有")


def _units(snapshot: Snapshot) -> Iterator[Finding]:
    towns, drawn, code = snapshot.towns, snapshot.boundaries, snapshot.place.code
    names = {town.town_code: f"{town.name} {town.town_code}" for town in towns}
    elsewhere = [names[own] for own in names if code and not own.startswith(code)]
    if elsewhere:
        yield wrong(f"{UNITS} 的代码不以 {PLACE} 的「code」{code} 开头：{_names(elsewhere)}")
    if towns and (strange := [own for own in drawn if own not in names]):
        yield wrong(f"{BOUNDARIES} 有界线、{UNITS} 里没有的代码：{_names(strange)}")
    for what, which in (
        ("界线", [own for own in names if drawn and own not in drawn]),
        ("驻地坐标", [town.town_code for town in towns if town.seat is None]),
        ("公布面积", [town.town_code for town in towns if town.area_km2 is None]),
    ):
        if which:
            listed = _names(names[own] for own in which)
            yield unknown(f"{UNITS} 有 {len(which)} 个镇街还不知道{what}：{listed}")
    outside = [town.name for town in towns if not town.in_scope]
    if outside and not snapshot.place.outside:
        yield unknown(f"{_names(outside)}不在统计范围，{PLACE} 没有写「scope.outside」怎样称呼它")
    if towns and snapshot.place.outside and not outside:
        yield wrong(
            f"{PLACE} 的「scope.outside」是「{snapshot.place.outside}」，镇街却全部在统计范围内"
        )


def _place_names(snapshot: Snapshot) -> Iterator[Name]:
    place = snapshot.place
    targets = {target.target_id for target in snapshot.targets}
    roles = {
        "forest_cover": (place.targets.forest_cover,),
        "circular_parks": (place.targets.circular_parks,),
        "energy_intensity": place.targets.energy_intensity,
        "carbon_intensity": place.targets.carbon_intensity,
        "binding": place.targets.binding,
    }
    for role, ids in roles.items():
        for target_id in ids:
            yield f"{PLACE} 的「targets.{role}」", target_id, TARGETS, targets
    codes = {town.town_code for town in snapshot.towns}
    yield f"{PLACE} 的「example_town」", place.example_town, UNITS, codes
    sets = {factor.factor_set for factor in snapshot.fuel_factors}
    yield f"{PLACE} 的「factor_set」", place.factor_set, FUELS, sets
    regions = {factor.region for factor in snapshot.grid_factors}
    yield f"{PLACE} 的「grid_region」", place.grid_region, GRID, regions
    clauses = _clauses(snapshot)
    for check in place.park_checks:
        where = f"{PLACE} 的「parks.checklist」{check.check_id} 的条文编号"
        yield where, check.clause_no, CLAUSES, clauses
    sources = {source.source_id for source in snapshot.named_sources}
    for source_id in place.ticks:
        yield f"{PLACE} 的「sources.ticks」的一个编号", source_id, SOURCES, sources


def _plan_names(snapshot: Snapshot) -> Iterator[Name]:
    actions = {action.action_no for action in snapshot.actions}
    clauses = _clauses(snapshot)
    for clause in snapshot.clauses:
        yield f"{CLAUSES} 第 {clause.clause_no} 条的行动", clause.action_no, ACTIONS, actions
    for task in snapshot.tasks:
        where = f"{TASKS} 任务 {task.task_no} 的"
        yield f"{where}行动", task.action_no, ACTIONS, actions
        yield f"{where}条文编号", task.clause_no, CLAUSES, clauses
        for unit in (*task.lead_units, *task.cooperating_units):
            yield f"{where}责任单位", unit, DEPARTMENTS, snapshot.departments
    for target in snapshot.targets:
        yield f"{TARGETS} 目标 {target.target_id} 的条文编号", target.clause_no, CLAUSES, clauses


def _errata_names(snapshot: Snapshot) -> Iterator[Name]:
    clauses, tasks = _clauses(snapshot), {task.task_no for task in snapshot.tasks}
    targets = {target.target_id for target in snapshot.targets}
    for item in snapshot.errata:
        where = f"{ERRATA} 勘误 {item.erratum_id} 的"
        yield from ((f"{where}条文编号", number, CLAUSES, clauses) for number in item.clause_nos)
        yield from ((f"{where}任务序号", number, TASKS, tasks) for number in item.task_nos)
        yield from ((f"{where}目标", own, TARGETS, targets) for own in item.target_ids)
    for update in snapshot.task_updates:
        yield f"{update.day} 任务调度的任务序号", update.task_no, TASKS, tasks
    for line in snapshot.task_lines:
        yield f"{line.day} 配合情况的任务序号", line.task_no, TASKS, tasks
    for step in snapshot.task_steps:
        yield f"任务时间表第 {step.step_no} 步的任务序号", step.task_no, TASKS, tasks


def _site_names(snapshot: Snapshot) -> Iterator[Name]:
    clauses, sites = _clauses(snapshot), {site.site_id for site in snapshot.sites}
    for site in snapshot.sites:
        where = f"{SITES} 项目 {site.site_id} 的条文编号"
        yield from ((where, number, CLAUSES, clauses) for number in site.clauses)
    for source in snapshot.named_sources:
        yield f"{SOURCES} 排放源 {source.source_id} 的项目", source.site_id, SITES, sites


def _clauses(snapshot: Snapshot) -> set[int]:
    return {clause.clause_no for clause in snapshot.clauses}


def _bases(snapshot: Snapshot) -> Iterator[Finding]:
    """Hold what the checklist of parks quotes against the clause that it names."""
    texts = {clause.clause_no: clause.text for clause in snapshot.clauses}
    for check in snapshot.place.park_checks:
        text = texts.get(check.clause_no or 0, "")
        if check.basis and text and check.basis not in text:
            yield wrong(
                f"{PLACE} 的「parks.checklist」{check.check_id} 引的原句「{check.basis}」，"
                f"{CLAUSES} 第 {check.clause_no} 条里没有"
            )


def _facts(snapshot: Snapshot, broken: Container[str]) -> Iterator[Finding]:
    if FACTS in broken or PLACE in broken:
        return
    facts, plan = snapshot.place.facts, snapshot.place.plan
    known = {fact.item for fact in snapshot.city_facts}
    due = (facts.city_total, facts.land_area, facts.population, facts.gdp)
    if absent := [item for item in due if item not in known]:
        yield unknown(f"{FACTS} 还没有这些项目：{_names(absent)}")
    years = {fact.year for fact in snapshot.city_facts if fact.item == facts.city_total}
    if absent_years := [year for year in plan.public_years if year not in years]:
        yield wrong(
            f"{PLACE} 的「plan.public_years」有 {_names(absent_years)}，"
            f"{FACTS} 没有这些年的「{facts.city_total}」"
        )


def _rules(snapshot: Snapshot, broken: Container[str]) -> Iterator[Finding]:
    ruled = {rule.target_id for rule in snapshot.light_rules}
    bare = [each.target_id for each in snapshot.targets if each.target_id not in ruled]
    if bare and RULES not in broken:
        yield unknown(f"{RULES} 还没有这些目标的亮灯规则，不会亮灯：{_names(bare)}")
    alone = [task.task_no for task in snapshot.tasks if not task.lead_units]
    if alone:
        yield unknown(f"{TASKS} 还没有牵头单位的任务：{_names(alone)}")


def _samples(snapshot: Snapshot) -> Iterator[Finding]:
    kinds = {
        "energy_use": [row.kind for row in snapshot.energy_uses],
        "town_context": [row.kind for row in snapshot.contexts],
        "ledger_reported": [row.kind for row in snapshot.reported_rows],
        "forest_cover": [row.kind for row in snapshot.forest_covers],
        "park_progress": [row.kind for row in snapshot.park_progress],
        "task_updates": [row.kind for row in snapshot.task_updates],
        "task_lines": [row.kind for row in snapshot.task_lines],
        "task_steps": [row.kind for row in snapshot.task_steps],
        "self_evaluations": [row.kind for row in snapshot.self_evaluations],
        "evaluations": [row.kind for row in snapshot.evaluations],
    }
    for name, found in kinds.items():
        count = sum(kind is not ValueKind.SAMPLE for kind in found)
        if count:
            yield wrong(f"sample/{name}.csv 有 {count} 行的性质不是「{ValueKind.SAMPLE}」")
