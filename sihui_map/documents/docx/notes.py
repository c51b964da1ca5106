"""What stands below a table on paper, and a year below its number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.documents.printed import why
from sihui_map.views import fmt
from sihui_map.views.rounding import rounding

if TYPE_CHECKING:
    from sihui_map.views.table import Table

_WITH_YEAR = re.compile(r"^([\d,.]+)(（\d{4}）)")


def _why_missing(table: Table) -> str:
    """Return why cells say 缺失 or a dash: each reason once."""
    found = (
        why(cell)
        for row in table.rows
        for cell in row.cells
        if cell.hover and (cell.style == "missing" or cell.text == fmt.NO_VALUE)
    )
    return "；".join(dict.fromkeys(found))


def year_below(table: Table) -> Table:
    """Return ``table`` with the year behind a number on a line of its own."""
    rows = (
        replace(
            row,
            cells=tuple(
                replace(cell, text=_WITH_YEAR.sub(r"\1\n\2", cell.text)) for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def about_table(table: Table, source: str, *, reasons: bool = True) -> str:
    """Return the line under a table: kinds, source, why values are missing."""
    kinds = dict.fromkeys(cell.kind for row in table.rows for cell in row.cells if cell.kind)
    told = "逐值标注" if table.mixes_kinds else "、".join(kinds)
    reason = _why_missing(table) if reasons else ""
    parts = [
        f"性质：{told}" if kinds else "",
        f"来源：{source}" if source else "",
        f"缺失或「{fmt.NO_VALUE}」的原因：{reason}" if reason else "",
    ]
    return "。".join(part for part in (*parts, rounding(table).removesuffix("。")) if part)
