"""CSV that a spreadsheet opens in Chinese and does not run as formulas."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOM = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula, full-width signs included, and looks
# past blanks and characters without width.
_FORMULA = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠]")


def neutral(cell: object) -> object:
    """Return ``cell`` so that no spreadsheet runs it: text gets a ' in front, numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a byte-order mark, the line of ``columns``, then ``rows``; None is empty."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return BOM + sheet.getvalue()
