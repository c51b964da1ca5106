"""What several tests open: decks of everything and of what is public, and the report.

They are made of the invented county; how a page looks with as many towns, projects and tasks as a
county may have is tried on the one in geodata/, whose figures bear its name.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pptx import Presentation

from sihui_map.documents.docx.report import report
from sihui_map.documents.pptx.deck import deck
from sihui_map.domain.snapshot import Issue
from sihui_map.figures import Figures
from tests.counties.county import YI
from tests.documents.papers import opened
from tests.documents.slides import APPROVAL, Opened

if TYPE_CHECKING:
    from docx.document import Document

    from sihui_map.domain.snapshot import Snapshot


@pytest.fixture(scope="session")
def older(snapshot: Snapshot) -> Figures:
    """Return an earlier state: one amount larger, fewer updates, one site fewer."""
    return Figures(
        replace(
            snapshot,
            revision="EARLIER1",
            issue=Issue(number=1, is_latest=False),
            energy_uses=tuple(
                replace(use, amount=(use.amount or 0) * 1.2)
                if (use.area_id, use.year) == (YI, 2033)
                else use
                for use in snapshot.energy_uses
            ),
            task_updates=snapshot.task_updates[:2],
            sites=snapshot.sites[:-1],
        )
    )


@pytest.fixture(scope="session")
def made(figures: Figures, older: Figures) -> bytes:
    """Return the deck of everything, compared with an earlier state."""
    return deck(figures, before=older, approval=APPROVAL)


@pytest.fixture(scope="session")
def shown(made: bytes) -> Opened:
    """Return the deck as opened again."""
    return Presentation(BytesIO(made))


@pytest.fixture(scope="session")
def public(public_figures: Figures) -> Opened:
    """Return the deck of what is public, compared with nothing."""
    return Presentation(BytesIO(deck(public_figures)))


@pytest.fixture(scope="session")
def county_made(county_figures: Figures, county_public_figures: Figures) -> bytes:
    """Return a deck with many towns, long tables and a full list of changes."""
    return deck(county_figures, before=county_public_figures, approval=APPROVAL)


@pytest.fixture(scope="session")
def county_shown(county_made: bytes) -> Opened:
    """Return it as opened again."""
    return Presentation(BytesIO(county_made))


@pytest.fixture(scope="session")
def county_public(county_public_figures: Figures) -> Opened:
    """Return the deck of many towns and tasks of which nothing was reported."""
    return Presentation(BytesIO(deck(county_public_figures)))


@pytest.fixture(scope="session")
def document(figures: Figures) -> Document:
    """Return the report of everything as opened again."""
    return opened(report(figures))
