"""Rows as people report them, and the steps that bring them into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.submission import Change, State
from sihui_map.store.writers import drafting, publishing, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.submission import Publication, Submission
    from sihui_map.store import Store
    from sihui_map.store.rows import KeyOfRow

FILES = {"units.csv": b"town_code\n990101100\n", "plan/tasks.csv": b"task_no\n"}
JIA, YI = "990101100", "990101101"
"""Two towns; the store knows no county, so that any code does."""
TABLE = "energy_use"
COAL_2024 = f"{JIA}|2024|烟煤"
COAL = (TABLE, COAL_2024)
LATER = (
    "link", "account", "audit", "session", "cell", "remark", "evidence", "period", "extension",
    "notice_answer", "notice_delivery", "notice",
    "token", "token_day", "deputy", "subject",
)  # fmt: skip
"""The tables that came with the third step of the structure and after."""


def cells(amount: object, *, area: str = JIA, year: object = 2024) -> dict[str, str]:
    """Return the cells of a town's coal."""
    return {
        "area_id": area,
        "year": str(year),
        "fuel": "烟煤",
        "amount": str(amount),
        "unit": "t",
        "kind": "实绩",
        "source": "企业报表",
    }


def coal(amount: object, *, area: str = JIA, year: object = 2024, why: str = "") -> Change:
    """Return that a town burnt ``amount`` tonnes of coal in ``year``."""
    told = cells(amount, area=area, year=year)
    return Change(dataset=TABLE, row_key=f"{area}|{year}|烟煤", cells=told, why=why)


def no_coal(why: str = "重复填报") -> Change:
    """Return that the coal of 2024 is taken back."""
    return Change(dataset=TABLE, row_key=COAL_2024, cells=None, why=why)


def draft(
    store: Store,
    *changes: Change,
    who: str = "陈文",
    seen: Mapping[KeyOfRow, int] | None = None,
) -> Submission:
    """Return ``changes`` as a draft of ``who``."""
    return drafting.draft(store, changes, who=who, why="月报", origin="月报.xlsx", seen=seen)


def approved(
    store: Store,
    *changes: Change,
    who: str = "陈文",
    seen: Mapping[KeyOfRow, int] | None = None,
) -> int:
    """Return the id of a submission of ``changes`` that is ready to be published."""
    own = draft(store, *changes, who=who, seen=seen).submission_id
    steps.move(store, own, State.SUBMITTED, who=who)
    steps.move(store, own, State.APPROVED, who="李敏")
    return own


def publish(store: Store, *submission_ids: int, expected: int | None = None) -> Publication:
    """Return the publication of approved submissions."""
    return publishing.publish(
        store, submission_ids, who="王强", why="月度调度", reference=FILES, expected=expected
    )


def published(store: Store, *changes: Change, who: str = "陈文") -> Publication:
    """Return the publication of ``changes``, taken through every step."""
    return publish(store, approved(store, *changes, who=who))


def amount(store: Store, number: int | None = None) -> str:
    """Return the coal of 2024 in force, "" where there is none."""
    entry = store.published(number).get(COAL)
    return (entry.cells or {})["amount"] if entry else ""


def states(store: Store, submission_id: int) -> list[State]:
    """Return the states that a submission went through."""
    return [step.state for step in store.events(submission_id)]
