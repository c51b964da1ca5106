"""A store on each engine, with a clock that stands still, and what was measured."""

from __future__ import annotations

import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sihui_map.store import Store
from sihui_map.store.writers import beginning
from tests.store.rows import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
"""Half past nine in China."""


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Return a store whose first publication holds nothing, on each engine in turn."""
    made = Store(store_url, now=lambda: MORNING)
    beginning.begin(made, {}, FILES)
    yield made
    made.close()


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return what keeps the figures of a trial in the report and in the log."""

    def keep(**figures: object) -> None:
        request.node.user_properties.extend(figures.items())  # where --junitxml finds them
        logging.getLogger("measured").info("%s: %s", request.node.name, figures)

    return keep


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that everybody may enter and write."""
    with tempfile.TemporaryDirectory(prefix="sihui-open-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)
