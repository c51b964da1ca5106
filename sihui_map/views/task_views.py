"""Tasks as a board by state, and their steps along the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.progress import Due, TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.views.anchors import task_address
from sihui_map.views.labels import STATE_SIGN, STATE_STYLE, state_label
from sihui_map.views.tracking import DUE_SIGN, DUE_STYLE, due_words, titles_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the board: what all of its cards have in common, and the cards."""

    style: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the board: what it is called, who leads, what the calendar says; leads on."""

    name: str
    lines: tuple[str, ...]
    link: str
    tag: str = ""


def task_lanes(figures: Figures, shown: Iterable[Task]) -> list[Lane]:
    """Return the ``shown`` tasks by their reported state, in the order of the states."""
    tasks = list(shown)
    lanes = []
    for state in TaskState:
        own = [task for task in tasks if figures.tracking.state(task) is state]
        if own:
            name = f"{STATE_SIGN[state]} {state_label(state)}（{len(own)}）"
            lanes.append(Lane(STATE_STYLE[state], name, tuple(_card(figures, t) for t in own)))
    return lanes


def _card(figures: Figures, task: Task) -> Card:
    update = figures.latest_updates.get(task.task_no)
    titles = titles_of(figures)
    day = f"{update.day.isoformat()} 更新" if update else str(figures.tracking.clock(task))
    return Card(
        name=f"{task.task_no}. {titles.get(task.clause_no, task.text)}",
        lines=("、".join(task.lead_units), day, due_words(figures, task)),
        link=task_address(task.task_no),
        tag="示例" if update and update.kind is ValueKind.SAMPLE else "",
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """A step on the timeline: ``at`` in % of its width; sign and style say how it stands."""

    at: float
    sign: str
    style: str
    hover: str


@dataclass(frozen=True, slots=True)
class Row:
    """A task on the timeline."""

    name: str
    link: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Steps along the months: ``months`` are (at %, words), ``today`` the day of the data in %."""

    months: tuple[tuple[float, str], ...]
    today: float
    rows: tuple[Row, ...]
    key: tuple[tuple[str, str], ...]
    """Style, and sign with its word."""


def timetable(figures: Figures, shown: Iterable[Task]) -> Timetable | None:
    """Return the steps of the ``shown`` tasks along the time; None where there is none."""
    tracking = figures.tracking
    tasks = [task for task in shown if tracking.steps(task.task_no)]
    days = [step.due for task in tasks for step in tracking.steps(task.task_no)]
    if not days:
        return None
    today = figures.snapshot.data_day
    first, last = min(*days, today), max(*days, today)
    begin = first.replace(day=1)
    span = max((last - begin).days + 15, 1)

    def at(day: date) -> float:
        return (day - begin).days / span * 100

    titles = titles_of(figures)
    rows = tuple(
        Row(
            name=f"{task.task_no}. {titles.get(task.clause_no, task.text)}",
            link=task_address(task.task_no),
            moments=tuple(
                Moment(
                    at=at(step.due),
                    sign=DUE_SIGN[tracking.due(step)],
                    style=DUE_STYLE[tracking.due(step)],
                    hover=f"第 {step.step_no} 步「{step.step}」，{tracking.due(step)}，"
                    f"期限 {step.due.isoformat()}",
                )
                for step in tracking.steps(task.task_no)
            ),
        )
        for task in tasks
    )
    return Timetable(
        months=tuple((at(day), _month(day)) for day in _months(begin, last)),
        today=at(today),
        rows=rows,
        key=tuple((DUE_STYLE[each], f"{DUE_SIGN[each]} {each}") for each in Due),
    )


MOST_MONTHS = 14
"""More would not be read side by side: then only every third one is named."""


def _months(begin: date, last: date) -> list[date]:
    found = []
    year, month = begin.year, begin.month
    while (year, month) <= (last.year, last.month):
        found.append(begin.replace(year=year, month=month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 December
    return found if len(found) <= MOST_MONTHS else [day for day in found if day.month % 3 == 1]


def _month(day: date) -> str:
    return f"{day.year} 年 {day.month} 月" if day.month == 1 else f"{day.month} 月"
