"""Rows that were handed in, and which of them are in force at a publication."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sihui_map.domain.submission import Conflict, Entry
from sihui_map.store.schema import entry, published_submission

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from sihui_map.domain.submission import Change

FEW_ROWS = 1000
"""Up to here the rows are asked for by name; more are sought in the whole state."""
KeyOfRow = tuple[str, str]


def entry_of(row: Any) -> Entry:  # noqa: ANN401 sqlalchemy's Row
    """Return what one row of the table says."""
    return Entry(
        entry_id=row.entry_id,
        submission_id=row.submission_id,
        dataset=row.dataset,
        row_key=row.row_key,
        cells=None if row.withdrawn else json.loads(row.cells),
        kind=row.kind,
        source=row.source,
        who=row.who,
        at=row.at,
        why=row.why,
        base_id=row.base_id,
    )


def keys_of(rows: Iterable[Entry | Change]) -> set[KeyOfRow]:
    """Return which rows these are."""
    return {(row.dataset, row.row_key) for row in rows}


def state_at(
    connection: Connection,
    number: int,
    *,
    withdrawn: bool = False,
    keys: Collection[KeyOfRow] | None = None,
) -> dict[KeyOfRow, Entry]:
    """Return the rows in force at ``number``, in the order in which each was first written.

    With ``withdrawn`` also those that were taken back; with ``keys`` at least those.
    """
    same_row = (entry.c.dataset, entry.c.row_key)
    # Narrow, so that an index holds all of it; the cells are fetched of the rows chosen only.
    ranked = (
        select(
            entry.c.entry_id,
            func.row_number()
            .over(
                partition_by=same_row,
                order_by=(published_submission.c.number.desc(), entry.c.entry_id.desc()),
            )
            .label("age"),
            func.min(entry.c.entry_id).over(partition_by=same_row).label("first"),
        )
        .join(published_submission, published_submission.c.submission_id == entry.c.submission_id)
        .where(published_submission.c.number <= number)
    )
    if keys is not None and len(keys) <= FEW_ROWS:
        ranked = ranked.where(
            entry.c.dataset.in_({table for table, _ in keys}),
            entry.c.row_key.in_({row_key for _, row_key in keys}),
        )
    found = ranked.subquery()
    chosen = select(entry).join(found, found.c.entry_id == entry.c.entry_id)
    chosen = chosen.where(found.c.age == 1).order_by(found.c.first)
    if not withdrawn:
        chosen = chosen.where(entry.c.withdrawn.is_(False))
    return {(row.dataset, row.row_key): entry_of(row) for row in connection.execute(chosen)}


def rows_of(connection: Connection, own: int) -> tuple[Entry, ...]:
    """Return the rows of one submission, in the order they were handed in."""
    chosen = select(entry).where(entry.c.submission_id == own).order_by(entry.c.entry_id)
    return tuple(map(entry_of, connection.execute(chosen)))


def conflicts_of(rows: Iterable[Entry], state: Mapping[KeyOfRow, Entry]) -> tuple[Conflict, ...]:
    """Return which ``rows`` someone else changed in ``state`` since they were written."""
    found = []
    for mine in rows:
        theirs = state.get((mine.dataset, mine.row_key))
        if theirs is None or theirs.entry_id == mine.entry_id:
            continue
        expected = (theirs.entry_id, 0) if theirs.cells is None else (theirs.entry_id,)
        if mine.base_id not in expected:
            found.append(Conflict(mine=mine, theirs=theirs))
    return tuple(found)
