"""How a share of a target (目标分解) comes to be binding: proposed, agreed, approved."""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cells = Mapping[str, str]
    """A row of 目标分解 as it is stored, by column."""


class Stage(StrEnum):
    """How far a share has come; only an approved one binds its holder."""

    PROPOSED = "提出"
    AGREED = "商定"
    APPROVED = "批准"


class Taker(Enum):
    """Who may take a step: whoever holds the share, too, or only who reviews for the city."""

    HOLDER = auto()
    OFFICE = auto()


STEPS: Mapping[tuple[Stage | None, Stage | None], Taker] = {
    (None, None): Taker.HOLDER,  # a sample that is taken away: nobody had told anything
    (None, Stage.PROPOSED): Taker.HOLDER,
    (Stage.PROPOSED, Stage.PROPOSED): Taker.HOLDER,
    (Stage.PROPOSED, None): Taker.HOLDER,
    # What was allotted before there was a system to say so is entered as what it is.
    (None, Stage.AGREED): Taker.OFFICE,
    (None, Stage.APPROVED): Taker.OFFICE,
    (Stage.PROPOSED, Stage.AGREED): Taker.OFFICE,
    (Stage.PROPOSED, Stage.APPROVED): Taker.OFFICE,
    (Stage.AGREED, Stage.PROPOSED): Taker.OFFICE,
    (Stage.AGREED, Stage.AGREED): Taker.OFFICE,
    (Stage.AGREED, Stage.APPROVED): Taker.OFFICE,
    (Stage.AGREED, None): Taker.OFFICE,
    (Stage.APPROVED, Stage.APPROVED): Taker.OFFICE,
    (Stage.APPROVED, None): Taker.OFFICE,
}
"""From one stage to another, None where there is no row. What is not named here is refused."""
FIXED = ("value", "unit", "base_year")
"""What a document approved: it changes with another document only."""


def stage_of(told: str, document: str) -> Stage:
    """Return the stage of a share; one that says none is approved where a document is named."""
    if told:
        return Stage(told)
    return Stage.APPROVED if document else Stage.PROPOSED


def stage_in(cells: Cells | None) -> Stage | None:
    """Return the stage of a row; None where there is none, or only a sample in its place."""
    if cells is None or cells.get("kind") == ValueKind.SAMPLE:
        return None
    return stage_of(cells.get("stage", ""), cells.get("approved_by", ""))


def taker_of(before: Cells | None, after: Cells | None) -> Taker | None:
    """Return who may make ``after`` of ``before``; None where nobody may."""
    return STEPS.get((stage_in(before), stage_in(after)))


def refused_step(before: Cells | None, after: Cells) -> str:
    """Return why nobody may make ``after`` of ``before``, as a sentence; "" where it may be."""
    was, now = stage_in(before), stage_in(after)
    if taker_of(before, after) is None:
        return f"这一行已是「{was}」，不能改为「{now}」；要撤销的，清空这一行"
    if before is None or was is not Stage.APPROVED or now is not Stage.APPROVED:
        return ""
    document = after.get("approved_by", "")
    is_changed = any(before.get(name, "") != after.get(name, "") for name in FIXED)
    if is_changed and document == before.get("approved_by", ""):
        return f"已由「{document}」批准，改数值、单位或基准年要写明新的批准文件或会议"
    return ""
