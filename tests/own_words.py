"""What names the county of geodata/ and no other: its names, codes, clauses, numbers and years."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

GEODATA = Path(__file__).parents[1] / "geodata"
PLACE = tomllib.loads((GEODATA / "place.toml").read_text(encoding="utf-8"))
PLAN = PLACE["plan"]
GENERAL = {"碳排放总量", "热电厂", "交通等", PLACE["factor_set"]}
"""What stands in place.toml and would be said of any county."""


FEW_DIGITS = 6
"""A whole number of so few digits may be anything."""
COUNTED = (
    ("units.csv", 1, "个镇街"), ("plan/tasks.csv", 0, "项任务"), ("plan/actions.csv", 0, "大行动"),
    ("plan/targets.csv", 0, "项指标"), ("parks.csv", 0, "个园区"), ("sites.csv", 0, "个项目"),
    ("protected_areas.csv", 0, "处"),
)  # fmt: skip
"""What a page counts: the rows of a file, less those it leaves out, and the words that follow."""
NUMERALS = "零一二三四五六七八九十"
NAMED = (
    ("plan/departments.csv", ("name",)),
    ("parks.csv", ("park_id", "name")),
    ("sites.csv", ("site_id", "name")),
    ("named_sources.csv", ("source_id", "name")),
    ("protected_areas.csv", ("area_id", "name")),
)
"""Tables of what lies in the county, and which of their columns name it."""
OF_ANY_RULE = {"10%", "100%"}
"""Whole shares that the rules of lights and any sum have, whatever a plan asks."""


def records(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of geodata/."""
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(table: object) -> set[str]:
    """Return every text in a table of place.toml, and the keys of what is keyed by an id."""
    if isinstance(table, dict):
        return {text for value in table.values() for text in texts(value)}
    if isinstance(table, list):
        return {text for value in table for text in texts(value)}
    return {table} if isinstance(table, str) else set()


def written(number: str) -> tuple[str, ...]:
    """Return a number as files and as pages write it; none where any county could have it."""
    if "." not in number and len(number) < FEW_DIGITS:
        return ()
    return (number, f"{float(number):,.10g}")


def own_words() -> frozenset[str]:
    """Return what names this county and nothing else; the package bears its pinyin."""
    pinyin = {PLACE["pinyin"], PLACE["parent"]["pinyin"]}
    units = records("units.csv")
    towns = {unit["name"] for unit in units}
    return frozenset(
        {
            *(texts(PLACE) - pinyin - GENERAL),
            *PLACE["sources"]["ticks"],
            *towns,
            *(name.removesuffix("街道").removesuffix("镇") for name in towns),
            *(unit["town_code"] for unit in units),
            *(target["target_id"] for target in records("plan/targets.csv")),
            *(target["value"] for target in records("plan/targets.csv") if "." in target["value"]),
            *(form for fact in records("city_context.csv") for form in written(fact["value"])),
            *(row[column] for file, names in NAMED for row in records(file) for column in names),
        }
    )


WORDS = own_words()
YEARS = {
    *PLAN["public_years"], PLAN["peak_year"], PLAN["last_year"],
    *(int(target["year"]) for target in records("plan/targets.csv") if target["year"]),
    *(int(row["year"]) for row in records("grid_factors.csv")),
    *(int(site["commission_year"]) for site in records("sites.csv") if site["commission_year"]),
}  # fmt: skip
A_YEAR = re.compile(rf"(?<![\d〔u-])({'|'.join(map(str, sorted(YEARS)))})(?!\d|\.\d)")
"""Half a year, where the axis of a chart begins, is no year."""
A_CLAUSE = re.compile(r"第 ?(\d+) ?条|[Cc]lause (\d+)|clauses?(?:_nos?)?\W{1,4}(\d+)")
PROGRAM = re.compile(
    r"SihuiMapError|sihui(?:[_:-]|[A-Z]\w|\.(?:css|db|gpkg|bare))|window\.sihui\b|\"sihui(?:map)?\"|SIHUI"
)
"""The program bears the county's pinyin: its package, settings, files, events and names in JS."""
TOLD = sorted(
    {PLACE["pinyin"], PLACE["parent"]["pinyin"], *(u["pinyin"] for u in records("units.csv"))}
)
A_PINYIN = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, TOLD))})(?![a-z])", re.IGNORECASE)
A_SHARE = re.compile(
    "|".join(
        rf"(?<![\d.±]){target['value']} ?{target['unit']}"
        for target in records("plan/targets.csv")
        if target["value"].isdigit() and target["value"] + target["unit"] not in OF_ANY_RULE
    )
)
"""A whole number that a target asks, with its unit; what has a fraction is among the words."""


A_COUNT = re.compile(
    "|".join(
        rf"(?<!\d){number} ?{what}" + (f"|{NUMERALS[number]}{what}" if number <= 10 else "")
        for file, less, what in COUNTED
        for number in [len(records(file)) - less]
    )
)


def found_clauses(text: str) -> list[str]:
    """Return the numbers of the clauses that ``text`` has."""
    return [next(filter(None, found.groups())) for found in A_CLAUSE.finditer(text)]


def found_pinyin(text: str) -> list[str]:
    """Return the county's and its towns' names in letters, where they do not name the program."""
    return [found[0] for found in A_PINYIN.finditer(PROGRAM.sub("", text))]


def found_words(text: str) -> list[str]:
    """Return the county's own words that ``text`` has."""
    return sorted(word for word in WORDS if word in text)
