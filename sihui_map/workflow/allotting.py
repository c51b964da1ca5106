"""The steps of shares of targets (目标分解) that nobody takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import ALLOTMENTS
from sihui_map.domain.allotting import refused_step
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.submission import Change, Entry
    from sihui_map.intake.known import RowKey

    Told = Change | Entry
    Rows = Mapping[RowKey, Mapping[str, str]]


def check_steps(changes: Iterable[Told], rows: Rows) -> None:
    """Raise DomainError where a change of ``rows`` is a step that nobody takes."""
    for change in changes:
        if change.dataset == ALLOTMENTS.name and change.cells is not None:
            before = rows.get((change.dataset, change.row_key))
            if sentence := refused_step(before, change.cells):
                msg = f"目标分解 {change.row_key}：{sentence}"
                raise DomainError(msg)
