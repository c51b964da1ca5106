"""What a unit leads, supports and owes, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.progress import STALLED_DAYS
from sihui_map.views.tables.owing import owed_targets, owed_tasks
from sihui_map.views.tables.units import led_by, stalled_of, supported_by, units_of

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def units_sentence(figures: Figures) -> str:
    """Say how many units the plan names, and how many of them owe something."""
    names = units_of(figures)
    tasks, targets = owed_tasks(figures), owed_targets(figures)
    owing = [
        name for name in names if name in tasks or name in targets or stalled_of(figures, name)
    ]
    if not names:
        return "没有读到方案的任务分工。"
    return f"方案写了 {len(names)} 个单位，其中 {len(owing)} 个有任务进展或指标数值要报。"


def unit_sentence(figures: Figures, unit: str) -> str:
    """Say what a unit leads, supports and owes."""
    silent = len(owed_tasks(figures).get(unit, []))
    stalled, valueless = len(stalled_of(figures, unit)), len(owed_targets(figures).get(unit, []))
    owes = [
        f"{silent} 项任务从未更新" if silent else "",
        f"{stalled} 项任务超过 {STALLED_DAYS} 天未更新" if stalled else "",
        f"{valueless} 项指标没有数值" if valueless else "",
    ]
    said = "，".join(filter(None, owes)) or "没有要补报的"
    led, helped = len(led_by(figures, unit)), len(supported_by(figures, unit))
    return f"牵头 {led} 项任务，配合 {helped} 项；{said}。"
