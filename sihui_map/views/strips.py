"""Strips of cells, one per target or task, and lines that open to what is known of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.domain.progress import TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.anchors import (
    clause_anchor,
    target_address,
    target_anchor,
    task_address,
    task_anchor,
    unit_address,
)
from sihui_map.views.labels import LIGHT_LABEL, LIGHT_SHAPE, STATE_SIGN, STATE_STYLE, state_label
from sihui_map.views.names import target_name
from sihui_map.views.sentences.targets import target_line
from sihui_map.views.tables.targets import standings_by_need, without_number, without_value
from sihui_map.views.tracking import (
    GROUP_STYLE,
    GROUPS,
    TO_DISPATCH,
    all_groups,
    due_words,
    group_of,
    titles_of,
    why,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sihui_map.domain.plan import Task
    from sihui_map.domain.standing import Standing
    from sihui_map.figures import Figures

CHOSEN_OUT = "outside"


@dataclass(frozen=True, slots=True)
class Square:
    """One cell: colour by ``style``, sign and word repeat it; ``hover`` names it; may lead on."""

    style: str
    sign: str
    word: str
    hover: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """One line, its name and short parts; opened, it tells terms and texts, and leads on.

    ``links`` are (words, address).
    """

    anchor: str
    style: str
    name: str
    parts: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    tag: str = ""
    links: tuple[tuple[str, str], ...] = ()


def clause_lines(figures: Figures, numbers: Collection[int]) -> list[Fold]:
    """Return a line per clause among ``numbers``, which opens to its text."""
    return [
        Fold(
            anchor=clause_anchor(clause.clause_no),
            style="",
            name=f"{clause.clause_no}. {clause.title}",
            parts=(),
            told=(("原文", clause.text),),
            links=_targets_of(figures, clause.clause_no),
        )
        for clause in figures.snapshot.clauses
        if clause.clause_no in numbers
    ]


def _targets_of(figures: Figures, clause_no: int) -> tuple[tuple[str, str], ...]:
    """Return what leads to the targets that stand in a clause."""
    return tuple(
        (f"指标：{_named(item)}", target_address(item.target.target_id))
        for item in figures.standings
        if item.target.clause_no == clause_no
    )


def task_lines(figures: Figures, tasks: Iterable[Task]) -> list[Fold]:
    """Return a line per task; each leads to where it stands on 重点任务, too."""
    folds = ((task, task_fold(figures, task)) for task in tasks)
    return [
        replace(fold, links=(("在重点任务里看", f"tasks#{task_anchor(task.task_no)}"), *fold.links))
        for task, fold in folds
    ]


def light_strip(figures: Figures, keep: Mapping[str, str]) -> list[Square]:
    """Return a cell per target, those with a light first; each leads to its target."""
    kept = "".join(f"&{name}={value}" for name, value in keep.items())
    return [
        Square(
            style=item.light,
            sign=LIGHT_SHAPE[item.light],
            word=LIGHT_LABEL[item.light],
            hover=f"{LIGHT_LABEL[item.light]}：{_named(item)}",
            link=f"{target_address(item.target.target_id)}{kept}",
        )
        for item in standings_by_need(figures)
    ]


def _named(item: Standing) -> str:
    return target_name(item.target)


def valueless(figures: Figures) -> list[Fold]:
    """Return the targets with a number and without a value: each with the reason."""
    return [_target_fold(item) for item in without_value(figures)]


def numberless(figures: Figures) -> list[Fold]:
    """Return the targets without a number: each with the reason, opened with the plan's words."""
    return [_target_fold(item) for item in without_number(figures)]


def _target_fold(item: Standing) -> Fold:
    target, line = item.target, target_line(item)
    told = (
        (fmt.clause_text(target), f"「{target.quote}」"),
        *((("说明", target.note),) if target.note else ()),
        *((("规则", item.rule_text),) if item.rule_text else ()),
    )
    parts = (f"{LIGHT_SHAPE[item.light]} {LIGHT_LABEL[item.light]}", line.sentence)
    return Fold(
        anchor=target_anchor(target.target_id),
        style=item.light,
        name=target.indicator,
        parts=parts,
        told=told,
        tag=line.tag,
        links=(("指标详情", target_address(target.target_id)),),
    )


def task_strip(figures: Figures, shown: Collection[Task]) -> list[Square]:
    """Return a cell per task of the plan; one that is not ``shown`` is pale and leads nowhere."""
    titles = titles_of(figures)
    inside = {task.task_no for task in shown}
    squares = []
    for task in figures.snapshot.tasks:
        state, number = figures.tracking.state(task), str(task.task_no)
        hover = f"{number} {state_label(state)}：{titles.get(task.clause_no, task.text)}"
        if task.task_no in inside:
            link = f"#{task_anchor(task.task_no)}"
            squares.append(Square(STATE_STYLE[state], STATE_SIGN[state], number, hover, link))
        else:
            squares.append(Square(CHOSEN_OUT, STATE_SIGN[state], number, f"{hover}（不在筛选内）"))
    return squares


def counts_sentence(figures: Figures, shown: Sequence[Task]) -> str:
    """Say how many of the ``shown`` tasks are in each state; with the others they are all."""
    states = [figures.tracking.state(task) for task in shown]
    counted = "，".join(
        f"{STATE_SIGN[state]} {state_label(state)} {states.count(state)} 项"
        for state in TaskState
        if state in states
    )
    whole, out = len(figures.snapshot.tasks), len(figures.snapshot.tasks) - len(shown)
    if not out:
        return f"共 {whole} 项：{counted}。"
    said = f"筛选内 {len(shown)} 项" + (f"：{counted}" if counted else "")
    return f"{said}；筛选外 {out} 项；共 {whole} 项。"


def task_groups(figures: Figures, shown: Iterable[Task]) -> list[tuple[str, list[Fold]]]:
    """Return the ``shown`` tasks, what is behind or was not heard of for long first."""
    groups: dict[str, list[Fold]] = {name: [] for name in GROUPS}
    for task in shown:
        groups[group_of(figures, task)].append(task_fold(figures, task))
    return [(f"{name}（{len(folds)} 项）", folds) for name, folds in groups.items() if folds]


def dispatch_folds(figures: Figures, tasks: Iterable[Task]) -> list[Fold]:
    """Return those of ``tasks`` that have to be dealt with, in order: what, who, why."""
    own = list(tasks)
    return [
        replace(
            task_fold(figures, task),
            style=GROUP_STYLE[group],
            parts=(all_groups(figures, task), "、".join(task.lead_units), why(figures, task)),
        )
        for group in TO_DISPATCH
        for task in own
        if group_of(figures, task) == group
    ]


def task_fold(figures: Figures, task: Task) -> Fold:
    """Return a task as one line: state, units, how old; opened with all that is told of it."""
    update = figures.latest_updates.get(task.task_no)
    state, age = figures.tracking.state(task), figures.tracking.clock(task)
    actions = {action.action_no: action.name for action in figures.snapshot.actions}
    doubtful = {no for row in figures.snapshot.errata for no in row.task_nos}
    clause = next(
        (own for own in figures.snapshot.clauses if own.clause_no == task.clause_no), None
    )
    told = [
        ("行动", actions.get(task.action_no, "")),
        ("任务（附件 1，照录）", task.text),
        ("牵头单位", "、".join(task.lead_units)),
        ("配合单位", "、".join(task.cooperating_units) or "没有写"),
        ("时间表", due_words(figures, task)),
        *(
            [
                ("进展（自报）", update.progress),
                ("下一步", update.next_step),
                ("障碍", update.obstacle),
                ("解除条件", update.remedy),
                ("依据", update.ground),
            ]
            if update
            else [("进展（自报）", "未收到信息")]
        ),
        *([(f"第 {clause.clause_no} 条（照录）", clause.text)] if clause else []),
    ]
    tags = (
        "勘误待定" if task.task_no in doubtful else "",
        "示例" if update and update.kind is ValueKind.SAMPLE else "",
    )
    return Fold(
        anchor=task_anchor(task.task_no),
        style=STATE_STYLE[state],
        name=f"{task.task_no}. {clause.title if clause else task.text}",
        parts=(
            f"{STATE_SIGN[state]} {state_label(state)}",
            "、".join(task.lead_units),
            f"{update.day.isoformat()}（{age}）" if update else str(age),
        ),
        told=tuple((term, text) for term, text in told if text),
        tag="、".join(filter(None, tags)),
        links=(
            ("任务详情", task_address(task.task_no)),
            *((f"单位：{unit}", unit_address(unit)) for unit in task.lead_units),
        ),
    )
