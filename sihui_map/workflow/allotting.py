"""The steps of shares of targets (目标分解): which of them a clerk may take, which nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import ALLOTMENTS
from sihui_map.domain.access import Action
from sihui_map.domain.allotting import Taker, refused_step, taker_of
from sihui_map.errors import DomainError
from sihui_map.workflow.permitting import NOBODY, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.submission import Change, Entry
    from sihui_map.intake.known import RowKey

    Told = Change | Entry
    Rows = Mapping[RowKey, Mapping[str, str]]


def permit_steps(
    archive: Archive, who: Actor, about: str, changes: Iterable[Told], rows: Rows
) -> None:
    """Raise AccessError, logged, where ``changes`` of ``rows`` take a step that is not his.

    A clerk proposes what his town or unit takes on; that it is agreed or approved says who reviews.
    """
    if who.may(Action.ALLOT, [NOBODY]):
        return
    steps = [
        taker_of(rows.get((change.dataset, change.row_key)), change.cells)
        for change in changes
        if change.dataset == ALLOTMENTS.name
    ]
    if others := sum(taker is not Taker.HOLDER for taker in steps):
        sentence = (
            f"{who.signed}只能提出、修改自己还在「提出」的目标分解；商定、批准和以后的改动"
            f"由审核人员填写，其中 {others} 行是这样，这次什么都没有写入"
        )
        refuse(archive.store, who, Action.ALLOT, about, sentence)


def check_steps(changes: Iterable[Told], rows: Rows) -> None:
    """Raise DomainError where a change of ``rows`` is a step that nobody takes."""
    for change in changes:
        if change.dataset == ALLOTMENTS.name and change.cells is not None:
            before = rows.get((change.dataset, change.row_key))
            if sentence := refused_step(before, change.cells):
                msg = f"目标分解 {change.row_key}：{sentence}"
                raise DomainError(msg)
