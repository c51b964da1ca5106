"""A CSV file of one table: written with the headings that are read, and read as lines of cells."""

from __future__ import annotations

import codecs
import csv
import io
import pickle
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sihui_map.catalogue import Dataset, dataset, datasets
from sihui_map.csvfile import csv_text, neutral
from sihui_map.domain.check import Finding, Rule
from sihui_map.errors import IntakeError
from sihui_map.intake.cells import Cell
from sihui_map.intake.guard import check_start
from sihui_map.intake.lines import Line
from sihui_map.intake.quoting import shown
from sihui_map.intake.sheets.columns import WHOLE, WHOLE_HEADER, WHY, WHY_COLUMN
from sihui_map.intake.workbook import AT_ONCE, MAX_ROWS, READER, TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.place import Place
    from sihui_map.intake.known import RowKey

DELIMITERS = ",\t;"
HEADER_BYTES = 4000
MOST_FINDINGS = 1000
AS_UTF8 = "请另存为 UTF-8 编码的 CSV"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decode(body: bytes) -> str:
    """Return the text of a CSV file: UTF-8 first, for what is not UTF-8 is never taken for it."""
    if body.startswith(UTF32):
        msg = f"文件是 UTF-32 编码，不能识别；{AS_UTF8}"
        raise IntakeError(msg)
    encodings = ("utf-16",) if body.startswith(UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            msg = f"第 {line} 行含有空字节（NUL），文件已损坏或不是文本；{AS_UTF8}"
            raise IntakeError(msg)
        return text
    msg = f"文件不是 UTF-8、GB18030 或 UTF-16 编码的文本；{AS_UTF8}"
    raise IntakeError(msg)


def csv_of(table: Dataset, rows: Mapping[RowKey, Mapping[str, str]]) -> str:
    """Return the ``rows`` of ``table`` as CSV, stored texts under headings that are read again."""
    own = (cells for (name, _), cells in rows.items() if name == table.name)
    return csv_text(
        [column.heading for column in table.columns],
        (
            [_stored(table, name, cells.get(name, "")) for name in table.column_names]
            for cells in own
        ),
    )


def _stored(table: Dataset, column: str, text: str) -> str | Decimal:
    """Return a number as a number: no spreadsheet takes -3 for a formula."""
    try:
        return Decimal(text) if column in table.units else text
    except InvalidOperation:  # nothing, or why there is no number
        return text


def _columns_of(table: Dataset) -> dict[str, str]:
    """Return the column by heading, and by its own name."""
    named = {name: name for name in table.column_names}
    headed = {column.heading: column.name for column in table.columns}
    whole = {WHOLE_HEADER: WHOLE} if table.is_declared else {}
    return {**named, **headed, **whole, WHY_COLUMN.header: WHY, WHY: WHY}


def _table_of(header: Sequence[str], tables: Iterable[Dataset]) -> Dataset | None:
    """Return the table whose columns ``header`` names once each, those added later or not."""
    for table in tables:
        known, own = _columns_of(table), set(table.column_names)
        columns = {known.get(cell, "") for cell in header}
        if len(columns) == len(header) and own - table.newer <= columns - {WHY, WHOLE} <= own:
            return table
    return None


def _delimiter(first: str, tables: Sequence[Dataset]) -> tuple[str, Dataset]:
    """Return the sign between the columns and the table that the header belongs to."""
    for delimiter in DELIMITERS:
        try:
            header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if table := _table_of(header, tables):
            return delimiter, table
    known = "、".join(
        f"{table.title}（{','.join(column.heading for column in table.columns[:3])}…）"
        for table in tables
    )
    msg = f"表头「{shown(first, 40)}」不是任何一张数据表的列；可选：{known}"
    raise IntakeError(msg)


def read_csv(body: bytes, place: Place) -> tuple[Dataset, list[Line], list[Finding]]:
    """Return the table, its lines and the lines that are broken; else raise IntakeError."""
    tables = datasets(place)
    name, packs, findings = READER.run(pack_csv, body, tables, refusal=TOLD)
    lines: list[Line] = []
    while packs:
        lines += pickle.loads(packs.pop(0))  # noqa: S301 pack_csv wrote it
    return dataset(name).of(place), lines, findings


def pack_csv(body: bytes, tables: Sequence[Dataset]) -> tuple[str, list[bytes], list[Finding]]:
    """Return the name of the table, its lines packed, the findings; runs in the child."""
    table, lines, findings = parse_csv(body, tables)
    starts = range(0, len(lines), AT_ONCE)
    packs = [pickle.dumps(lines[start : start + AT_ONCE]) for start in starts]
    return table.name, packs, findings[:MOST_FINDINGS]


def parse_csv(body: bytes, tables: Sequence[Dataset]) -> tuple[Dataset, list[Line], list[Finding]]:
    """Return which of ``tables`` it is, its lines, the broken ones; else raise IntakeError."""
    check_start(body, "CSV")
    text = decode(body)
    first = next(iter(text[:HEADER_BYTES].splitlines()), "")
    if not first.strip():
        msg = f"第 1 行是空的，应为表头；{AS_UTF8}"
        raise IntakeError(msg)
    delimiter, table = _delimiter(first, tables)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    findings: list[Finding] = []
    try:
        header = [cell.strip() for cell in next(reader)]
        names = [_columns_of(table)[cell] for cell in header]
        headings = dict(zip(names, header, strict=True))
        for row in reader:
            if not any(row):
                continue
            if len(lines) >= MAX_ROWS:
                msg = f"文件超过 {MAX_ROWS} 行；请分成几次提交"
                raise IntakeError(msg)
            if len(row) != len(names):
                sentence = f"应有 {len(names)} 列，现有 {len(row)} 列"
                place = f"第 {reader.line_num} 行"
                findings.append(Finding(rule=Rule.TEMPLATE, place=place, sentence=sentence))
                continue
            cells = {
                name: Cell(_plain(cell)) for name, cell in zip(names, row, strict=True) if cell
            }
            lines.append(Line("", reader.line_num, cells, headings))
    except csv.Error as error:
        msg = f"第 {reader.line_num} 行不是有效的 CSV（引号没有成对，或一格过长）；{AS_UTF8}"
        raise IntakeError(msg) from error
    return table, lines, findings


def _plain(cell: str) -> str:
    """Return a cell without the ' that an export put before what looks like a formula."""
    bare = cell[1:]
    return bare if cell.startswith("'") and neutral(bare) != bare else cell
