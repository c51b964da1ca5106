"""The chapters on the plan's tasks: what was reported, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import numbers, told_by
from sihui_map.documents.wording import gap
from sihui_map.domain.value import ValueKind
from sihui_map.views import tables
from sihui_map.views.sentences.nothing import TASKS, lack_of

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper
    from sihui_map.domain.plan import Action
    from sihui_map.figures import Figures
    from sihui_map.views.table import Table, TableRow


def tasks_chapter(paper: Paper) -> None:
    """Add the tasks action by action, with what was reported."""
    figures = paper.figures
    snapshot = figures.snapshot
    paper.heading(1, "七、重点任务进展")
    if not snapshot.tasks:
        paper.text(gap(lack_of(figures, TASKS, "任务分工表")))
        return
    heard = list(figures.latest_updates.values())
    sample = "（示例）" if any(row.kind is ValueKind.SAMPLE for row in heard) else ""
    count = sum(task.task_no in figures.latest_updates for task in snapshot.tasks)
    paper.text(
        f"{len(snapshot.actions)} 大行动、{len(snapshot.tasks)} 项任务，收到进展 {count} 项，"
        f"未收到 {len(snapshot.tasks) - count} 项{sample}。"
        "状态和进展均为牵头单位自报，距数据日期多久未更新由系统计算。"
    )
    paper.small(*(_action(figures, place, each) for place, each in enumerate(snapshot.actions)))
    paper.heading(2, "（一）任务与状态")
    # Whom a task cooperates with stands in the data book: here it would take the text's room.
    table = _aged(tables.tasks_table(figures, snapshot.tasks).without("action", "cooperating"))
    cited = f"{snapshot.place.plan.annexed}；配合单位见数据册"
    paper.table(table, source=cited, caption="任务分工与状态")
    paper.heading(2, "（二）自报进展")
    told = [task for task in snapshot.tasks if task.task_no in figures.latest_updates]
    if not told:
        paper.text(gap("各项任务均未收到进展"))
    for task in told:
        update = figures.latest_updates[task.task_no]
        paper.small(
            f"第 {task.task_no} 项（第 {task.clause_no} 条）：{update.progress}"
            f"（{told_by(update)}）"
        )


def _aged(table: Table) -> Table:
    """Return the tasks with how old the last report is; its day stands with what it says."""
    at = table.names.index("updated")

    def aged(row: TableRow) -> TableRow:
        cells = list(row.cells)
        words = cells[at].text.partition("（")[2].removesuffix("）") or cells[at].text
        cells[at] = replace(cells[at], text=words)
        return replace(row, cells=tuple(cells))

    return replace(table, rows=tuple(map(aged, table.rows)))


def _action(figures: Figures, place: int, action: Action) -> str:
    """Say of how many tasks of an action something was heard."""
    tasks = [task for task in figures.snapshot.tasks if task.action_no == action.action_no]
    silent = [task for task in tasks if task.task_no not in figures.latest_updates]
    said = (
        f"{place + 1}. {action.name}：{len(tasks)} 项任务，收到进展 {len(tasks) - len(silent)} 项"
    )
    return said + (f"；未收到 {len(silent)} 项（{numbers(silent)}）。" if silent else "。")


def next_steps_chapter(paper: Paper) -> None:
    """Add what the leading units reported as their next step, word by word."""
    figures = paper.figures
    paper.heading(1, "十、下一步")
    told = [update for _, update in sorted(figures.latest_updates.items()) if update.next_step]
    if not told:
        paper.text(gap("没有单位报送下一步安排"))
        return
    paper.text("以下为各牵头单位自报的下一步安排，照录。")
    for update in told:
        paper.small(f"第 {update.task_no} 项：{update.next_step}（{told_by(update)}）")
    known = {update.task_no for update in told}
    silent = [task for task in figures.snapshot.tasks if task.task_no not in known]
    if silent:
        paper.text(gap(f"{numbers(silent)}任务未报下一步安排"))
