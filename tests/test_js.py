"""The scripts of the map and of the page, tested by node's own runner where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_script_does_what_its_tests_say(path: Path) -> None:
    done = subprocess.run(  # noqa: S603 our own tests
        [str(NODE), "--test", str(path)], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stdout
    assert "# pass 0" not in done.stdout
