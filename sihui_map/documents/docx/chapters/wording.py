"""What the chapters say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.wording import chinese_date, sources
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.plan import Task
    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def plan_of(figures: Figures) -> str:
    """Return the title of the plan in its marks."""
    return figures.snapshot.place.plan.titled


def source_of(*amounts: Quantity) -> str:
    """Return the sources of ``amounts``, each once."""
    return sources(amount.source for amount in amounts)


def numbers(tasks: Iterable[Task]) -> str:
    """Return the numbers of ``tasks`` as a sentence lists them."""
    return "、".join(f"第 {task.task_no} 项" for task in tasks)


def told_by(update: TaskUpdate) -> str:
    """Return who reported an update and when, with 示例 where it is a sample."""
    mark = "，示例" if update.kind is ValueKind.SAMPLE else ""
    return f"{update.unit}，{chinese_date(update.day)}{mark}"
