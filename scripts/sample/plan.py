"""What parks and lead units would have sent about the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.sample.assumptions import Assumptions
    from scripts.sample.sheet import Rows
    from sihui_map.figures import Figures
    from sihui_map.reference.rows import Row


def park_progress(given: Assumptions, public: Figures) -> Rows:
    """Return the yearly state of circular renewal of each park, which is known by its name."""
    ids = {park.name: park.park_id for park in public.snapshot.parks}
    return [{**row.cells, "park_id": ids[row.text("park")]} for row in given.park_progress]


def enterprises(given: Assumptions, public: Figures) -> Rows:
    """Return what towns would have sent of their large users of energy; towns are named."""
    codes = {town.name: town.town_code for town in public.towns}
    return [
        {**row.cells, "town_code": codes[row.text("town")], "name": f"示例·{row.text('name')}"}
        for row in given.enterprises
    ]


def allotments(given: Assumptions, _: Figures) -> Rows:
    """Return shares of targets by town, and a number as if handed down to the city."""
    return [dict(row.cells) for row in given.allotments]


def indicator_values(given: Assumptions, _: Figures) -> Rows:
    """Return values of a target as if the office had stated them."""
    return [dict(row.cells) for row in given.indicator_values]


def task_updates(given: Assumptions, public: Figures) -> Rows:
    """Return what the first lead unit of each task would have sent."""
    units = {task.task_no: task.lead_units[0] for task in public.snapshot.tasks}
    return [
        {
            **row.cells,
            "progress": f"示例:{row.text('progress')}。",
            "next_step": f"示例:{row.text('next_step')}。",
            **{
                name: f"示例:{row.optional(name)}。" if row.optional(name) else ""
                for name in ("obstacle", "remedy", "ground")
            },
            "unit": units[row.whole("task_no")],
        }
        for row in given.task_updates
    ]


def task_steps(given: Assumptions, public: Figures) -> Rows:
    """Return the schedule that the first lead unit of some tasks would have sent."""
    units = {task.task_no: task.lead_units[0] for task in public.snapshot.tasks}
    return [
        {
            **row.cells,
            "step": f"示例:{row.text('step')}",
            "approved_by": f"示例:{row.optional('approved_by')}"
            if row.optional("approved_by")
            else "",
            "ground": f"示例:{row.optional('ground')}" if row.optional("ground") else "",
            "area_id": row.optional("town"),
            "unit": units[row.whole("task_no")],
        }
        for row in given.task_steps
    ]


def task_lines(given: Assumptions, public: Figures) -> Rows:
    """Return what cooperating units would have added."""
    units = {task.task_no: task.cooperating_units for task in public.snapshot.tasks}
    return [
        {
            **row.cells,
            "unit": units[row.whole("task_no")][0],
            "text": f"示例:{row.text('text')}。",
        }
        for row in given.task_lines
    ]


def self_evaluations(given: Assumptions, _: Figures) -> Rows:
    """Return what one town and one unit would have said of themselves, and of two tasks."""
    return [_as_sample(row, "ground", "evidence") for row in given.self_evaluations]


def evaluations(given: Assumptions, _: Figures) -> Rows:
    """Return what would have been judged of those: finally, only first, or not yet."""
    return [_as_sample(row, "ground", "final_ground") for row in given.evaluations]


def _as_sample(row: Row, *told: str) -> dict[str, object]:
    """Return the cells of ``row``, whose words say that they are a sample."""
    words = {name: row.cells[name] for name in told}
    return {**row.cells, **{name: f"示例:{text}。" if text else "" for name, text in words.items()}}
