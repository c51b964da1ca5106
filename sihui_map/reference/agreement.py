"""Whether the tables of a county agree: what one names, another has to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import forest_measures, town_measures
from sihui_map.domain.energy import FUEL_ID, TRADED
from sihui_map.domain.sink import COEFFICIENTS
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
SOURCES, FUELS, GRID = "named_sources.csv", "emission_factors.csv", "grid_factors.csv"
HEAT_FACTORS, COAL, SINK = "heat_factors.csv", "standard_coal.csv", "sink_coefficients.csv"
BREAKS = "class_breaks.csv"
COAL_ENERGIES = {"", *FUEL_ID, *(one.energy for one in TRADED.values())}
"""Of which energy a coefficient of standard coal may be; "" is told of, and not counted with."""


def disagreements(snapshot: Snapshot, broken: Container[str]) -> Iterator[Finding]:
    """Yield what contradicts or is missing between tables that can be read.

    Nothing is held against a table that is ``broken``, nor against one without a row.
    """
    yield from _units(snapshot)
    yield from _named(_place_names(snapshot), broken)
    yield from _named(_plan_names(snapshot), broken)
    yield from _named(_errata_names(snapshot), broken)
    yield from _named(_factor_names(snapshot), broken)
    yield from _bases(snapshot)
    yield from _years(snapshot)
    yield from _facts(snapshot, broken)
    yield from _rules(snapshot, broken)
    yield from _fuels(snapshot)
    yield from _lacking(snapshot, broken)
    yield from _breaks(snapshot)


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
    for number in place.enterprise_clauses:
        yield f"{PLACE} 的「enterprises.clauses」的一条", number, CLAUSES, clauses
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


def _factor_names(snapshot: Snapshot) -> Iterator[Name]:
    sets = {factor.factor_set for factor in snapshot.fuel_factors}
    for heat in snapshot.heat_factors or ():
        yield f"{HEAT_FACTORS} 的一个因子集", heat.factor_set, FUELS, sets


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


def _years(snapshot: Snapshot) -> Iterator[Finding]:
    """Hold the last year and the peak against the other years of the plan."""
    plan = snapshot.place.plan
    of_targets = [target.year for target in snapshot.targets if target.year]
    latest = max([*plan.public_years, plan.peak_year or 0, *of_targets], default=0)
    if plan.last_year is not None and plan.last_year < latest:
        yield wrong(
            f"{PLACE} 的「plan.last_year」是 {plan.last_year}，早于方案的另一个年份 {latest}"
            "（公开总量、达峰或目标的年份）"
        )
    if plan.peak_year is not None and plan.public_years and plan.peak_year not in plan.public_years:
        yield wrong(
            f"{PLACE} 的「plan.peak_year」是 {plan.peak_year}，"
            f"不在「plan.public_years」{_names(plan.public_years)} 里"
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


def _fuels(snapshot: Snapshot) -> Iterator[Finding]:
    """Hold the fuels of factors and coefficients against those that can be reported."""
    for factor in snapshot.fuel_factors:
        if factor.fuel not in FUEL_ID:
            yield wrong(
                f"{FUELS} 因子集 {factor.factor_set} 的「{factor.fuel}」不是能源品种；"
                f"可选：{_names(FUEL_ID)}"
            )
    for row in snapshot.coal_coefficients:
        if row.fuel not in COAL_ENERGIES:
            yield wrong(
                f"{COAL}「{row.energy}」的「fuel」是「{row.fuel}」，不是能源品种；"
                f"可选：{_names(name for name in COAL_ENERGIES if name)}"
            )


def _lacking(snapshot: Snapshot, broken: Container[str]) -> Iterator[Finding]:
    """Name what is used without a factor or coefficient."""
    used = dict.fromkeys(use.fuel for use in snapshot.energy_uses if use.fuel in FUEL_ID)
    own = {
        each.fuel for each in snapshot.fuel_factors if each.factor_set == snapshot.place.factor_set
    }
    coal = {row.fuel for row in snapshot.coal_coefficients}
    for file, what, known in ((FUELS, "排放因子", own), (COAL, "折标煤系数", coal)):
        absent = [fuel for fuel in used if fuel not in known]
        if absent and known and file not in broken:
            yield unknown(f"{file} 没有这些品种的{what}，用到的算不出来：{_names(absent)}")
    if snapshot.sink_coefficients is not None and SINK not in broken:
        told = {each.name for each in snapshot.sink_coefficients}
        lacks = [f"{name}（{label}）" for name, label in COEFFICIENTS.items() if name not in told]
        if lacks:
            yield unknown(f"{SINK} 没有这些行，碳汇算不出来：{_names(lacks)}")


def _breaks(snapshot: Snapshot) -> Iterator[Finding]:
    """Hold the class breaks against the measures that maps show."""
    shown = {each.id: each for each in (*town_measures(), *forest_measures())}
    for row in snapshot.class_breaks:
        measure = shown.get(row.measure)
        if measure is None:
            yield wrong(f"{BREAKS} 的指标「{row.measure}」不在图上；可选：{_names(shown)}")
            continue
        scopes = tuple(Scope) if measure.is_by_scope else (Scope.DIRECT,)
        if row.scope not in scopes:
            yield wrong(f"{BREAKS} {row.measure} 的口径是「{row.scope}」；可选：{_names(scopes)}")
        if row.unit != measure.base_unit:
            yield wrong(f"{BREAKS} {row.measure} 的单位是「{row.unit}」，应为 {measure.base_unit}")
