"""A task of which nobody has heard for long: what reminders are about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.domain.submission import State
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.store.writers import steps
from sihui_map.workflow.permitting import today_of
from tests.county_tables import table_of
from tests.people import reviewer

if TYPE_CHECKING:
    from datetime import date

TASK, UNIT, OTHER = 9, "市发改局", "市工信局"
"""A task that two units lead."""


def update(day: date) -> bytes:
    """Return a file of one update of the task."""
    row = {
        "task_no": str(TASK), "day": day.isoformat(), "status": "推进中", "progress": "已开工",
        "next_step": "验收", "obstacle": "", "remedy": "", "ground": "", "unit": UNIT,
        "kind": "实绩", "source": "来函",
    }  # fmt: skip
    names = table_of("task_updates").column_names
    return f"{','.join(names)}\n{','.join(row[name] for name in names)}\n".encode()


def told(archive: Archive, days: int) -> None:
    """Publish that the task was heard of ``days`` ago."""
    today = today_of(archive.store)
    body = update(today - timedelta(days=days))
    proposal = workflow.propose(archive, body, "来函.csv", today=today)
    answers = dict.fromkeys(proposal.to_answer, "已核来函")
    kept = workflow.confirm(archive, proposal, who=reviewer(), why="来函", answers=answers)
    for state in (State.SUBMITTED, State.APPROVED):
        steps.move(archive.store, kept.submission_id, state, who="李四")
    workflow.publish(archive, [kept.submission_id], who=reviewer("王五"), why="来函")


def stalled_in(url: str, days: int = 181) -> None:
    """Publish in a store that the task was last heard of ``days`` ago."""
    store = Store(url)
    archive = Archive(store, GEODATA)
    archive.current()
    told(archive, days)
    store.close()
