"""A table as values: what a page shows and a CSV file holds are the same rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.csvfile import csv_text
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt

if TYPE_CHECKING:
    from sihui_map.domain.value import Quantity

MARKS = "标注"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; ``numeric`` columns are set right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, what a file holds, what hovering tells, a tag such as 示例, a css class.

    ``kind`` is what the number is: hovering tells it on a page, a file has to say it in a column.
    ``share`` of a cell without text is drawn as a bar, 0…1 of its width.
    """

    text: str
    raw: float | str | None = None
    hover: str = ""
    tag: str = ""
    style: str = ""
    kind: str = ""
    share: float | None = None

    @property
    def in_file(self) -> str | float:
        """Return the number where there is one, else the text."""
        return self.text if self.raw is None else self.raw


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells in the order of the columns; a town's row can be selected."""

    cells: tuple[Cell, ...]
    town_code: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]

    @property
    def has_sample(self) -> bool:
        """Tell whether one of its numbers is a sample (示例)."""
        said = (mark for row in self.rows for cell in row.cells for mark in (cell.kind, cell.tag))
        return ValueKind.SAMPLE in said


def amount_cell(amount: Quantity, decimals: int, divisor: float = 1) -> Cell:
    """Return the cell of a figure: number, kind and source on hover, 缺失 where there is none."""
    if amount.value is None:
        return Cell("缺失", raw="", hover=amount.reason, style="missing")
    return Cell(
        fmt.quantity(amount, decimals, divisor),
        raw=round(amount.value / divisor, decimals + 4),
        hover=fmt.hover(amount),
        kind=amount.kind,
    )


def to_csv(table: Table) -> str:
    """Return ``table`` as CSV with a byte-order mark, so that WPS and Excel read the Chinese."""
    said = with_marks(table)
    labels = [column.label for column in said.columns]
    return csv_text(labels, ([cell.in_file for cell in row.cells] for row in said.rows))


def with_marks(table: Table) -> Table:
    """Return ``table`` for a file: without its bars, with a column 标注 for what a page tags."""
    named = [index for index, column in enumerate(table.columns) if column.label]  # not a bar
    columns = tuple(table.columns[index] for index in named)
    rows = [tuple(row.cells[index] for index in named) for row in table.rows]
    marks = [_marks(row) for row in table.rows]
    if any(marks):
        columns = (*columns, Column(MARKS))
        rows = [(*cells, Cell(mark)) for cells, mark in zip(rows, marks, strict=True)]
    kept = (replace(row, cells=cells) for row, cells in zip(table.rows, rows, strict=True))
    return Table(table.title, columns, tuple(kept))


def _marks(row: TableRow) -> str:
    """Return what the page shows of a row beside its text, 示例 above all, and no column says."""
    said = {cell.text for cell in row.cells}
    tags = [cell.tag for cell in row.cells]
    kinds = [cell.kind for cell in row.cells if cell.kind == ValueKind.SAMPLE]
    return "、".join(mark for mark in dict.fromkeys([*kinds, *tags]) if mark and mark not in said)
