"""A list of people who are to have accounts: a small CSV file with name, role and scope."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from sihui_map.errors import IntakeError
from sihui_map.intake.csv_lines import AS_UTF8, decode
from sihui_map.intake.quoting import shown

HEADINGS = ("姓名", "角色", "范围")
MOST_BYTES, MOST_PEOPLE = 100_000, 500


class Given(NamedTuple):
    """One line of the list, as it was written."""

    line: int
    name: str
    role: str
    scope: str


def read_people(body: bytes) -> list[Given]:
    """Return the lines of a list; IntakeError says which line is wrong, and what may be.

    So small a file of plain text needs no process of its own.
    """
    if len(body) > MOST_BYTES:
        msg = f"名单超过 {MOST_BYTES // 1000} kB，没有读；请分成几份"
        raise IntakeError(msg)
    reader = csv.reader(io.StringIO(decode(body), newline=""), strict=True)
    found: list[Given] = []
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        if header != HEADINGS:
            msg = f"第 1 行应为「{','.join(HEADINGS)}」，现为「{shown(','.join(header), 40)}」"
            raise IntakeError(msg)
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != len(HEADINGS):
                msg = f"第 {reader.line_num} 行应有 {len(HEADINGS)} 列，现有 {len(cells)} 列"
                raise IntakeError(msg)
            found.append(Given(reader.line_num, *cells))
    except csv.Error as error:
        msg = f"第 {reader.line_num} 行不是有效的 CSV（引号没有成对，或一格过长）；{AS_UTF8}"
        raise IntakeError(msg) from error
    if not 1 <= len(found) <= MOST_PEOPLE:
        msg = f"名单应有 1–{MOST_PEOPLE} 个人，现有 {len(found)} 个"
        raise IntakeError(msg)
    return found
