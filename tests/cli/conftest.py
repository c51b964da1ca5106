"""The folder in which commands are run, with a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.cli.codes import DONE
from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands are run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ready(folder: Path) -> Path:
    """Return the folder, with a store that holds the sample."""
    assert run("init").exit_code == DONE
    return folder


@pytest.fixture(autouse=True)
def _empty_store(own_store: str) -> None:
    """Give every command an empty store of its own."""
    assert own_store
