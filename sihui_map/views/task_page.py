"""What the page of one task shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import tables, tracking
from sihui_map.views.html import KeyFigure
from sihui_map.views.labels import SITE_KIND_LABEL, state_label
from sihui_map.views.sentences import target_line

if TYPE_CHECKING:
    from sihui_map.domain.park import Park
    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures
    from sihui_map.views.html import TargetLine
    from sihui_map.views.table import Table


FILES = "文件和文件名不公开，只给填报这一行的人和审核人员，在「我的工作台」的「历年」里下载"
"""Files behind a row are no part of what is published (docs/security.md, V5)."""


def marks(figures: Figures, task: Task | None) -> list[str]:
    """Return the ids of the projects and parks that belong to the task, for its map."""
    if task is None:
        return []
    sites = [site.site_id for site in figures.tracking.sites_of(task)]
    return [*sites, *(park.park_id for park in parks_of(figures, task))]


def parks_of(figures: Figures, task: Task) -> list[Park]:
    """Return the parks where the task's clause is the one on their circular transformation."""
    asked = figures.snapshot.place.targets.circular_parks
    clauses = {t.clause_no for t in figures.snapshot.targets if t.target_id == asked}
    return list(figures.snapshot.parks) if task.clause_no in clauses else []


def sentence(figures: Figures, task: Task) -> str:
    """Say who leads the task, what they report, and what the calendar says."""
    state = state_label(figures.tracking.state(task))
    clock, due = figures.tracking.clock(task), tracking.due_words(figures, task)
    lead = "、".join(task.lead_units) or "方案没有写"
    return f"牵头：{lead}。自报「{state}」；{clock}；时间表：{due}。"


def has_sample(figures: Figures, task: Task) -> bool:
    """Tell whether something that was told of the task is a sample."""
    shown = (
        tables.history_table(figures, task.task_no),
        tables.lines_table(figures, task.task_no),
        tables.steps_table(figures, [task]),
    )
    return any(each.has_sample for each in shown)


def states(figures: Figures, task: Task) -> list[KeyFigure]:
    """Return both states side by side: what is reported, what the calendar says."""
    update = figures.latest_updates.get(task.task_no)
    said = (
        f"{update.day.isoformat()}，{update.unit or '单位未写明'}报" if update else "没有单位报过"
    )
    approved = [s for s in figures.tracking.steps(task.task_no) if s.approved_by]
    word, which = tracking.due_pair(figures, task)
    days = f"{len(approved)} 步期限已批准" if approved else "没有批准的期限，不计逾期"
    return [
        KeyFigure("自报状态", tracking.state_words(figures, task), note=said),
        KeyFigure("系统计时", str(figures.tracking.clock(task)), note="按数据日期算，不改自报状态"),
        KeyFigure("时间表", word, note="；".join(filter(None, (which, days)))),
    ]


def told(figures: Figures, task: Task) -> list[tuple[str, str]]:
    """Return what was last reported, and who answers."""
    update = figures.latest_updates.get(task.task_no)
    office = figures.snapshot.place.office
    rows = [
        ("进展（自报）", update.progress if update else "未收到信息"),
        ("下一步", update.next_step if update else ""),
        ("障碍", update.obstacle if update else ""),
        ("解除条件", update.remedy if update else ""),
        ("依据", update.ground if update else ""),
        ("附件", FILES if update and update.ground else ""),
        ("配合单位", "、".join(task.cooperating_units) or "没有写"),
        ("谁能回答", f"{'、'.join(task.lead_units) or '方案没有写牵头单位'}；口径问{office}"),
    ]
    return [(term, text) for term, text in rows if text]


def tables_of(figures: Figures, task: Task) -> list[Table]:
    """Return the schedule, the history, what others added, and what was allotted, if any."""
    number = task.task_no
    targets = [target.target_id for target in figures.tracking.targets_of(task)]
    shown = [
        tables.steps_table(figures, [task]).without("task_no"),
        tables.history_table(figures, number),
        tables.lines_table(figures, number),
    ]
    shown += [tables.allotments_table(figures, target_id=each, told_only=True) for each in targets]
    return [table for table in shown if table.rows]


def target_lines(figures: Figures, task: Task | None) -> list[TargetLine]:
    """Return the targets of the clause of the task, with their lights."""
    if task is None:
        return []
    own = {target.target_id for target in figures.tracking.targets_of(task)}
    return [target_line(item) for item in figures.standings if item.target.target_id in own]


def things(figures: Figures, task: Task | None) -> list[str]:
    """Name the projects and parks that belong to the task."""
    if task is None:
        return []
    sites = [
        f"{SITE_KIND_LABEL[site.kind]}：{site.name}（{site.stage}）"
        for site in figures.tracking.sites_of(task)
    ]
    parks = [f"园区：{park.name}" for park in parks_of(figures, task)]
    return [*sites, *parks] or ["没有对应到这一条的项目和园区。"]


def verbatim(figures: Figures, task: Task) -> list[tuple[str, str]]:
    """Return the row of annex 1 word for word, and which action it belongs to."""
    actions = {action.action_no: action.name for action in figures.snapshot.actions}
    return [
        ("行动", actions.get(task.action_no, "没有读到")),
        ("任务（附件 1，照录）", task.text),
        ("分工（附件 1，照录）", task.responsibility),
    ]


def errata(figures: Figures, task: Task) -> Table:
    """Return the oddities of the plan's text that touch the task."""
    own = {row.erratum_id for row in figures.snapshot.errata if task.task_no in row.task_nos}
    return tables.errata_table(figures, own)
