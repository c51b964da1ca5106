"""No county in the code: names, codes, the plan, its clauses and years are read from geodata/."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.own_words import A_CLAUSE, A_YEAR, PLACE, PLAN, WORDS, YEARS, found_words

ROOT = Path(__file__).parents[1]
WHOLE = "全市"
SUFFIXES = {".css", ".html", ".js", ".py", ".toml"}
SOURCES = sorted(
    path
    for folder in ("sihui_map", "pages")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in SUFFIXES
)


def found_years(text: str) -> list[str]:
    """Return the plan's years that a Python text has as numbers, or in what it says."""
    constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    numbers = [str(value) for value in constants if type(value) is int and value in YEARS]
    said = [year for value in constants if isinstance(value, str) for year in A_YEAR.findall(value)]
    return numbers + said


def found_clauses(text: str) -> list[str]:
    return [found[0] for found in A_CLAUSE.finditer(text)]


def test_there_is_something_to_look_for_and_where() -> None:
    assert {PLACE["name"], PLACE["code"], PLAN["number"], PLACE["parent"]["short_name"]} <= WORDS
    assert {
        "余热回收",
        "铝灰试点",
        "回收点",
        "智能化管理",
        "循环经济制度",
        "heat_recovery",
    } <= WORDS
    assert len(WORDS) > 60
    assert {path.suffix for path in SOURCES} >= {".py", ".js", ".css"}


def test_no_file_of_code_names_the_county() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}

    named = {path: [*found_words(text), *found_clauses(text)] for path, text in texts.items()}
    assert {path: words for path, words in named.items() if words} == {}


def test_no_file_of_code_says_what_kind_of_place_it_is() -> None:
    """Its declaration says {whole}; the one word that the code knows is its default."""
    said = [path for path in SOURCES if WHOLE in path.read_text(encoding="utf-8")]

    assert said == [ROOT / "sihui_map" / "domain" / "place.py"]


def test_the_manual_speaks_of_no_county() -> None:
    text = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")

    assert (found_words(text), A_YEAR.findall(text), found_clauses(text)) == ([], [], [])


def test_no_module_knows_a_year_of_the_plan() -> None:
    modules = [path for path in SOURCES if path.suffix == ".py"]

    found = {path: found_years(path.read_text(encoding="utf-8")) for path in modules}
    assert {path: years for path, years in found.items() if years} == {}


def test_a_word_that_comes_back_is_found() -> None:
    missed = [word for word in WORDS if word not in found_words(f'LABEL = "全市：{word}"\n')]

    assert missed == []


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
