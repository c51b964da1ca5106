"""Files to read: the template with cells changed in it, and one row as a CSV file."""

from __future__ import annotations

import io
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl

from sihui_map.catalogue import dataset
from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.reading import read_file
from sihui_map.reference.files import Folder
from sihui_map.reference.place import read_place
from tests.counties.county import SANZHEN, TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook

    from sihui_map.intake.known import Known, Reading


PLACE = read_place(Folder(SANZHEN))
GOOD = {"A": TOWN, "C": 2034, "D": "焦炭", "E": 12, "F": "吨", "G": "实绩", "H": "镇统计年报"}


@cache
def _loaded(filled: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(filled))


def edited(filled: bytes, sheet: str, cells: Mapping[str, object]) -> bytes:
    """Return ``filled`` with other ``cells``; it is loaded once, and mended after each use."""
    book = _loaded(filled)
    own: Any = book[sheet]
    before = {address: copy(own[address].value) for address in cells}
    styles = {address: (own[address].number_format, own[address].data_type) for address in cells}
    for address, value in cells.items():
        own[address].value = value
    stream = io.BytesIO()
    book.save(stream)
    for address, value in before.items():
        own[address].value = value
        own[address].number_format, own[address].data_type = styles[address]
    return stream.getvalue()


@cache
def lines(filled: bytes, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(filled), read_only=True)
    return [(), *book[sheet].iter_rows(values_only=True)]


def row_of(filled: bytes, sheet: str, *start: object) -> int:
    """Return the number of the first line that begins with ``start``, None for any."""
    for number, line in enumerate(lines(filled, sheet)):
        if line and all(told in (None, now) for told, now in zip(start, line, strict=False)):
            return number
    raise LookupError(start)


def blank(filled: bytes, sheet: str) -> int:
    """Return the number of the first line that nothing is written on."""
    found = [number for number, line in enumerate(lines(filled, sheet)) if any(line)]
    return found[-1] + 1


def read(known: Known, filled: bytes, sheet: str, cells: Mapping[str, object]) -> Reading:
    return read_file(edited(filled, sheet, cells), "填报.xlsx", known)


def added(known: Known, filled: bytes, sheet: str, cells: Mapping[str, object]) -> Reading:
    number = blank(filled, sheet)
    return read(known, filled, sheet, {f"{letter}{number}": v for letter, v in cells.items()})


def rules(reading: Reading) -> set[Rule]:
    """Return the rules for which a row is not taken."""
    return {found.rule for found in reading.findings if found.severity is not Severity.NOTICE}


def csv_of(table: str, **cells: str) -> bytes:
    own = dataset(table).of(PLACE)
    row = ",".join(f'"{cells.get(column, "")}"' for column in own.column_names)
    return f"{','.join(own.column_names)}\n{row}\n".encode()
