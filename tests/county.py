"""The county of geodata/ by the part that something plays in a test: no test of logic names it.

A test of logic takes the invented county (tests/counties/county.py) where it asks for numbers, and
what stands here where it walks through the whole application, which shows geodata/. What a test
says of such a town it reads from here, from the store it filled or from the figures, so that it
holds for another county too.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from tests.own_words import PLACE, records


class Town(NamedTuple):
    """A town or subdistrict of ``units.csv``."""

    code: str
    name: str
    pinyin: str

    @property
    def short(self) -> str:
        """Return its name without its kind, as maps write it."""
        return self.name.removesuffix("街道").removesuffix("镇")


class Target(NamedTuple):
    """A row of ``plan/targets.csv``."""

    target_id: str
    indicator: str
    year: str
    value: str

    @property
    def said(self) -> str:
        """Return how pages name it."""
        return f"{self.indicator}（{self.year} 年）"


def _towns(in_scope: str) -> tuple[Town, ...]:
    return tuple(
        Town(unit["town_code"], unit["name"], unit["pinyin"])
        for unit in records("units.csv")
        if unit["in_scope"] == in_scope
    )


CODE, NAME = PLACE["code"], PLACE["name"]
PARENT, PARENT_SHORT = PLACE["parent"]["name"], PLACE["parent"]["short_name"]
ALL = f"全{NAME[-1]}"
"""What all of it is called."""
GRID_REGION = PLACE["grid_region"]

TOWNS = _towns("yes")
"""The towns that report, by code."""
(OUTSIDE,) = _towns("no")
"""What lies within the county and is not counted with it."""
BY_CODE = {town.code: town for town in (*TOWNS, OUTSIDE)}

OWN = BY_CODE[PLACE["example_town"]]
"""The town that tests look at and sign in for, unless another one plays a part."""
FIRST, LAST = TOWNS[0], TOWNS[-1]
OTHER = TOWNS[TOWNS.index(OWN) - 2]
"""A neighbour in the list, that has nothing to do with OWN."""

SITES = records("sites.csv")
"""The public sites, whole rows."""
PARKS = records("parks.csv")
CHECKLIST = PLACE["parks"]["checklist"]
"""What a park is asked: ``id``, ``label``, ``clause`` and ``basis`` of each."""
SOURCES = {row["category"]: row for row in records("named_sources.csv")}
"""The rows of the ledger beside the towns: ``named``, a plant, and ``unallocated``."""
YEARS = tuple(sorted({row["year"] for row in records("sample/energy_use.csv")}))
"""The years of the sample, as addresses and pages write them."""
TASKS = records("plan/tasks.csv")
ACTIONS = records("plan/actions.csv")
CLAUSES = {row["clause_no"]: row["title"] for row in records("plan/clauses.csv")}
"""What each clause of the plan is called, by number."""
UNITS = tuple(row["name"] for row in records("plan/departments.csv"))
"""The units that the plan names."""
OFFICE = PLACE["office"]
"""The unit that leads and reviews."""

TARGETS = {
    row["target_id"]: Target(row["target_id"], row["indicator"], row["year"], row["value"])
    for row in records("plan/targets.csv")
}
FOREST = TARGETS[PLACE["targets"]["forest_cover"]]
CIRCULAR_PARKS = TARGETS[PLACE["targets"]["circular_parks"]]
HANDED_DOWN = TARGETS[PLACE["targets"]["energy_intensity"][0]]
"""A target whose number the parent hands down."""
REPORTED = next(
    TARGETS[row["target_id"]]
    for row in records("plan/targets.csv")
    if row["year"] and row["value"] and row["unit"] == "%" and not row["baseline_year"]
    if row["target_id"] not in {FOREST.target_id, CIRCULAR_PARKS.target_id}
)
"""A target with a number, a share of a year, that is not computed but reported."""


def site(kind: str) -> dict[str, str]:
    """Return the first public site of a kind."""
    return next(row for row in SITES if row["kind"] == kind)


STORAGE = BY_CODE[site("battery_storage")["town_code"]]
"""The town with the storage station."""
STORAGE_TASK = next(
    row for row in TASKS if row["clause_no"] in site("battery_storage")["clauses"].split("|")
)
"""The task that has to do with it."""


def task_of(unit: str) -> dict[str, str]:
    """Return the first task that ``unit`` leads."""
    return next(row for row in TASKS if unit in row["lead_units"].split("|"))


def joint_task() -> dict[str, str]:
    """Return the first task whose two leading units stand in another order than in the list."""
    for row in TASKS:
        leads = row["lead_units"].split("|")
        if len(leads) == 2 and UNITS.index(leads[0]) > UNITS.index(leads[1]):
            return row
    raise LookupError


def in_address(text: str) -> str:
    """Return ``text`` as an address carries it."""
    return quote(text)
