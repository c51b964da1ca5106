"""The written explanation of a residual in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import EXPLANATIONS, LEDGER_SUBJECT
from sihui_map.domain.access import Action
from sihui_map.domain.submission import Change
from sihui_map.domain.town import CITY
from sihui_map.errors import DomainError
from sihui_map.intake.explanation import problem_of
from sihui_map.store.writers import auditing, drafting
from sihui_map.workflow.permitting import line, permit

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.submission import Submission


def explain_ledger(archive: Archive, year: int, text: str, *, who: Actor) -> Submission:
    """Hand in the written explanation of a year's residual, as a draft of its own.

    It names the part of the ledger in which the residual lies.
    """
    why = f"{year} 年平衡表说明"
    permit(archive, who, Action.HAND_IN, why, lambda: [(EXPLANATIONS.name, {"area_id": CITY})])
    said = text.strip()
    figures = archive.current()  # an empty store begins with the sample
    if wrong := problem_of(said, figures):
        raise DomainError(wrong)
    cells = {
        "subject": LEDGER_SUBJECT,
        "area_id": CITY,
        "year": str(year),
        "text": said,
        "source": who.signed,
    }
    change = Change(dataset=EXPLANATIONS.name, row_key="", cells=cells)
    with auditing.audited(archive.store, line(who, Action.HAND_IN, why)) as told:
        kept = drafting.draft(archive.store, [change], who=who.signed, why=why, origin=why)
        told.after = f"提交 {kept.submission_id}"
    return kept
