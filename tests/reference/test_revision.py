"""The revision and the fingerprint of a folder: what changes them, and what does not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sihui_map.reference.files import Folder, data_files
from sihui_map.reference.snapshot import (
    fingerprint,
    revision,
)

if TYPE_CHECKING:
    import pytest


def test_the_revision_is_eight_characters_and_stable(geodata_copy: Path) -> None:
    first = revision(geodata_copy, with_sample=True)

    os.utime(geodata_copy / "units.csv", ns=(0, 0))

    assert revision(geodata_copy, with_sample=True) == first
    assert len(first) == 8
    assert first.isalnum()
    assert first == first.upper()


def test_the_revision_changes_with_a_single_byte(geodata_copy: Path) -> None:
    before = revision(geodata_copy, with_sample=True)
    path = geodata_copy / "units.csv"
    data = bytearray(path.read_bytes())
    data[-2] ^= 1

    path.write_bytes(data)

    assert revision(geodata_copy, with_sample=True) != before


def test_the_revision_changes_when_a_file_is_renamed(geodata_copy: Path) -> None:
    before = revision(geodata_copy, with_sample=True)

    (geodata_copy / "units.csv").rename(geodata_copy / "towns.csv")

    assert revision(geodata_copy, with_sample=True) != before


def test_the_public_revision_does_not_depend_on_the_sample(geodata_copy: Path) -> None:
    before = revision(geodata_copy, with_sample=False)
    marks = fingerprint(geodata_copy, with_sample=False)

    shutil.rmtree(geodata_copy / "sample")

    assert revision(geodata_copy, with_sample=False) == before
    assert fingerprint(geodata_copy, with_sample=False) == marks


def test_the_readme_is_no_data(geodata_copy: Path) -> None:
    before = revision(geodata_copy, with_sample=True)

    (geodata_copy / "README.md").write_text("别的", "utf-8")

    assert revision(geodata_copy, with_sample=True) == before


def test_a_file_that_cannot_be_opened_is_a_state_of_its_own(
    geodata_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = revision(geodata_copy, with_sample=True)
    really_read = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "units.csv":
            raise PermissionError
        return really_read(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)

    assert revision(geodata_copy, with_sample=True) != before


def test_the_fingerprint_changes_with_the_time_and_the_size_of_a_file(geodata_copy: Path) -> None:
    path = geodata_copy / "units.csv"
    os.utime(path, ns=(0, 0))
    before = fingerprint(geodata_copy, with_sample=True)

    assert fingerprint(geodata_copy, with_sample=True) == before
    os.utime(path, ns=(0, 1))
    later = fingerprint(geodata_copy, with_sample=True)
    path.write_bytes(path.read_bytes() + b"\n")
    os.utime(path, ns=(0, 1))
    larger = fingerprint(geodata_copy, with_sample=True)

    assert len({before, later, larger}) == 3


def test_the_fingerprint_tells_folders_and_the_sample_apart(
    geodata_copy: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(geodata_copy, tmp_path / "other"))

    marks = {
        fingerprint(root, with_sample=with_sample)
        for root in (geodata_copy, other)
        for with_sample in (True, False)
    }

    assert len(marks) == 4


def test_a_file_replaced_while_the_fingerprint_is_taken_is_no_crash(
    geodata_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = data_files(Folder(geodata_copy), with_sample=True)
    before = fingerprint(geodata_copy, with_sample=True)
    monkeypatch.setattr("sihui_map.reference.snapshot.data_files", lambda *_, **__: files)

    (geodata_copy / "units.csv").unlink()

    assert fingerprint(geodata_copy, with_sample=True) != before
