"""What several tables share: cells that say what a value is, the order of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.value import Quantity, ValueKind
from sihui_map.views.table import EACH, Cell, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "名称"
WAN = 1e4
WAN_UNIT = "万吨CO₂"


def kind_cell(kind: str) -> Cell:
    """Return the cell that says what a value is."""
    return Cell(kind, style="sample" if kind == ValueKind.SAMPLE else "")


def kind_of(*amounts: Quantity) -> Cell:
    """Return the cell that says what a row's values are."""
    kinds = list(dict.fromkeys(amount.kind for amount in amounts if amount.value is not None))
    if not kinds:
        return kind_cell(ValueKind.MISSING)
    # Of several kinds each value says its own; this cell does not pretend that they are one.
    return kind_cell(kinds[0]) if len(kinds) == 1 else Cell(EACH)


def kind_or_missing(amount: Quantity) -> Cell:
    """Return the cell that says what a value is, or why there is none."""
    if amount.value is None:
        return Cell(amount.reason, style="missing")
    return kind_cell(amount.kind)


def state_style(state: str) -> str:
    """Return the css class of a stage or state that was told in words."""
    styles = {"已完成": "done", "未收到信息": "missing", "未启动": "idle"}
    return styles.get(state, "under-way")


def largest_first(rows: Iterable[tuple[Quantity, TableRow]]) -> tuple[TableRow, ...]:
    """Return rows in the order of their values, missing ones last."""
    ordered = sorted(rows, key=lambda pair: (pair[0].value is None, -(pair[0].value or 0)))
    return tuple(row for _, row in ordered)
