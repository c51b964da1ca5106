"""Hostile files: each ends in one sentence or in findings, fast and small, never in a trace."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.intake.template import template
from tests.intake.attacks import CASES
from tests.intake.corpus import REFUSED, Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.intake.known import Known

ROOT = Path(__file__).parents[2]
MOST_CPU_S = 3.0
MOST_MIB = 300.0
"""In the child."""
MOST_ASKING_MIB = 350.0
"""In whoever asks it, who holds the figures and the rows that differ."""
Answer = dict[str, Any]


def read_apart(folder: Path, names: list[str]) -> list[Answer]:
    """Return what a process of its own makes of the numbered files of ``folder``."""
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "tests.intake.reader", str(folder)]
    done = subprocess.run(  # noqa: S603 our own reader on our own files
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def answer_of(
    tmp_path_factory: pytest.TempPathFactory, public_known: Known
) -> Callable[[Case], Answer]:
    """Return what came of a case; all are read by one process, once."""
    folder = tmp_path_factory.mktemp("corpus")
    filled = template(public_known.figures, public_known.rows, number=public_known.number)
    for number, case in enumerate(CASES):
        (folder / str(number)).write_bytes(case.build(filled))
    answers = read_apart(folder, [case.file for case in CASES])
    return lambda case: answers[CASES.index(case)]


def test_there_are_enough_hostile_files() -> None:
    assert len({case.name for case in CASES if case.file.endswith(".xlsx")}) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_ends_as_declared(case: Case, answer_of: Callable[[Case], Answer]) -> None:
    answer = answer_of(case)

    assert answer["outcome"] == case.outcome, answer["said"]
    assert any(case.says in sentence for sentence in answer["said"] or [""]), answer["said"]
    assert answer["cpu_s"] <= MOST_CPU_S
    assert answer["child_mib"] <= MOST_MIB
    assert answer["peak_mib"] <= MOST_ASKING_MIB


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_sentence_is_chinese_short_and_one_line(
    case: Case, answer_of: Callable[[Case], Answer]
) -> None:
    for sentence in answer_of(case)["said"]:
        assert "\n" not in sentence
        assert len(sentence) <= 500
        assert "Traceback" not in sentence
        assert any("\u4e00" <= sign <= "\u9fff" for sign in sentence)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.outcome == REFUSED], ids=lambda case: case.name
)
def test_a_refused_file_has_exactly_one_sentence(
    case: Case, answer_of: Callable[[Case], Answer]
) -> None:
    assert len(answer_of(case)["said"]) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_taken_breaks_no_table(case: Case, answer_of: Callable[[Case], Answer]) -> None:
    assert answer_of(case)["problems"] == 0
