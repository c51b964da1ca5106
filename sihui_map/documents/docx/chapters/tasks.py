"""The chapters on the plan's tasks: what was reported, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import NUMERALS, numbers, told_by
from sihui_map.documents.wording import gap
from sihui_map.domain.value import ValueKind
from sihui_map.views import tables
from sihui_map.views.sentences.nothing import TASKS, lack_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.documents.docx.paper import Paper
    from sihui_map.domain.plan import Task


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
    for place, action in enumerate(snapshot.actions):
        tasks = [task for task in snapshot.tasks if task.action_no == action.action_no]
        paper.heading(2, f"（{NUMERALS[place % len(NUMERALS)]}）{action.name}")
        _action(paper, tasks)


def _action(paper: Paper, tasks: Sequence[Task]) -> None:
    figures = paper.figures
    silent = [task for task in tasks if task.task_no not in figures.latest_updates]
    told = [task for task in tasks if task.task_no in figures.latest_updates]
    paper.heading(3, "1. 任务与状态")
    paper.text(
        f"本行动共 {len(tasks)} 项任务，收到进展 {len(told)} 项"
        + (f"；未收到 {len(silent)} 项（{numbers(silent)}）。" if silent else "。")
    )
    table = tables.tasks_table(figures, tasks).without("action")
    paper.table(table, source=figures.snapshot.place.plan.annexed, caption="任务分工与状态")
    paper.heading(3, "2. 自报进展")
    if not told:
        paper.text(gap("本行动各项任务均未收到进展"))
    for place, task in enumerate(told, start=1):
        update = figures.latest_updates[task.task_no]
        paper.heading(
            4,
            f"（{place}）第 {task.task_no} 项（第 {task.clause_no} 条）：{update.progress}"
            f"（{told_by(update)}）",
        )


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
        paper.text(f"第 {update.task_no} 项：{update.next_step}（{told_by(update)}）")
    known = {update.task_no for update in told}
    silent = [task for task in figures.snapshot.tasks if task.task_no not in known]
    if silent:
        paper.text(gap(f"{numbers(silent)}任务未报下一步安排"))
