"""A task of which nobody has heard for long: what reminders are about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sihui_map.archive import Archive
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.workflow.permitting import today_of
from tests.county import joint_task
from tests.workflow.handing_in import csv_of, published

if TYPE_CHECKING:
    from datetime import date

TASK = int(joint_task()["task_no"])
UNIT, OTHER = joint_task()["lead_units"].split("|")
"""A task that two units lead."""


def update(day: date) -> bytes:
    """Return a file of one update of the task."""
    return csv_of(
        "task_updates", task_no=str(TASK), day=day.isoformat(), status="推进中",
        progress="已开工", next_step="验收", unit=UNIT, kind="实绩", source="来函",
    )  # fmt: skip


def told(archive: Archive, days: int) -> None:
    """Publish that the task was heard of ``days`` ago."""
    published(archive, update(today_of(archive.store) - timedelta(days=days)))


def stalled_in(url: str, days: int = 181) -> None:
    """Publish in a store that the task was last heard of ``days`` ago."""
    store = Store(url)
    archive = Archive(store, GEODATA)
    archive.current()
    told(archive, days)
    store.close()
