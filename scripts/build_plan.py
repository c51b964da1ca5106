"""Parse geodata/plan/plan.txt into actions, clauses, tasks and departments.

The words are taken as printed; nothing is repaired. What is odd about them stands in
geodata/plan/errata.csv, which like geodata/plan/targets.csv is kept by hand.

    python -m scripts.build_plan           write the four files
    python -m scripts.build_plan --check   fail if a file is not what would be written
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from scripts.rebuilt import as_csv, write_or_check
from sihui_map.domain.plan import Action, Clause, Task
from sihui_map.reference.snapshot import GEODATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PLAN_DIR = GEODATA / "plan"
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
                    LIST_SEPARATOR.join(task.lead_units),
                    LIST_SEPARATOR.join(task.cooperating_units),
                    task.responsibility,
                )
                for task in tasks
            ],
        ),
        "departments.csv": as_csv(
            ["department_no", "name"], list(enumerate(departments(tasks), start=1))
        ),
    }


if __name__ == "__main__":
    raise SystemExit(write_or_check(__doc__, PLAN_DIR, build))
