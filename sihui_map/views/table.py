"""A table as values: what a page shows and a CSV file holds are the same rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.csvfile import csv_text
from sihui_map.domain.value import ValueKind, kept
from sihui_map.views import fmt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.value import Quantity

MARKS = "标注"
KIND = "kind"
"""Name of the column that says what a row's values are (性质)."""
EACH = "多种"
"""Of a row whose values are of several kinds: each says its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; ``numeric`` columns are set right.

    ``key`` is what code picks it by: the ``name``, where it has none (a year) what is read.
    """

    label: str
    name: str = ""
    numeric: bool = False

    @property
    def key(self) -> str:
        """Return the name, or where there is none the label."""
        return self.name or self.label


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, what a file holds, what hovering tells, a tag such as 示例, a css class.

    ``note`` stands below the text, smaller, and is of ``note_kind``. ``kind`` is what the number
    is: hovering tells it on a page, a file has to say it in a column.
    ``share`` of a cell without text is drawn as a bar, 0…1 of its width; ``parts`` of one (colour,
    %) as a bar that they fill. A page links the text to ``link``, an address with a query.
    """

    text: str
    raw: float | str | None = None
    hover: str = ""
    tag: str = ""
    style: str = ""
    kind: str = ""
    share: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    note: str = ""
    note_kind: str = ""
    link: str = ""

    @property
    def in_file(self) -> str | float:
        """Return the number where there is one, else the text."""
        return self.text if self.raw is None else self.raw


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells in the order of the columns; a town's row can be selected.

    A link leads to a row with an ``anchor`` (views/anchors.py).
    """

    cells: tuple[Cell, ...]
    town_code: str = ""
    style: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; its columns are picked by name, never by where they stand."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(column.key for column in self.columns)

    def cell(self, row: TableRow, name: str) -> Cell:
        """Return the cell of ``row`` in a column, or raise ValueError where there is none."""
        return row.cells[self.names.index(name)]

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of a column, from the top."""
        return tuple(self.cell(row, name) for row in self.rows)

    def only(self, *names: str) -> Table:
        """Return the table with these columns, in this order."""
        kept = [self.names.index(name) for name in names]
        return replace(
            self,
            columns=tuple(self.columns[index] for index in kept),
            rows=tuple(
                replace(row, cells=tuple(row.cells[index] for index in kept)) for row in self.rows
            ),
        )

    def titled(self, title: str) -> Table:
        """Return the table under another title."""
        return replace(self, title=title)

    def without(self, *names: str) -> Table:
        """Return the table without these columns."""
        if unknown := set(names) - set(self.names):
            msg = f"{self.title} has no column {sorted(unknown)}"
            raise ValueError(msg)
        return self.only(*(name for name in self.names if name not in names))

    def matching(self, text: str) -> Table:
        """Return the table with those rows of which a cell holds ``text``, in either case."""
        sought = text.casefold()
        found = (
            row for row in self.rows if any(sought in cell.text.casefold() for cell in row.cells)
        )
        return replace(self, rows=tuple(found))

    def part(self, number: int, size: int) -> Table:
        """Return the rows of one part of the table, from 1, each of ``size`` rows."""
        return replace(self, rows=self.rows[(number - 1) * size : number * size])

    @property
    def unlinked(self) -> Table:
        """Return the table without links: where it stands there is no other page."""
        rows = (
            replace(row, cells=tuple(replace(cell, link="") for cell in row.cells))
            if any(cell.link for cell in row.cells)
            else row
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    @property
    def has_sample(self) -> bool:
        """Tell whether one of its numbers is a sample (示例)."""
        said = (mark for row in self.rows for cell in row.cells for mark in (cell.kind, cell.tag))
        return ValueKind.SAMPLE in said

    @property
    def mixes_kinds(self) -> bool:
        """Tell whether its numbers are of more than one kind: then each says which."""
        return len({cell.kind for row in self.rows for cell in row.cells if cell.kind}) > 1


def amount_cell(amount: Quantity, decimals: int, divisor: float = 1) -> Cell:
    """Return the cell of a figure: number, kind and source on hover, 缺失 where there is none."""
    if amount.value is None:
        return Cell(
            "缺失",
            raw="",
            hover=fmt.hover(amount),
            style="missing",
            note=fmt.part(amount, decimals, divisor),
            note_kind=amount.part_kind if amount.part is not None else "",
        )
    return Cell(
        fmt.quantity(amount, decimals, divisor),
        raw=kept(amount.value / divisor, decimals),
        hover=fmt.hover(amount),
        kind=amount.kind,
    )


def gathered(table: Table) -> tuple[Table, str]:
    """Return ``table`` without its column of kinds where all rows are of one, and that kind.

    Of what is missing altogether the cells say so: it is no kind to put into a title.
    """
    kinds = {cell.text for cell in table.column(KIND)} if KIND in table.names else set()
    if len(kinds) != 1 or len(table.rows) == 1 or table.mixes_kinds or EACH in kinds:
        return table, ""
    return table.without(KIND), kinds.pop().replace(ValueKind.MISSING, "")


def tagged(table: Table) -> Table:
    """Return ``table`` with the kind beside each number, where its numbers are of several kinds.

    A row that says its kind in a column needs no more.
    """
    if not table.mixes_kinds:
        return table
    says = KIND in table.names
    rows = tuple(
        row if says and table.cell(row, KIND).text != EACH else _tagged(row) for row in table.rows
    )
    if rows == table.rows:
        return table
    marked = (row for row, before in zip(rows, table.rows, strict=True) if row != before)
    legend = fmt.kinds_legend(cell.kind for row in marked for cell in row.cells)
    return replace(table, title=f"{table.title}　{legend}", rows=rows)


def _tagged(row: TableRow) -> TableRow:
    return replace(
        row,
        cells=tuple(
            replace(cell, tag=fmt.KIND_MARK.get(cell.kind, cell.tag)) for cell in row.cells
        ),
    )


def to_csv(table: Table) -> str:
    """Return ``table`` as CSV with a byte-order mark, so that WPS and Excel read the Chinese."""
    said = with_marks(table)
    labels = [column.label for column in said.columns]
    return csv_text(labels, ([cell.in_file for cell in row.cells] for row in said.rows))


def with_marks(table: Table) -> Table:
    """Return ``table`` for a file: without its bars, with a column 标注 for what a page tags."""
    named = [index for index, column in enumerate(table.columns) if column.label]  # not a bar
    apart = [index for index in named if table.mixes_kinds and _has_kind(table, index)]
    partial = [index for index in named if any(row.cells[index].note for row in table.rows)]
    columns = tuple(
        column
        for index in named
        for column in _columns(
            table.columns[index], has_kind=index in apart, has_part=index in partial
        )
    )
    rows = [
        tuple(
            cell
            for index in named
            for cell in _cells(row.cells[index], has_kind=index in apart, has_part=index in partial)
        )
        for row in table.rows
    ]
    marks = [_marks(row, cells) for row, cells in zip(table.rows, rows, strict=True)]
    if any(marks):
        columns = (*columns, Column(MARKS))
        rows = [(*cells, Cell(mark)) for cells, mark in zip(rows, marks, strict=True)]
    kept = (replace(row, cells=cells) for row, cells in zip(table.rows, rows, strict=True))
    return Table(table.title, columns, tuple(kept))


def _has_kind(table: Table, index: int) -> bool:
    return any(row.cells[index].kind for row in table.rows)


def _columns(column: Column, *, has_kind: bool, has_part: bool) -> tuple[Column, ...]:
    kind = (Column(f"{column.label}·性质"),) if has_kind else ()
    part = (Column(f"{column.label}·已报部分"),) if has_part else ()
    return (column, *kind, *part)


def _cells(cell: Cell, *, has_kind: bool, has_part: bool) -> tuple[Cell, ...]:
    kind = (Cell(cell.kind or (ValueKind.MISSING if cell.style == "missing" else "")),)
    part = (Cell(cell.note.rpartition(" ")[2].replace(",", "")),)
    return (cell, *(kind if has_kind else ()), *(part if has_part else ()))


def _marks(row: TableRow, cells: Iterable[Cell]) -> str:
    """Return what the page shows of a row beside its text, 示例 above all, and no column says."""
    said = {cell.text for cell in cells}
    tags = [cell.tag for cell in row.cells]
    kinds = [cell.kind for cell in row.cells if cell.kind == ValueKind.SAMPLE]
    return "、".join(mark for mark in dict.fromkeys([*kinds, *tags]) if mark and mark not in said)


def numbered(table: Table, label: str) -> Table:
    """Return ``table`` with its rows numbered from 1, under ``label``."""
    return replace(
        table,
        columns=(Column(label, "number", numeric=True), *table.columns),
        rows=tuple(
            replace(row, cells=(Cell(str(at), raw=at), *row.cells))
            for at, row in enumerate(table.rows, start=1)
        ),
    )
