"""A broken file costs only what it holds, and is named in one Chinese sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.reference import rows
from sihui_map.reference.files import Folder
from tests.reference.whole import (
    ENERGY,
    FIELD_BY_FILE,
    TABLES,
    append,
    assert_one_problem,
    read_untouched,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sihui_map.domain.snapshot import Snapshot


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
    width = len(rows.read_rows(Folder(geodata_copy), file)[0].cells)
    path.write_text(",".join(f"列{number}" for number in range(width)) + "\n" + body, "utf-8")

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, "缺少「")


@pytest.mark.parametrize("file", TABLES)
def test_a_ragged_line_costs_its_table_and_is_named(
    geodata_copy: Path, snapshot: Snapshot, file: str
) -> None:
    append(geodata_copy / file, "只有一格")
    last = rows.read_text(Folder(geodata_copy), file).count("\n")

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
        (("990101101", "1999", "烟煤", "许多", "t", "示例", "源"), "「amount」应为数字"),
        (("990101101", "1999", "烟煤", "1_000", "t", "示例", "源"), "「amount」应为数字"),
        (("990101101", "1999", "烟煤", "-1", "t", "示例", "源"), "数量不能为负"),
        (("990101101", "1999", "木柴", "1", "t", "示例", "源"), "没有这个能源品种"),
        (("990101101", "1999", "烟煤", "1", "t", "真实", "源"), "「kind」应为 规划、实绩"),
        (("990101101", "1999", "烟煤", "1", "t", "缺失", "源"), "「kind」为「缺失」却有数值"),
        (("990101101", "1999", "烟煤", "1", "t", "示例", ""), "「source」不能为空"),
        (("990101101", "1999.5", "烟煤", "1", "t", "示例", "源"), "「year」应为整数"),
        (("990101999", "1999", "烟煤", "1", "t", "示例", "源"), "应为已有的镇街代码或排放源"),
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
            ("990101999", "1999", "1", "1", "示例", "源"),
            "应为已有的镇街代码或 city",
        ),
        (
            "sample/forest_cover.csv",
            ("990101999", "1999", "1", "", "示例", "源"),
            "应为已有的镇街代码或 city",
        ),
        (
            "sample/town_context.csv",
            ("990101101", "1999", "1", "1", "缺失", "源"),
            "「kind」为「缺失」却有数值",
        ),
        (
            "sample/forest_cover.csv",
            ("990101101", "1999", "1", "", "缺失", "源"),
            "「kind」为「缺失」却有数值",
        ),
        (
            "sample/ledger_reported.csv",
            ("1999", "net_electricity", "1", "缺失", "源", ""),
            "「kind」为「缺失」却有数值",
        ),
        (
            "sample/park_progress.csv",
            ("no-park", "1999", "", "", "", "", "", "示例", "源"),
            "应为已有的园区",
        ),
        (
            "sample/task_updates.csv",
            ("1", "昨天", "推进中", "", "", "", "", "", "", "示例", "源"),
            "日期",
        ),
        (
            "sample/task_updates.csv",
            ("1", "2020-01-01", "快了", "", "", "", "", "", "", "示例", "源"),
            "之一",
        ),
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
    first = rows.read_rows(Folder(geodata_copy), file)[0].cells
    cells = {**first, next(iter(first)): "new", "town_code": "990101999"}
    append(geodata_copy / file, *(f'"{cell}"' for cell in cells.values()))

    found = read_untouched(geodata_copy)

    assert_one_problem(found, snapshot, file, "「town_code」应为已有的镇街代码，现为「990101999」")


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
