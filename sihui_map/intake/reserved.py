"""What of a row only the office writes: a clerk who hands it in, or takes it away, is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import ALLOTMENTS, TASK_STEPS, TASK_UPDATES
from sihui_map.domain.allotting import Taker, taker_of
from sihui_map.domain.progress import RESERVED
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Cells = Mapping[str, str]

NOTHING: Cells = {}
APPROVAL = "期限的批准文件由审核人员填写，牵头单位只提出期限"


def _told(cells: Cells | None) -> dict[str, str]:
    """Return what a row says; a column that it lacks says as little as an empty one."""
    return {column: text for column, text in (cells or NOTHING).items() if text}


def _is_real(cells: Cells | None) -> bool:
    """Tell whether there is a row, and not a sample in its place: nobody had told that."""
    return cells is not None and cells.get("kind") != ValueKind.SAMPLE


def _of_update(before: Cells | None, after: Cells | None) -> str:
    was = before.get("status") if before and _is_real(before) else ""
    state = after.get("status", "") if after else ""
    if _told(before) == _told(after):
        return ""
    if was in RESERVED:
        return f"「{was}」由审核人员填写，牵头单位不能改也不能撤；有误的请告诉审核人员"
    if state in RESERVED:
        return f"「{state}」由审核人员核实后填写，牵头单位报到「已完成」为止"
    return ""


def _of_step(before: Cells | None, after: Cells | None) -> str:
    was, now = before or NOTHING, after or NOTHING
    document, written = was.get("approved_by", ""), now.get("approved_by", "")
    is_approved = bool(document) and _is_real(before)
    if is_approved:
        approved = f"期限 {was.get('due')} 已由「{document[:30]}」批准"
        if not _is_real(after):
            return f"{approved}，不能自行撤回"
        if now.get("due") != was.get("due"):
            return f"{approved}，不能自行改动"
    # What was approved of a sample is not approved of the row in its place.
    is_kept = written == document and _is_real(before) == _is_real(after)
    is_none = not written and not is_approved
    return "" if is_kept or is_none else APPROVAL


def _of_allotment(before: Cells | None, after: Cells | None) -> str:
    if taker_of(before, after) is Taker.HOLDER:
        return ""
    return "目标分解只能提出、修改、撤回自己还在「提出」的；商定、批准和以后的改动由审核人员填写"


_OF: Mapping[str, Callable[[Cells | None, Cells | None], str]] = {
    TASK_UPDATES.name: _of_update,
    TASK_STEPS.name: _of_step,
    ALLOTMENTS.name: _of_allotment,
}


def reserved_in(table: str, before: Cells | None, after: Cells | None) -> str:
    """Return why a clerk may not make ``after`` of ``before``, "" where he may; None is no row."""
    return _OF[table](before, after) if table in _OF else ""
