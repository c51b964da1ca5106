"""An .xlsx file as lines of cells, sheet by sheet, within limits."""

from __future__ import annotations

import io
import pickle
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils import get_column_letter

from sihui_map.child import Child, Refusal
from sihui_map.domain.check import Finding, Rule
from sihui_map.errors import IntakeError
from sihui_map.intake.cells import Cell, raw_text
from sihui_map.intake.guard import MAX_COLUMNS, Seen, check_workbook
from sihui_map.intake.layout import (
    GUIDE,
    HEADER_ROW,
    MARK_NUMBER,
    MARK_SCOPE,
    MARK_VERSION,
    OPTIONS,
    Layout,
    layout,
)
from sihui_map.intake.lines import Line
from sihui_map.intake.quoting import shown
from sihui_map.intake.sheets.columns import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl.workbook import Workbook

    from sihui_map.domain.place import Place
    from sihui_map.intake.known import Progress

MAX_ROWS = 20_000
BLANK_ROWS = 200
MOST_TEXT = 20_000_000
"""Characters in all cells: one text may stand in many cells, and each is looked at on its own."""
AT_ONCE = 500
"""Lines that are unpacked in one go, while no other thread runs."""
VISIBLE = "visible"
NEWEST = "下载最新模板，把数据粘贴过去"
CHECK_S, READ_S = 2.5, 1.0
ELEMENTS_PER_S = 60_000
"""openpyxl on a slow office computer."""
READER = Child("reader", seconds=CHECK_S, megabytes=200, imports=("sihui_map.intake.reading",))
"""Reads what is handed in."""
TOLD = Refusal("文件", f"请{NEWEST}，或分成几次提交")


@dataclass
class Book:
    """What a workbook holds: lines by sheet, the mark of its template, and what is wrong."""

    scope: str = ""
    number: int = 0
    version: int = 0
    lines: dict[str, list[Line]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_ours: bool = True
    packed: dict[str, list[bytes]] = field(default_factory=dict)
    """The lines while they are on their way out of the child, AT_ONCE at a time."""


def read_workbook(body: bytes, progress: Progress, place: Place) -> Book:
    """Return the lines of the workbook ``body`` of ``place``, or raise IntakeError.

    It is opened in the child only.
    """
    if not openpyxl.DEFUSEDXML:
        msg = "本机缺少 defusedxml，不能安全读取工作簿；请管理员按 requirements.txt 重新安装"
        raise IntakeError(msg)
    progress(0.02, "检查文件")
    seen, elements = READER.run(check_workbook, body, refusal=TOLD)
    progress(0.1, "读取工作表")
    own = layout(place).headings
    limit = allowed_s(elements)
    book = READER.run(pack_book, body, seen, place.name, own, seconds=limit, refusal=TOLD)
    done, whole = 0, sum(map(len, book.packed.values())) or 1
    for name, packs in book.packed.items():
        book.lines[name] = []
        while packs:
            progress(0.5 + 0.1 * done / whole, f"读取「{name}」")
            book.lines[name] += pickle.loads(packs.pop(0))  # noqa: S301 pack_book wrote it
            done += 1
    book.packed = {}
    return book


def inspect(body: bytes) -> None:
    """Raise IntakeError for a workbook that would not be opened; the child looks at it."""
    READER.run(check_workbook, body, refusal=TOLD)


def allowed_s(elements: int) -> float:
    """Return how many seconds of computing a workbook of so many elements may take."""
    return READ_S + elements / ELEMENTS_PER_S


def pack_book(body: bytes, seen: Mapping[str, Seen], county: str, own: Layout) -> Book:
    """Return the workbook ``body``, its lines packed; runs in the child."""
    book = open_book(body, seen, county, own)
    for name, lines in book.lines.items():
        starts = range(0, len(lines), AT_ONCE)
        book.packed[name] = [pickle.dumps(lines[start : start + AT_ONCE]) for start in starts]
    book.lines = {}
    return book


def open_book(body: bytes, seen: Mapping[str, Seen], county: str, own: Layout) -> Book:
    """Return what the workbook ``body`` holds, of which the guard has ``seen`` the sheets."""
    try:
        # openpyxl warns of what it leaves out, such as extensions of drop-downs; nobody reads it.
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            return _read(body, seen, county, own)
    except (IntakeError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises what it likes: all of it means the same here
        msg = f"工作簿内部有错误，无法读取；请{NEWEST}"
        raise IntakeError(msg) from error


def _read(body: bytes, seen: Mapping[str, Seen], county: str, own: Layout) -> Book:
    has_formulas = any(part.has_formulas for part in seen.values())
    values = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(body), read_only=True) if has_formulas else values
    book = Book()
    _read_mark(values, book, county, own)
    if not book.is_ours:
        return book
    _look_at_sheets(values, seen, book, own)
    text = _Text()
    for sheet in own.sheets:
        if sheet.name in values.sheetnames:
            reader = _SheetReader(sheet, seen.get(sheet.name, Seen()), book, text)
            reader.read(values, formulas)
    return book


@dataclass
class _Text:
    """Counts the characters of all cells."""

    length: int = 0

    def add(self, cells: Mapping[str, Cell]) -> None:
        """Count a line's cells, or raise where it is too much."""
        self.length += sum(
            len(each.value) for each in cells.values() if isinstance(each.value, str)
        )
        if self.length > MOST_TEXT:
            msg = f"表格里的文字超过 {MOST_TEXT // 10_000} 万字；请删去多余的文字后再交"
            raise IntakeError(msg)


def _error(rule: Rule, place: str, sentence: str) -> Finding:
    return Finding(rule=rule, place=place, sentence=sentence)


def _read_mark(values: Workbook, book: Book, county: str, taken: Layout) -> None:
    """Take version, publication and town from the sheet 填报说明."""
    if GUIDE not in values.sheetnames:
        sentence = f"没有「{GUIDE}」工作表，不是本系统的填报模板"
        book.findings.append(_error(Rule.TEMPLATE, "", sentence))
        book.is_ours = False
        return
    rows = list(values[GUIDE].iter_rows(min_row=1, max_row=4, max_col=2, values_only=True))
    marks = {
        f"B{number}": raw_text(row[1]).strip() if len(row) > 1 else ""
        for number, row in enumerate(rows, start=1)
    }
    version, number = marks.get(MARK_VERSION, ""), marks.get(MARK_NUMBER, "")
    own = version.removeprefix(county) if version.startswith(county) else ""
    if own not in taken.versions or not (number.isascii() and number.isdigit()):
        sentence = (
            f"模板版本应为「{county}{taken.version}」，现为「{shown(version) or '空'}」，"
            f"期号为「{shown(number) or '空'}」"
        )
        book.findings.append(_error(Rule.TEMPLATE, f"{GUIDE}!{MARK_VERSION}", sentence))
        book.is_ours = False
        return
    book.version, book.number = taken.versions[own], int(number[:9])
    book.scope = marks.get(MARK_SCOPE, "")


def _look_at_sheets(values: Workbook, seen: Mapping[str, Seen], book: Book, own: Layout) -> None:
    """Note sheets that are missing, hidden, too many, or that have merged cells."""
    ours = [sheet.name for sheet in own.sheets]
    for sheet in own.sheets:
        if sheet.name not in values.sheetnames and sheet.since <= book.version:
            sentence = f"没有「{sheet.name}」工作表"
            book.findings.append(_error(Rule.TEMPLATE, sheet.name, sentence))
    for name in values.sheetnames:
        is_hidden = values[name].sheet_state != VISIBLE
        if is_hidden and name != OPTIONS:
            sentence = f"工作表「{shown(name)}」被隐藏；请取消隐藏并核对，多余的删去"
            book.findings.append(_error(Rule.TEMPLATE, shown(name), sentence))
        elif name not in (*ours, GUIDE, OPTIONS):
            sentence = f"多出的工作表「{shown(name)}」没有读取"
            book.findings.append(_error(Rule.NORMALISED, shown(name), sentence))
        if name in ours:
            book.findings += [
                _error(
                    Rule.TEMPLATE,
                    f"{name}!{merged}",
                    "单元格合并了，只有左上角一格有值；请取消合并后逐格填写",
                )
                for merged in seen.get(name, Seen()).merged
            ]


class _SheetReader:
    """Reads one sheet row by row, values beside formulas."""

    def __init__(self, sheet: Sheet, part: Seen, book: Book, text: _Text) -> None:
        self.sheet, self.part, self.book, self.text = sheet, part, book, text
        self.names: list[str] = []
        self.letters: dict[str, str] = {}

    def read(self, values: Workbook, formulas: Workbook) -> None:
        """Add the sheet's lines to the book."""
        rows = self._rows(values)
        if not self._header_fits(next(rows, [])):
            return
        beside = self._rows(formulas) if self.part.has_formulas else iter(())
        next(beside, None)
        lines: list[Line] = []
        number, blank = HEADER_ROW, 0
        for row in rows:
            number += 1
            cells = _cells(self.names, row, next(beside, []))
            blank = 0 if cells else blank + 1
            if cells:
                self._check_limits(lines)
                self.text.add(cells)
                lines.append(Line(self.sheet.name, number, cells, self.letters))
            elif blank >= BLANK_ROWS:
                break
        self.book.lines[self.sheet.name] = lines
        if self.part.last_row > number:
            sentence = (
                f"第 {number} 行之前连续空了 {BLANK_ROWS} 行，"
                f"第 {self.part.last_row} 行的内容没有读取；请删去中间的空行"
            )
            place = f"{self.sheet.name}!A{self.part.last_row}"
            self.book.findings.append(_error(Rule.FILE, place, sentence))

    def _check_limits(self, lines: list[Line]) -> None:
        if len(lines) >= MAX_ROWS:
            msg = f"工作表「{self.sheet.name}」超过 {MAX_ROWS} 行；请分成几次提交"
            raise IntakeError(msg)

    def _rows(self, book: Workbook) -> Iterator[list[tuple[object, str]]]:
        """Yield each row as pairs of value and openpyxl's letter for its sort."""
        sheet = book[self.sheet.name]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MAX_COLUMNS):
            yield [(cell.value, cell.data_type) for cell in row]

    def _header_fits(self, header: list[tuple[object, str]]) -> bool:
        found = [raw_text(value).strip() for value, _ in header]
        while found and not found[-1]:
            found.pop()
        columns = [
            column
            for column in self.sheet.columns
            if not column.is_newer or any(map(column.is_called, found))
        ]
        if len(columns) == len(found) and all(map(Column.is_called, columns, found)):
            self.names = [column.name for column in columns]
            self.letters = {
                name: get_column_letter(number) for number, name in enumerate(self.names, start=1)
            }
            return True
        expected = [column.header for column in self.sheet.columns]
        width = max(len(found), len(expected))
        pairs = zip(
            _padded(found, width), _padded(expected, width), range(1, width + 1), strict=True
        )
        now, should, number = next(pair for pair in pairs if pair[0] != pair[1])
        place = f"{self.sheet.name}!{get_column_letter(number)}{HEADER_ROW}"
        sentence = f"表头应为「{should or '空'}」，现为「{shown(now) or '空'}」"
        self.book.findings.append(_error(Rule.TEMPLATE, place, sentence))
        return False


def _padded(texts: list[str], width: int) -> list[str]:
    return [*texts, *([""] * (width - len(texts)))]


def _cells(
    names: Iterable[str],
    values: list[tuple[object, str]],
    formulas: Iterable[tuple[object, str]],
) -> dict[str, Cell]:
    """Return the cells that hold something; an error such as #REF! is a formula without value."""
    found = {
        name: Cell(None, str(value)) if sort == "e" else Cell(value)
        for name, (value, sort) in zip(names, values, strict=False)
        if value is not None
    }
    for name, (formula, sort) in zip(names, formulas, strict=False):
        if sort == "f":
            found[name] = Cell(found.get(name, Cell()).value, _formula_text(formula))
    return {name: cell for name, cell in found.items() if cell.formula or cell.value != ""}


def _formula_text(formula: object) -> str:
    return str(getattr(formula, "text", formula) or "=")
