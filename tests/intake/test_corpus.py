"""Hostile files: each ends in one sentence or in findings, fast and small, never in a trace."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
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
MOST_TIMES = 15.0
"""Of the time the filled template takes on the same machine, on which nobody waits 3 s for it."""
HONEST = "填报模板.xlsx"
STOPPED = "秒内没有处理完，已停止"
MOST_MIB = 300.0
"""In the child."""
MOST_ASKING_MIB = 350.0
"""In whoever asks it, who holds the figures and the rows that differ."""
Answer = dict[str, Any]
SOME = CASES[::8]
"""What `make test` reads."""


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
    """Return what came of a case; those of `make test` are read by one process, the rest too."""
    filled = template(public_known.figures, public_known.rows, number=public_known.number)

    @cache
    def answers(*, are_some: bool) -> dict[str, Answer]:
        folder = tmp_path_factory.mktemp("corpus")
        cases = [case for case in CASES if (case in SOME) == are_some]
        for number, case in enumerate(cases):
            (folder / str(number)).write_bytes(case.build(filled))
        (folder / str(len(cases))).write_bytes(filled)
        told = read_apart(folder, [*(case.file for case in cases), HONEST])
        return dict(zip([*(case.name for case in cases), HONEST], told, strict=True))

    def answer(case: Case) -> Answer:
        found = answers(are_some=case in SOME)
        return found[case.name] | {"honest_s": found[HONEST]["cpu_s"]}

    return answer


def test_there_are_enough_hostile_files() -> None:
    assert len({case.name for case in CASES if case.file.endswith(".xlsx")}) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=() if case in SOME else pytest.mark.thorough)
        for case in CASES
    ],
)
def test_a_hostile_file_ends_as_declared(case: Case, answer_of: Callable[[Case], Answer]) -> None:
    answer = answer_of(case)

    assert answer["outcome"] == case.outcome, answer["said"]
    # On a slow machine what is refused for its size may be stopped for its time before.
    ends = (case.says, STOPPED) if case.outcome == REFUSED else (case.says,)
    said = answer["said"] or [""]
    assert any(end in sentence for end in ends for sentence in said), answer["said"]
    for sentence in answer["said"]:
        assert "\n" not in sentence
        assert len(sentence) <= 500
        assert "Traceback" not in sentence
        assert any("\u4e00" <= sign <= "\u9fff" for sign in sentence)
    assert case.outcome != REFUSED or len(answer["said"]) == 1
    assert answer["problems"] == 0  # what is taken breaks no table
    assert answer["cpu_s"] <= MOST_TIMES * answer["honest_s"]
    assert answer["child_mib"] <= MOST_MIB
    assert answer["peak_mib"] <= MOST_ASKING_MIB
