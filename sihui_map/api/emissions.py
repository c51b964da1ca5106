"""Emissions of the towns by component, in tCO2, and the energy use they come from."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import (
    Answer,
    Kind,
    Part,
    PartKind,
    Reason,
    Revision,
    Source,
    Tco2,
    TownCode,
    TownName,
    Year,
)
from sihui_map.domain.energy import Component
from sihui_map.domain.town import CITY
from sihui_map.figures import Figures


class EmissionRow(Answer, title="一个镇街一年一种构成的排放"):
    """One component of one town's emissions in one year."""

    town_code: TownCode
    town_name: TownName
    year: Year
    component: Annotated[
        Component, Field(description="排放构成：煤、油、气、净购入电力和热力（可为负）")
    ]
    tco2: Tco2
    kind: Kind
    source: Source
    reason: Reason
    part: Part
    part_kind: PartKind


class Emissions(Answer, title="各镇街的排放"):
    """Emissions of the towns."""

    revision: Revision
    rows: list[EmissionRow]


class EnergyUseRow(Answer, title="一个镇街或重点排放源一年一种能源的用量"):
    """What was used of one fuel in one year; without town and source, by the whole city."""

    town_code: Annotated[str | None, Field(description="镇街代码；不是镇街时为 null")]
    source_id: Annotated[str | None, Field(description="重点排放源；不是排放源时为 null")]
    year: Year
    fuel: Annotated[str, Field(description="能源品种；电力分调入、调出，热力分购入、外供")]
    amount: Annotated[
        float | None, Field(description="数量，单位见 unit；涉密或不适用时为 null", ge=0)
    ]
    unit: Annotated[str, Field(description="单位，例如 t、10^4 m3、10^4 kWh")]
    kind: Kind
    source: Source
    reason: Reason


class EnergyUses(Answer, title="能源活动"):
    """Energy use."""

    revision: Revision
    rows: list[EnergyUseRow]


def emission_rows(figures: Figures, years: Iterable[int]) -> list[EmissionRow]:
    """Return every component of every town in scope in ``years``, in tCO2."""
    rows = []
    for year in years:
        for town in figures.towns:
            for component in Component:
                found = figures.component(town.town_code, year, component)
                row = EmissionRow(
                    town_code=town.town_code,
                    town_name=town.name,
                    year=year,
                    component=component,
                    tco2=found.value,
                    kind=found.kind,
                    source=found.source,
                    reason=found.reason,
                    part=found.part,
                    part_kind=found.part_kind,
                )
                rows.append(row)
    return rows


def energy_use_rows(figures: Figures, years: Iterable[int]) -> list[EnergyUseRow]:
    """Return what was used of each fuel in ``years``, in the unit it was reported in."""
    chosen = set(years)
    towns = {town.town_code for town in figures.snapshot.towns}
    return [
        EnergyUseRow(
            town_code=use.area_id if use.area_id in towns else None,
            source_id=None if use.area_id in {*towns, CITY} else use.area_id,
            year=use.year,
            fuel=use.fuel,
            amount=use.amount,
            unit=use.unit,
            kind=use.kind,
            source=use.source,
            reason=use.reason,
        )
        for use in figures.snapshot.energy_uses
        if use.year in chosen
    ]
