"""The chapter on what changed since the 期 before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.changes import compare
from sihui_map.documents.wording import gap
from sihui_map.domain.light import Light
from sihui_map.domain.progress import TaskState
from sihui_map.views import fmt, names, revisions
from sihui_map.views.labels import LIGHT_LABEL, state_label
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from sihui_map.changes import Changes, FigureChange, StateChange
    from sihui_map.documents.docx.paper import Paper
    from sihui_map.figures import Figures

MOST_CHANGES = 40
"""Rows of the table of changes; the largest come first."""
"""What a figure is about, by the first part of its id."""


def changes_chapter(paper: Paper, before: Figures | None) -> None:
    """Add what changed since ``before``, or name the gap."""
    figures = paper.figures
    paper.heading(1, "八、与上期相比")
    if before is None:
        paper.text(gap("没有选定用来比较的上期"))
        return
    found = compare(before, figures)
    paper.text(
        f"上期：{'，'.join(fmt.stamp(before.snapshot))}。"
        f"两期相比，{len(found.figures)} 个数值有变化，其中变化超过 5% 或新增、取消的 "
        f"{len(found.large)} 个；{len(found.ranks)} 处镇街排序变化；"
        f"{len(found.states)} 处状态变化。"
    )
    if found.figures:
        paper.heading(2, "（一）数值")
        paper.table(_changes_table(figures, found), source="两期数值逐一相比")
    if found.ranks:
        paper.heading(2, "（二）镇街排序")
        paper.table(_ranks_table(figures, found))
    if found.states:
        paper.heading(2, "（三）状态")
        paper.table(_states_table(found))


def _changes_table(figures: Figures, found: Changes) -> Table:
    ordered = sorted(found.figures, key=lambda change: -abs(change.percent or 0))
    shown = ordered[:MOST_CHANGES]
    left = len(ordered) - len(shown)
    note = f"，按变化率列前 {MOST_CHANGES} 个，其余 {left} 个未列" if left else ""
    columns = [Column(label) for label in ("数值", "单位")]
    columns += [Column(label, numeric=True) for label in ("上期", "本期", "变化", "变化率")]
    return Table(
        f"有变化的数值（共 {len(ordered)} 个{note}）",
        (*columns, Column("说明")),
        tuple(_change_row(figures, found, change) for change in shown),
    )


def _change_row(figures: Figures, found: Changes, change: FigureChange) -> TableRow:
    *amounts, unit = revisions.change_cells(change)
    return TableRow(
        (
            Cell(names.figure_name(figures, change.figure_id)),
            unit,
            *amounts,
            Cell(found.explanation_of(change) or gap("无说明")),
        )
    )


def _ranks_table(figures: Figures, found: Changes) -> Table:
    rows = (
        TableRow(
            (
                Cell(names.area_name(figures, flip.town_code)),
                Cell(str(flip.year)),
                Cell(str(flip.before)),
                Cell(str(flip.after)),
            )
        )
        for flip in found.ranks
    )
    columns = [Column(label, numeric=True) for label in ("年份", "上期位次", "本期位次")]
    return Table("直接排放由大到小的位次", (Column("镇街"), *columns), tuple(rows))


def _states_table(found: Changes) -> Table:
    rows = (
        TableRow((Cell(row.name), Cell(_state(row, row.before)), Cell(_state(row, row.after))))
        for row in found.states
    )
    return Table("状态变化", (Column("对象"), Column("上期"), Column("本期")), tuple(rows))


def _state(row: StateChange, value: str) -> str:
    if not value:
        return "无此项"
    if row.subject == "target":
        return LIGHT_LABEL[Light(value)]
    return state_label(TaskState(value)) if row.subject == "task" else value
