"""What every build script ends with: files are written, or only held against what is there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scripts.rebuilt import as_csv, write_or_check

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["build", *words])
    return write_or_check("Build it.", folder, lambda: {"one.csv": "甲\n", "two.csv": "乙\n"})


def test_files_are_written_with_line_feeds_on_every_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run(monkeypatch, tmp_path) == 0

    assert (tmp_path / "one.csv").read_bytes() == "甲\n".encode()
    assert run(monkeypatch, tmp_path, "--check") == 0


def test_a_check_names_the_stale_file_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.csv").write_bytes("甲\r\n".encode())

    assert run(monkeypatch, tmp_path, "--check") == 1

    assert capsys.readouterr().out == "one.csv: out of date\ntwo.csv: out of date\n"
    assert (tmp_path / "one.csv").read_bytes() == "甲\r\n".encode()
    assert not (tmp_path / "two.csv").exists()


def test_a_cell_with_a_comma_is_quoted() -> None:
    assert as_csv(["a", "b"], [["1,2", 3]]) == 'a,b\n"1,2",3\n'
