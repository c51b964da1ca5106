"""Ten thousand rows: parsed and checked in time and memory that grow no faster than they do."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl

from sihui_map.catalogue import SITES
from sihui_map.intake.layout import sheet_of
from sihui_map.intake.template import template
from tests.intake.test_corpus import read_apart

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.intake.known import Known

FEW, ROWS = 1_000, 10_000
SLACK = 1.5
"""A row among many may cost so much more than one among few."""
MOST_TIMES_MEMORY = 3.0
"""Many rows may take so much more memory than few, the program itself with them."""


def site(number: int) -> dict[str, object]:
    return {
        "site_id": f"pv-{number}", "name": f"屋顶光伏 {number}", "kind": "分布式光伏",
        "stage": "投产", "capacity_mw": 1 + number % 7, "annual_mwh": 1000 * (1 + number % 7),
        "commission_year": 2020 + number % 6, "place_precision": "精确位置",
        "lon": 1.02 + number % 100 / 10_000, "lat": 1.02 + number // 100 / 10_000,
        "value_kind": "实绩", "source": f"并网台账第 {number} 号",
    }  # fmt: skip


def is_in_proportion(few: dict[str, Any], many: dict[str, Any]) -> bool:
    """Tell whether many rows cost what few cost, as often as there are more."""
    in_time: bool = many["cpu_s"] <= SLACK * few["cpu_s"] * ROWS / FEW
    in_memory: bool = many["peak_mib"] <= MOST_TIMES_MEMORY * few["peak_mib"]
    return in_time and in_memory


def write_book(path: Path, known: Known, rows: int) -> None:
    """Write a template with so many sites more."""
    filled = template(known.figures, known.rows, number=known.number)
    book = openpyxl.load_workbook(io.BytesIO(filled))
    own = sheet_of(SITES)
    sheet = book[own.name]
    first = 2 + len([key for key in known.rows if key[0] == "sites"])
    for offset in range(rows):
        values = site(offset)
        for column, layout in enumerate(own.columns, start=1):
            if layout.name in values:
                cell: Any = sheet.cell(row=first + offset, column=column)
                cell.value = values[layout.name]
    book.save(path)


def write_csv(path: Path, rows: int) -> None:
    """Write a file of so many sites."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SITES.column_names, restval="")
        writer.writeheader()
        writer.writerows(site(number) for number in range(rows))


def test_a_workbook_of_ten_thousand_sites(tmp_path: Path, public_known: Known) -> None:
    for name, rows in enumerate((FEW, ROWS)):
        write_book(tmp_path / str(name), public_known, rows)

    few, answer = read_apart(tmp_path, ["少.xlsx", "多.xlsx"])

    assert (answer["outcome"], answer["changes"]) == ("taken", ROWS), answer["said"][:3]
    assert answer["said"] == []
    assert is_in_proportion(few, answer)
    assert answer["heard"] == sorted(answer["heard"])
    assert answer["heard"][-1] <= 1


def test_a_csv_of_ten_thousand_sites(tmp_path: Path) -> None:
    for name, rows in enumerate((FEW, ROWS)):
        write_csv(tmp_path / str(name), rows)

    few, answer = read_apart(tmp_path, ["few.csv", "many.csv"])

    assert (answer["outcome"], answer["changes"]) == ("taken", ROWS), answer["said"][:3]
    assert is_in_proportion(few, answer)
