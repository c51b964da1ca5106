"""Who writes is signed in and has a store of his own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.access import Role
from sihui_map.ui import cache
from sihui_map.ui.cookies import digest_of_visit
from sihui_map.workflow.accounts import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import (
    SAID,
    approve,
    city_total,
    handed_in,
    part,
)
from tests.people import reviewer
from tests.signing import VISIT, account_in, session_in


@pytest.fixture(autouse=True)
def _own(begun_store: str) -> None:
    assert begun_store


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what signs someone in, in the one browser that there is; "" signs out."""

    def entered(name: str, role: Role = Role.REVIEWER, scope: str = "") -> None:
        shown = ("", VISIT)
        if name:
            store = cache.archive().store
            account_in(store, name, role, scope)
            shown = (digest_of(session_in(store, name)), digest_of_visit(VISIT))
        monkeypatch.setattr("sihui_map.ui.identity._shown", lambda: shown)

    return entered


@pytest.fixture
def writer(new_visit: Callable[[], Visit], enter: Callable[..., None]) -> Visit:
    """Return a session of someone who is signed in, where files are handed in."""
    enter("张三")
    return part(new_visit().open("desk"), "上传")


@pytest.fixture
def explained() -> None:
    """Publish a total that does not close, with its explanation."""
    archive = cache.archive()
    total = handed_in(city_total())
    said = workflow.explain_ledger(archive, 2023, SAID, who=reviewer()).submission_id
    approve(total, said)
    workflow.publish(archive, [total, said], who=reviewer("王五"), why="年报")
