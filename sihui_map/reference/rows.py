"""Read one table of geodata/ row by row; what does not fit is an error that names file and line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from math import isfinite, nan
from typing import TYPE_CHECKING, TypeVar

from sihui_map.errors import DataFileError, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from enum import StrEnum

    from sihui_map.reference.files import Files

    Choice = TypeVar("Choice", bound=StrEnum)

Value = TypeVar("Value")

RESTORE = "恢复该文件的原版本，或改正这一处后刷新页面"
MAX_BYTES = 20_000_000
# float() would also take 1_000 and digits of other scripts: slips, not numbers.
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every getter refuses what it cannot read."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, problem: str, remedy: str = RESTORE) -> DataFileError:
        """Return the error that says what is wrong with this line."""
        return DataFileError(self.file, self.line, problem, remedy)

    def optional(self, column: str) -> str:
        """Return the text of ``column``, empty where unknown."""
        if column not in self.cells:
            msg = f"缺少「{column}」列"
            raise self.error(msg)
        return self.cells[column]

    def text(self, column: str) -> str:
        """Return the text of ``column``, which may not be empty."""
        text = self.optional(column)
        if not text:
            msg = f"「{column}」不能为空"
            raise self.error(msg)
        return text

    def number(self, column: str) -> float:
        """Return the number in ``column``."""
        text = self.text(column)
        value = float(text) if NUMBER.fullmatch(text) else nan
        if not isfinite(value):
            msg = f"「{column}」应为数字，现为「{text[:40]}」"
            raise self.error(msg)
        return value

    def optional_number(self, column: str) -> float | None:
        """Return the number in ``column``, None where unknown."""
        return self.number(column) if self.optional(column) else None

    def whole(self, column: str) -> int:
        """Return the whole number in ``column``."""
        value = self.number(column)
        if not value.is_integer():
            msg = f"「{column}」应为整数，现为「{self.text(column)[:40]}」"
            raise self.error(msg)
        return int(value)

    def optional_whole(self, column: str) -> int | None:
        """Return the whole number in ``column``, None where unknown."""
        return self.whole(column) if self.optional(column) else None

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the parts of a list in ``column``, none where unknown."""
        return tuple(part for part in self.optional(column).split("|") if part)

    def wholes(self, column: str) -> tuple[int, ...]:
        """Return the whole numbers of a list in ``column``."""
        texts = self.parts(column)
        if not all(text.isascii() and text.isdigit() for text in texts):
            msg = f"「{column}」应为用 | 分隔的整数"
            raise self.error(msg)
        return tuple(int(text) for text in texts)

    def day(self, column: str) -> date:
        """Return the ISO date in ``column``."""
        text = self.text(column)
        try:
            return date.fromisoformat(text)
        except ValueError:
            msg = f"「{column}」应为 2026-09-30 这样的日期，现为「{text[:40]}」"
            raise self.error(msg) from None

    def optional_day(self, column: str) -> date | None:
        """Return the ISO date in ``column``, None where unknown."""
        return self.day(column) if self.optional(column) else None

    def choice(self, column: str, choices: type[Choice]) -> Choice:
        """Return the member of ``choices`` that ``column`` names."""
        text = self.text(column)
        try:
            return choices(text)
        except ValueError:
            known = "、".join(choices)
            msg = f"「{column}」应为 {known} 之一，现为「{text[:40]}」"
            raise self.error(msg) from None

    def flag(self, column: str) -> bool:
        """Return True for yes and False for no."""
        text = self.text(column)
        if text not in ("yes", "no"):
            msg = f"「{column}」应为 yes 或 no，现为「{text[:40]}」"
            raise self.error(msg)
        return text == "yes"


def read_text(files: Files, file: str) -> str:
    """Return the text of ``file``, or say why it cannot be read."""
    try:
        body = files[file]
        if len(body) > MAX_BYTES:
            raise DataFileError(file, None, "文件超过 20 MB", "换回随程序发布的文件")
        text = body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except KeyError:
        raise DataFileError(file, None, "找不到文件", "从安装包恢复该文件") from None
    except UnicodeDecodeError:
        raise DataFileError(file, None, "不是 UTF-8 编码", "另存为 UTF-8 编码的 CSV") from None
    except OSError as error:
        raise DataFileError(file, None, f"无法读取（{error.strerror}）", "检查文件权限") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataFileError(file, line, "含有空字节（NUL）", "文件已损坏，从安装包恢复该文件")
    return text


def read_rows(files: Files, file: str) -> list[Row]:
    """Return the lines of the CSV ``file``; a ragged or headless table is refused."""
    return read_sheet(files, file)[1]


def read_sheet(files: Files, file: str) -> tuple[list[str], list[Row]]:
    """Return the names of the columns of the CSV ``file``, and its lines."""
    reader = csv.reader(io.StringIO(read_text(files, file)), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        if not any(header) or len(set(header)) != len(header):
            raise DataFileError(file, 1, "表头为空或有重复列名", RESTORE)
        for cells in reader:
            if len(cells) != len(header):
                problem = f"应有 {len(header)} 列，现有 {len(cells)} 列"
                raise DataFileError(file, reader.line_num, problem, RESTORE)
            named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            rows.append(Row(file, reader.line_num, named))
    except csv.Error as error:
        raise DataFileError(file, reader.line_num, f"不是有效的 CSV（{error}）", RESTORE) from None
    return header, rows


def values_of(rows: Iterable[Row], make: Callable[[Row], Value]) -> tuple[Value, ...]:
    """Return one value per row; a rule of the domain that is broken names the line."""
    values = []
    for row in rows:
        try:
            values.append(make(row))
        except DomainError as error:
            raise row.error(str(error)) from error
    return tuple(values)


def refuse_duplicates(rows: Iterable[Row], key: Sequence[str]) -> None:
    """Raise where two rows have the same ``key`` columns."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        own = tuple(map(row.optional, key))
        first = seen.setdefault(own, row.line)
        if first != row.line:
            msg = f"与第 {first} 行重复（{' '.join(own)}）"
            raise row.error(msg)


def read_table(files: Files, file: str, key: Sequence[str]) -> list[Row]:
    """Return the lines of ``file``, of which no two have the same ``key`` columns."""
    rows = read_rows(files, file)
    refuse_duplicates(rows, key)
    return rows
