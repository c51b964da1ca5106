"""From lines of cells to what each says about a row of a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import Form, canonical
from sihui_map.domain.check import Finding, Rule
from sihui_map.intake.cells import raw_text, read_cell
from sihui_map.intake.place import Outline
from sihui_map.intake.quoting import shown
from sihui_map.intake.sheets.columns import WHY
from sihui_map.intake.words import UNIT, fuel_units, older_words, word_lists, word_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.intake.cells import Cell, Said
    from sihui_map.intake.known import Known, RowKey
    from sihui_map.intake.sheets.columns import Column, Part, Sheet
    from sihui_map.intake.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet or CSV file: cells by column, and how to name a cell's place.

    ``letters`` has every column that the file has; in a CSV file their headings as they stand.
    """

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    letters: Mapping[str, str]

    def place(self, column: str) -> str:
        """Return where the cell of ``column`` is: 能源活动!E12."""
        if self.sheet:
            return f"{self.sheet}!{self.letters.get(column, 'A')}{self.number}"
        return f"第 {self.number} 行「{self.letters.get(column, column)}」列"


@dataclass
class Context:
    """What lines are held against; ``scope`` is the one town a workbook is for, or "".

    ``number`` is the publication that the writer had before him, 0 for the newest.
    """

    known: Known
    scope: str = ""
    number: int = 0
    described: dict[RowKey, Mapping[str, str]] = field(default_factory=dict)
    """Sources and parks that only the file itself describes."""

    @cached_property
    def rows(self) -> Mapping[RowKey, Mapping[str, str]]:
        """Return what is published or described in the file."""
        return {**self.described, **self.known.rows}

    @cached_property
    def base(self) -> Mapping[RowKey, Mapping[str, str]]:
        """Return what was published when the writer began."""
        if self.number and self.number < self.known.number and self.known.rows_at:
            return self.known.rows_at(self.number)
        return self.known.rows

    @cached_property
    def words(self) -> Words:
        """Return the lists that a form chooses from."""
        return word_lists(self.known.figures, self.known.rows)

    @cached_property
    def older_words(self) -> Mapping[object, str]:
        """Return by a word of older forms the one that is listed now."""
        return older_words(self.known.figures.snapshot.place)

    @cached_property
    def outline(self) -> Outline:
        """Return the county."""
        snapshot = self.known.figures.snapshot
        units = [*snapshot.boundaries.values()] or [each for each in [snapshot.outline] if each]
        return Outline(units, snapshot.place.name)

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Return the unit of each fuel."""
        return fuel_units(self.known.figures)

    @cached_property
    def target_units(self) -> Mapping[str, str]:
        """Return the unit of each target that has one."""
        targets = self.known.figures.snapshot.targets
        return {target.target_id: target.unit for target in targets if target.unit}


@dataclass
class Told:
    """What one line says about one row of a table."""

    part: Part
    line: Line
    cells: dict[str, str]
    """By column of the table, in canonical writing."""
    is_empty: bool
    errors: list[Finding]
    why: str
    sheet: Sheet

    @property
    def key(self) -> RowKey:
        """Return the row that it is about."""
        return self.part.table.name, self.part.table.key_of(self.cells)

    @property
    def has_key(self) -> bool:
        """Tell whether the cells that name the row could be read."""
        return all(self.cells[column] for column in self.part.table.key)

    def place(self, column: str) -> str:
        """Return where a column of the table stands."""
        return self.line.place(self.part.cells.get(column, column))

    @property
    def value_column(self) -> str:
        """Return the column that says whether there is the row: the place of its changes."""
        return self.part.tick or self.part.values[0]


def error_of(told: Told, rule: Rule, column: str, sentence: str) -> Finding:
    """Return an error of the row that ``told`` is about, at its ``column``."""
    name, key = told.key
    return Finding(
        rule=rule, place=told.place(column), sentence=sentence, dataset=name, row_key=key
    )


@dataclass
class Gathered:
    """Everything that lines said: rows, notes, and errors that belong to no row."""

    context: Context
    told: list[Told] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    lines: int = 0
    seen: dict[tuple[object, ...], Said] = field(default_factory=dict)

    def read(self, sheet: Sheet, line: Line) -> None:
        """Take in one line; a line without any content says nothing."""
        texts: dict[str, str] = {}
        errors: dict[str, list[Finding]] = {}
        for column in sheet.columns:
            cell = line.cells.get(column.name)
            if cell is None:
                texts[column.name] = ""
                continue
            said = self._said(column, cell)
            texts[column.name] = said.text
            if not said.errors and not said.note:
                continue
            place = line.place(column.name)
            if said.errors:
                errors[column.name] = [
                    Finding(rule=rule, place=place, sentence=sentence)
                    for rule, sentence in said.errors
                ]
            else:
                self.notes.append(Finding(rule=Rule.NORMALISED, place=place, sentence=said.note))
        if not any(texts.values()) and not errors:
            return
        self.lines += 1
        self._spell_out(sheet, line, texts, errors)
        self._distribute(sheet, line, texts, errors)

    def _said(self, column: Column, cell: Cell) -> Said:
        """Return what a cell says; a column repeats itself, so each content is read once."""
        key = (column.field, type(cell.value), cell.value, cell.formula)
        if key not in self.seen:
            context = self.context
            if column.field.form is Form.LISTED:
                cell = replace(cell, value=context.older_words.get(cell.value, cell.value))
            self.seen[key] = read_cell(cell, column.field, context.words, context.known.today)
        return self.seen[key]

    def _spell_out(
        self,
        sheet: Sheet,
        line: Line,
        texts: dict[str, str],
        errors: dict[str, list[Finding]],
    ) -> None:
        """Fill a code from the name beside it; where both stand, they must agree."""
        for column in sheet.columns:
            if not column.names:
                continue
            if column.name in errors:
                errors.setdefault(column.names, []).extend(errors.pop(column.name))
            if not texts[column.name]:
                continue
            code = texts[column.names]
            if not code and column.names not in errors:
                texts[column.names] = texts[column.name]
            elif code and code != texts[column.name]:
                word = word_of(self.context.words[column.field.words], code)
                sentence = (
                    f"名称与代码不符：代码 {shown(code)} 是「{word}」，"
                    f"现为「{shown(raw_text(line.cells[column.name].value))}」"
                )
                place = line.place(column.name)
                errors.setdefault(column.names, []).append(
                    Finding(rule=Rule.CODE, place=place, sentence=sentence)
                )

    def _distribute(
        self,
        sheet: Sheet,
        line: Line,
        texts: Mapping[str, str],
        errors: Mapping[str, list[Finding]],
    ) -> None:
        """Make one ``Told`` per table that the line belongs to."""
        taking = [part for part in sheet.parts if part.takes_line(texts)]
        used = {WHY, *(column.name for column in sheet.columns if column.names)}
        for part in taking:
            used |= {*part.cells.values(), *part.expects, *part.telling}
        for column in sheet.columns:
            if column.name not in used:
                self.errors += errors.get(column.name, _not_here(line, column, texts))
        self.told += [_told(sheet, part, line, texts, errors) for part in taking]


def _not_here(line: Line, column: Column, texts: Mapping[str, str]) -> list[Finding]:
    """Refuse what stands in a column that a line of this sort does not fill."""
    if not texts[column.name]:
        return []
    sentence = f"这一行不填「{column.header}」，现为「{shown(texts[column.name])}」"
    return [Finding(rule=Rule.CHOICE, place=line.place(column.name), sentence=sentence)]


def _told(
    sheet: Sheet,
    part: Part,
    line: Line,
    texts: Mapping[str, str],
    errors: Mapping[str, list[Finding]],
) -> Told:
    cells = {column: texts[own] for column, own in part.cells.items()} | dict(part.fixed)
    own_columns = {*part.cells.values(), *part.expects, *part.telling, WHY}
    found = [error for name, several in errors.items() if name in own_columns for error in several]
    for column, text in part.expects.items():
        if texts[column] != text and column not in errors:
            rule = Rule.UNIT if column == "unit" else Rule.CODE
            sentence = f"应为「{word_of(UNIT, text)}」，现为「{word_of(UNIT, texts[column])}」"
            found.append(Finding(rule=rule, place=line.place(column), sentence=sentence))
    has_value_error = any(column in errors for column in part.telling)
    return Told(
        part=part,
        line=line,
        cells=canonical(part.table, cells),
        is_empty=not has_value_error and not any(texts[column] for column in part.telling),
        errors=found,
        why=texts.get(WHY, ""),
        sheet=sheet,
    )
