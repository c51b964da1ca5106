"""One reader per table of geodata/: from a line of text to a value of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.classes import ClassBreaks
from sihui_map.domain.dataset import DECLARED_TABLES
from sihui_map.domain.energy import CELL_REASONS, EnergyUse
from sihui_map.domain.factors import CoalCoefficient, FuelFactor, GridFactor, HeatFactor
from sihui_map.domain.forest import ForestCover
from sihui_map.domain.light import Baseline, Basis, Grading, Rule
from sihui_map.domain.park import CheckPoint, CheckState, Park, ParkProgress, ParkStage
from sihui_map.domain.plan import Action, Clause, Erratum, Operator, Target, Task
from sihui_map.domain.progress import TaskState, TaskUpdate
from sihui_map.domain.site import PlacePrecision, Site, SiteKind, SiteStage
from sihui_map.domain.snapshot import (
    Allotment,
    CityFact,
    Declaration,
    EnergyTotal,
    Explanation,
    IndicatorValue,
    NamedSource,
    ProtectedArea,
    ReportedRow,
    TownContext,
    WarningRule,
)
from sihui_map.domain.town import Town, TownKind
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from sihui_map.reference.rows import Row


def _kind_of_number(row: Row) -> ValueKind:
    kind = row.choice("kind", ValueKind)
    if kind is ValueKind.MISSING:
        msg = f"「kind」为「{kind}」却有数值；没有数值的行不要写"
        raise row.error(msg)
    return kind


def town(row: Row) -> Town:
    """Read a unit."""
    return Town(
        town_code=row.text("town_code"),
        name=row.text("name"),
        pinyin=row.text("pinyin"),
        kind=row.choice("kind", TownKind),
        in_scope=row.flag("in_scope"),
        seat_lon=row.optional_number("seat_lon"),
        seat_lat=row.optional_number("seat_lat"),
        area_km2=row.optional_number("area_km2"),
        area_source=row.text("area_source") if row.optional("area_km2") else "",
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        note=row.optional("note"),
    )


def fuel_factor(row: Row) -> FuelFactor:
    """Read a fuel factor."""
    return FuelFactor(
        factor_set=row.text("factor_set"),
        fuel=row.text("fuel"),
        unit=row.text("unit"),
        ncv_gj_per_unit=row.number("ncv_gj_per_unit"),
        carbon_content_tc_per_tj=row.number("carbon_content_tc_per_tj"),
        share_oxidised=row.number("oxidation"),
        source=row.text("source"),
    )


def grid_factor(row: Row) -> GridFactor:
    """Read a grid factor."""
    return GridFactor(
        region=row.text("region"),
        year=row.whole("year"),
        kgco2_per_kwh=row.number("kgco2_per_kwh"),
        source=row.text("source"),
    )


def heat_factor(row: Row) -> HeatFactor:
    """Read the heat factor of a set."""
    return HeatFactor(
        factor_set=row.text("factor_set"),
        tco2_per_gj=row.number("tco2_per_gj"),
        source=row.text("source"),
    )


def class_breaks(row: Row) -> ClassBreaks:
    """Read the class breaks of one measure."""
    texts = row.parts("cuts")
    try:
        cuts = tuple(float(text) for text in texts)
    except ValueError:
        msg = f"「cuts」应为用 | 分隔的数字，现为「{'|'.join(texts)[:40]}」"
        raise row.error(msg) from None
    return ClassBreaks(
        measure=row.text("measure"),
        scope=row.text("boundary"),
        cuts=cuts,
        unit=row.text("unit"),
        source=row.text("source"),
    )


def coal_coefficient(row: Row) -> CoalCoefficient:
    """Read a coefficient of standard coal."""
    return CoalCoefficient(
        energy=row.text("energy"),
        unit=row.text("unit"),
        kgce_per_unit=row.number("kgce_per_unit"),
        fuel=row.optional("fuel"),
        source=row.text("source"),
    )


def site(row: Row) -> Site:
    """Read a project site; an empty stage means that only the intention is known."""
    return Site(
        site_id=row.text("site_id"),
        name=row.text("name"),
        kind=row.choice("kind", SiteKind),
        clauses=row.wholes("clauses"),
        stage=row.choice("stage", SiteStage) if row.optional("stage") else SiteStage.UNKNOWN,
        stage_text=row.optional("stage_text"),
        capacity_mw=row.optional_number("capacity_mw"),
        capacity_mwh=row.optional_number("capacity_mwh"),
        annual_mwh=row.optional_number("annual_mwh"),
        capacity_text=row.optional("capacity_text"),
        commission_year=row.optional_whole("commission_year"),
        town_code=row.optional("town_code"),
        town_text=row.optional("town_text"),
        place_precision=row.choice("place_precision", PlacePrecision),
        lon=row.optional_number("lon"),
        lat=row.optional_number("lat"),
        value_kind=row.choice("value_kind", ValueKind),
        source=row.text("source"),
        confidence=row.optional("confidence"),
        missing_note=row.optional("missing_note"),
    )


def park(row: Row) -> Park:
    """Read a park."""
    return Park(
        park_id=row.text("park_id"),
        name=row.text("name"),
        level=row.optional("level"),
        level_confirmed=row.flag("level_confirmed"),
        town_code=row.optional("town_code"),
        town_text=row.optional("town_text"),
        industries=row.optional("industries"),
        source=row.text("source"),
        confidence=row.optional("confidence"),
        note=row.optional("note"),
    )


def park_progress(row: Row) -> ParkProgress:
    """Read what was reported of a park for a year; an empty cell is 未收到信息."""
    return ParkProgress(
        park_id=row.text("park_id"),
        year=row.whole("year"),
        stage=row.choice("stage", ParkStage) if row.optional("stage") else ParkStage.UNKNOWN,
        provincial=row.flag("provincial") if row.optional("provincial") else None,
        checks={
            point: row.choice(point, CheckState) if row.optional(point) else CheckState.UNKNOWN
            for point in CheckPoint
        },
        kind=row.choice("kind", ValueKind),
        source=row.text("source"),
    )


def protected_area(row: Row) -> ProtectedArea:
    """Read a forest park or reserve."""
    return ProtectedArea(
        area_id=row.text("area_id"),
        name=row.text("name"),
        level=row.optional("level"),
        area_ha=row.optional_number("area_ha"),
        town_code=row.optional("town_code"),
        source=row.text("source"),
        confidence=row.optional("confidence"),
        missing_note=row.optional("missing_note"),
    )


def city_fact(row: Row) -> CityFact:
    """Read a public figure of the city."""
    return CityFact(
        item=row.text("item"),
        value=row.number("value"),
        unit=row.text("unit"),
        year=row.optional_whole("year"),
        source=row.text("source"),
        confidence=row.text("confidence"),
    )


def warning_rule(row: Row) -> WarningRule:
    """Read an official rule."""
    return WarningRule(
        rule=row.text("rule"),
        text=row.text("text"),
        source=row.text("source"),
        confidence=row.text("confidence"),
    )


def named_source(row: Row) -> NamedSource:
    """Read a named source."""
    return NamedSource(
        source_id=row.text("source_id"),
        name=row.text("name"),
        category=row.text("category"),
        site_id=row.optional("site_id"),
        source=row.text("source"),
        note=row.optional("note"),
    )


def action(row: Row) -> Action:
    """Read an action."""
    return Action(action_no=row.whole("action_no"), name=row.text("name"), intro=row.text("intro"))


def clause(row: Row) -> Clause:
    """Read a clause."""
    return Clause(
        clause_no=row.whole("clause_no"),
        action_no=row.whole("action_no"),
        title=row.text("title"),
        text=row.text("text"),
    )


def task(row: Row) -> Task:
    """Read a task of annex 1."""
    return Task(
        task_no=row.whole("task_no"),
        action_no=row.whole("action_no"),
        text=row.text("text"),
        clause_no=row.whole("clause_no"),
        lead_units=row.parts("lead_units"),
        cooperating_units=row.parts("cooperating_units"),
        responsibility=row.text("responsibility"),
    )


def target(row: Row) -> Target:
    """Read a target."""
    return Target(
        target_id=row.text("target_id"),
        indicator=row.text("indicator"),
        year=row.optional_whole("year"),
        operator=row.choice("operator", Operator) if row.optional("operator") else None,
        value=row.optional_number("value"),
        unit=row.optional("unit"),
        clause_no=row.optional_whole("clause_no"),
        section=row.optional("section"),
        baseline_year=row.optional_whole("baseline_year"),
        quote=row.text("quote"),
        note=row.optional("note"),
    )


def light_rule(row: Row) -> Rule:
    """Read the rule of a target's light."""
    return Rule(
        target_id=row.text("target_id"),
        grading=row.choice("document", Grading),
        basis=row.choice("basis", Basis),
        direction=row.choice("direction", Operator) if row.optional("direction") else None,
        baseline=row.choice("baseline", Baseline),
        decimals=row.whole("decimals"),
        note=row.optional("note"),
    )


def erratum(row: Row) -> Erratum:
    """Read an oddity of the plan's text."""
    return Erratum(
        erratum_id=row.text("erratum_id"),
        place=row.text("place"),
        task_nos=row.wholes("task_no"),
        clause_nos=row.wholes("clause_no"),
        target_ids=row.parts("target_id"),
        reading_a=row.text("reading_a"),
        reading_b=row.optional("reading_b"),
        note=row.optional("note"),
    )


def energy_use(row: Row) -> EnergyUse:
    """Read energy use."""
    return EnergyUse(
        area_id=row.text("area_id"),
        year=row.whole("year"),
        fuel=row.text("fuel"),
        amount=_amount(row),
        unit=row.text("unit"),
        kind=_kind_of_number(row),
        source=row.text("source"),
        reason=row.text("amount") if row.text("amount") in CELL_REASONS else "",
    )


def _amount(row: Row) -> float | None:
    return None if row.text("amount") in CELL_REASONS else row.number("amount")


def declaration(row: Row) -> Declaration:
    """Read that an area told all of a table."""
    subject = row.text("subject")
    if subject not in DECLARED_TABLES:
        msg = f"「subject」应为 {'、'.join(DECLARED_TABLES)}，现为「{subject[:40]}」"
        raise row.error(msg)
    return Declaration(
        subject=subject,
        area_id=row.text("area_id"),
        year=row.whole("year"),
        kind=_kind_of_number(row),
        source=row.text("source"),
    )


def town_context(row: Row) -> TownContext:
    """Read population and GDP."""
    return TownContext(
        area_id=row.text("area_id"),
        year=row.whole("year"),
        population=row.optional_number("population"),
        gdp_1e8_cny=row.optional_number("gdp_1e8_cny"),
        gdp_constant_1e8_cny=row.optional_number("gdp_constant_1e8_cny"),
        gdp_base_year=row.optional_whole("gdp_base_year"),
        kind=_kind_of_number(row),
        source=row.text("source"),
    )


def reported_row(row: Row) -> ReportedRow:
    """Read a ledger row that was reported as such."""
    return ReportedRow(
        year=row.whole("year"),
        row_id=row.text("row_id"),
        tco2=row.number("tco2"),
        kind=_kind_of_number(row),
        source=row.text("source"),
        note=row.optional("note"),
    )


def forest_cover(row: Row) -> ForestCover:
    """Read forest area."""
    return ForestCover(
        area_id=row.text("area_id"),
        year=row.whole("year"),
        forest_ha=row.number("forest_ha"),
        kind=_kind_of_number(row),
        source=row.text("source"),
    )


def task_update(row: Row) -> TaskUpdate:
    """Read a task update."""
    return TaskUpdate(
        task_no=row.whole("task_no"),
        day=row.day("day"),
        state=row.choice("status", TaskState),
        progress=row.optional("progress"),
        next_step=row.optional("next_step"),
        unit=row.optional("unit"),
        kind=row.choice("kind", ValueKind),
        source=row.text("source"),
    )


def energy_total(row: Row) -> EnergyTotal:
    """Read the energy use that was stated as one number."""
    return EnergyTotal(
        area_id=row.text("area_id"),
        year=row.whole("year"),
        tce=row.number("tce"),
        kind=_kind_of_number(row),
        source=row.text("source"),
    )


def allotment(row: Row) -> Allotment:
    """Read the share of a target."""
    return Allotment(
        target_id=row.text("target_id"),
        holder=row.text("holder"),
        year=row.whole("year"),
        value=row.number("value"),
        unit=row.optional("unit"),
        base_year=row.optional_whole("base_year"),
        approved_by=row.optional("approved_by"),
        kind=_kind_of_number(row),
        source=row.text("source"),
    )


def indicator_value(row: Row) -> IndicatorValue:
    """Read the value of a target's indicator."""
    return IndicatorValue(
        target_id=row.text("target_id"),
        year=row.whole("year"),
        value=row.number("value"),
        kind=_kind_of_number(row),
        source=row.text("source"),
    )


def explanation(row: Row) -> Explanation:
    """Read an explanation."""
    return Explanation(
        subject=row.text("subject"),
        area_id=row.optional("area_id"),
        year=row.optional_whole("year"),
        text=row.text("text"),
        source=row.optional("source"),
    )
