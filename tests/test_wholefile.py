"""A file is written whole, or what was there stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.wholefile import put_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"old")

    def fill_up() -> None:
        with put_whole(target) as part:
            part.write_bytes(b"ha")
            raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        fill_up()

    assert [path.name for path in tmp_path.iterdir()] == ["old.xlsx"]
    assert target.read_bytes() == b"old"
