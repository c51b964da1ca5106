"""What parks and lead units would have sent about the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.sample.assumptions import Assumptions
    from scripts.sample.sheet import Rows
    from sihui_map.figures import Figures


def park_progress(given: Assumptions, public: Figures) -> Rows:
    """Return the yearly state of circular renewal of each park, which is known by its name."""
    ids = {park.name: park.park_id for park in public.snapshot.parks}
    return [{**row.cells, "park_id": ids[row.text("park")]} for row in given.park_progress]


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
            "unit": units[row.whole("task_no")],
        }
        for row in given.task_updates
    ]
