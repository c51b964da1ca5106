"""Rows as a CSV file that a spreadsheet opens in Chinese and does not run as formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A spreadsheet takes a cell that begins so for a formula, full-width signs included.
FORMULA_SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
# ... and looks past these first: blanks (also no-break, ideographic, zero-width) and the BOM.
PASSED_OVER = " \u00a0\u3000\u200b\ufeff"


def neutral(cell: object) -> object:
    """Return ``cell`` so that no spreadsheet runs it: text gets a ' in front, numbers stay."""
    if not isinstance(cell, str):
        return cell
    first = cell.lstrip(PASSED_OVER)[:1]
    return f"'{cell}" if first and first in FORMULA_SIGNS else cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return UTF-8 with a BOM and CRLF; the first line names the columns, None is empty."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(row[column]) for column in columns])
    return sheet.getvalue().encode("utf-8-sig")
