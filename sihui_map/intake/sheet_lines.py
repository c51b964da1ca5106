"""Which lines stand on which sheet: what is published, and what is asked for next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    ALLOTMENTS,
    EVALUATIONS,
    INDICATOR_VALUES,
    SELF_EVALUATIONS,
    TASK_UPDATES,
    declared_tables,
)
from sihui_map.domain.energy import COMPONENT_BY_FUEL, TCE
from sihui_map.domain.town import CITY, CODE_DIGITS
from sihui_map.errors import ChoiceError
from sihui_map.intake.row_checks import town_of
from sihui_map.intake.sheets.energy import DECLARED, ENERGY, POWER, SOURCES
from sihui_map.intake.sheets.parks import PARK
from sihui_map.intake.words import POWER_FUELS, TICK, TOTAL, fuel_units, word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.catalogue import Dataset
    from sihui_map.figures import Figures
    from sihui_map.intake.known import RowKey
    from sihui_map.intake.sheets.columns import Part, Sheet

    Rows = Mapping[RowKey, Mapping[str, str]]
    Line = dict[str, str]
    """Column of the sheet → what is stored."""

COMMON_FUELS = ("烟煤", "汽油", "柴油", "液化石油气", "天然气")
"""What a town is asked for while nothing is published."""
WORDED = ("unit", "subject")
"""Keys that are shown by their word, not by what is stored."""
BY_AREA = ("area_id", "year")
"""The key of a table of which every area is asked for a row of the next year."""
EVALUATED = (SELF_EVALUATIONS, EVALUATIONS)
ORDER = tuple(COMPONENT_BY_FUEL)


class SheetLines:
    """Which lines stand on which sheet."""

    def __init__(self, figures: Figures, rows: Rows, town_code: str) -> None:
        """Begin for one town or, with "", for the city; raises ChoiceError for an unknown code."""
        codes = {town.town_code: town.name for town in figures.towns}
        if town_code and town_code not in codes:
            names = "、".join(f"{name} {code}" for code, name in codes.items())
            msg = f"没有代码为「{town_code[:20]}」的镇街；可选：{names}"
            raise ChoiceError(msg)
        self.figures, self.rows, self.scope = figures, rows, town_code
        self.units = fuel_units(figures)
        self.words = word_lists(figures, rows)
        self.towns = [town_code] if town_code else list(codes)
        self.sources = [] if town_code else list(self.words["source"].values())
        last = max(figures.years, default=figures.snapshot.data_day.year - 2)
        self.next_year = str(last + 1)
        self.last_year = str(last)
        self.last_full_year = str(figures.snapshot.data_day.year - 1)

    def is_in_scope(self, key: RowKey) -> bool:
        """Tell whether a row belongs into this workbook."""
        return not self.scope or town_of(key[0], self.rows[key], self.rows) == self.scope

    def rows_of(self, part: Part) -> Iterable[Mapping[str, str]]:
        """Return the published rows of one table that belong into this workbook."""
        for key, cells in self.rows.items():
            if key[0] == part.table.name and self.is_in_scope(key):
                yield cells

    def lines(self, sheet: Sheet) -> tuple[list[Line], list[Line]]:
        """Return the published lines and those that only ask for the next year."""
        published: list[Line] = []
        for part in sheet.parts:
            if part.is_shared:
                continue
            for cells in self.rows_of(part):
                if part.holds(cells, self.words["source"]):
                    _add(published, part, cells, joined=sheet.name == POWER.name)
        stated = {identity(sheet, line) for line in published}
        asked = [line for line in self.asked(sheet) if identity(sheet, line) not in stated]
        for line in (*published, *asked):
            self.describe(sheet, line)
        if sheet.name == DECLARED.name:  # one list, declared or not
            return sorted([*published, *asked], key=_order), []
        return sorted(published, key=_order), asked

    def describe(self, sheet: Sheet, line: Line) -> None:
        """Add names of codes and the attributes that lines of one thing repeat."""
        own_cells = {
            own for part in sheet.parts if not part.is_shared for own in part.cells.values()
        }
        for part in sheet.parts:
            key = (part.table.name, line.get(part.cells[part.table.key[0]], ""))
            if part.is_shared and key in self.rows:
                for name, own in part.cells.items():
                    if own not in own_cells:
                        line[own] = self.rows[key].get(name, "")
        for column in sheet.columns:
            if column.names:
                line[column.name] = line.get(column.names, "")

    def asked(self, sheet: Sheet) -> list[Line]:
        """Return the lines of the next year, without numbers."""
        own = {
            ENERGY.name: self._asked_energy,
            SOURCES.name: self._asked_sources,
            POWER.name: lambda: self._asked_areas([*self.towns, *self.sources]),
            PARK: self._asked_parks,
            DECLARED.name: self._asked_declarations,
        }
        if sheet.name in own:
            return own[sheet.name]()
        (part,) = sheet.parts
        if part.table.key == BY_AREA:
            return self._asked_areas(self.towns)
        if part.table in EVALUATED:
            return self.evaluated(part.table, self.last_full_year)
        return [] if self.scope else self._asked_of_plan(part.table)

    def _asked_areas(self, areas: Iterable[str]) -> list[Line]:
        whole = [] if self.scope else [CITY]
        return [{"area_id": area, "year": self.next_year} for area in [*areas, *whole]]

    def _asked_parks(self) -> list[Line]:
        parks = [key for key in self.rows if key[0] == "parks" and self.is_in_scope(key)]
        return [{"park_id": key[1], "year": self.next_year} for key in parks]

    def evaluated(self, table: Dataset, year: str) -> list[Line]:
        """Return the lines of an evaluation's year: in a town's workbook its self-evaluation."""
        if self.scope and table is EVALUATIONS:
            return []
        return [
            {"year": year, "subject_kind": own.kind, "subject_id": own.subject_id}
            for own in self.figures.evaluated
            if self.scope in ("", own.subject_id)
        ]

    def _asked_of_plan(self, table: Dataset) -> list[Line]:
        if table is INDICATOR_VALUES:
            targets = self.words["numbered_target"].values()
            return [{"target_id": target, "year": self.last_full_year} for target in targets]
        if table is TASK_UPDATES:
            return [{"task_no": task} for task in self.words["task"].values()]
        if table is ALLOTMENTS:
            return [
                {"target_id": own.target_id, "holder": CITY, "year": str(own.year), "unit": "%"}
                for own in self.figures.snapshot.targets
                if own.target_id in self.figures.snapshot.place.targets.intensities
            ]
        return []

    def _fuels(self, areas: Iterable[str]) -> list[str]:
        """Return what the areas used in the last year, in the order of the lists."""
        wanted = set(areas)
        used = {
            cells["fuel"]
            for (table, _), cells in self.rows.items()
            if table == "energy_use"
            and cells["year"] == self.last_year
            and cells["area_id"] in wanted
        } - POWER_FUELS
        return sorted(used, key=ORDER.index) or list(COMMON_FUELS)

    def _asked_energy(self) -> list[Line]:
        fuels = self._fuels(self.towns)
        units = {**self.units, TOTAL: TCE}
        asked = [(town, fuel) for town in self.towns for fuel in [*fuels, TOTAL]]
        asked += [] if self.scope else [(CITY, TOTAL)]
        return [
            {
                "area_id": area,
                "year": self.next_year,
                "fuel": fuel,
                "unit": units.get(fuel, ""),
            }
            for area, fuel in asked
        ]

    def _asked_declarations(self) -> list[Line]:
        years = [*map(str, self.figures.years), self.next_year]
        return [
            {"area_id": area, "year": year, "subject": table}
            for area in [*self.towns, *self.sources]
            for year in years
            for table in declared_tables()
        ]

    def _asked_sources(self) -> list[Line]:
        return [
            {
                "source_id": source,
                "year": self.next_year,
                "fuel": fuel,
                "unit": self.units.get(fuel, ""),
            }
            for source in self.sources
            for fuel in self._fuels([source])
        ]


def _add(lines: list[Line], part: Part, cells: Mapping[str, str], *, joined: bool) -> None:
    """Put a row on its line: one of its own, or that of the same area, year and source."""
    line = {own: cells.get(column, "") for column, own in part.cells.items()} | dict(part.expects)
    if part.tick:
        line[part.tick] = TICK["是"]
    if joined:
        amount = part.cells[part.values[0]]
        rest = {name: text for name, text in line.items() if name != amount}
        for other in lines:
            if amount not in other and all(
                other.get(name, "") == text for name, text in rest.items()
            ):
                other[amount] = line[amount]
                return
    lines.append(line)


def identity(sheet: Sheet, line: Mapping[str, str]) -> tuple[str, ...]:
    """Return what tells a line of a sheet from every other."""
    return tuple(line.get(column.name, "") for column in sheet.columns if column.is_key)


def _order(line: Line) -> tuple[str, str, int]:
    first = line.get("area_id") or next(iter(line.values()), "")
    if first.isdecimal():  # task 2 before task 10
        first = first.zfill(CODE_DIGITS)
    fuel = line.get("fuel", "")
    return (
        first,
        line.get("year") or line.get("day", ""),
        ORDER.index(fuel) if fuel in ORDER else len(ORDER),
    )
