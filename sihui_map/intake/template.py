"""The workbook that towns fill in, with the published values in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sihui_map.catalogue import Form
from sihui_map.intake.guide import write_guide
from sihui_map.intake.layout import GUIDE, HEADER_ROW, OPTIONS, layout
from sihui_map.intake.sheet_lines import WORDED, SheetLines
from sihui_map.intake.words import word_of
from sihui_map.workbook import put, saved

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from sihui_map.figures import Figures
    from sihui_map.intake.sheet_lines import Rows
    from sihui_map.intake.sheets.columns import Column, Sheet
    from sihui_map.intake.words import Words


BLANK_LINES = 60
HEAD = PatternFill("solid", fgColor="FF1B6E53")
GREY = PatternFill("solid", fgColor="FFE5E7EB")
UNLOCKED = Protection(locked=False)


def template(figures: Figures, rows: Rows, *, number: int, town_code: str = "") -> bytes:
    """Return the .xlsx for one town, or for all, filled with ``rows`` of publication ``number``.

    Handed in unchanged it changes nothing.
    """
    form = SheetLines(figures, rows, town_code)
    book = Workbook()
    guide = book.active
    if guide is None:  # a fresh workbook has one sheet; the stubs do not know
        guide = book.create_sheet()
    guide.title = GUIDE
    write_guide(guide, form, number)
    for sheet in layout(figures.snapshot.place).sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet, form)
    _write_options(book.create_sheet(OPTIONS), form.words)
    return saved(book)


def _shown(column: Column, stored: str, words: Words) -> str | float:
    """Return what a cell shows for what is stored: a word of its list, a number, or the text."""
    own = column.field
    if own.form in (Form.NUMBER, Form.YEAR) and stored not in own.reasons:
        number = float(stored)
        is_exact = Decimal(repr(number)) == Decimal(stored)
        return (int(number) if number.is_integer() else number) if is_exact else stored
    if own.form is Form.LISTED and (not column.is_key or column.names or column.name in WORDED):
        return word_of(words[own.words], stored)
    return stored


def _write_sheet(sheet: Worksheet, layout: Sheet, form: SheetLines) -> None:
    for number, column in enumerate(layout.columns, start=1):
        head = put(sheet, HEADER_ROW, number, column.header)
        head.fill, head.font = HEAD, Font(color="FFFFFFFF", bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    published, asked = form.lines(layout)
    row = HEADER_ROW
    for line in (*published, *asked, *({} for _ in range(BLANK_LINES))):
        row += 1
        for number, column in enumerate(layout.columns, start=1):
            stored = line.get(column.name, "")
            cell = sheet.cell(row=row, column=number)
            if stored:
                put(sheet, row, number, _shown(column, stored, form.words))
            if line and column.is_key and stored:
                cell.fill = GREY
            else:
                cell.protection = UNLOCKED
    _offer_choices(sheet, layout, form.words, row)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _offer_choices(sheet: Worksheet, layout: Sheet, words: Words, last: int) -> None:
    for number, column in enumerate(layout.columns, start=1):
        if column.field.form is not Form.LISTED:
            continue
        letter = get_column_letter(list(words).index(column.field.words) + 1)
        end = HEADER_ROW + max(len(words[column.field.words]), 1)
        choice = DataValidation(
            type="list",
            formula1=f"'{OPTIONS}'!${letter}${HEADER_ROW + 1}:${letter}${end}",
            allow_blank=True,
            # A code may be typed where its name is offered: the reader takes both.
            showErrorMessage=False,
        )
        own = get_column_letter(number)
        choice.add(f"{own}{HEADER_ROW + 1}:{own}{last}")
        sheet.add_data_validation(choice)


def _write_options(sheet: Worksheet, words: Words) -> None:
    for number, (name, known) in enumerate(words.items(), start=1):
        for row, word in enumerate([name, *known], start=HEADER_ROW):
            put(sheet, row, number, word)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
