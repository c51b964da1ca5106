"""Somebody else publishes while a browser looks: another process's workflow on the same store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.catalogue import ENERGY_USE
from sihui_map.domain.submission import State
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.store.writers import steps
from tests.people import reviewer

if TYPE_CHECKING:
    from tests.browser.serve import Server

TODAY = date(2026, 11, 22)


def publish_coal(server: Server, town_code: str, *, factor: float, year: int = 2025) -> None:
    """Publish ``factor`` times as much coal for a town as is published."""
    store = Store(server.database_url)
    try:
        archive = Archive(store, GEODATA)
        cells = dict(archive.known(TODAY).rows["energy_use", f"{town_code}|{year}|烟煤"])
        cells |= {"amount": f"{float(cells['amount']) * factor:.2f}", "source": "统计台账"}
        line = ",".join(f'"{cells.get(column, "")}"' for column in ENERGY_USE.column_names)
        body = f"{','.join(ENERGY_USE.column_names)}\n{line}\n".encode()
        proposal = workflow.propose(archive, body, "a.csv", today=TODAY)
        answers = dict.fromkeys(proposal.to_answer, "已核台账")
        kept = workflow.confirm(archive, proposal, who=reviewer(), why="三季度", answers=answers)
        steps.move(store, kept.submission_id, State.SUBMITTED, who="张三")
        steps.move(store, kept.submission_id, State.APPROVED, who="李四")
        workflow.publish(archive, [kept.submission_id], who=reviewer("李四"), why="三季度")
    finally:
        store.close()
