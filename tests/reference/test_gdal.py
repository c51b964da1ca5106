"""GDAL opens three formats only, whatever imported it and whatever a file claims to be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {"ESRI Shapefile", "GPKG", "GeoJSON"}
CODE = "{imports}; import json, pyogrio; print(json.dumps(sorted(pyogrio.list_drivers())))"


@pytest.mark.parametrize(
    "imports", ["import sihui_map.reference", "from sihui_map.reference.snapshot import GEODATA"]
)
def test_only_the_allowed_drivers_are_registered(imports: str) -> None:
    command = [sys.executable, "-c", CODE.format(imports=imports)]

    done = subprocess.run(  # noqa: S603 our own interpreter and our own text
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )

    assert set(json.loads(done.stdout)) == ALLOWED
    assert done.stderr == ""  # a driver that GDAL does not know is a warning at every start
