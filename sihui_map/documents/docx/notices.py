"""Notices to a lead unit (牵头单位) as .docx: 催办单 of what is open, 反馈单 to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.nodes import cell_node, row_node, table_node, text_node
from sihui_map.documents.docx.paper import Paper
from sihui_map.documents.docx.styles import TABLE_HEAD, TABLE_TEXT
from sihui_map.documents.docx.urging import SLIP, slip
from sihui_map.documents.office import day_of
from sihui_map.documents.wording import chinese_date, gap
from sihui_map.domain.plan import leading_units
from sihui_map.domain.progress import (
    RESERVED,
    STALLED_DAYS,
    Freshness,
    TaskState,
)
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.views import tables, tracking
from sihui_map.views.labels import state_label
from sihui_map.views.sentences.nothing import TASKS, lack_of
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures

REMINDER, FEEDBACK = "碳达峰重点任务催办单", "碳达峰重点任务反馈单"
FORM_MM = (34.0, 122.0)


def lead_units(figures: Figures) -> tuple[str, ...]:
    """Return the units that lead a task, in the plan's order."""
    leading = leading_units(figures.snapshot.tasks)
    known = [unit for unit in figures.snapshot.departments if unit in leading]
    return tuple(dict.fromkeys([*known, *leading]))


def tasks_led(figures: Figures, unit: str) -> tuple[Task, ...]:
    """Return the tasks that ``unit`` leads, or raise ChoiceError with the units that may be."""
    units = lead_units(figures)
    if units and unit not in units:
        msg = f"「{unit[:20]}」不是牵头单位；可选：{'、'.join(units)}。请从中选择一个"
        raise ChoiceError(msg)
    return tuple(task for task in figures.snapshot.tasks if unit in task.lead_units)


def open_reasons(figures: Figures, task: Task) -> tuple[str, ...]:
    """Return why ``task`` is to be chased: no report, stalled, or reported as late."""
    tracking = figures.tracking
    held = {
        "从未收到进展": task in tracking.silent,
        str(Freshness.STALLED): task in tracking.stalled,
        "自报滞后": tracking.state(task) is TaskState.DELAYED,
    }
    return tuple(why for why, holds in held.items() if holds)


def reminder(figures: Figures, unit: str, numbers: Mapping[int, int] | None = None) -> bytes:
    """Return the 催办单 of a lead unit: its open tasks, why, and what it last reported.

    ``numbers`` are those of the notices that were sent and are not answered, by task; with them
    comes the slip to send back.
    """
    tasks, known = tasks_led(figures, unit), numbers or {}
    chased = [task for task in tasks if open_reasons(figures, task)]
    paper = _begin(figures, unit, REMINDER)
    if not tasks:
        paper.text(gap(f"{lack_of(figures, TASKS, '任务分工表')}，不能列出任务"))
    elif not chased:
        paper.text(f"你单位牵头的 {len(tasks)} 项任务均有近期进展，本期无须催办。")
    else:
        paper.text(
            f"截至{chinese_date(figures.snapshot.data_day)}，你单位牵头的 {len(tasks)} 项任务中，"
            f"有 {len(chased)} 项从未收到进展、超过 {STALLED_DAYS} 天未更新或自报滞后"
            "（已完成、调整/取消的任务不催更新），见附件。"
            f"请于{gap('反馈截止日期')}前填写反馈单，连同佐证材料报{figures.snapshot.place.office}。"
        )
    _sign(paper)
    if chased:
        paper.line("附件", "Heading 1")
        shown = _open_table(figures, chased, known)
        paper.table(shown, source=figures.snapshot.place.plan.annexed)
        _errata(paper, chased)
        sent = [f"第 {known[one.task_no]} 号" for one in chased if one.task_no in known]
        if sent:
            paper.line(SLIP, "Heading 1")
            paper.block(slip("、".join(sent)))
    return paper.to_bytes()


def feedback_form(figures: Figures, unit: str) -> bytes:
    """Return the 反馈单 of a lead unit: per task it leads, empty fields to fill in."""
    tasks = tasks_led(figures, unit)
    paper = _begin(figures, unit, FEEDBACK)
    if not tasks:
        paper.text(gap(f"{lack_of(figures, TASKS, '任务分工表')}，不能列出任务"))
    else:
        paper.text(
            f"你单位牵头 {len(tasks)} 项任务，请逐项填写。状态只选一项；进展写事实和数据，"
            "数据写明单位、时段和来源；没有进展的写明原因，不留空。"
        )
    _sign(paper)
    for task in tasks:
        paper.heading(2, f"第 {task.task_no} 项（第 {task.clause_no} 条）")
        paper.block(_form(task))
    _errata(paper, tasks)
    return paper.to_bytes()


def _begin(figures: Figures, unit: str, title: str) -> Paper:
    paper = Paper(figures, f"{title}：{unit}")
    paper.title(title)
    paper.line("", "Normal")
    paper.line(f"{unit}：", "Normal")
    return paper


def _open_table(figures: Figures, tasks: list[Task], numbers: Mapping[int, int]) -> Table:
    labels = ("条款", "任务", "牵头单位", "催办原因", "最近一次报告")
    columns = [Column("序号", numeric=True), *(Column(label) for label in labels)]
    has_numbers = any(task.task_no in numbers for task in tasks)
    columns += [Column("催办单")] if has_numbers else []
    rows = (
        TableRow(
            (
                Cell(str(task.task_no)),
                Cell(f"第 {task.clause_no} 条"),
                Cell(task.text, tag="勘误待定" if _is_doubtful(figures, task) else ""),
                Cell("、".join(task.lead_units)),
                Cell("；".join(open_reasons(figures, task))),
                _last_report(figures, task),
                *([_number(numbers.get(task.task_no))] if has_numbers else []),
            )
        )
        for task in tasks
    )
    return Table("须催办的任务", tuple(columns), tuple(rows))


def _number(number: int | None) -> Cell:
    return Cell("—" if number is None else f"第 {number} 号")


def _is_doubtful(figures: Figures, task: Task) -> bool:
    return any(task.task_no in row.task_nos for row in figures.snapshot.errata)


def _last_report(figures: Figures, task: Task) -> Cell:
    update = figures.latest_updates.get(task.task_no)
    if update is None:
        return Cell("未收到信息")
    sample = "示例" if update.kind is ValueKind.SAMPLE else ""
    state = state_label(update.state)
    words = f"{chinese_date(update.day)}，{state}：{tracking.told_words(update)}"
    return Cell(words, tag=sample)


def _errata(paper: Paper, tasks: tuple[Task, ...] | list[Task]) -> None:
    numbers = {task.task_no for task in tasks}
    errata = paper.figures.snapshot.errata
    ids = [row.erratum_id for row in errata if numbers & set(row.task_nos)]
    if ids:
        paper.table(
            tables.errata_table(paper.figures, ids),
            source=paper.figures.snapshot.place.plan.annexed,
        )


def _form(task: Task) -> _Element:
    states = "  ".join(
        f"□{state_label(state)}"
        for state in TaskState
        if state not in (TaskState.NO_INFORMATION, *RESERVED)
    )
    fields = (
        ("任务（照录）", task.text),
        ("分工（照录）", task.responsibility),
        ("状态", states),
        ("截至日期", "      年    月    日"),
        ("进展", "\n\n"),
        ("存在问题", "\n"),
        ("下一步及时限", "\n"),
        ("佐证材料", "\n"),
        ("填报人、电话", ""),
    )
    label_mm, field_mm = FORM_MM
    rows = (
        row_node(
            cell_node(text_node(label, TABLE_HEAD), width_mm=label_mm),
            cell_node(text_node(words, TABLE_TEXT), width_mm=field_mm),
        )
        for label, words in fields
    )
    return table_node(FORM_MM, rows)


def _sign(paper: Paper) -> None:
    paper.line("", "Normal")
    paper.signed(gap("发文机关署名"), chinese_date(day_of(paper.figures.snapshot)))
