"""Sentences are tested on 三镇县: a changed sample of geodata/ changes none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import SANZHEN

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """Return everything of 三镇县, the sample included."""
    return read_snapshot(SANZHEN)


@pytest.fixture(scope="session")
def figures(snapshot: Snapshot) -> Figures:
    """Return its figures, the sample included."""
    return Figures(snapshot)


@pytest.fixture(scope="session")
def public_snapshot() -> Snapshot:
    """Return what would be public of it."""
    return read_snapshot(SANZHEN, with_sample=False)


@pytest.fixture(scope="session")
def public_figures(public_snapshot: Snapshot) -> Figures:
    """Return the figures of what would be public."""
    return Figures(public_snapshot)
