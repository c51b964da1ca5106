"""One table as one sheet: numbers as numbers, everything else as text nobody runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sihui_map.csvfile import neutral
from sihui_map.documents.office import clean
from sihui_map.documents.wording import gap, stamp
from sihui_map.domain.value import MissingReason
from sihui_map.views import fmt
from sihui_map.views.table import Cell, Column, Table, TableRow, with_marks
from sihui_map.views.textwidth import on_paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from sihui_map.figures import Figures


NARROW, WIDE = 8, 48
BOLD, PALE = Font(bold=True), PatternFill("solid", fgColor="E8F0EC")
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
HEAD_ROW = 2

_WRITTEN = re.compile(r"(?P<whole>[-−]?[\d,]+)(?:\.(?P<decimals>\d+))?(?P<rest>（\d+）)?")


def plain_table(title: str, labels: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of texts."""
    columns = tuple(Column(label) for label in labels)
    return Table(title, columns, tuple(TableRow(tuple(map(Cell, row))) for row in rows))


def fill_sheet(sheet: Worksheet, figures: Figures, table: Table) -> None:
    """Fill ``sheet``: title and stamp, the frozen line of headings, the rows."""
    said = with_marks(table)
    _put(sheet, 1, 1, Cell(f"{table.title} · {stamp(figures)}"))
    sheet.cell(1, 1).font = BOLD
    for place, column in enumerate(said.columns, start=1):
        _put(sheet, HEAD_ROW, place, Cell(column.label))
        head = sheet.cell(HEAD_ROW, place)
        head.font, head.fill, head.alignment = BOLD, PALE, WRAPPED
    for number, row in enumerate(said.rows, start=HEAD_ROW + 1):
        for place, cell in enumerate(row.cells, start=1):
            _put(sheet, number, place, cell)
    if not said.rows:
        _put(sheet, HEAD_ROW + 1, 1, Cell(gap("尚无数据")))
    for place, column in enumerate(said.columns, start=1):
        longest = max((on_paper(row.cells[place - 1].text) for row in said.rows), default=0)
        width = min(max(longest, on_paper(column.label), NARROW) + 2, WIDE)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
    """Write a number as a number, everything else as text that no spreadsheet runs."""
    target = sheet.cell(row, place)
    if isinstance(cell.raw, int | float):
        target.value = cell.raw
        target.number_format = _format(cell)
        target.alignment = TOP
        return
    text = clean(_words(cell))
    if not text:
        return
    target.value = text
    target.data_type = "s"
    target.quotePrefix = neutral(text) != text
    target.alignment = WRAPPED if on_paper(text) > WIDE and row >= HEAD_ROW else TOP


def _words(cell: Cell) -> str:
    """Return the text of a cell; what is missing says why."""
    known = cell.hover in set(MissingReason)
    if cell.style == "missing" or (cell.text == fmt.NO_VALUE and known):
        return f"{cell.text}（{cell.hover}）" if cell.hover else cell.text
    return cell.text


def _format(cell: Cell) -> str:
    """Return the number format that shows what the page shows, a year behind it included."""
    found = _WRITTEN.fullmatch(cell.text)
    if not found:
        return "General"
    whole, decimals, rest = found["whole"], found["decimals"] or "", found["rest"]
    is_large = "," in whole or len(whole.lstrip("-−")) <= len("999") or decimals
    digits = "#,##0" if is_large else "0"
    digits += f".{'0' * len(decimals)}" if decimals else ""
    return f'{digits}"{rest}"' if rest else digits
