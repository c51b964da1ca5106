"""What of a row only the office writes: a clerk who hands it in is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import TASK_STEPS, TASK_UPDATES
from sihui_map.domain.progress import RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Cells = Mapping[str, str]


def _of_update(before: Cells | None, after: Cells) -> str:
    was = before.get("status") if before else ""
    state = after.get("status", "")
    if state in RESERVED and state != was:
        return f"「{state}」由审核人员核实后填写，牵头单位报到「已完成」为止"
    return ""


def _of_step(before: Cells | None, after: Cells) -> str:
    was = before or {}
    if after.get("approved_by", "") != was.get("approved_by", ""):
        return "期限的批准文件由审核人员填写，牵头单位只提出期限"
    if was.get("approved_by") and after.get("due") != was.get("due"):
        return f"期限 {was.get('due')} 已由「{was['approved_by'][:30]}」批准，不能自行改动"
    return ""


_OF: Mapping[str, Callable[[Cells | None, Cells], str]] = {
    TASK_UPDATES.name: _of_update,
    TASK_STEPS.name: _of_step,
}


def reserved_in(table: str, before: Cells | None, after: Cells) -> str:
    """Return why a clerk may not make ``after`` of ``before``, "" where he may."""
    return _OF[table](before, after) if table in _OF else ""
