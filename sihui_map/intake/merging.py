"""Three ways: what a file says, what its writer had before him, what is published by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cells = Mapping[str, str] | None
    """A row by column; None where there is no row."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a row is to be; and the columns that both have changed, each in another way.

    Where one has changed the row and the other has taken it back, no column is to blame.
    """

    cells: Cells
    columns: tuple[str, ...] = ()
    is_clash: bool = False


def merged(mine: Cells, base: Cells, published: Cells) -> Merged:
    """Return ``mine`` on top of what was published since ``base``, cell by cell.

    What the file left as it was stays as it is published; where both changed a cell, the file's
    stands and the clash is told.
    """
    if mine in (base, published):
        return Merged(published)
    if published == base:
        return Merged(mine)
    if mine is None or published is None:
        return Merged(mine, is_clash=True)
    was = base or {}
    cells, clashing = dict(mine), []
    for column in dict.fromkeys((*mine, *published)):
        now, before, theirs = (each.get(column, "") for each in (mine, was, published))
        if now == before:
            cells[column] = theirs
        elif theirs not in (before, now):
            clashing.append(column)
    # A blank for which what is published has no column is one that was added since: see canonical.
    kept = {column: text for column, text in cells.items() if text or column in published}
    return Merged(kept, tuple(clashing), is_clash=bool(clashing))
