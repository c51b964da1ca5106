"""How the tests of the archive publish, read numbers and change files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE
from sihui_map.domain.submission import Change, State
from sihui_map.store.writers import drafting, publishing, steps
from tests.counties.county import JIA

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Publication
    from sihui_map.figures import Figures

TODAY = date(2034, 11, 20)
"""Its years lie in the future, and no file may speak of what is to come."""
TOWN, YEAR = JIA, 2032
COAL = f"{TOWN}|{YEAR}|烟煤"
TOWN_COAL = f"emission.coal.{TOWN}.{YEAR}"

GRID_YEAR = 2031
"""A year with a grid factor: 0.5 kg for each kWh."""


def coal(amount: float, *, year: int = YEAR) -> Change:
    cells = {
        "area_id": TOWN,
        "year": str(year),
        "fuel": "烟煤",
        "amount": str(amount),
        "unit": "t",
        "kind": "实绩",
        "source": "企业报表",
    }
    return Change(dataset=ENERGY_USE.name, row_key=f"{TOWN}|{year}|烟煤", cells=cells)


def power(fuel: str, amount: float) -> Change:
    cells = {**(coal(amount, year=GRID_YEAR).cells or {}), "fuel": fuel, "unit": "10^4 kWh"}
    return Change(dataset=ENERGY_USE.name, row_key=f"{TOWN}|{GRID_YEAR}|{fuel}", cells=cells)


def publish(archive: Archive, *changes: Change) -> Publication:
    store = archive.store
    own = drafting.draft(store, changes, who="陈文", why="月报", origin="月报.xlsx").submission_id
    steps.move(store, own, State.SUBMITTED, who="陈文")
    steps.move(store, own, State.APPROVED, who="李敏")
    return publishing.publish(store, [own], who="王强", why="月报", reference=archive.reference())


def numbers(figures: Figures) -> dict[str, float | None]:
    return {name: quantity.value for name, quantity in figures.published().items()}


def rewrite(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
