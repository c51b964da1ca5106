"""Rows that were reported, as records of the domain: one reader for every table.

What a column holds is declared in the catalogue; nothing here knows a table by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sihui_map.catalogue import dataset
from sihui_map.domain.place import Place
from sihui_map.domain.snapshot import Explanation, PlainRow, Problem
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DataFileError
from sihui_map.reference.files import SAMPLE
from sihui_map.reference.rows import Row, read_table, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from sihui_map.catalogue import Column, Dataset
    from sihui_map.domain.submission import Entry
    from sihui_map.reference.files import Files

    Reported = Mapping[str, Sequence[Entry]]
    Value = TypeVar("Value")
    Told = tuple[Column, object, str]
    """A column, what a record holds of its cell, and the reason that stands in it instead."""
    Codes = Mapping[str, tuple[frozenset[str], str]]
    """Name of a list → the codes that there are, and what an error says should stand there."""

SUFFIX = ".meta.toml"
REPORT_ANEW = "在「我的工作台」更正或撤回这一行，审核、发布后就会计入"
MOST_BROKEN = 10
"""Rows of one table that are named one by one."""
READ: Mapping[type, Callable[[Row, str], object]] = {
    str: Row.text,
    float: Row.number,
    int: Row.whole,
    date: Row.day,
    bool: Row.flag,
    tuple: Row.wholes,
}


def sample_file(table: Dataset) -> str:
    """Return the file of geodata/ that holds the sample of ``table``."""
    return f"{SAMPLE}/{table.name}.csv"


def has_sign(files: Files, file: str) -> bool:
    """Tell whether ``file`` or its sidecar is there: one that went missing leaves the other."""
    return file in files or f"{file.rpartition('.')[0]}{SUFFIX}" in files


@dataclass
class Reading:
    """Reads table after table and keeps what went wrong.

    ``reported`` None says that there is no store yet: then the files of the sample stand for it.
    """

    files: Files
    with_sample: bool
    reported: Reported | None
    place: Place = field(default_factory=Place)
    """Whose tables they are, once that has been read."""
    problems: list[Problem] = field(default_factory=list)
    codes: dict[str, tuple[frozenset[str], str]] = field(default_factory=dict)

    def attempt(self, file: str, read: Callable[[], Value], otherwise: Value) -> Value:
        """Return what ``read`` does of ``file``, or ``otherwise`` and keep the problem."""
        try:
            return read()
        except DataFileError as error:
            self.problems.append(Problem(file=file, sentence=str(error)))
            return otherwise

    def table(
        self, file: str, make: Callable[[Row], Value], key: tuple[str, ...]
    ) -> tuple[Value, ...]:
        """Read a reference file."""

        def read() -> tuple[Value, ...]:
            return values_of(read_table(self.files, file, key), make)

        return self.attempt(file, read, ())

    def newer_table(
        self, file: str, make: Callable[[Row], Value], key: tuple[str, ...]
    ) -> tuple[Value, ...] | None:
        """Read a table that older 期 do not have: None where there is no sign of it."""
        return self.table(file, make, key) if has_sign(self.files, file) else None

    def layer(self, file: str, read: Callable[[Files], Value], otherwise: Value) -> Value:
        """Read a layer of the map, which may not be public: then there is no sign of it."""
        if not has_sign(self.files, file):
            return otherwise
        return self.attempt(file, lambda: read(self.files), otherwise)

    def rows_of(self, table: Dataset) -> list[Row]:
        """Return what was reported of ``table``, without samples where those are off."""
        file = sample_file(table)
        if self.reported is None:
            is_there = self.with_sample and has_sign(self.files, file)
            rows = read_table(self.files, file, table.key) if is_there else []
            # A column that is not declared is named by the check of geodata/, and not read.
            return [replace(row, cells=table.filled(table.own_cells(row.cells))) for row in rows]
        return [
            StoredRow(_name(table, entry), 0, table.filled(entry.cells))
            for entry in self.reported.get(table.name, ())
            if entry.cells is not None and self.counts(entry)
        ]

    def counts(self, entry: Entry) -> bool:
        """Tell whether a row is to be seen."""
        return self.with_sample or entry.kind != ValueKind.SAMPLE

    def records(
        self, table: Dataset, refuse: Callable[[Row], None] | None = None
    ) -> tuple[Any, ...]:
        """Return every record of ``table``, those of a reference file first.

        What was reported of the same thing stands in its place. ``refuse`` raises where a row that
        reads well is still none that counts.
        """

        def make(row: Row) -> object:
            found = record(table, row, self.codes)
            if refuse:
                refuse(row)
            return found

        if not table.is_reference:
            return self._told(table, make)
        known = self.table(f"{table.name}.csv", make, table.key)
        found = {_key(table, each): each for each in (*known, *self._told(table, make))}
        return tuple(found.values())

    def _told(self, table: Dataset, make: Callable[[Row], object]) -> tuple[object, ...]:
        """Read what was reported; a row that is no longer valid costs itself, and is named."""
        file = sample_file(table)
        if self.reported is None:
            return self.attempt(file, lambda: values_of(self.rows_of(table), make), ())
        found: list[object] = []
        broken: list[str] = []
        for row in self.rows_of(table):
            try:
                found += values_of([row], make)
            except DataFileError as error:
                broken.append(str(error))
        if broken and table.is_confidential:  # everyone reads what is wrong, with the cell
            said = (
                f"填报数据「{table.title}」有 {len(broken)} 行不能读取，没有计入。{REPORT_ANEW}。"
            )
            self.problems.append(Problem(file=file, sentence=said))
            return tuple(found)
        self.problems += [Problem(file=file, sentence=each) for each in broken[:MOST_BROKEN]]
        if len(broken) > MOST_BROKEN:
            more = f"填报数据「{table.title}」另有 {len(broken) - MOST_BROKEN} 行同样不能读取。"
            self.problems.append(Problem(file=file, sentence=more))
        return tuple(found)


def confirmations(reading: Reading) -> list[Explanation]:
    """Return the reasons given with single rows (确认无误); of what not everyone may read, none."""
    return [
        Explanation(
            subject=entry.dataset,
            area_id=(entry.cells or {}).get("area_id", ""),
            year=int(year) if (year := (entry.cells or {}).get("year", "")).isdigit() else None,
            text=entry.why,
            source=f"{entry.who}，{entry.at[:10]}",
            row_key=entry.row_key,
        )
        for entries in (reading.reported or {}).values()
        for entry in entries
        if entry.why and reading.counts(entry) and not dataset(entry.dataset).is_confidential
    ]


class StoredRow(Row):
    """A row of the store: it is mended by reporting it anew, not in a file."""

    __slots__ = ()

    def error(self, problem: str, remedy: str = REPORT_ANEW) -> DataFileError:
        """Return the error that says what is wrong with this row."""
        return super().error(f"这一行没有计入：{problem}", remedy)


def _name(table: Dataset, entry: Entry) -> str:
    return f"填报数据「{table.title}」{entry.row_key}（提交 {entry.submission_id}）"


def _key(table: Dataset, found: object) -> tuple[object, ...]:
    return tuple(table.value(found, name) for name in table.key)


def record(table: Dataset, row: Row, codes: Codes) -> object:
    """Return a row as a record of the domain; DataFileError names the cell that is none.

    A code that is not among ``codes`` is refused; where none are known, every one is taken.
    """
    for column in table.columns:
        if column.must_exist:
            check_code(row, column.name, *codes[column.field.words])
    found = [(column, *_value(row, column)) for column in table.columns_in(row.cells)]
    if table.record is PlainRow:
        return _plain(row, found)
    made: object = table.record(**_arguments(table, found))
    return made


def check_code(row: Row, column: str, known: frozenset[str], what: str) -> None:
    """Refuse a line whose ``column`` names nothing in ``known``; with nothing known, accept."""
    code = row.optional(column)
    if code and known and code not in known:
        msg = f"「{column}」应为{what}，现为「{code[:40]}」"
        raise row.error(msg)


def _value(row: Row, column: Column) -> tuple[object, str]:
    """Return what a record holds of a cell, or None and the reason that stands in it."""
    own, name = column.field, column.name
    text = row.optional(name)
    if not text and (own.may_lack or not own.required):
        return own.when_blank, ""
    if text in own.reasons:
        return None, text
    if not issubclass(own.held, StrEnum):
        return READ[own.held](row, name), ""
    word = row.choice(name, own.held)
    if word in own.refused:
        msg = f"「{name}」为「{word}」却有数值；没有数值的行不要写"
        raise row.error(msg)
    return word, ""


def _arguments(table: Dataset, found: Sequence[Told]) -> dict[str, Any]:
    """Return what a record of the domain is made of."""
    made: dict[str, Any] = {table.county.within: {}} if table.county else {}
    for column, value, reason in found:
        if column.within:
            made[column.within][column.name] = value
        else:
            made[column.attribute or column.name] = value
        if column.field.reasons:
            made["reason"] = reason
    return made


def _plain(row: Row, found: Sequence[Told]) -> PlainRow:
    """Return a row without a meaning; a number below zero is refused here, by the declaration."""
    for column, value, _ in found:
        if isinstance(value, float) and value < 0 and not column.field.signed:
            msg = f"「{column.name}」不能为负，现为「{value:g}」"
            raise row.error(msg)
    told = {column.name: reason or value for column, value, reason in found}
    return PlainRow(values=told)
