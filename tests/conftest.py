"""What many tests need: the published snapshot, its figures, and a copy of geodata/ to break."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures import Figures

GEODATA = Path(__file__).parents[1] / "geodata"

# The readers bring GDAL along, so they are imported where a test asks for what they read.


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """Return everything in geodata/, the sample included."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(GEODATA)


@pytest.fixture(scope="session")
def figures(snapshot: Snapshot) -> Figures:
    """Return the figures of everything, the sample included."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(snapshot)


@pytest.fixture(scope="session")
def public_snapshot() -> Snapshot:
    """Return what is public: geodata/ without its sample."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(GEODATA, with_sample=False)


@pytest.fixture(scope="session")
def public_figures(public_snapshot: Snapshot) -> Figures:
    """Return the figures of what is public."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(public_snapshot)


@pytest.fixture
def geodata_copy(tmp_path: Path) -> Path:
    """Return a copy of geodata/ that a test may break."""
    return Path(shutil.copytree(GEODATA, tmp_path / "geodata"))
