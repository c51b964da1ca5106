"""Tables as they stand on paper and on slides: nothing there can be hovered over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.table import KIND, MARKS, Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sihui_map.views.table import TableRow

SHORT = frozenset((*ValueKind, *fmt.KIND_MARK.values()))


def printed(table: Table, apart: str = "\n", *, marks: bool = False) -> Table:
    """Return ``table`` without its bars, with what hovering tells beside or below each number.

    Where its numbers are of several kinds each bears a mark, which the title explains; ``apart``
    from a missing value stands what was reported of it, and what that is. With ``marks`` other
    tags, 勘误待定 above all, stand in a column of their own: a text stays as it was written.
    """
    named = [index for index, column in enumerate(table.columns) if column.label]  # not a bar
    columns = tuple(table.columns[index] for index in named)
    rows = [
        replace(row, cells=tuple(_cells(table, row, named, apart, marks=marks)))
        for row in table.rows
    ]
    said = [_marks(row) if marks else "" for row in table.rows]
    if any(said):
        columns = (*columns, Column(MARKS))
        rows = [
            replace(row, cells=(*row.cells, Cell(mark)))
            for row, mark in zip(rows, said, strict=True)
        ]
    return Table(f"{table.title}{legend(table)}", columns, tuple(rows))


def legend(table: Table) -> str:
    """Return what the marks of kinds mean that some of its numbers bear; "" where none does."""
    if not table.mixes_kinds:
        return ""
    found = set().union(*map(_unsaid, table.rows))
    found |= {cell.note_kind for row in table.rows for cell in row.cells if cell.note_kind}
    return f"　{fmt.kinds_legend(found)}" if found else ""


def _unsaid(row: TableRow) -> set[str]:
    """Return the kinds of a row's numbers; none where it has one that another cell names."""
    kinds = {cell.kind for cell in row.cells if cell.kind}
    said = {cell.text for cell in row.cells}
    return set() if len(kinds) == 1 and kinds <= said else kinds


def _cells(
    table: Table, row: TableRow, named: Sequence[int], apart: str, *, marks: bool
) -> Iterator[Cell]:
    unsaid = _unsaid(row) if table.mixes_kinds else set()
    said = {cell.text for cell in row.cells}
    for index in named:
        cell = row.cells[index]
        tag = "" if marks or cell.kind or cell.tag in said else cell.tag
        tag = fmt.KIND_MARK[cell.kind] if cell.kind in unsaid else tag
        kind = fmt.KIND_MARK.get(cell.note_kind, "") if table.mixes_kinds else cell.note_kind
        below = _tagged(cell.note, kind) if cell.note else ""
        words = (_tagged(cell.text, tag), below)
        yield replace(cell, text=apart.join(filter(None, words)), tag="", note="")


def _marks(row: TableRow) -> str:
    said = {cell.text for cell in row.cells}
    tags = dict.fromkeys(cell.tag for cell in row.cells if not cell.kind)
    return "、".join(tag for tag in tags if tag and tag not in said)


def _tagged(text: str, tag: str) -> str:
    if not tag or tag in text:
        return text
    return f"{text} {tag}" if tag in SHORT else f"{text}（{tag}）"


def one_kind(table: Table) -> str:
    """Return what all numbers of ``table`` are, where no column says it; "" where they differ."""
    kinds = {cell.kind for row in table.rows for cell in row.cells if cell.kind}
    return kinds.pop() if len(kinds) == 1 and KIND not in table.names else ""


def why(cell: Cell) -> str:
    """Return the reason for which a cell holds no number."""
    return cell.hover.removeprefix("缺失：").partition("；已报部分的性质：")[0]
