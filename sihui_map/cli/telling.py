"""What commands tell: tables as lines of text, changes, a file that was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from sihui_map.cli.codes import DONE, OPEN_WARNINGS, PROGRAM, REFUSED
from sihui_map.views import fmt, revisions
from sihui_map.views.names import area_name
from sihui_map.views.sentences import changes_sentence
from sihui_map.views.textwidth import on_terminal

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.changes import Changes
    from sihui_map.domain.submission import Submission
    from sihui_map.figures import Figures
    from sihui_map.views.table import Cell, Table
    from sihui_map.workflow import Proposal

MOST_LINES = 40
WIDEST = 44
"""Columns of the terminal that a cell may take before the next one gives way."""


def stamp_of(figures: Figures) -> str:
    """Return what stands on every output: 期, id and day."""
    return " · ".join(fmt.stamp(figures.snapshot))


def _text(cell: Cell) -> str:
    return f"{cell.text}（{cell.hover}）" if cell.style == "missing" and cell.hover else cell.text


def tell(table: Table, *, most: int | None = None) -> None:
    """Write a table as lines of text; none without a row, at most ``most``."""
    if not table.rows:
        return
    typer.echo(f"{table.title}：{len(table.rows)} 行")
    lines = [[column.label for column in table.columns]]
    lines += [[_text(cell) for cell in row.cells] for row in table.rows[:most]]
    widths = [
        max(min(on_terminal(cell), WIDEST) for cell in cells) for cells in zip(*lines, strict=True)
    ]
    for line in lines:
        padded = [
            cell + " " * (width - on_terminal(cell))
            for cell, width in zip(line, widths, strict=True)
        ]
        typer.echo(f"  {'  '.join(padded)}".rstrip())
    if most is not None and len(table.rows) > most:
        typer.echo(f"  ……另有 {len(table.rows) - most} 行未列出")


def tell_changes(figures: Figures, changes: Changes, *, most: int | None = MOST_LINES) -> None:
    """Tell which figures, places and states differ; the largest movements where not all fit."""
    typer.echo(changes_sentence(changes))
    tell(revisions.changes_table(figures, changes, limit=most))
    tell(revisions.ranks_table(figures, changes), most=most)
    tell(revisions.states_table(changes), most=most)


def tell_proposal(archive: Archive, proposal: Proposal) -> int:
    """Tell what a file says and what was found, and return the exit code that stands for it."""
    figures = archive.current()
    for found in proposal.findings:
        typer.echo(f"[{found.severity}] {found.text_in(figures.snapshot.place)}")
    for area, year in proposal.undeclared:
        typer.echo(
            f"[未声明填全] {area_name(figures, area)} {year} 年能源活动：空着的不当作 0；"
            f"确实都填完了，导入时加 --declare {area}:{year}"
        )
    for area, year in proposal.outdated:
        typer.echo(
            f"[填全声明较早] {area_name(figures, area)} {year} 年能源活动：声明时还不确定，"
            f"合计仍按那时的性质；现在仍然填全的，导入时加 --declare {area}:{year}"
        )
    typer.echo(f"与已发布数据相比，{len(proposal.rows)} 行有变化（{stamp_of(figures)}）")
    rows = [(row.dataset, row.row_key, row.before, row.after) for row in proposal.rows]
    tell(revisions.rows_table(figures, rows), most=MOST_LINES)
    if proposal.changes is not None:
        tell_changes(figures, proposal.changes)
    if proposal.reading.is_blocked:
        return REFUSED
    return OPEN_WARNINGS if proposal.to_answer else DONE


def tell_draft(found: Submission) -> None:
    """Tell under which number a draft is kept, and what comes next."""
    typer.echo(f"已存为草稿：提交 {found.submission_id}，{found.rows} 行。")
    typer.echo(f"下一步：{PROGRAM} submit {found.submission_id} --who 姓名")
