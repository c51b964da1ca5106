"""One reader per reference table of geodata/: from a line of text to a value of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.classes import ClassBreaks
from sihui_map.domain.factors import CoalCoefficient, FuelFactor, GridFactor, HeatFactor
from sihui_map.domain.light import Baseline, Basis, Grading, Rule
from sihui_map.domain.plan import Action, Clause, Erratum, Operator, Target, Task
from sihui_map.domain.sink import SinkCoefficient
from sihui_map.domain.snapshot import CityFact, ProtectedArea, WarningRule
from sihui_map.domain.town import Town, TownKind

if TYPE_CHECKING:
    from sihui_map.reference.rows import Row


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


def sink_coefficient(row: Row) -> SinkCoefficient:
    """Read a coefficient of the sink; an empty one waits for its source."""
    return SinkCoefficient(
        name=row.text("coefficient"),
        value=row.optional_number("value"),
        low=row.optional_number("low"),
        high=row.optional_number("high"),
        unit=row.text("unit"),
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
