"""An archive that a test may write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.archive import Archive
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def archive(begun_store: str) -> Iterator[Archive]:
    """Return an archive that a test may write to."""
    store = Store(begun_store)
    yield Archive(store, GEODATA)
    store.close()
