"""The invented county with each file that is read: to break, and its snapshots."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import SANZHEN

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

AROUND = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"level": "county", "code": "990102", "name": "虚构邻县"},
"geometry": {"type": "Polygon", "coordinates": [[[1.25, 1], [1.4, 1], [1.4, 1.2], [1.25, 1]]]}}
]}
"""
REPORTED = """year,row_id,tco2,kind,source,note
2031,city_total,170000,示例,"示例数据,虚构",
"""
MORE = {"surroundings.geojson": AROUND, "sample/ledger_reported.csv": REPORTED}
"""The files that the county does without."""


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with each file that is read; no test writes to it."""
    root = Path(shutil.copytree(SANZHEN, tmp_path_factory.mktemp("whole") / "geodata"))
    for name, text in MORE.items():
        path = root / name
        path.write_text(text, "utf-8")
        shutil.copy(root / "rivers.meta.toml", path.with_name(f"{path.stem}.meta.toml"))
    return root


@pytest.fixture(scope="session")
def snapshot(whole: Path) -> Snapshot:
    """Return everything in it, the sample included."""
    return read_snapshot(whole)


@pytest.fixture(scope="session")
def public_snapshot(whole: Path) -> Snapshot:
    """Return what is in it without its sample."""
    return read_snapshot(whole, with_sample=False)


@pytest.fixture
def geodata_copy(tmp_path: Path, own_store: str, whole: Path) -> Path:
    """Return a copy of it that a test may break, with an empty store beside it."""
    assert own_store
    return Path(shutil.copytree(whole, tmp_path / "geodata"))
