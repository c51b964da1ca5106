"""No county in the code: names, codes, the plan, its clauses and years are read from geodata/."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GEODATA = ROOT / "geodata"
SUFFIXES = {".css", ".html", ".js", ".py", ".toml"}
SOURCES = sorted(
    path
    for folder in ("sihui_map", "pages")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in SUFFIXES
)
PLACE = tomllib.loads((GEODATA / "place.toml").read_text(encoding="utf-8"))
PLAN = PLACE["plan"]
GENERAL = {"碳排放总量", "热电厂", "交通等", PLACE["factor_set"]}
"""What stands in place.toml and would be said of any county."""


def records(name: str) -> list[dict[str, str]]:
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(table: object) -> set[str]:
    """Return every text in a table of place.toml, and the keys of what is keyed by an id."""
    if isinstance(table, dict):
        return {text for value in table.values() for text in texts(value)}
    if isinstance(table, list):
        return {text for value in table for text in texts(value)}
    return {table} if isinstance(table, str) else set()


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
            *(fact["value"] for fact in records("city_context.csv") if "." in fact["value"]),
        }
    )


WORDS = own_words()
YEARS = {
    *PLAN["public_years"], PLAN["peak_year"], PLAN["last_year"],
    *(int(target["year"]) for target in records("plan/targets.csv") if target["year"]),
}  # fmt: skip
A_YEAR = re.compile(rf"(?<![\d〔u-])({'|'.join(map(str, sorted(YEARS)))})(?!\d)")
A_CLAUSE = re.compile(r"第 ?(\d+) ?条|[Cc]lause (\d+)")


def found_words(text: str) -> list[str]:
    return sorted(word for word in WORDS if word in text)


def found_years(text: str) -> list[str]:
    """Return the plan's years that a Python text has as numbers, or in what it says."""
    constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    numbers = [str(value) for value in constants if type(value) is int and value in YEARS]
    said = [year for value in constants if isinstance(value, str) for year in A_YEAR.findall(value)]
    return numbers + said


def found_clauses(text: str) -> list[str]:
    return [found[0] for found in A_CLAUSE.finditer(text)]


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_for_and_where() -> None:
    assert {PLACE["name"], PLACE["code"], PLAN["number"], PLACE["parent"]["short_name"]} <= WORDS
    assert len(WORDS) > 60
    assert {path.suffix for path in SOURCES} >= {".py", ".js", ".css"}


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_no_file_of_code_names_the_county(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert found_words(text) == []
    assert found_clauses(text) == []


@pytest.mark.parametrize("path", [p for p in SOURCES if p.suffix == ".py"], ids=label)
def test_no_module_knows_a_year_of_the_plan(path: Path) -> None:
    assert found_years(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("word", sorted(WORDS))
def test_a_word_that_comes_back_is_found(word: str) -> None:
    assert word in found_words(f'LABEL = "全市：{word}"\n')


@pytest.mark.parametrize(
    "text", ["FIRST = 2010\n", 'SAID = f"到 2030 年"\n', '"""What is due in 2025."""\n']
)
def test_a_year_that_comes_back_is_found(text: str) -> None:
    assert found_years(text)


@pytest.mark.parametrize(
    "text", ['SOURCE = "GB/T 2589-2020"\n', 'RULE = "〔2020〕901号"\n', "MOST = 20100\n"]
)
def test_the_year_of_a_standard_is_none_of_the_plan(text: str) -> None:
    assert found_years(text) == []


@pytest.mark.parametrize("text", ['"方案第 34 条"', '"第27条清单"', "# clause 27 asks"])
def test_a_clause_that_comes_back_is_found(text: str) -> None:
    assert found_clauses(text)
