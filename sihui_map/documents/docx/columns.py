"""How wide the columns of a table become on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil, inf
from typing import TYPE_CHECKING

from sihui_map.views.textwidth import on_paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.views.table import Table

MM_PER_PT = 0.3528
PADDING, SHORT, LONGEST_WORD, BROAD = 2, 4, 14, 1.3
"""A font that stands in for the one that is named may be broader by ``BROAD``."""
LEAST, READABLE, HALVINGS, ROUNDS = 4, 16, 40, 6
"""Half-width characters of the narrowest column, and of one of long texts; steps of a search."""
_WORD = re.compile(r"[!-~−]+")
_NUMBER = re.compile(r"[≥≤≈]?[-−]?\d[\d,.]*%?")


def widths(table: Table, width_mm: float, size_pt: float) -> list[float]:
    """Share ``width_mm`` among the columns: no number is broken, the longest texts get most."""
    room = width_mm / (size_pt * MM_PER_PT / 2)
    columns = _even(table, [_want(table, index) for index in range(len(table.columns))])
    hard, soft = sum(each.least for each in columns), sum(each.need for each in columns)
    if soft > room:
        share = max(0.0, room - hard) / ((soft - hard) or 1)
        found = [each.least + (each.need - each.least) * share for each in columns]
    else:
        found = _lowest(table, columns, room)
    return [width_mm * width / sum(found) for width in found]


def _lowest(table: Table, columns: Sequence[_Want], room: float) -> list[float]:
    """Return the widths with which the table is lowest, of those that are tried.

    A row is as high as its highest cell. So each round shares by the text of those cells alone:
    what stands beside a long text, and is lower than it, leaves it its room.
    """
    sizes = [
        [[on_paper(line) for line in cell.text.split("\n")] for cell in row.cells]
        for row in table.rows
    ]
    best, least = _shared(columns, room), inf
    found = best
    for _ in range(ROUNDS):
        high = [
            [_lines(cell, width) for cell, width in zip(row, found, strict=True)] for row in sizes
        ]
        if (total := sum(map(max, high))) < least:
            best, least = found, total
        texts = [1.0] * len(columns)
        for row, lines in zip(sizes, high, strict=True):
            for index, count in enumerate(lines):
                if count == max(lines):
                    texts[index] += sum(row[index])
        wanted = [replace(each, text=text) for each, text in zip(columns, texts, strict=True)]
        found = _shared(wanted, room)
    return best


def _lines(sizes: Sequence[float], width: float) -> int:
    return sum(max(ceil(size / max(width - PADDING, 1)), 1) for size in sizes)


def _shared(columns: Sequence[_Want], room: float) -> list[float]:
    """Return widths of at most ``room`` in all, each between what it needs and what it could use.

    A table is lowest where widths go with the square root of how much text a column holds.
    """
    low, high = 0.0, room
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = [min(max(middle * each.text**0.5, each.need), each.wish) for each in columns]
        low, high = (middle, high) if sum(found) < room else (low, middle)
    return found


@dataclass(frozen=True, slots=True)
class _Want:
    """Half-width characters a column must have, should have, could use, and holds in all."""

    least: float
    need: float
    wish: float
    text: float


def _even(table: Table, wants: list[_Want]) -> list[_Want]:
    """Let the columns of years want the same."""
    years = [index for index, column in enumerate(table.columns) if column.label.isdecimal()]
    if not years:
        return wants
    alike = _Want(
        max(wants[index].least for index in years),
        max(wants[index].need for index in years),
        max(wants[index].wish for index in years),
        max(wants[index].text for index in years),
    )
    return [alike if index in years else want for index, want in enumerate(wants)]


def _want(table: Table, index: int) -> _Want:
    column = table.columns[index]
    texts = [line for row in table.rows for line in row.cells[index].text.split("\n")]
    number = max((on_paper(part) for text in texts for part in _NUMBER.findall(text)), default=0)
    least = max(number * BROAD, LEAST) + PADDING
    need = max(least, max(map(_need, [*texts, column.label[:SHORT]])) + PADDING)
    if sum(map(on_paper, texts)) > READABLE * max(len(texts), 1):
        need = max(need, READABLE + PADDING)
    wish = max(map(on_paper, [*texts, column.label])) * (BROAD if number else 1) + PADDING
    return _Want(least, need, max(need, wish), sum(map(on_paper, [*texts, column.label])))


def _need(text: str) -> float:
    """Return the half-width characters of ``text`` that had better stay on one line."""
    if on_paper(text) <= 2 * SHORT:
        return on_paper(text)
    longest = max(map(on_paper, _WORD.findall(text)), default=0)
    return min(longest, LONGEST_WORD) * BROAD if longest > 2 * SHORT else 2 * SHORT


def lines_of(table: Table, columns: Sequence[float], size_pt: float) -> int:
    """Return about how many lines the rows of ``table`` take in columns of so many mm."""
    letter_mm = size_pt * MM_PER_PT / 2
    return sum(
        max(
            sum(max(ceil(on_paper(line) * letter_mm / width), 1) for line in cell.text.split("\n"))
            for cell, width in zip(row.cells, columns, strict=True)
        )
        for row in table.rows
    )
