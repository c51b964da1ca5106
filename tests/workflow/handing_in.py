"""Files as people hand them in, and the steps that bring them into force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sihui_map import workflow
from sihui_map.domain.submission import State
from sihui_map.store.writers import steps
from tests import county
from tests.county_tables import table_of
from tests.people import reviewer

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Submission
    from sihui_map.workflow import Proposal


TODAY = date(2026, 11, 22)
OWN_TOWN = county.OWN.code
COAL_KEY = ("energy_use", f"{OWN_TOWN}|2025|烟煤")


def csv_of(table: str, **cells: str) -> bytes:
    """Return a file of one row."""
    own = table_of(table)
    row = ",".join(f'"{cells.get(column, "")}"' for column in own.column_names)
    return f"{','.join(own.column_names)}\n{row}\n".encode()


def coal(archive: Archive, *, factor: float, source: str = "统计台账") -> bytes:
    """Return a file that says ``factor`` times as much coal as is published."""
    cells = archive.known(TODAY).rows[COAL_KEY]
    amount = f"{float(cells['amount']) * factor:.2f}"
    return csv_of("energy_use", **{**cells, "amount": amount, "kind": "实绩", "source": source})


def city_total(tco2: str, *, year: str = "2025") -> bytes:
    """Return a file that says what the city emitted in a year."""
    return csv_of("ledger_reported", year=year, row_id="city_total", tco2=tco2,
                  kind="实绩", source="统计局")  # fmt: skip


def propose(archive: Archive, body: bytes, name: str = "三季度.csv") -> Proposal:
    """Return what a file would change."""
    return workflow.propose(archive, body, name, today=TODAY, who=reviewer())


def confirmed(archive: Archive, body: bytes, *, who: str = "张三") -> Submission:
    """Return the draft that a file becomes, each warning answered."""
    proposal = propose(archive, body)
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return workflow.confirm(archive, proposal, who=reviewer(who), why="三季度", answers=answers)


def approved(archive: Archive, kept: Submission) -> int:
    """Return the id of a draft that was taken on until it may be published."""
    steps.move(archive.store, kept.submission_id, State.SUBMITTED, who="张三")
    return steps.move(archive.store, kept.submission_id, State.APPROVED, who="李四").submission_id


def reported_total(archive: Archive, tco2: str) -> int:
    """Return the id of an approved submission of the city's total of 2023."""
    return approved(archive, confirmed(archive, city_total(tco2, year="2023")))


def published(archive: Archive, *bodies: bytes) -> None:
    """Publish files, one submission each."""
    own = [approved(archive, confirmed(archive, body)) for body in bodies]
    workflow.publish(archive, own, who=reviewer("王五"), why="季报")
