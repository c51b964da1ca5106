"""What a test of logic takes: the invented county, its figures, with the sample and without."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.counties.county import SANZHEN

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures import Figures

# The readers bring GDAL along, so they are imported where a test asks for what they read.


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """Return everything of the invented county, the sample included."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(SANZHEN)


@pytest.fixture(scope="session")
def figures(snapshot: Snapshot) -> Figures:
    """Return the figures of everything, the sample included."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(snapshot)


@pytest.fixture(scope="session")
def public_snapshot() -> Snapshot:
    """Return what it has without its sample."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(SANZHEN, with_sample=False)


@pytest.fixture(scope="session")
def public_figures(public_snapshot: Snapshot) -> Figures:
    """Return the figures of what it has without its sample."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(public_snapshot)


@pytest.fixture
def geodata_copy(tmp_path: Path, own_store: str) -> Path:
    """Return a copy of it that a test may break, with an empty store beside it."""
    assert own_store
    return Path(shutil.copytree(SANZHEN, tmp_path / "geodata"))
