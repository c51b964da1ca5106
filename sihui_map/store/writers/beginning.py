"""The first publication: the sample, or nothing that was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import dataset
from sihui_map.domain.submission import SYSTEM, Change, State
from sihui_map.store.engine import writing
from sihui_map.store.publications import publications_of
from sihui_map.store.writers.changes import digest_of_changes, plain
from sihui_map.store.writers.drafting import add_submission
from sihui_map.store.writers.publishing import add_publication
from sihui_map.store.writers.steps import add_event

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from sihui_map.domain.submission import Publication
    from sihui_map.store import Store

SAMPLE = "示例数据"


def begin(
    store: Store, tables: Mapping[str, Sequence[Mapping[str, str]]], reference: Mapping[str, bytes]
) -> Publication:
    """Fill an empty store with ``tables`` as its first publication, or return the first.

    With no row at all the first publication holds nothing that was reported.
    """
    with writing(store.engine) as connection:
        known = publications_of(connection)
        if known:
            return known[-1]
        at = store.at()
        has_rows = any(tables.values())
        own = [_add_sample(connection, tables, at)] if has_rows else []
        why = "初始数据：示例" if has_rows else "初始：没有填报数据"
        return add_publication(connection, 1, own, who=SYSTEM, why=why, at=at, files=reference)


def _add_sample(
    connection: Connection, tables: Mapping[str, Sequence[Mapping[str, str]]], at: str
) -> int:
    kept = [
        (plain(Change(dataset=name, row_key=dataset(name).key_of(cells), cells=cells)), 0)
        for name, rows in tables.items()
        for cells in rows
    ]
    own = add_submission(
        connection, kept, {}, who=SYSTEM, at=at, why=SAMPLE, origin="geodata/sample",
        digest=digest_of_changes(0, kept),
    )  # fmt: skip
    steps = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.PUBLISHED)
    for step, state in enumerate(steps, start=1):
        add_event(connection, own, step, state, SYSTEM, at, SAMPLE)
    return own
