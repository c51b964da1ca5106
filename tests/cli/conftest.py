"""The folder in which commands are run, with a store of its own.

What a test breaks is the invented county; the commands run over geodata/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.store import Store
from tests.people import with_reviewers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands are run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ready(folder: Path, begun_store: str) -> Path:
    """Return the folder, with a store that holds the sample and knows the people of the tests."""
    store = Store(begun_store)
    with_reviewers(store)
    store.close()
    return folder


@pytest.fixture(autouse=True)
def _empty_store(own_store: str) -> None:
    """Give every command an empty store of its own."""
    assert own_store
