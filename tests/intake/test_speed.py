"""Ten thousand rows: parsed and checked within ten seconds and 500 MiB."""

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

ROWS = 10_000
MOST_CPU_S = 10.0
MOST_MIB = 500.0


def site(number: int) -> dict[str, object]:
    return {
        "site_id": f"pv-{number}", "name": f"屋顶光伏 {number}", "kind": "分布式光伏",
        "stage": "投产", "capacity_mw": 1 + number % 7, "annual_mwh": 1000 * (1 + number % 7),
        "commission_year": 2020 + number % 6, "place_precision": "精确位置",
        "lon": 112.7 + number % 100 / 10_000, "lat": 23.35 + number // 100 / 10_000,
        "value_kind": "实绩", "source": f"并网台账第 {number} 号",
    }  # fmt: skip


def test_a_workbook_of_ten_thousand_sites(tmp_path: Path, public_known: Known) -> None:
    filled = template(public_known.figures, public_known.rows, number=public_known.number)
    book = openpyxl.load_workbook(io.BytesIO(filled))
    own = sheet_of(SITES)
    sheet = book[own.name]
    first = 2 + len([key for key in public_known.rows if key[0] == "sites"])
    for offset in range(ROWS):
        values = site(offset)
        for column, layout in enumerate(own.columns, start=1):
            if layout.name in values:
                cell: Any = sheet.cell(row=first + offset, column=column)
                cell.value = values[layout.name]
    book.save(tmp_path / "0")

    (answer,) = read_apart(tmp_path, ["项目.xlsx"])

    assert (answer["outcome"], answer["changes"]) == ("taken", ROWS), answer["said"][:3]
    assert answer["said"] == []
    assert answer["cpu_s"] <= MOST_CPU_S
    assert answer["peak_mib"] <= MOST_MIB
    assert answer["heard"] == sorted(answer["heard"])
    assert answer["heard"][-1] <= 1


def test_a_csv_of_ten_thousand_sites(tmp_path: Path) -> None:
    with (tmp_path / "0").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SITES.column_names, restval="")
        writer.writeheader()
        writer.writerows(site(number) for number in range(ROWS))

    (answer,) = read_apart(tmp_path, ["sites.csv"])

    assert (answer["outcome"], answer["changes"]) == ("taken", ROWS), answer["said"][:3]
    assert answer["cpu_s"] <= MOST_CPU_S
    assert answer["peak_mib"] <= MOST_MIB
