"""An empty store, and the archive of a copy of the invented county over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.archive import Archive
from sihui_map.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(own_store: str) -> Iterator[Store]:
    """Return an empty store."""
    made = Store(own_store)
    yield made
    made.close()


@pytest.fixture
def archive(store: Store, geodata_copy: Path) -> Archive:
    """Return the archive of a copy of its files over an empty store."""
    return Archive(store, geodata_copy)
