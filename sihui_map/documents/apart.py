"""The deck on a stranger's template, made in a process that may be ended."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sihui_map.child import Child, Refusal, UnforeseenError
from sihui_map.documents.cleaning import HEAD, REMEDY, clean_template
from sihui_map.errors import IntakeError
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

LOG = logging.getLogger(__name__)
CLEAN_S, MAKE_S = 2.5, 10.0
OFFICE = Child("office", seconds=MAKE_S, megabytes=140, imports=("sihui_map.documents.deck",))
TOLD = Refusal(f"{HEAD}文件", REMEDY)


def deck_apart(figures: Figures, before: Figures | None, approval: str, template: bytes) -> bytes:
    """Return the deck on ``template``; raise one IntakeError where that cannot be used.

    The process gets the snapshots, some 200 kB each, and computes the figures that a deck shows:
    that is quicker than to send what was already computed here.
    """
    known = None if before is None else before.snapshot
    try:
        plain = OFFICE.run(clean_template, template, seconds=CLEAN_S, refusal=TOLD)
        return OFFICE.run(make_deck, figures.snapshot, known, approval, plain, refusal=TOLD)
    except UnforeseenError as error:
        LOG.exception("no deck on this template")
        msg = f"{HEAD}套用这个模板时出错，原因已记入日志；{REMEDY}"
        raise IntakeError(msg) from error


def make_deck(snapshot: Snapshot, before: Snapshot | None, approval: str, template: bytes) -> bytes:
    """Return the deck of ``snapshot`` on a template that was cleaned; runs in the child."""
    from sihui_map.documents.deck import deck  # noqa: PLC0415 python-pptx takes a second to load

    known = None if before is None else Figures(before)
    return deck(Figures(snapshot), before=known, approval=approval, template=template)
