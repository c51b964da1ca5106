"""What a column is called and its unit stand in the catalogue, and nowhere a second time."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from sihui_map.catalogue import ENTERPRISES, EVALUATIONS, SELF_EVALUATIONS, datasets
from sihui_map.catalogue.key import FORMS, Family, FigureKey, family_of
from sihui_map.domain.check import LAST_PLAN_YEAR, RULES, Rule

PACKAGE = Path(__file__).parents[2] / "sihui_map"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "catalogue")


@cache
def said(path: Path) -> set[str]:
    """Return every text that a module has, of an f-string its parts."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def test_no_heading_with_its_unit_is_written_outside_the_catalogue() -> None:
    headings = {
        column.heading for table in datasets() for column in table.columns if "（" in column.heading
    }

    found = {path.name: said(path) & headings for path in MODULES}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_no_id_of_a_figure_is_written_by_hand() -> None:
    begun = tuple(f"{family}." for family in Family)
    files = (".csv", ".txt")

    found = {
        path.name: [
            text for text in said(path) if text.startswith(begun) and not text.endswith(files)
        ]
        for path in MODULES
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_the_names_of_scores_and_numbers_stand_once_in_the_domain() -> None:
    labels = {
        *(column.label for column in (*EVALUATIONS.columns, *SELF_EVALUATIONS.columns)
          if column.unit == "分"),
        ENTERPRISES.column("output_1e4_cny").label,
    }  # fmt: skip

    homes = {label: [path.name for path in MODULES if label in said(path)] for label in labels}
    assert {label: len(names) for label, names in homes.items()} == dict.fromkeys(labels, 1)


def test_the_rule_says_until_when_something_may_be_planned() -> None:
    texts = {each.rule: each.test for each in RULES}

    assert str(LAST_PLAN_YEAR) in texts[Rule.YEAR]
    assert str(LAST_PLAN_YEAR) in texts[Rule.DATE]


@pytest.mark.parametrize("family", Family)
def test_the_family_of_an_id_is_its_first_part(family: Family) -> None:
    parts = {name: 2031 if name == "year" else "a" for name in FORMS[family][0]}
    what = str(parts.pop("what", ""))

    assert family_of(str(FigureKey(family, what, **parts))) is family  # type: ignore[arg-type]
    assert family_of("nothing.of.this") is None
