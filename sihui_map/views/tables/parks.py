"""Parks in a table: stage and checklist of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.park import CheckPoint, CheckState, ParkStage
from sihui_map.domain.value import ValueKind
from sihui_map.views.labels import CHECK_LABEL
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow
from sihui_map.views.tables.cells import kind_cell, state_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.domain.park import Park
    from sihui_map.figures import Figures


def parks_table(figures: Figures, parks: Sequence[Park]) -> Table:
    """List each park's stage and its checklist."""
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    return Table(
        "园区循环化改造",
        (
            Column("园区", "park"),
            Column("所在镇街", "town"),
            Column("级别", "level"),
            Column("计入分母", "counted"),
            Column("改造阶段", "stage"),
            *(Column(label, point) for point, label in CHECK_LABEL.items()),
            Column("性质", KIND),
        ),
        tuple(_park_row(figures, park, names.get(park.town_code, "未公开")) for park in parks),
    )


def _park_row(figures: Figures, park: Park, town: str) -> TableRow:
    progress = figures.park_progress.get(park.park_id)
    stage = progress.stage if progress else ParkStage.UNKNOWN
    told = {True: "是", False: "否", None: "待核"}[progress.provincial if progress else None]
    counted = "是" if park.park_id in figures.parks_counted else told
    newest = figures.park_years[-1] if figures.park_years else 0
    when = f"（{progress.year} 年）" if progress and progress.year != newest else ""
    checks = [progress.checks[point] if progress else CheckState.UNKNOWN for point in CheckPoint]
    level = park.level if park.level_confirmed else "级别待核"
    return TableRow(
        (
            Cell(park.name, hover=f"{park.note}；来源：{park.source}"),
            Cell(town, hover=park.town_text),
            Cell(level, hover=park.level),
            Cell(counted),
            Cell(f"{stage}{when}", style=state_style(stage)),
            *(Cell(str(check), style=state_style(check)) for check in checks),
            kind_cell(progress.kind if progress else ValueKind.MISSING),
        ),
    )
