"""Who writes has the key and a store of his own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import (
    KEY,
    SAID,
    approve,
    city_total,
    enter,
    handed_in,
)
from tests.people import reviewer


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch, own_store: str) -> None:
    assert own_store
    monkeypatch.setenv("SIHUI_EDITOR_KEY", KEY)


@pytest.fixture
def writer(new_visit: Callable[[], Visit]) -> Visit:
    """Return a session on 数据填报 whose visitor has entered."""
    visit = new_visit().open("intake")
    return enter(visit, "张三", KEY)


@pytest.fixture
def explained() -> None:
    """Publish a total that does not close, with its explanation."""
    archive = cache.archive()
    total = handed_in(city_total())
    said = workflow.explain_ledger(archive, 2023, SAID, who=reviewer()).submission_id
    approve(total, said)
    workflow.publish(archive, [total, said], who=reviewer("王五"), why="年报")
