"""Parks in a table: stage and checklist of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import PARK_PROGRESS
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.value import ValueKind
from sihui_map.views.anchors import park_anchor
from sihui_map.views.labels import STATE_SIGN
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow
from sihui_map.views.tables.cells import kind_cell, state_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.catalogue import Column as Asked
    from sihui_map.domain.park import Park
    from sihui_map.figures import Figures


def parks_table(figures: Figures, parks: Sequence[Park]) -> Table:
    """List each park's stage and its checklist."""
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    checks = PARK_PROGRESS.told_in(figures.snapshot).county_columns
    return Table(
        "园区循环化改造",
        (
            Column("园区", "park"),
            Column("所在镇街", "town"),
            Column("级别", "level"),
            Column("计入分母", "counted"),
            Column("改造阶段", "stage"),
            *(Column(check.label, check.name) for check in checks),
            Column("性质", KIND),
        ),
        tuple(
            _park_row(figures, park, names.get(park.town_code, "未公开"), checks) for park in parks
        ),
    )


def park_matrix(figures: Figures, parks: Sequence[Park]) -> Table:
    """Set each park's stage and each point of its checklist out with a sign, and what it lacks."""
    table = parks_table(figures, parks)
    checks = [column for column in table.columns if column.name in _check_names(figures)]
    signed = {"stage", *(column.name for column in checks)}
    rows = tuple(
        replace(
            row,
            cells=(
                *(
                    _signed(cell)
                    if name in signed
                    else replace(cell, style=f"{cell.style} name".strip())
                    if name == KIND
                    else cell
                    for name, cell in zip(table.names, row.cells, strict=True)
                ),
                Cell(_lacks({check.label: table.cell(row, check.name).text for check in checks})),
            ),
        )
        for row in table.rows
    )
    whole = replace(table, columns=(*table.columns, Column("还缺", "lacks")), rows=rows)
    return whole if checks else whole.without("lacks")


def _check_names(figures: Figures) -> set[str]:
    asked = PARK_PROGRESS.told_in(figures.snapshot).county_columns
    return {check.name for check in asked}


def _signed(cell: Cell) -> Cell:
    """Return a state with its sign before it; a file keeps the word alone."""
    sign = STATE_SIGN.get(cell.text.partition("（")[0], "")
    return replace(cell, text=f"{sign} {cell.text}", raw=cell.text, style=f"{cell.style} name")


def _lacks(states: Mapping[str, str]) -> str:
    """Say which points are not done, and apart from them of which nothing was heard."""
    said = []
    for state in CheckState:
        points = [label for label, own in states.items() if own == state]
        if points and state is not CheckState.COMPLETED:
            said.append(f"{state} {len(points)} 项：{'、'.join(points)}")
    return "；".join(said) or "不缺"


def _park_row(figures: Figures, park: Park, town: str, asked: Sequence[Asked]) -> TableRow:
    progress = figures.park_progress.get(park.park_id)
    stage = progress.stage if progress else ParkStage.UNKNOWN
    said = {True: "是", False: "否", None: "待核"}[progress.provincial if progress else None]
    counted = "是" if park.park_id in figures.parks_counted else said
    newest = figures.park_years[-1] if figures.park_years else 0
    when = f"（{progress.year} 年）" if progress and progress.year != newest else ""
    told: Mapping[str, CheckState] = progress.checks if progress else {}
    bases = {check.check_id: check.basis for check in figures.snapshot.place.park_checks}
    return TableRow(
        (
            Cell(park.name, hover=f"{park.note}；来源：{park.source}"),
            Cell(town, hover=park.town_text),
            Cell(park.known_level, hover=park.level),
            Cell(counted),
            Cell(f"{stage}{when}", style=state_style(stage)),
            *(
                Cell(str(state), hover=bases.get(each.name, ""), style=state_style(state))
                for each in asked
                for state in [told.get(each.name, CheckState.UNKNOWN)]
            ),
            kind_cell(progress.kind if progress else ValueKind.MISSING),
        ),
        anchor=park_anchor(park.park_id),
    )
