"""The snapshot: what it is read from, what it knows without a file, whose day it has."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sihui_map.domain.progress import TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.reference.snapshot import (
    GEODATA,
    read_sample,
    read_snapshot,
)
from tests.reference.whole import (
    FIELD_BY_FILE,
    append,
    read_untouched,
)

if TYPE_CHECKING:
    import pytest

    from sihui_map.domain.snapshot import Snapshot


def test_a_whole_folder_reads_without_a_problem(snapshot: Snapshot) -> None:
    assert snapshot.problems == ()
    for name in set(FIELD_BY_FILE.values()):
        assert getattr(snapshot, name), name


def test_geodata_as_published_reads_without_a_problem(county_snapshot: Snapshot) -> None:
    assert county_snapshot.problems == ()


def test_the_published_folder_is_read_by_default(
    county_snapshot: Snapshot, county_public_snapshot: Snapshot
) -> None:
    assert GEODATA.name == "geodata"
    assert read_snapshot() == county_snapshot
    assert read_snapshot(with_sample=False) == county_public_snapshot


def test_files_from_before_heat_could_be_told_lack_nothing(geodata_copy: Path) -> None:
    for path in geodata_copy.glob("heat_factors.*"):
        path.unlink()

    found = read_untouched(geodata_copy)

    assert (found.heat_factors, found.problems) == (None, ())


def test_reading_a_copy_gives_the_same_snapshot(geodata_copy: Path, snapshot: Snapshot) -> None:
    assert read_untouched(geodata_copy) == snapshot


def test_an_empty_folder_is_an_empty_snapshot_and_not_a_crash(tmp_path: Path) -> None:
    found = read_untouched(tmp_path / "none")

    # Without a sign of heat, boundaries, rivers or a sample there is none in this county.
    none = {
        "heat_factors.csv",
        "sink_coefficients.csv",
        "boundaries.geojson",
        "rivers.geojson",
        "surroundings.geojson",
    }
    none |= {file for file in FIELD_BY_FILE if file.startswith("sample/")}
    assert {problem.file for problem in found.problems} == set(FIELD_BY_FILE) - none
    assert (found.towns, found.boundaries, found.outline) == ((), {}, None)
    assert found.data_day == date.min


def test_without_reports_the_day_is_that_the_files_were_collected(geodata_copy: Path) -> None:
    sidecar = geodata_copy / "units.meta.toml"
    text = sidecar.read_text("utf-8")
    assert 'retrieved = "2033-11"' in text

    before = read_snapshot(geodata_copy, with_sample=False).data_day
    sidecar.write_text(text.replace('"2033-11"', '"2034-03-05"'), encoding="utf-8")

    assert before == date(2033, 11, 1)
    assert read_snapshot(geodata_copy, with_sample=False).data_day == date(2034, 3, 5)


def test_a_county_without_a_sample_and_without_public_layers_lacks_nothing(
    geodata_copy: Path,
) -> None:
    shutil.rmtree(geodata_copy / "sample")
    for name in ("boundaries", "rivers", "surroundings"):
        for path in geodata_copy.glob(f"{name}.*"):
            path.unlink()

    found = read_untouched(geodata_copy)

    assert (found.problems, found.energy_uses, read_sample(geodata_copy)) == ((), (), {})
    assert (found.boundaries, found.rivers, found.surroundings) == ({}, (), ())


def test_an_empty_cell_is_read_as_unknown_and_never_as_no(
    geodata_copy: Path, snapshot: Snapshot
) -> None:
    park_id = snapshot.parks[0].park_id
    append(
        geodata_copy / "sample/park_progress.csv",
        *(park_id, "1999", "", "", "", "", "", "示例", "源"),
    )

    report = read_untouched(geodata_copy).park_progress[-1]

    assert (report.year, report.stage.value, report.provincial) == (1999, "未收到信息", None)
    assert {state.value for state in report.checks.values()} == {"未收到信息"}


def test_the_day_of_the_data_is_the_newest_update(snapshot: Snapshot) -> None:
    assert snapshot.data_day == max(update.day for update in snapshot.task_updates)
    assert snapshot.task_updates[0].state in TaskState


def test_without_updates_the_day_is_when_the_facts_were_collected(
    public_snapshot: Snapshot,
) -> None:
    assert public_snapshot.data_day == date(2033, 11, 1)


def test_without_the_sample_nothing_of_it_is_read(
    geodata_copy: Path, public_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    really_open = Path.open

    def noting(path: Path, *args: object, **options: object) -> object:
        opened.append(path)
        return really_open(path, *args, **options)  # type: ignore[call-overload] # as it came

    for path in (geodata_copy / "sample").iterdir():
        path.write_bytes(b"\0broken\xff")
    monkeypatch.setattr(Path, "open", noting)

    found = read_untouched(geodata_copy, with_sample=False)

    assert found == public_snapshot
    assert opened
    assert not [path for path in opened if "sample" in path.relative_to(geodata_copy).parts]


def test_the_public_snapshot_holds_no_sample(public_snapshot: Snapshot) -> None:
    assert public_snapshot.with_sample is False
    assert (public_snapshot.energy_uses, public_snapshot.contexts) == ((), ())
    assert (public_snapshot.forest_covers, public_snapshot.park_progress) == ((), ())
    assert (public_snapshot.reported_rows, public_snapshot.task_updates) == ((), ())
    assert ValueKind.SAMPLE not in {site.value_kind for site in public_snapshot.sites}
    assert not [item for item in public_snapshot.files if item.file.startswith("sample/")]


def test_everything_in_the_sample_says_that_it_is_one(snapshot: Snapshot) -> None:
    kinds = (
        {row.kind for row in snapshot.energy_uses},
        {row.kind for row in snapshot.contexts},
        {row.kind for row in snapshot.reported_rows},
        {row.kind for row in snapshot.forest_covers},
        {row.kind for row in snapshot.park_progress},
        {row.kind for row in snapshot.task_updates},
    )

    assert all(found == {ValueKind.SAMPLE} for found in kinds)
