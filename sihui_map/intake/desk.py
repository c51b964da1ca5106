"""The sheets of the workbook as a page has them: one town, unit or the city itself, line by line.

A line is the one of the workbook, so that what is typed on the page and what is handed in as a
file is read, checked and merged by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    ALLOTMENTS,
    INDICATOR_VALUES,
    KEY_SEPARATOR,
    TASK_LINES,
    TASK_STEPS,
    TASK_UPDATES,
    Form,
)
from sihui_map.domain.submission import Change
from sihui_map.domain.town import CITY
from sihui_map.errors import ChoiceError
from sihui_map.intake.cells import Cell, read_cell
from sihui_map.intake.checks import check_rows
from sihui_map.intake.known import Reading
from sihui_map.intake.layout import layout
from sihui_map.intake.lines import Context, Gathered, Line
from sihui_map.intake.reading import reading_of
from sihui_map.intake.settling import settle
from sihui_map.intake.sheet_lines import BY_AREA, EVALUATED, SheetLines
from sihui_map.intake.sheets.energy import DECLARED, ENERGY, POWER
from sihui_map.intake.words import TOTAL, word_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.domain.working import CellPlace
    from sihui_map.intake.known import Known, RowKey
    from sihui_map.intake.sheets.columns import Column, Part, Sheet

    Texts = Mapping[str, str]
    """Column of the sheet → what is stored."""
    Owns = Callable[[list[tuple[str, Texts]]], bool]
    """Tells whether all rows (dataset, cells) are of whose desk it is."""

ORIGIN = "工作台"
DAY = "day"


@dataclass(frozen=True, slots=True)
class Placed(Line):
    """A line of the page: its cells are known by what they are about, not by letter and number."""

    name: str = ""

    def place(self, column: str) -> str:
        """Return where the cell of ``column`` is: 能源活动 2026 年 烟煤（吨）「数量」."""
        return f"{self.sheet} {self.name}「{self.letters.get(column, column)}」"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One line: what tells it from others, what is published, what the year before had."""

    line_id: str
    name: str
    texts: Texts
    last: Texts
    """The line of the year before, or of a task what was told of it last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one cell would say: the text that is kept, why not, what else the page should tell."""

    text: str = ""
    error: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[str, Texts], ...] = ()
    """What the line says of each table, to be asked whose it is."""
    changes: tuple[Change, ...] = ()
    """What it would change, to be asked who may."""


@dataclass
class Desk:
    """What ``scope`` fills in: a town by its code, a unit by its name, the city itself."""

    known: Known
    scope: str
    owns: Owns
    form: SheetLines = field(init=False)
    _by_year: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict)
    """By sheet and year its lines by their ids, as they were first asked for."""

    def __post_init__(self) -> None:
        """Begin with the lines of the workbook of the same town, or of all."""
        codes = {town.town_code for town in self.known.figures.towns}
        town = self.scope if self.scope in codes else ""
        self.form = SheetLines(self.known.figures, self.known.rows, town)

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """Return the sheets on which it has something to fill in; 填全 is ticked elsewhere."""
        place = self.known.figures.snapshot.place
        return {
            sheet.name: sheet
            for sheet in layout(place).sheets
            if sheet.name != DECLARED.name and self._has_lines(sheet)
        }

    def sheet(self, name: str) -> Sheet:
        """Return one sheet, or raise ChoiceError with what may be."""
        if name not in self.sheets:
            msg = f"这里没有「{name[:20]}」这张表；可选：{'、'.join(self.sheets)}"
            raise ChoiceError(msg)
        return self.sheets[name]

    def _has_lines(self, sheet: Sheet) -> bool:
        lines = self._all(sheet, self.form.next_year).values()
        return any(self.owns(self.rows_of(sheet, line)) for line in lines)

    def years(self, name: str) -> tuple[str, ...]:
        """Return the years of a sheet, the newest first; () where its lines have none."""
        sheet = self.sheet(name)
        if not any(column.name == "year" and column.is_key for column in sheet.columns):
            return ()
        published, asked = self.form.lines(sheet)
        found = {line["year"] for line in (*published, *asked) if line.get("year")}
        this = self.known.today.year
        if sheet.parts[0].table is ALLOTMENTS:  # the years of the plan's targets lie ahead
            return tuple(sorted({*found, *self._target_years.values()}, reverse=True))
        found |= {self.form.next_year, self.form.last_full_year}
        return tuple(year for year in sorted(found, reverse=True) if int(year) <= this)

    def _all(self, sheet: Sheet, year: str) -> dict[str, dict[str, str]]:
        """Return every line of the workbook, and those of ``year`` that it only would ask for."""
        key = (sheet.name, year)
        if key not in self._by_year:
            published, asked = self.form.lines(sheet)
            lines = {line_id_of(sheet, line): line for line in (*published, *asked)}
            for extra in self._offered(sheet, year):
                if line_id_of(sheet, extra) not in lines:
                    self.form.describe(sheet, extra)
                    lines[line_id_of(sheet, extra)] = extra
            if sheet.parts[0].table in EVALUATED:  # in the plan's order, published or not
                order = [line_id_of(sheet, line) for line in self._offered(sheet, year)]
                lines = {**{own: lines[own] for own in order}, **lines}
            self._by_year[key] = lines
        return self._by_year[key]

    def _offered(self, sheet: Sheet, year: str) -> Iterable[dict[str, str]]:
        """Return the lines that may be filled for ``year``: every fuel, every area, every task."""
        areas = self.form.towns if self.form.scope else [CITY]
        if sheet.name == ENERGY.name:
            fuels = self.form.words["fuel_heat_or_total"] if self.form.scope else [TOTAL]
            units = {**self.form.units, TOTAL: self.form.words["unit"]["吨标准煤"]}
            return [
                {"area_id": area, "year": year, "fuel": fuel, "unit": units.get(fuel, "")}
                for area in areas
                for fuel in fuels
            ]
        tables = [part.table for part in sheet.parts]
        if sheet.name == POWER.name or tables[0].key == BY_AREA:
            return [{"area_id": area, "year": year} for area in areas]
        of_plan = {
            TASK_UPDATES.name: self._offered_updates,
            TASK_LINES.name: self._offered_lines,
            TASK_STEPS.name: self._offered_steps,
        }
        if tables[0] in EVALUATED:
            return self.form.evaluated(tables[0], year)
        if tables[0] is INDICATOR_VALUES:
            targets = self.form.words["numbered_target"].values()
            return [{"target_id": target, "year": year} for target in targets]
        if tables[0] is ALLOTMENTS and self.scope != CITY:
            return [
                {"target_id": target, "holder": self.scope, "year": of_target, "unit": unit}
                for target, of_target in self._target_years.items()
                for unit in [self._target_units.get(target, "")]
            ]
        return of_plan[tables[0].name]() if tables[0].name in of_plan else []

    def _offered_updates(self) -> list[dict[str, str]]:
        """Return a report of today for each task."""
        today = self.known.today.isoformat()
        return [{"task_no": task, DAY: today} for task in self.form.words["task"].values()]

    def _offered_lines(self) -> list[dict[str, str]]:
        """Return a line of today for each task in which a unit cooperates."""
        today = self.known.today.isoformat()
        return [
            {"task_no": str(task.task_no), "unit": self.scope, DAY: today}
            for task in self.known.figures.snapshot.tasks
            if self.scope in task.cooperating_units
        ]

    def _offered_steps(self) -> list[dict[str, str]]:
        """Return the step of each task that comes after those that it has."""
        tracking = self.known.figures.tracking
        return [
            {
                "task_no": str(task.task_no),
                "step_no": str(
                    1 + max((step.step_no for step in tracking.steps(task.task_no)), default=0)
                ),
            }
            for task in self.known.figures.snapshot.tasks
        ]

    @cached_property
    def _target_years(self) -> Mapping[str, str]:
        """Return by target the year of the plan that its share is asked for."""
        snapshot = self.known.figures.snapshot
        plan = snapshot.place.plan
        first = plan.issued_on.year if plan.issued_on else 0
        years = {each.target_id: each.year or plan.last_year for each in snapshot.targets}
        return {each: str(year) for each, year in years.items() if year and year >= first}

    @cached_property
    def _target_units(self) -> Mapping[str, str]:
        return {each.target_id: each.unit for each in self.known.figures.snapshot.targets}

    def rows_of(self, sheet: Sheet, line: Texts) -> list[tuple[str, Texts]]:
        """Return what a line is about, as rows of tables: enough to tell whose it is."""
        return [
            (part.table.name, cells)
            for part in sheet.parts
            if part.takes_line(line)
            for cells in [cells_of(part, line)]
            if all(cells.get(column) for column in part.table.key if column != DAY)
        ]

    def lines(self, name: str, year: str, also: Iterable[str] = ()) -> list[DeskLine]:
        """Return the lines of a sheet for ``year``; of others those whose ids are in ``also``."""
        sheet, wanted = self.sheet(name), set(also)
        texts = self._all(sheet, year)
        of_year = "year" in {column.name for column in sheet.columns if column.is_key}
        of_day = DAY in {column.name for column in sheet.columns}
        today = self.known.today.isoformat()
        found = []
        for line_id, line in texts.items():
            if line_id not in wanted:
                if of_year and line.get("year") != year:
                    continue
                if of_day and line.get(DAY) != today:
                    continue
            if self.owns(self.rows_of(sheet, line)):
                found.append(self._line(sheet, line_id, line, texts))
        return found

    def line(self, name: str, line_id: str) -> DeskLine:
        """Return one line, be it published, asked for or only named by its keys."""
        sheet = self.sheet(name)
        keys = [column.name for column in sheet.columns if column.is_key and not column.names]
        parts = line_id.split(KEY_SEPARATOR)
        if len(parts) != len(keys):
            msg = f"「{name}」没有这一行，请刷新后再填"
            raise ChoiceError(msg)
        named = dict(zip(keys, parts, strict=True))
        year = named.get("year") or self.form.next_year
        texts = self._all(sheet, year)
        if line_id not in texts:
            self.form.describe(sheet, named)
        return self._line(sheet, line_id, texts.get(line_id, named), texts)

    def _line(
        self, sheet: Sheet, line_id: str, line: Texts, lines: Mapping[str, Texts]
    ) -> DeskLine:
        return DeskLine(
            line_id=line_id,
            name=self._name(sheet, line),
            texts=line,
            last=self._before(sheet, line, lines),
        )

    def _before(self, sheet: Sheet, line: Texts, lines: Mapping[str, Texts]) -> Texts:
        if line.get("year"):
            earlier = {**line, "year": str(int(line["year"]) - 1)}
            return lines.get(line_id_of(sheet, earlier), {})
        if DAY in line:
            same = [
                other
                for other in lines.values()
                if other.get("task_no") == line.get("task_no") and other.get(DAY, "") < line[DAY]
            ]
            return max(same, key=lambda other: other.get(DAY, ""), default={})
        return {}

    def _name(self, sheet: Sheet, line: Texts) -> str:
        """Return what a line is called: without the town, whose desk it is, and the unit."""
        said = []
        spelled = {column.names: column for column in sheet.columns if column.names}
        for column in sheet.columns:
            text = line.get(column.name, "")
            if not column.is_key or column.names or not text or column.name == "unit":
                continue
            if text == self.form.scope:
                continue
            own = spelled.get(column.name, column)
            word = word_of(self.form.words.get(own.field.words, {}), text)
            said.append(f"{word} 年" if column.field.form is Form.YEAR else word)
        said += [line["name"]] if line.get("name") and "fuel" not in line else []
        unit = word_of(self.form.words["unit"], line.get("unit", ""))
        return " ".join(said) + (f"（{unit}）" if unit and "fuel" in line else "")

    # What is typed

    def check_cell(self, place: CellPlace, drafts: Texts, text: str) -> Checked:
        """Return what ``text`` would say in one cell, its line being filled in with ``drafts``."""
        sheet, line = self.sheet(place.sheet), self.line(place.sheet, place.line)
        column = column_of(sheet, place.field)
        context = Context(self.known, scope=self.form.scope)
        cell = Cell(context.older_words.get(text, text) or None)
        said = read_cell(cell, column.field, context.words, self.known.today)
        rows = tuple(self.rows_of(sheet, line.texts))
        if said.errors:
            return Checked(error=said.errors[0][1], rows=rows)
        texts = {**line.texts, **drafts, column.name: said.text}
        placed = self._placed(sheet, line, texts)
        gathered = Gathered(context)
        gathered.read(sheet, placed)
        outcome = settle(gathered)
        # What other cells of the line have yet to mend holds up none of them, only the handing in.
        notes = [said.note] if said.note else []
        notes += [
            f"「{found.place.rpartition('「')[2]}{found.sentence}" for found in outcome.errors
        ]
        # A line that lacks something yet is no change, but what it says is held against last year.
        changes = tuple(
            Change(dataset=told.key[0], row_key=told.key[1], cells=told.cells)
            for told in gathered.told
            if told.has_key and not told.is_empty
        )
        reading = Reading(origin=ORIGIN, rows=1, changes=changes, findings=())
        notes += [found.sentence for found in check_rows(reading, self.known)]
        told = tuple(dict.fromkeys(notes))
        return Checked(text=said.text, notes=told, rows=rows, changes=changes)

    def reading(self, drafts: Mapping[tuple[str, str], Texts], number: int) -> Reading:
        """Return what the working copy says: by sheet and line the texts of its cells.

        ``number`` is the publication that its first writer had before him.
        """
        gathered = Gathered(Context(self.known, scope=self.form.scope, number=number))
        for (name, line_id), texts in drafts.items():
            sheet, line = self.sheet(name), self.line(name, line_id)
            gathered.read(sheet, self._placed(sheet, line, {**line.texts, **texts}))
        return reading_of(ORIGIN, gathered, settle(gathered), [])

    def _placed(self, sheet: Sheet, line: DeskLine, texts: Texts) -> Placed:
        return Placed(
            sheet=sheet.name,
            number=0,
            cells={name: Cell(text) for name, text in texts.items() if text},
            letters={column.name: column.header for column in sheet.columns},
            name=line.name,
        )

    def row_of(self, place: CellPlace) -> tuple[RowKey, str] | None:
        """Return which cell of which row a place is: ((dataset, row key), column)."""
        sheet, line = self.sheet(place.sheet), self.line(place.sheet, place.line)
        return row_at(sheet, line.texts, place.field)


def row_at(sheet: Sheet, line: Texts, name: str) -> tuple[RowKey, str] | None:
    """Return which cell of which row a column of a line is; None where it is of none."""
    for part in sheet.parts:
        own = {column: of_table for of_table, column in part.cells.items()}
        if name in own and part.takes_line(line):
            return (part.table.name, part.table.key_of(cells_of(part, line))), own[name]
    return None


def cells_of(part: Part, line: Texts) -> dict[str, str]:
    """Return what a line says of one table."""
    return {column: line.get(own, "") for column, own in part.cells.items()} | dict(part.fixed)


def line_id_of(sheet: Sheet, line: Texts) -> str:
    """Return what tells a line from others, in one text."""
    keys = [column.name for column in sheet.columns if column.is_key and not column.names]
    return KEY_SEPARATOR.join(line.get(name, "") for name in keys)


def filled_columns(sheet: Sheet) -> list[Column]:
    """Return the columns of a sheet that are filled in."""
    return [column for column in sheet.columns if not column.is_key]


def column_of(sheet: Sheet, name: str) -> Column:
    """Return one of them, or raise ChoiceError."""
    for column in filled_columns(sheet):
        if column.name == name:
            return column
    msg = f"「{sheet.name}」没有可以填的「{name[:20]}」这一列"
    raise ChoiceError(msg)
