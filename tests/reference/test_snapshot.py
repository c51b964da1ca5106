"""The snapshot: a broken file costs only what it holds, and is named in one Chinese sentence."""

from __future__ import annotations

import os
import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.progress import TaskState
from sihui_map.domain.value import ValueKind
from sihui_map.reference import rows
from sihui_map.reference.snapshot import (
    GEODATA,
    data_files,
    fingerprint,
    read_sample,
    read_sidecar,
    read_snapshot,
    revision,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.snapshot import Snapshot

FIELD_BY_FILE = {
    "place.toml": "place",
    "units.csv": "towns",
    "boundaries.geojson": "boundaries",
    "rivers.geojson": "rivers",
    "emission_factors.csv": "fuel_factors",
    "grid_factors.csv": "grid_factors",
    "heat_factors.csv": "heat_factors",
    "class_breaks.csv": "class_breaks",
    "standard_coal.csv": "coal_coefficients",
    "sites.csv": "sites",
    "parks.csv": "parks",
    "protected_areas.csv": "protected_areas",
    "city_context.csv": "city_facts",
    "warning_rules.csv": "warning_rules",
    "named_sources.csv": "named_sources",
    "plan/actions.csv": "actions",
    "plan/clauses.csv": "clauses",
    "plan/tasks.csv": "tasks",
    "plan/departments.csv": "departments",
    "plan/targets.csv": "targets",
    "plan/light_rules.csv": "light_rules",
    "plan/errata.csv": "errata",
    "sample/energy_use.csv": "energy_uses",
    "sample/town_context.csv": "contexts",
    "sample/ledger_reported.csv": "reported_rows",
    "sample/forest_cover.csv": "forest_covers",
    "sample/park_progress.csv": "park_progress",
    "sample/task_updates.csv": "task_updates",
    "sample/sites.csv": "sites",
}
TABLES = [file for file in FIELD_BY_FILE if file.endswith(".csv")]
ENERGY = "sample/energy_use.csv"


def listing(root: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}


def read_untouched(root: Path, *, with_sample: bool = True) -> Snapshot:
    before = listing(root)
    found = read_snapshot(root, with_sample=with_sample)
    assert listing(root) == before  # reading writes nothing
    return found


def assert_one_problem(found: Snapshot, whole: Snapshot, file: str, said: str) -> None:
    """Hold a snapshot with ``file`` broken against the ``whole`` one."""
    assert [problem.file for problem in found.problems] == [file]
    sentence = found.problems[0].sentence
    assert sentence.startswith(f"geodata/{file}")
    assert said in sentence
    assert "。处理办法：" in sentence
    assert sentence.endswith("。")
    lost = {FIELD_BY_FILE[file], "problems", "revision", "data_day", "files"}
    if "energy_uses" in lost:
        lost.add("declarations")  # the sample declares itself
    for field in fields(found):
        if field.name not in lost:
            assert getattr(found, field.name) == getattr(whole, field.name), field.name


def append(path: Path, *cells: str) -> int:
    """Add one line to a table and return its number."""
    text = path.read_text("utf-8") + ",".join(cells) + "\n"
    path.write_text(text, "utf-8")
    return text.count("\n")


def test_geodata_as_published_reads_without_a_problem(snapshot: Snapshot) -> None:
    assert snapshot.problems == ()
    for name in set(FIELD_BY_FILE.values()):
        assert getattr(snapshot, name), name


def test_the_published_folder_is_read_by_default(
    snapshot: Snapshot, public_snapshot: Snapshot
) -> None:
    assert GEODATA.name == "geodata"
    assert read_snapshot() == snapshot
    assert read_snapshot(with_sample=False) == public_snapshot


def test_files_from_before_heat_could_be_told_lack_nothing(geodata_copy: Path) -> None:
    for path in geodata_copy.glob("heat_factors.*"):
        path.unlink()

    found = read_untouched(geodata_copy)

    assert (found.heat_factors, found.problems) == (None, ())


def test_reading_a_copy_gives_the_same_snapshot(geodata_copy: Path, snapshot: Snapshot) -> None:
    assert read_untouched(geodata_copy) == snapshot


@pytest.mark.parametrize("file", FIELD_BY_FILE)
def test_a_missing_file_costs_only_what_it_holds(
    geodata_copy: Path, snapshot: Snapshot, file: str
) -> None:
    (geodata_copy / file).unlink()

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, "：找不到文件")


@pytest.mark.parametrize("file", FIELD_BY_FILE)
@pytest.mark.parametrize(
    ("breaking", "said"),
    [
        (lambda _: b"", ""),
        (lambda data: data.decode().encode("gb18030"), "不是 UTF-8 编码"),
        (lambda data: data[:-1] + b"\0", "空字节"),
    ],
    ids=["empty", "GBK", "NUL"],
)
def test_a_file_broken_as_a_whole_costs_only_what_it_holds(
    geodata_copy: Path,
    snapshot: Snapshot,
    file: str,
    breaking: Callable[[bytes], bytes],
    said: str,
) -> None:
    path = geodata_copy / file
    path.write_bytes(breaking(path.read_bytes()))

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, said)


@pytest.mark.parametrize("file", TABLES)
def test_a_table_with_other_columns_names_the_missing_one(
    geodata_copy: Path, snapshot: Snapshot, file: str
) -> None:
    path = geodata_copy / file
    _, body = path.read_text("utf-8").split("\n", 1)
    width = len(rows.read_rows(geodata_copy, file)[0].cells)
    path.write_text(",".join(f"列{number}" for number in range(width)) + "\n" + body, "utf-8")

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, "缺少「")


@pytest.mark.parametrize("file", TABLES)
def test_a_ragged_line_costs_its_table_and_is_named(
    geodata_copy: Path, snapshot: Snapshot, file: str
) -> None:
    append(geodata_copy / file, "只有一格")
    last = rows.read_text(geodata_copy, file).count("\n")

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, f"第 {last} 行：应有 ")


@pytest.mark.parametrize("file", TABLES)
def test_a_line_written_twice_costs_its_table_and_is_named(
    geodata_copy: Path, snapshot: Snapshot, file: str
) -> None:
    path = geodata_copy / file
    first = path.read_text("utf-8").split("\n")[1]
    path.write_text(path.read_text("utf-8") + first + "\n", "utf-8")

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, "行：与第 2 行重复（")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("441284113", "1999", "烟煤", "许多", "t", "示例", "源"), "「amount」应为数字"),
        (("441284113", "1999", "烟煤", "1_000", "t", "示例", "源"), "「amount」应为数字"),
        (("441284113", "1999", "烟煤", "-1", "t", "示例", "源"), "数量不能为负"),
        (("441284113", "1999", "木柴", "1", "t", "示例", "源"), "没有这个能源品种"),
        (("441284113", "1999", "烟煤", "1", "t", "真实", "源"), "「kind」应为 规划、实绩"),
        (("441284113", "1999", "烟煤", "1", "t", "缺失", "源"), "「kind」为「缺失」却有数值"),
        (("441284113", "1999", "烟煤", "1", "t", "示例", ""), "「source」不能为空"),
        (("441284113", "1999.5", "烟煤", "1", "t", "示例", "源"), "「year」应为整数"),
        (("441284999", "1999", "烟煤", "1", "t", "示例", "源"), "应为已有的镇街代码或排放源"),
        (("city", "1999", "烟煤", "1", "t", "示例", "源"), "应为已有的镇街代码或排放源"),
    ],
)
def test_a_cell_that_does_not_fit_names_its_line(
    geodata_copy: Path, snapshot: Snapshot, cells: tuple[str, ...], said: str
) -> None:
    line = append(geodata_copy / ENERGY, *cells)

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, ENERGY, said)
    assert f"第 {line} 行：" in found.problems[0].sentence


@pytest.mark.parametrize(
    ("file", "cells", "said"),
    [
        (
            "sample/town_context.csv",
            ("441284999", "1999", "1", "1", "示例", "源"),
            "应为已有的镇街代码或 city",
        ),
        (
            "sample/forest_cover.csv",
            ("441284999", "1999", "1", "示例", "源"),
            "应为已有的镇街代码或 city",
        ),
        (
            "sample/town_context.csv",
            ("441284113", "1999", "1", "1", "缺失", "源"),
            "「kind」为「缺失」却有数值",
        ),
        (
            "sample/forest_cover.csv",
            ("441284113", "1999", "1", "缺失", "源"),
            "「kind」为「缺失」却有数值",
        ),
        (
            "sample/ledger_reported.csv",
            ("1999", "net_electricity", "1", "缺失", "源", ""),
            "「kind」为「缺失」却有数值",
        ),
        (
            "sample/park_progress.csv",
            ("no-park", "1999", "", "", "", "", "", "", "", "示例", "源"),
            "应为已有的园区",
        ),
        ("sample/task_updates.csv", ("1", "昨天", "推进中", "", "", "", "示例", "源"), "日期"),
        ("sample/task_updates.csv", ("1", "2020-01-01", "快了", "", "", "", "示例", "源"), "之一"),
    ],
)
def test_a_line_that_contradicts_itself_or_another_file_is_refused(
    geodata_copy: Path, snapshot: Snapshot, file: str, cells: tuple[str, ...], said: str
) -> None:
    append(geodata_copy / file, *cells)

    assert_one_problem(read_untouched(geodata_copy), snapshot, file, said)


@pytest.mark.parametrize("file", ["sites.csv", "parks.csv", "protected_areas.csv"])
def test_a_place_in_an_unknown_town_is_refused(
    geodata_copy: Path, snapshot: Snapshot, file: str
) -> None:
    first = rows.read_rows(geodata_copy, file)[0].cells
    cells = {**first, next(iter(first)): "new", "town_code": "441284999"}
    append(geodata_copy / file, *(f'"{cell}"' for cell in cells.values()))

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, "「town_code」应为已有的镇街代码，现为「441284999」")


def test_a_file_over_the_limit_is_refused(
    geodata_copy: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = max(path.stat().st_size for path in geodata_copy.rglob("*") if path.is_file())
    monkeypatch.setattr(rows, "MAX_BYTES", limit)
    (geodata_copy / ENERGY).write_bytes(b"x" * (limit + 1))

    assert_one_problem(read_untouched(geodata_copy), snapshot, ENERGY, "文件超过 20 MB")


def test_a_folder_in_place_of_a_file_is_refused(geodata_copy: Path, snapshot: Snapshot) -> None:
    (geodata_copy / ENERGY).unlink()
    (geodata_copy / ENERGY).mkdir()

    assert_one_problem(read_untouched(geodata_copy), snapshot, ENERGY, "无法读取")


def test_several_broken_files_are_each_named_once(geodata_copy: Path) -> None:
    for file in FIELD_BY_FILE:
        (geodata_copy / file).write_bytes(b"")

    found = read_untouched(geodata_copy)

    assert sorted(problem.file for problem in found.problems) == sorted(FIELD_BY_FILE)


def test_an_empty_folder_is_an_empty_snapshot_and_not_a_crash(tmp_path: Path) -> None:
    found = read_untouched(tmp_path / "none")

    # Without a sign of heat, boundaries, rivers or a sample there is none in this county.
    none = {"heat_factors.csv", "boundaries.geojson", "rivers.geojson"}
    none |= {file for file in FIELD_BY_FILE if file.startswith("sample/")}
    assert {problem.file for problem in found.problems} == set(FIELD_BY_FILE) - none
    assert (found.towns, found.boundaries, found.outline) == ((), {}, None)
    assert found.data_day == date.min


def test_without_reports_the_day_is_that_the_files_were_collected(geodata_copy: Path) -> None:
    sidecar = geodata_copy / "units.meta.toml"
    text = sidecar.read_text("utf-8")
    assert 'retrieved = "2026-11"' in text

    before = read_snapshot(geodata_copy, with_sample=False).data_day
    sidecar.write_text(text.replace('"2026-11"', '"2027-03-05"'), encoding="utf-8")

    assert before == date(2026, 11, 1)
    assert read_snapshot(geodata_copy, with_sample=False).data_day == date(2027, 3, 5)


def test_a_county_without_a_sample_and_without_public_layers_lacks_nothing(
    geodata_copy: Path,
) -> None:
    shutil.rmtree(geodata_copy / "sample")
    for name in ("boundaries", "rivers"):
        for path in geodata_copy.glob(f"{name}.*"):
            path.unlink()

    found = read_untouched(geodata_copy)

    assert (found.problems, found.energy_uses, read_sample(geodata_copy)) == ((), (), {})
    assert (found.boundaries, found.rivers) == ({}, ())


def test_an_empty_cell_is_read_as_unknown_and_never_as_no(
    geodata_copy: Path, snapshot: Snapshot
) -> None:
    park_id = snapshot.parks[0].park_id
    append(
        geodata_copy / "sample/park_progress.csv",
        *(park_id, "1999", "", "", "", "", "", "", "", "示例", "源"),
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
    assert public_snapshot.data_day == date(2026, 11, 1)


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
    files = data_files(geodata_copy, with_sample=True)
    before = fingerprint(geodata_copy, with_sample=True)
    monkeypatch.setattr("sihui_map.reference.snapshot.data_files", lambda *_, **__: files)

    (geodata_copy / "units.csv").unlink()

    assert fingerprint(geodata_copy, with_sample=True) != before


def test_a_sidecar_tells_what_its_file_is(geodata_copy: Path) -> None:
    (geodata_copy / "units.meta.toml").write_text(
        'title = "镇街"\nkind = "实绩"\nretrieved = 2026-11-01\n[columns]\nname = "名称"\n', "utf-8"
    )

    known = read_sidecar(geodata_copy, geodata_copy / "units.meta.toml")

    assert (known.file, known.title, known.kind) == ("units.csv", "镇街", "实绩")
    assert (known.retrieved, known.licence) == ("2026-11-01", "")
    assert known.columns == {"name": "名称"}


def test_a_sidecar_without_its_file_stands_for_itself(geodata_copy: Path) -> None:
    (geodata_copy / "units.csv").unlink()

    known = read_sidecar(geodata_copy, geodata_copy / "units.meta.toml")

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
