"""No county in the code: names, codes, the plan, its clauses and years are read from geodata/."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.own_words import (
    A_COUNT,
    A_SHARE,
    A_YEAR,
    PLACE,
    PLAN,
    WORDS,
    YEARS,
    found_clauses,
    found_pinyin,
    found_words,
    records,
)

ROOT = Path(__file__).parents[1]
WHOLE = "全市"
SUFFIXES = {".css", ".csv", ".html", ".js", ".mako", ".md", ".py", ".toml"}
TESTS = ROOT / "tests"
MAY_NAME = {"own_words.py", "test_place.py"}
LOOKS = {".css"}
"""Where a share of a width is no fact."""
SOURCES = sorted(
    path
    for folder in ("sihui_map", "pages")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in SUFFIXES
)


def found_numbers(text: str) -> list[str]:
    """Return the plan's years that a Python text has as whole numbers, however they are written."""
    constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return [str(value) for value in constants if type(value) is int and value in YEARS]


def found_facts(text: str, suffix: str = ".py") -> list[str]:
    """Return all that ``text`` has of the county, comments included."""
    shares = [] if suffix in LOOKS else [found[0] for found in A_SHARE.finditer(text)]
    counts = [found[0] for found in A_COUNT.finditer(text)]
    numbers = found_numbers(text) if suffix == ".py" else []
    clauses = found_clauses(text)
    years = A_YEAR.findall(text)
    return [
        *found_words(text), *found_pinyin(text), *clauses, *years, *numbers, *counts, *shares
    ]  # fmt: skip


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


def test_no_file_of_code_has_a_fact_of_the_county() -> None:
    found = {path: found_facts(path.read_text(encoding="utf-8"), path.suffix) for path in SOURCES}

    assert {path: facts for path, facts in found.items() if facts} == {}


def test_no_test_of_logic_names_the_county() -> None:
    """It takes the invented county, or what plays the part it needs (tests/county.py).

    Years are not looked for: a row that a test types is of some year.
    """
    files = [path for path in sorted(TESTS.rglob("*")) if path.suffix in {*SUFFIXES, ".mjs"}]
    logic = [
        path
        for path in files
        if path.name not in MAY_NAME and TESTS / "geodata" not in path.parents
    ]
    texts = {path.relative_to(TESTS).as_posix(): path.read_text("utf-8") for path in logic}
    found = {
        name: [
            *found_words(text),
            *found_pinyin(text),
            *(each[0] for rule in (A_COUNT, A_SHARE) for each in rule.finditer(text)),
        ]
        for name, text in texts.items()
    }

    assert len(texts) > 300
    assert {name: facts for name, facts in found.items() if facts} == {}


def test_no_file_of_code_says_what_kind_of_place_it_is() -> None:
    """Its declaration says {whole}; the one word that the code knows is its default."""
    said = [path for path in SOURCES if WHOLE in path.read_text(encoding="utf-8")]

    assert said == [ROOT / "sihui_map" / "domain" / "place.py"]


def test_the_manual_speaks_of_no_county() -> None:
    assert found_facts((ROOT / "docs" / "manual.md").read_text(encoding="utf-8"), ".md") == []


def test_a_word_that_comes_back_is_found() -> None:
    missed = [word for word in WORDS if word not in found_words(f'LABEL = "全市：{word}"\n')]

    assert missed == []


@pytest.mark.parametrize(
    "text", ["FIRST = 2010\n", 'SAID = f"到 2030 年"\n', '"""What is due in 2025."""\n']
)
def test_a_year_that_comes_back_is_found(text: str) -> None:
    assert found_facts(text)


@pytest.mark.parametrize(
    "text", ['SOURCE = "GB/T 2589-2020"\n', 'RULE = "〔2020〕901号"\n', "MOST = 20100\n"]
)
def test_the_year_of_a_standard_is_none_of_the_plan(text: str) -> None:
    assert found_facts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "方案第 34 条",
        "第27条清单",
        "# clause 27 asks",
        "if task.clause_no == 27:",
        "clauses = (17, 38)",
    ],
)
def test_a_clause_that_comes_back_is_found(text: str) -> None:
    assert found_clauses(text)


@pytest.mark.parametrize(
    "text",
    [
        "carbon.sihui.gov.cn",
        '"""Return what Zhaoqing handed down."""',
        "例如 pv-dasha-01",
        "南江工业园",
        "十九个单位：市林业局",
        "shigou-gate-station",
        "四会绥江" + records("protected_areas.csv")[0]["name"],
        "# grid factors of 2021 only",
        "/* as of 2030 */",
        "目标 40%",
        "12 大行动",
    ],
)
def test_a_fact_that_comes_back_is_found(text: str) -> None:
    assert found_facts(text, ".md")


@pytest.mark.parametrize(
    "text", ["import sihui_map", "window.sihui.begin()", "sihui:select", "SihuiMapError", "≤ 10%"]
)
def test_the_name_of_the_program_is_no_fact(text: str) -> None:
    assert found_facts(text, ".js") == []
