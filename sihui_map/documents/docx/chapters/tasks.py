"""The chapters on the plan's tasks: what was reported, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import numbers, told_by
from sihui_map.documents.wording import gap
from sihui_map.domain.value import ValueKind
from sihui_map.views import tables, tracking
from sihui_map.views.sentences.nothing import TASKS, lack_of
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper
    from sihui_map.domain.plan import Action
    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.figures import Figures


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
    paper.text(tracking.dispatch_sentence(figures))
    paper.table(tables.counts_table(figures), source=tracking.SOURCE)
    first = tables.attention_table(figures)
    if first.rows:
        paper.table(first.without("state"), source=tracking.SOURCE)
    paper.small(*(_action(figures, place, each) for place, each in enumerate(snapshot.actions)))
    cited = f"{snapshot.place.plan.annexed}；任务原文、配合单位见「重点任务」页和数据册"
    paper.table(_table(figures), source=cited)
    if (steps := tables.steps_table(figures)).rows:
        paper.table(steps, source=tracking.SOURCE)


def _table(figures: Figures) -> Table:
    """List the tasks by their clause, who leads, and what was reported word by word."""
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    states = tables.tasks_table(figures, figures.snapshot.tasks).column("state")
    rows = [
        TableRow(
            (
                Cell(str(task.task_no), raw=task.task_no),
                Cell(f"{titles.get(task.clause_no, '')}（第 {task.clause_no} 条）"),
                Cell("、".join(task.lead_units)),
                state,
                Cell(_told(figures.latest_updates.get(task.task_no))),
            )
        )
        for task, state in zip(figures.snapshot.tasks, states, strict=True)
    ]
    columns = (
        Column("序号", "task_no", numeric=True),
        Column("任务", "task"),
        Column("牵头单位", "lead"),
        Column("状态（自报）", "state"),
        Column("自报进展与下一步", "told"),
    )
    return Table("任务状态、进展与下一步", columns, tuple(rows))


def _told(update: TaskUpdate | None) -> str:
    if update is None:
        return "未收到"
    return f"{tracking.told_words(update)}（{told_by(update)}）"


def _action(figures: Figures, place: int, action: Action) -> str:
    """Say of how many tasks of an action something was heard."""
    tasks = [task for task in figures.snapshot.tasks if task.action_no == action.action_no]
    silent = [task for task in tasks if task.task_no not in figures.latest_updates]
    said = (
        f"{place + 1}. {action.name}：{len(tasks)} 项任务，收到进展 {len(tasks) - len(silent)} 项"
    )
    return said + (f"；未收到 {len(silent)} 项（{numbers(silent)}）。" if silent else "。")


def next_steps_chapter(paper: Paper) -> None:
    """Add of how many tasks a next step was reported, and which are without."""
    figures = paper.figures
    paper.heading(1, "十、下一步")
    told = {no for no, update in figures.latest_updates.items() if update.next_step}
    if not told:
        paper.text(gap("没有单位报送下一步安排"))
        return
    silent = [task for task in figures.snapshot.tasks if task.task_no not in told]
    paper.text(f"{len(told)} 项任务的牵头单位报了下一步安排，照录在第七部分的表里。")
    if silent:
        paper.text(gap(f"{numbers(silent)}任务未报下一步安排"))
