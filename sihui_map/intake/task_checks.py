"""Rules about what is told of a task: which state may follow which, what goes with it, who says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sihui_map.catalogue import TASK_UPDATES
from sihui_map.domain.check import Finding, Rule
from sihui_map.domain.progress import NEEDS, TRANSITIONS, TaskState, may_follow
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sihui_map.domain.plan import Task
    from sihui_map.intake.lines import Context, Told


def _error(told: Told, rule: Rule, column: str, sentence: str) -> Finding:
    name, key = told.key
    return Finding(
        rule=rule, place=told.place(column), sentence=sentence, dataset=name, row_key=key
    )


def _task(told: Told, context: Context) -> Task | None:
    tasks = context.known.figures.snapshot.tasks
    return next((task for task in tasks if str(task.task_no) == told.cells["task_no"]), None)


def _too_early(told: Told, context: Context, *columns: str) -> Iterator[Finding]:
    """Refuse a day of before there was a plan."""
    plan = context.known.figures.snapshot.place.plan
    for column in columns:
        text = told.cells.get(column, "")
        if text and plan.issued_on and date.fromisoformat(text) < plan.issued_on:
            sentence = f"{text} 早于方案印发之日（{plan.issued_on.isoformat()}）"
            yield _error(told, Rule.DATE, column, sentence)


def _not_of(told: Told, units: Iterable[str], what: str, instead: str) -> Iterator[Finding]:
    """Refuse a unit that the plan does not name for the task."""
    known, unit = list(units), told.cells.get("unit", "")
    if unit and unit not in known:
        who = "、".join(known) or "方案没有写"
        sentence = f"「{shown(unit)}」不是任务 {told.cells['task_no']} 的{what}（{who}）{instead}"
        yield _error(told, Rule.TASK, "unit", sentence)


def state_before(
    told: Mapping[str, str], rows: Iterable[Mapping[str, str]], leads: Iterable[str]
) -> tuple[TaskState, str]:
    """Return what was last reported of a task before the day of ``told``, and when."""
    own = {"", *leads}
    earlier = [
        row
        for row in rows
        if row["task_no"] == told["task_no"]
        and row["day"] < told["day"]
        and row.get("unit", "") in own
    ]
    last = max(earlier, key=lambda row: row["day"], default=None)
    if last is None:
        return TaskState.NO_INFORMATION, ""
    return TaskState(last["status"]), last["day"]


def check_update(told: Told, context: Context) -> Iterable[Finding]:
    """Hold a report against the one before it, and against what its state has to be told with."""
    cells, task = told.cells, _task(told, context)
    state = TaskState(cells["status"])
    leads = task.lead_units if task else ()
    rows = (row for (name, _), row in context.rows.items() if name == TASK_UPDATES.name)
    before, day = state_before(cells, rows, leads)
    if not may_follow(before, state):
        may = "、".join(each for each in TaskState if each in TRANSITIONS[before])
        since = f"（{day}）" if day else ""
        sentence = (
            f"任务 {cells['task_no']} 已报「{before}」{since}，不能改报「{state}」；可报：{may}"
        )
        yield _error(told, Rule.TASK, "status", sentence)
    for column in NEEDS.get(state, ()):
        if not cells.get(column):
            label = TASK_UPDATES.column(column).label
            yield _error(told, Rule.TASK, column, f"状态为「{state}」，要写明{label}")
    if leads:
        instead = "；配合单位请填「配合情况」"
        yield from _not_of(told, leads, "牵头单位", instead)
    yield from _too_early(told, context, "day")


def check_line(told: Told, context: Context) -> Iterable[Finding]:
    """Take a line of a unit that the plan names for the task only."""
    if task := _task(told, context):
        units = (*task.cooperating_units, *task.lead_units)
        yield from _not_of(told, units, "配合单位", "")
    yield from _too_early(told, context, "day")


def check_step(told: Told, context: Context) -> Iterable[Finding]:
    """Hold a step against its approval: what is approved is not moved without another one."""
    cells, before = told.cells, context.known.rows.get(told.key)
    if cells["done"] and not cells["ground"]:
        yield _error(told, Rule.TASK, "ground", "有办结日期，要写明办结依据")
    if (
        before
        and before["approved_by"]
        and before["due"] != cells["due"]
        and before["approved_by"] == cells["approved_by"]
    ):
        sentence = (
            f"期限 {before['due']} 已由「{shown(before['approved_by'])}」批准，改为 {cells['due']} "
            "要写明新的批准文件"
        )
        yield _error(told, Rule.TASK, "approved_by", sentence)
    if task := _task(told, context):
        units = (*task.lead_units, *task.cooperating_units)
        yield from _not_of(told, units, "牵头、配合单位", "")
    yield from _too_early(told, context, "due", "done")
