"""The map of tasks by place: what has to be dealt with in each town."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sihui_map.domain.progress import OPEN, Due, TaskState
from sihui_map.views.markup import plain
from sihui_map.views.palette import DUE_COLOR, is_dark

if TYPE_CHECKING:
    from collections.abc import Collection

    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures

TASKS = "tasks"
"""The frame's name for what is to be dealt with in a town."""
NONE, ENDED, UNHEARD = "没有任务", "已完结", "未收到信息"
GOING, BEHIND, NEAR, LATE = "未完结", "滞后受阻", "临期", "逾期"
ORDER = (NONE, ENDED, UNHEARD, GOING, BEHIND, NEAR, LATE)


def standing_in(figures: Figures, town_code: str) -> tuple[str, list[Task]]:
    """Return how the worst of a town's tasks stands, and which stand so; all where none is bad.

    A step counts where it happens; a task that is behind or blocked counts in each of its towns.
    """
    tracking, tasks = figures.tracking, figures.tracking.of_town(town_code)

    def with_step(which: Due) -> list[Task]:
        return [
            task
            for task in tasks
            if tracking.task_due(task) is not None
            and any(
                step.area_id == town_code and tracking.due(step) is which
                for step in tracking.steps(task.task_no)
            )
        ]

    def in_state(states: Collection[TaskState]) -> list[Task]:
        return [task for task in tasks if tracking.state(task) in states]

    found = {
        LATE: with_step(Due.LATE),
        NEAR: with_step(Due.NEAR),
        BEHIND: in_state({TaskState.DELAYED, TaskState.BLOCKED}),
        GOING: in_state(OPEN - {TaskState.NO_INFORMATION}),
        UNHEARD: in_state({TaskState.NO_INFORMATION}),  # nobody knows whether it goes on
        ENDED: list(tasks),
    }
    return next(((name, own) for name, own in found.items() if own), (NONE, []))


def tasks_measure(figures: Figures) -> dict[str, Any]:
    """Return for the frame how the tasks of each town stand, and how many do so."""
    colors = [DUE_COLOR[name] for name in ORDER]

    def cell(code: str) -> list[Any]:
        name, tasks = standing_in(figures, code)
        said = f"{name} {len(tasks)}" if tasks else ""
        return [ORDER.index(name), plain(said), ""]

    return {
        "label": "任务落到镇街的情况（项）",
        "unit": "",
        "note": "",
        "colors": colors,
        "dark": [is_dark(color) for color in colors],
        "legend": [plain(name) for name in ORDER],
        "isWhole": True,
        "kinds": {},
        "yearly": False,
        "onMap": True,
        "cells": {town.town_code: {"": cell(town.town_code)} for town in figures.towns},
    }
