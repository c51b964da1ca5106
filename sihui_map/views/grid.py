"""A sheet to be filled in on the page: a line per row, each cell with what it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind
from sihui_map.domain.working import CellState
from sihui_map.views import fmt
from sihui_map.views.first import template

if TYPE_CHECKING:
    from collections.abc import Sequence

STATE_STYLE = {
    CellState.PUBLISHED: "published",
    CellState.EMPTY: "empty",
    CellState.SAVED: "saved",
    CellState.WARNED: "warned",
    CellState.RETURNED: "returned",
    CellState.LOCKED: "locked",
}
"""The class of a cell's word, for its colour; the word itself always stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One cell: what stands in it, where it stands, what it is held against."""

    field: str
    label: str
    """Which cell it is, for who cannot see the table: line and column."""
    text: str
    state: CellState
    step: int = 0
    hint: str = ""
    told: str = ""
    """Beside the state: who wrote it when, why it came back, why it is locked."""
    options: Sequence[str] = ()
    noted: str = ""
    """What was said of it, and how many files are behind it; "" for nothing."""
    about: str = ""
    """What opens its record; "" where it has none of its own."""
    is_number: bool = False
    is_locked: bool = False

    @property
    def word(self) -> str:
        """Return the word of its state; an empty one needs none."""
        return "" if self.state is CellState.EMPTY else str(self.state)

    @property
    def style(self) -> str:
        """Return the class of its state."""
        return STATE_STYLE[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """One line of cells."""

    line_id: str
    name: str
    cells: Sequence[GridCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet: its headings, its lines, and what its script needs to send a cell."""

    scope: str
    sheet: str
    title: str
    """Whose sheet of which year it is, for who hears it and on paper."""
    heads: Sequence[str]
    lines: Sequence[GridLine]
    token: str
    newest: int
    """Number of the newest step that is shown: news are asked for after it."""


def hint(
    last: tuple[str, str], published: tuple[str, str], usual: tuple[float, float] | None
) -> str:
    """Return what a number is held against: last year's, the published one, what is usual.

    The first two are a number and its kind, which is said where it is a sample.
    """
    said = [f"上年 {_marked(*last)}"] if last[0] else []
    said += [f"已发布 {_marked(*published)}"] if published[0] else []
    if usual and usual[0] != usual[1]:
        said.append(f"一般 {_short(usual[0])}～{_short(usual[1])}")
    return " · ".join(said)


def _marked(text: str, kind: str) -> str:
    return f"{text}（示例）" if kind == ValueKind.SAMPLE else text


def _short(number: float) -> str:
    return fmt.number(number, 0 if abs(number) >= 100 else 2)  # noqa: PLR2004 as many as can be read


def grid_html(shown: Grid) -> str:
    """Return the sheet as a table of fields; its script keeps each cell as it is left."""
    return template("grid.html").render(grid=shown)
