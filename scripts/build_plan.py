"""Parse geodata/plan/plan.txt into actions, clauses, tasks and departments.

The words are taken as printed; nothing is repaired. What is odd about them stands in
geodata/plan/errata.csv, which like geodata/plan/targets.csv is kept by hand.

    python scripts/build_plan.py           write the four files
    python scripts/build_plan.py --check   fail if a file is not what would be written
"""

from __future__ import annotations

import argparse
import csv
import io
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PLAN_DIR = Path(__file__).parents[1] / "geodata" / "plan"
PLAN = PLAN_DIR / "plan.txt"

FIRST_LINE, LAST_LINE = "三、重点任务", "四、政策保障"
ANNEX_HEADER = "序号 | 重点行动 | 重点任务 | 主要责任单位 |"
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
ACTION = re.compile(r"\((?P<numeral>[一二三四五六七八九十]+)\) (?P<name>.+)。")
CLAUSE = re.compile(r"(?P<no>\d+)\.(?P<title>[^。]+)。(?P<text>.+)")
# An annex row names its action only where a new one begins.
FIRST_ROW = re.compile(r"(?P<no>\d+) \| (?P<action>.+) \| (?P<text>.+) \| (?P<units>.+) \|")
NEXT_ROW = re.compile(r"(?P<no>\d+) \| (?P<text>.+) \| (?P<units>.+) \| \|")
RESPONSIBILITY = re.compile(r"(?P<lead>[^,]+)牵头(?:,(?P<cooperating>[^,]+)配合)?")
# Row 33 prints two units, a comma and both words at the end: who leads is left open, so both do.
BOTH_WORDS = "牵头配合"
UNIT_SEPARATOR = "、"
LIST_SEPARATOR = "|"


class PlanError(Exception):
    """The plan's text is not built as expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One of the twelve actions."""

    action_no: int
    name: str
    intro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One of the forty numbered clauses; ``text`` is what follows its title."""

    clause_no: int
    action_no: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row of annex 1."""

    task_no: int
    action_no: int
    text: str
    clause_no: int
    lead_units: tuple[str, ...]
    cooperating_units: tuple[str, ...]
    responsibility: str


def read_body(text: str) -> tuple[list[Action], list[Clause]]:
    """Return the actions and clauses of part three, in the order of the plan."""
    lines = text.splitlines()
    body = lines[lines.index(FIRST_LINE) + 1 : lines.index(LAST_LINE)]
    actions: list[Action] = []
    clauses: list[Clause] = []
    for before, line in pairwise(body):
        if heading := ACTION.fullmatch(before):
            action_no = NUMERALS.index(heading["numeral"]) + 1
            actions.append(Action(action_no=action_no, name=heading["name"], intro=line))
        elif clause := CLAUSE.fullmatch(line):
            clauses.append(
                Clause(
                    clause_no=int(clause["no"]),
                    action_no=actions[-1].action_no,
                    title=clause["title"],
                    text=clause["text"],
                )
            )
    return actions, clauses


def split_responsibility(printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the leading and the cooperating units of an annex row; joint leads stay several."""
    if printed.endswith(BOTH_WORDS):
        return tuple(printed.removesuffix(BOTH_WORDS).split(",")), ()
    match = RESPONSIBILITY.fullmatch(printed)
    if match is None:
        msg = f"annex 1: {printed!r} is not built as 甲牵头,乙配合"
        raise PlanError(msg)
    cooperating = match["cooperating"]
    return (
        tuple(match["lead"].split(UNIT_SEPARATOR)),
        tuple(cooperating.split(UNIT_SEPARATOR)) if cooperating else (),
    )


def phrases(text: str) -> list[str]:
    """Cut a text at its commas and full stops."""
    return [phrase for phrase in re.split("[,。]", text) if phrase]


def source_clause(task_text: str, clauses: Iterable[Clause]) -> int:
    """Return the number of the clause that holds the most phrases of an annex row."""

    def shared(clause: Clause) -> int:
        return sum(phrase in clause.text for phrase in phrases(task_text))

    best, second = sorted(clauses, key=shared, reverse=True)[:2]
    if shared(best) == shared(second):
        msg = f"annex 1: clauses {best.clause_no} and {second.clause_no} share {task_text!r}"
        raise PlanError(msg)
    return best.clause_no


def read_tasks(text: str, actions: Sequence[Action], clauses: Sequence[Clause]) -> list[Task]:
    """Return the rows of annex 1, each with the clause it takes its words from."""
    numbers = {action.name: action.action_no for action in actions}
    lines = text.splitlines()
    tasks: list[Task] = []
    for line in lines[lines.index(ANNEX_HEADER) + 1 :]:
        first = FIRST_ROW.fullmatch(line) if not line.endswith("| |") else None
        row = first or NEXT_ROW.fullmatch(line)
        if row is None:
            msg = f"annex 1: {line!r} is not a row of the table"
            raise PlanError(msg)
        lead_units, cooperating_units = split_responsibility(row["units"])
        tasks.append(
            Task(
                task_no=int(row["no"]),
                action_no=numbers[first["action"]] if first else tasks[-1].action_no,
                text=row["text"],
                clause_no=source_clause(row["text"], clauses),
                lead_units=lead_units,
                cooperating_units=cooperating_units,
                responsibility=row["units"],
            )
        )
    return tasks


def departments(tasks: Iterable[Task]) -> list[str]:
    """Return every unit of annex 1 once, in order of first appearance."""
    return list(
        dict.fromkeys(
            unit for task in tasks for unit in (*task.lead_units, *task.cooperating_units)
        )
    )


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV with line feeds; a list becomes one cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            LIST_SEPARATOR.join(cell) if isinstance(cell, tuple) else cell for cell in row
        )
    return buffer.getvalue()


def build() -> dict[str, str]:
    """Return what each of the four files must hold, by file name."""
    text = PLAN.read_text(encoding="utf-8")
    actions, clauses = read_body(text)
    tasks = read_tasks(text, actions, clauses)
    return {
        "actions.csv": as_csv(
            ["action_no", "name", "intro"],
            [(action.action_no, action.name, action.intro) for action in actions],
        ),
        "clauses.csv": as_csv(
            ["clause_no", "action_no", "title", "text"],
            [(clause.clause_no, clause.action_no, clause.title, clause.text) for clause in clauses],
        ),
        "tasks.csv": as_csv(
            [
                "task_no",
                "action_no",
                "text",
                "clause_no",
                "lead_units",
                "cooperating_units",
                "responsibility",
            ],
            [
                (
                    task.task_no,
                    task.action_no,
                    task.text,
                    task.clause_no,
                    task.lead_units,
                    task.cooperating_units,
                    task.responsibility,
                )
                for task in tasks
            ],
        ),
        "departments.csv": as_csv(
            ["department_no", "name"], list(enumerate(departments(tasks), start=1))
        ),
    }


def main() -> int:
    """Write the files, or with --check compare them; 1 means that one is out of date."""
    parser = argparse.ArgumentParser(description="Build geodata/plan/*.csv from the plan's text.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check: bool = parser.parse_args().check
    stale = 0
    for name, text in build().items():
        path = PLAN_DIR / name
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name}: written")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{name}: out of date")
            stale = 1
        else:
            print(f"{name}: up to date")
    return stale


if __name__ == "__main__":
    raise SystemExit(main())
