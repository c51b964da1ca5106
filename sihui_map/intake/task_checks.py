"""Rules about what is told of a task: which state may follow which, what goes with it, who says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.catalogue import KEY_SEPARATOR, TASK_LINES, TASK_STEPS, TASK_UPDATES
from sihui_map.domain.check import Finding, Rule
from sihui_map.domain.progress import (
    NEEDS,
    TRANSITIONS,
    TaskState,
    TaskUpdate,
    counted,
    new_wrong_turns,
    really_told,
    reported_state,
)
from sihui_map.domain.value import ValueKind
from sihui_map.intake.declared import is_sample
from sihui_map.intake.lines import error_of
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sihui_map.domain.plan import Task
    from sihui_map.domain.progress import Turn
    from sihui_map.domain.submission import Change
    from sihui_map.intake.known import Known, RowKey
    from sihui_map.intake.lines import Context, Told

    Cells = Mapping[str, str]


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
            yield error_of(told, Rule.DATE, column, sentence)


def _not_of(told: Told, units: Iterable[str], what: str, instead: str) -> Iterator[Finding]:
    """Refuse a unit that the plan does not name for the task."""
    known, unit = list(units), told.cells.get("unit", "")
    if unit and unit not in known:
        who = "、".join(known) or "方案没有写"
        sentence = f"「{shown(unit)}」不是任务 {told.cells['task_no']} 的{what}（{who}）{instead}"
        yield error_of(told, Rule.TASK, "unit", sentence)


def check_update(told: Told, context: Context) -> Iterable[Finding]:
    """Hold a report against what its state has to be told with, and against who leads the task."""
    cells, task = told.cells, _task(told, context)
    state = TaskState(cells["status"])
    leads = task.lead_units if task else ()
    for column in NEEDS.get(state, ()):
        if not cells.get(column):
            label = TASK_UPDATES.column(column).label
            yield error_of(told, Rule.TASK, column, f"状态为「{state}」，要写明{label}")
    if leads:
        instead = "；配合单位请填「配合情况」"
        yield from _not_of(told, leads, "牵头单位", instead)
    yield from _too_early(told, context, "day")


def check_order(
    changes: Sequence[Change], places: Mapping[RowKey, str], known: Known
) -> list[Finding]:
    """Refuse what makes the reports of a task follow each other as they may not.

    The whole sequence is looked at, with what is changed and without what is taken away; what was
    out of order before is nobody's fault now. ``places`` says where a row stands.
    """
    changed = {
        change.row_key: change.cells for change in changes if change.dataset == TASK_UPDATES.name
    }
    if not changed:
        return []
    tasks = known.figures.snapshot.tasks
    leads = {task.task_no: task.lead_units for task in tasks}
    own = {key: cells for (table, key), cells in known.rows.items() if table == TASK_UPDATES.name}
    others = really_told(
        _OfTask(int(cells["task_no"]), ValueKind(cells["kind"]))
        for (table, _), cells in known.rows.items()
        if table in (TASK_LINES.name, TASK_STEPS.name)
    )
    after = {key: cells for key, cells in {**own, **changed}.items() if cells is not None}
    wrong = new_wrong_turns(_updates(own, others), _updates(after, others), leads)
    return [_out_of_order(turn, changed, places) for turn in wrong]


class _OfTask(NamedTuple):
    task_no: int
    kind: ValueKind


def _updates(rows: Mapping[str, Cells], others: Collection[int]) -> tuple[TaskUpdate, ...]:
    """Return the updates that count among ``rows``; of ``others`` something else was told."""
    found = [
        TaskUpdate(
            task_no=int(cells["task_no"]),
            day=date.fromisoformat(cells["day"]),
            state=TaskState(cells["status"]),
            progress="",
            next_step="",
            unit=cells.get("unit", ""),
            kind=ValueKind(cells["kind"]),
            source="",
        )
        for cells in rows.values()
    ]
    return counted(found, really_told(found) | frozenset(others))


def _key(update: TaskUpdate) -> str:
    return TASK_UPDATES.key_of({"task_no": str(update.task_no), "day": update.day.isoformat()})


def _out_of_order(
    turn: Turn, changed: Mapping[str, Cells | None], places: Mapping[RowKey, str]
) -> Finding:
    """Return the error of whichever row of a wrong turn is new, else of what stood between."""
    at = next((one for one in (turn.after, turn.before) if one and _key(one) in changed), None)
    between = (
        key
        for key, cells in changed.items()
        if cells is None and key.split(KEY_SEPARATOR)[0] == str(turn.after.task_no)
    )
    key = _key(at) if at else next(between, _key(turn.after))
    return Finding(
        rule=Rule.TASK,
        place=places.get((TASK_UPDATES.name, key), ""),
        sentence=said_of(turn),
        dataset=TASK_UPDATES.name,
        row_key=key,
    )


def said_of(turn: Turn) -> str:
    """Say of two reports that one may not follow the other, and what may."""
    before, after = reported_state(turn.before), turn.after
    since = f"（{turn.before.day.isoformat()}）" if turn.before else ""
    may = "、".join(each for each in TaskState if each in TRANSITIONS[before])
    return (
        f"任务 {after.task_no} 报「{before}」{since}以后，不能接着报"
        f"「{after.state}」（{after.day.isoformat()}）；可报：{may}"
    )


def check_line(told: Told, context: Context) -> Iterable[Finding]:
    """Take a line of a unit that the plan names for the task only."""
    if task := _task(told, context):
        units = (*task.cooperating_units, *task.lead_units)
        yield from _not_of(told, units, "配合单位", "")
    yield from _too_early(told, context, "day")


def check_step(told: Told, context: Context) -> Iterable[Finding]:
    """Hold a step against its approval: what is approved is not moved without another one."""
    cells, before = told.cells, context.known.rows.get(told.key)
    if before and is_sample(before) and not is_sample(cells):
        before = None  # what was approved of a sample binds nobody
    if cells["done"] and not cells["ground"]:
        yield error_of(told, Rule.TASK, "ground", "有办结日期，要写明办结依据")
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
        yield error_of(told, Rule.TASK, "approved_by", sentence)
    if task := _task(told, context):
        units = (*task.lead_units, *task.cooperating_units)
        yield from _not_of(told, units, "牵头、配合单位", "")
    yield from _too_early(told, context, "due", "done")
