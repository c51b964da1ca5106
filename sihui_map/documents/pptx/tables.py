"""Native tables: columns share the width by what stands in them, rows go on on the next slide."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu

from sihui_map.documents.pptx.shapes import (
    CELL_X,
    CELL_Y,
    EM_PER_PT,
    GRID,
    SAMPLE_COLOR,
    SHADE,
    TABLE_PT,
    Box,
    describe,
    ems,
    height_of,
    rgb,
    write,
)
from sihui_map.documents.printed import printed
from sihui_map.views.palette import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.slide import Slide

    from sihui_map.views.table import Cell, Table, TableRow

MOST_STRETCH = 2.6
"""A narrow table is not pulled apart further than this: numbers stay near their names."""


def _widths(table: Table, rows: Sequence[TableRow], total: int) -> list[int]:
    """Share ``total`` EMU among the columns: short ones get what they need, long ones the rest."""
    wanted = []
    for index, column in enumerate(table.columns):
        texts = [
            column.label,
            *(line for row in rows for line in _said(row.cells[index]).split("\n")),
        ]
        need = max(map(ems, texts)) + 0.8
        wanted.append(need * TABLE_PT * EM_PER_PT + 2 * CELL_X)
    fixed: dict[int, float] = {}
    while True:
        loose = [index for index in range(len(wanted)) if index not in fixed]
        share = (total - sum(fixed.values())) / max(len(loose), 1)
        small = [index for index in loose if wanted[index] <= share]
        if not small:
            break
        fixed |= {index: wanted[index] for index in small}
    widths = [fixed.get(index, share) for index in range(len(wanted))]
    scale = min(total / sum(widths), MOST_STRETCH)
    return [int(width * scale) for width in widths]


def _said(cell: Cell) -> str:
    # An empty cell has no size of its own and would stretch its row.
    return cell.text or "\u00a0"


def row_heights(table: Table, rows: Sequence[TableRow], widths: Sequence[int]) -> list[int]:
    """Return how high the headings and each row become in columns of ``widths``, in EMU."""
    return [
        max(
            height_of(text, TABLE_PT, width - 2 * CELL_X)
            for text, width in zip(texts, widths, strict=True)
        )
        + 2 * CELL_Y
        for texts in (
            [column.label for column in table.columns],
            *([_said(cell) for cell in row.cells] for row in rows),
        )
    ]


def table_height(table: Table, width: int) -> int:
    """Return how high all of ``table`` becomes in ``width``, in EMU."""
    shown = printed(table)
    return sum(row_heights(shown, shown.rows, _widths(shown, shown.rows, width)))


def _fitting(heights: Sequence[int], room: int, *, even: bool) -> int:
    """Return how many rows go into ``room``; ``even`` leaves the last page no emptier."""
    head, *rows = heights
    pages = ceil(sum(rows) / max(room - head, 1)) if even else 1
    aim = head + sum(rows) / pages if sum(rows) > room - head else room
    count, used = 0, head
    while count < len(rows) and (count == 0 or used + rows[count] <= room):
        if used >= aim:
            break
        used += rows[count]
        count += 1
    return count


def table_part(
    slide: Slide, box: Box, shown: Table, rows: Sequence[TableRow], *, even: bool = False
) -> Sequence[TableRow]:
    """Put as many ``rows`` of a printed table into ``box`` as fit; return those that are left."""
    table = shown
    widths = _widths(table, table.rows, box.width)
    heights = row_heights(table, rows, widths)
    count = _fitting(heights, box.height, even=even)
    used = sum(heights[: count + 1])
    frame = slide.shapes.add_table(
        count + 1, len(table.columns), *map(Emu, (box.left, box.top, sum(widths), used))
    )
    describe(frame, f"表：{table.title}", f"{table.title}，{count} 行")
    native = frame.table
    native.horz_banding = False
    for index, width in enumerate(widths):
        native.columns[index].width = Emu(width)
    for index, height in enumerate(heights[: count + 1]):
        native.rows[index].height = Emu(height)
    for index, column in enumerate(table.columns):
        _fill_cell(native.cell(0, index), column.label, numeric=column.numeric, head=True)
    for place, row in enumerate(rows[:count], start=1):
        for index, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            _fill_cell(
                native.cell(place, index),
                _said(cell),
                numeric=column.numeric,
                bold=row.style in ("sum", "residual"),
                sample=cell.style == "sample",
            )
    return rows[count:]


def _fill_cell(  # noqa: PLR0913 a cell has a look
    cell: Any,  # noqa: ANN401 python-pptx's cell is private
    text: str,
    *,
    numeric: bool,
    head: bool = False,
    bold: bool = False,
    sample: bool = False,
) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(SHADE if head else "#ffffff")
    cell.margin_left = cell.margin_right = CELL_X
    cell.margin_top = cell.margin_bottom = CELL_Y
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    for place, line in enumerate(text.split("\n")):
        write(
            cell.text_frame,
            line,
            TABLE_PT,
            bold=head or bold,
            color=SAMPLE_COLOR if sample else INK,
            align=PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT,
            again=place > 0,
        )
    look = cell._tc.get_or_add_tcPr()  # noqa: SLF001 python-pptx draws no borders
    line = (
        f'<a:{{side}} {nsdecls("a")} w="{{width}}"><a:solidFill><a:srgbClr val="{GRID[1:]}"/>'
        "</a:solidFill></a:{side}>"
    )
    none = f'<a:{{side}} {nsdecls("a")} w="0"><a:noFill/></a:{{side}}>'
    for place, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        drawn = line if side in ("lnT", "lnB") else none
        look.insert(place, parse_xml(drawn.format(side=side, width=9525)))
