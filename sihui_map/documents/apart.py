"""Documents made in another process, so that nobody who looks at a page shares it with them.

What is made on a stranger's template has a process of its own, which may be ended.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sihui_map.child import Child, Refusal, UnforeseenError
from sihui_map.documents.outputs import output
from sihui_map.documents.pptx.cleaning import HEAD, REMEDY, clean_template
from sihui_map.errors import DocumentError, IntakeError
from sihui_map.figures import Figures
from sihui_map.intake.template import template as empty_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.intake.known import Known

LOG = logging.getLogger(__name__)
CLEAN_S, MAKE_S = 2.5, 10.0
OFFICE = Child("office", seconds=MAKE_S, megabytes=140, imports=("sihui_map.documents.pptx.deck",))
MAKER = Child("maker", seconds=60.0, megabytes=900, waiting=40, imports=(__name__,))
LATER = Refusal("这份材料", "请过几秒再试，仍不行时请告诉管理员", DocumentError)
TOLD = Refusal(f"{HEAD}文件", REMEDY)


def made_apart(key: str, figures: Figures, before: Figures | None, approval: str) -> bytes:
    """Return the output ``key`` of ``figures``, as `Output.make` does here."""
    known = None if before is None else before.snapshot
    return MAKER.run(make_output, key, figures.snapshot, known, approval, refusal=LATER)


def make_output(key: str, snapshot: Snapshot, before: Snapshot | None, approval: str) -> bytes:
    """Return an output; runs in the child."""
    known = None if before is None else Figures(before)
    return output(key).make(Figures(snapshot), known, approval)


def workbook_apart(known: Known, town_code: str = "") -> bytes:
    """Return the workbook to fill in, for one town or, with "", for the city."""
    rows = {key: dict(cells) for key, cells in known.rows.items()}
    return MAKER.run(
        make_workbook, known.figures.snapshot, rows, known.number, town_code, refusal=LATER
    )


def make_workbook(
    snapshot: Snapshot,
    rows: Mapping[tuple[str, str], Mapping[str, str]],
    number: int,
    town_code: str,
) -> bytes:
    """Return the workbook to fill in; runs in the child."""
    return empty_workbook(Figures(snapshot), rows, number=number, town_code=town_code)


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
    from sihui_map.documents.pptx.deck import deck  # noqa: PLC0415 python-pptx takes a second to load

    known = None if before is None else Figures(before)
    return deck(Figures(snapshot), before=known, approval=approval, template=template)
