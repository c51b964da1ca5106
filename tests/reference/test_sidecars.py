"""What stands beside a file: what it is, where from, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.reference.files import Folder
from sihui_map.reference.snapshot import (
    read_sidecar,
)
from tests.reference.whole import (
    FIELD_BY_FILE,
    read_untouched,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.domain.snapshot import Snapshot


def test_a_sidecar_tells_what_its_file_is(geodata_copy: Path) -> None:
    (geodata_copy / "units.meta.toml").write_text(
        'title = "镇街"\nkind = "实绩"\nretrieved = 2026-11-01\n[columns]\nname = "名称"\n', "utf-8"
    )

    known = read_sidecar(Folder(geodata_copy), "units.meta.toml")

    assert (known.file, known.title, known.kind) == ("units.csv", "镇街", "实绩")
    assert (known.retrieved, known.licence) == ("2026-11-01", "")
    assert known.columns == {"name": "名称"}


def test_a_sidecar_without_its_file_stands_for_itself(geodata_copy: Path) -> None:
    (geodata_copy / "units.csv").unlink()

    known = read_sidecar(Folder(geodata_copy), "units.meta.toml")

    assert known.file == "units.meta.toml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title = ", "不是有效的 TOML"),
        (b"\xff", "不是 UTF-8 编码"),
        (b'columns = "x"', "columns 应为「列名 = 说明」的表"),
    ],
)
def test_a_broken_sidecar_costs_only_itself(
    geodata_copy: Path, snapshot: Snapshot, content: bytes, said: str
) -> None:
    (geodata_copy / "units.meta.toml").write_bytes(content)

    found = read_untouched(geodata_copy)

    (problem,) = found.problems
    assert problem.file == "units.meta.toml"
    assert said in problem.sentence
    assert found.towns == snapshot.towns
    assert len(found.files) == len(snapshot.files) - 1


def test_every_file_that_is_read_has_a_sidecar(snapshot: Snapshot) -> None:
    described = {item.file for item in snapshot.files}

    assert set(FIELD_BY_FILE) <= described
    assert all(item.title and item.source for item in snapshot.files)
