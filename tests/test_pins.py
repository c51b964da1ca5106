"""What is installed is what was tested: every version is pinned, every file has a hash."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
DIRECT = re.compile(r"^([\w.-]+)(?:\[.*\])?==([^\s;]+)", re.MULTILINE)
LOCKED = re.compile(r"^([\w.-]+)(?:\[.*\])?==([^\s;\\]+)(.*(?:\n +--hash=.*)*)", re.MULTILINE)
HASH = re.compile(r" --hash=sha256:[0-9a-f]{64}\b")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(name: str) -> set[tuple[str, str]]:
    return {(plain(found), version) for found, version in DIRECT.findall(text(name))}


@pytest.mark.parametrize("folder", ["", "tests/"])
def test_every_package_that_is_asked_for_is_locked(folder: str) -> None:
    """After a change of the requirements: `make pins`."""
    missing = pinned(f"{folder}requirements.txt") - pinned(f"{folder}requirements.lock")

    assert not missing, f"not in {folder}requirements.lock: {sorted(missing)}; run make pins"


@pytest.mark.parametrize("name", ["requirements.lock", "tests/requirements.lock"])
def test_every_locked_package_has_hashes(name: str) -> None:
    found = LOCKED.findall(text(name))

    assert len(found) > 60
    assert [package for package, _, rest in found if not HASH.search(rest)] == []


def test_the_application_is_tested_with_what_it_runs_with() -> None:
    assert pinned("requirements.lock") <= pinned("tests/requirements.lock")


def test_an_installation_without_hashes_has_the_same_versions() -> None:
    assert pinned("constraints.txt") == pinned("tests/requirements.lock")


def test_make_installs_nothing_without_its_hash() -> None:
    makefile = text("Makefile")

    assert re.search(r"^INSTALL = .* --require-hashes ", makefile, re.MULTILINE)
    assert re.findall(r"pip install", makefile) == ["pip install"]
    assert re.findall(r"\$\(INSTALL\) (.*)", makefile) == [
        "-r requirements.lock",
        "-r tests/requirements.lock",
    ]


@pytest.fixture
def install(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Return what installs a small package of our own by a lock with the given hash."""
    wheel = tmp_path / "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        about = "small-1.0.dist-info"
        file.writestr("small.py", "")
        file.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n")
        file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{about}/RECORD", "")
    own = hashlib.sha256(wheel.read_bytes()).hexdigest()

    def installed(digest: str) -> subprocess.CompletedProcess[str]:
        lock = tmp_path / "small.lock"
        lock.write_text(f"small==1.0 --hash=sha256:{digest or own}\n", encoding="utf-8")
        target = ["--no-index", "--find-links", str(tmp_path), "--target", str(tmp_path / "in")]
        command = [sys.executable, "-m", "pip", "install", "--require-hashes", *target]
        return subprocess.run(  # noqa: S603 our own command
            [*command, "-r", str(lock)], capture_output=True, text=True, check=False
        )

    return installed


def test_a_file_that_is_not_the_one_that_was_locked_is_not_installed(
    install: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    refused = install("0" * 64)

    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert not (tmp_path / "in").exists()
    assert install("").returncode == 0
    assert (tmp_path / "in" / "small.py").exists()
