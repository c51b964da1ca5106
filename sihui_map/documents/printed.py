"""Tables as they stand on paper and on slides: nothing there can be hovered over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.labels import COMPONENT_LABEL
from sihui_map.views.table import KIND, MARKS, Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sihui_map.views.table import TableRow

SHORT = frozenset((*ValueKind, *fmt.KIND_MARK.values()))
PARTS = tuple(COMPONENT_LABEL.values())
DIRECT, EMISSIONS = "直接排放", "排放总量"
CITY_TOTAL, SUM, RESIDUAL = "全市总量", "各项之和", "残差"


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
    named = any(column.label == KIND for column in table.columns)
    return kinds.pop() if len(kinds) == 1 and not named else ""


def why(cell: Cell) -> str:
    """Return the reason for which a cell holds no number."""
    return cell.hover.removeprefix("缺失：").partition("；已报部分的性质：")[0]


def rounding(table: Table) -> str:
    """Return the sentence on rounding where the numbers as written do not add up, else nothing."""
    off = any(_misses(parts, whole) for parts, whole in (*_by_row(table), *_by_column(table)))
    return fmt.ROUNDED if off else ""


def _misses(parts: Iterable[str], whole: str) -> bool:
    """Tell whether the numbers ``parts`` miss ``whole``; what is missing adds up to nothing."""
    found, target = [_number(text) for text in parts], _number(whole)
    known = [value for value in found if value is not None]
    return target is not None and len(known) == len(found) > 1 and sum(known) != target


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None


def _by_row(table: Table) -> Iterator[tuple[list[str], str]]:
    """Return what a row's components add up to."""
    labels = [column.label for column in table.columns]
    if DIRECT in labels and set(PARTS[:-1]) <= set(labels):
        for row in table.rows:
            texts = dict(zip(labels, (cell.text for cell in row.cells), strict=True))
            yield [texts[label] for label in PARTS[:-1]], texts[DIRECT]


def _by_column(table: Table) -> Iterator[tuple[list[str], str]]:
    """Return what the rows of a ledger, or of a town's years, add up to."""
    firsts = [row.cells[0].text for row in table.rows]
    for index in range(1, len(table.columns)):
        texts = [row.cells[index].text for row in table.rows]
        by_name = dict(zip(firsts, texts, strict=True))
        if SUM in by_name:
            yield texts[: firsts.index(SUM)], by_name[SUM]
            rest = next((by_name[name] for name in firsts if name.startswith(RESIDUAL)), "")
            yield [by_name[SUM], rest], by_name.get(CITY_TOTAL, "")
        burnt = [by_name[name] for name in firsts if name.startswith(PARTS[:-1])]
        whole = next((by_name[name] for name in firsts if name.startswith(EMISSIONS)), "")
        if len(burnt) == len(PARTS) - 1:
            yield burnt, whole
