"""One line of a table: every cell is what its column promises, or the error names file and line."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest

from sihui_map.errors import DataFileError, DomainError
from sihui_map.reference import rows
from sihui_map.reference.files import Folder
from sihui_map.reference.rows import Row, read_rows, read_text, refuse_duplicates, values_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "sites.csv"


class Light(StrEnum):
    """Some closed set."""

    ON = "开"
    OFF = "关"


def row(cell: str) -> Row:
    return Row(FILE, 7, {"cell": cell})


def written(root: Path, content: str | bytes) -> Path:
    data = content if isinstance(content, bytes) else content.encode()
    (root / FILE).write_bytes(data)
    return root


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("12", 12), ("-3.5", -3.5), ("+4", 4), ("0.7143", 0.7143), ("1e3", 1000), ("2.5E-1", 0.25)],
)
def test_a_number_is_read_as_written(cell: str, expected: float) -> None:
    assert row(cell).number("cell") == expected


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "十二",
        "12.3万",
        "1,000",
        "1_000",
        "\uff11\uff12",
        "٣",
        "1 0",
        "nan",
        "inf",
        "1e999",
        "0x10",
    ],
)
def test_what_only_looks_like_a_number_is_refused(cell: str) -> None:
    with pytest.raises(DataFileError, match=r"geodata/sites\.csv 第 7 行：「cell」"):
        row(cell).number("cell")


def test_a_long_cell_is_not_echoed_in_full() -> None:
    with pytest.raises(DataFileError) as caught:
        row("x" * 5_000).number("cell")

    assert len(str(caught.value)) < 200


def test_a_year_is_whole() -> None:
    assert row("2023.0").whole("cell") == 2023
    with pytest.raises(DataFileError, match=r"「cell」应为整数，现为「2023\.5」"):
        row("2023.5").whole("cell")


def test_an_empty_cell_is_unknown_and_not_zero() -> None:
    empty = row("")

    assert empty.optional("cell") == ""
    assert empty.optional_number("cell") is None
    assert empty.optional_whole("cell") is None
    assert empty.optional_day("cell") is None
    assert empty.parts("cell") == ()
    assert empty.wholes("cell") == ()


def test_a_cell_that_may_be_empty_is_read_when_it_is_not() -> None:
    assert row("1.5").optional_number("cell") == 1.5
    assert row("7").optional_whole("cell") == 7
    assert row("2026-09-30").optional_day("cell") == date(2026, 9, 30)


def test_a_list_is_split_at_bars() -> None:
    assert row("县发改局|县工信局|").parts("cell") == ("县发改局", "县工信局")
    assert row("7|9").wholes("cell") == (7, 9)


@pytest.mark.parametrize("cell", ["7,9", "7|九", "7|-9", "7|²"])
def test_a_list_of_clauses_holds_whole_numbers_only(cell: str) -> None:
    with pytest.raises(DataFileError, match=r"应为用 \| 分隔的整数"):
        row(cell).wholes("cell")


@pytest.mark.parametrize("cell", ["2026/09/30", "2026年9月30日", "2026-02-30", "昨天"])
def test_a_day_is_an_iso_date(cell: str) -> None:
    with pytest.raises(DataFileError, match="应为 2026-09-30 这样的日期"):
        row(cell).day("cell")


def test_a_choice_is_one_of_its_set() -> None:
    assert row("开").choice("cell", Light) is Light.ON
    with pytest.raises(DataFileError, match="「cell」应为 开、关 之一，现为「半开」"):
        row("半开").choice("cell", Light)


def test_a_flag_is_yes_or_no() -> None:
    assert row("yes").flag("cell") is True
    assert row("no").flag("cell") is False
    with pytest.raises(DataFileError, match="应为 yes 或 no，现为「是」"):
        row("是").flag("cell")


@pytest.mark.parametrize("read", [Row.optional, Row.text, Row.number, Row.day, Row.flag, Row.parts])
def test_a_column_that_is_not_there_is_named(read: Callable[[Row, str], object]) -> None:
    with pytest.raises(DataFileError, match="缺少「lon」列"):
        read(row("1"), "lon")


def test_a_table_is_read_with_its_line_numbers_and_without_outer_blanks(tmp_path: Path) -> None:
    root = written(tmp_path, '\ufeffa,b\r\n 1 ,"x\r\ny"\r\n2,z\r\n')

    first, second = read_rows(Folder(root), FILE)

    assert first.cells == {"a": "1", "b": "x\ny"}
    assert second.cells == {"a": "2", "b": "z"}
    assert second.line == 4


@pytest.mark.parametrize("content", ["", "\n", ",,\n", "a,b,a\n"])
def test_a_table_has_a_header_without_repeats(tmp_path: Path, content: str) -> None:
    with pytest.raises(DataFileError, match="第 1 行：表头为空或有重复列名"):
        read_rows(Folder(written(tmp_path, content)), FILE)


@pytest.mark.parametrize("line", ["1", "1,2,3", ""])
def test_a_ragged_line_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataFileError, match="第 3 行：应有 2 列，现有"):
        read_rows(Folder(written(tmp_path, f"a,b\n1,2\n{line}\n3,4\n")), FILE)


@pytest.mark.parametrize("line", ['1,"2', '1,"2"x'])
def test_a_broken_quotation_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataFileError, match="第 2 行：不是有效的 CSV"):
        read_rows(Folder(written(tmp_path, f"a,b\n{line}\n")), FILE)


@pytest.mark.parametrize(
    "content", ["镇街,年\n".encode("gb18030"), "镇街,年\n".encode("utf-16"), b"a,b\n\xff\xfe\n"]
)
def test_a_file_in_another_encoding_is_refused_and_not_guessed(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(DataFileError, match=r"sites\.csv：不是 UTF-8 编码"):
        read_rows(Folder(written(tmp_path, content)), FILE)


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="第 3 行：含有空字节"):
        read_text(Folder(written(tmp_path, "a,b\n1,2\n3,\0\n")), FILE)


def test_a_file_past_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_BYTES", 8)

    assert read_text(Folder(written(tmp_path, "a,b\n1,2\n")), FILE) == "a,b\n1,2\n"
    with pytest.raises(DataFileError, match="文件超过 20 MB"):
        read_text(Folder(written(tmp_path, "a,b\n1,2\n\n")), FILE)


def test_the_limit_is_20_mb() -> None:
    assert rows.MAX_BYTES == 20_000_000


def test_what_is_not_there_and_what_is_not_a_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="找不到文件"):
        read_text(Folder(tmp_path), FILE)
    (tmp_path / FILE).mkdir()
    with pytest.raises(DataFileError, match="无法读取"):
        read_text(Folder(tmp_path), FILE)


def test_a_broken_rule_of_the_domain_names_the_line(tmp_path: Path) -> None:
    def refuse_two(line: Row) -> str:
        if line.text("a") == "2":
            msg = "数量不能为 2"
            raise DomainError(msg)
        return line.text("a")

    assert values_of(read_rows(Folder(written(tmp_path, "a\n1\n3\n")), FILE), refuse_two) == (
        "1",
        "3",
    )
    with pytest.raises(DataFileError, match="第 3 行：数量不能为 2。处理办法：恢复该文件"):
        values_of(read_rows(Folder(written(tmp_path, "a\n1\n2\n")), FILE), refuse_two)


def test_a_repeated_key_names_both_lines(tmp_path: Path) -> None:
    root = written(tmp_path, "a,b\n1,2\n1,3\n1,2\n")

    rows = read_rows(Folder(root), FILE)

    refuse_duplicates(rows[:2], ("a", "b"))
    with pytest.raises(DataFileError, match="第 4 行：与第 2 行重复（1 2）"):
        refuse_duplicates(rows, ("a", "b"))
