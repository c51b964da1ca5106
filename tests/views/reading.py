"""What tests read out of tables, key figures, targets and lines of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import sentences

if TYPE_CHECKING:
    from sihui_map.figures import Figures
    from sihui_map.views.html import KeyFigure, TargetLine
    from sihui_map.views.table import Table, TableRow


def texts(row: TableRow) -> list[str]:
    return [cell.text for cell in row.cells]


def row_of(table: Table, name: str) -> TableRow:
    return next(row for row in table.rows if name in texts(row)[:3])


def column(table: Table, name: str) -> list[str | float]:
    return [cell.in_file for cell in table.column(name)]


def brief(items: list[KeyFigure]) -> dict[str, str]:
    return {item.label: f"{item.text} {item.unit}".strip() + item.tag for item in items}


def line_of(figures: Figures, target_id: str) -> TargetLine:
    return sentences.target_line(
        next(item for item in figures.standings if item.target.target_id == target_id)
    )


def unpacked(numbers: list[int], parts: int) -> list[tuple[float, float]]:
    """Return the places of a packed line, lon first."""
    found, lon, lat = [], 0, 0
    for step in range(0, len(numbers), 2):
        lon, lat = lon + numbers[step], lat + numbers[step + 1]
        found.append((lon / parts, lat / parts))
    return found
