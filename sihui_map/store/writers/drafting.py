"""Drafts: what was handed in, kept as it was written; nothing of it is public yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import func, insert, select

from sihui_map.domain.submission import NEXT, Change, State, person
from sihui_map.errors import DomainError, LateError
from sihui_map.store.chain import links, records
from sihui_map.store.clock import to_the_minute
from sihui_map.store.engine import writing
from sihui_map.store.publications import latest_number
from sihui_map.store.rows import rows_of, state_at
from sihui_map.store.schema import entry, submission
from sihui_map.store.submissions import renewed_as, submission_of, submissions_where
from sihui_map.store.writers.changes import (
    base_of,
    differs,
    digest_of_changes,
    keys_once,
    plain,
    written,
)
from sihui_map.store.writers.late import refuse_newer
from sihui_map.store.writers.steps import add_event
from sihui_map.store.writers.texts import LONGEST_KEY, LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from sihui_map.domain.submission import Entry, Submission
    from sihui_map.store import Store
    from sihui_map.store.rows import KeyOfRow

TO_WITHDRAWN: Mapping[State, tuple[State, ...]] = {
    **{state: (State.WITHDRAWN,) for state in NEXT if State.WITHDRAWN in NEXT[state]},
    State.TAKEN: (State.RETURNED, State.WITHDRAWN),
    State.APPROVED: (State.RETURNED, State.WITHDRAWN),
    State.PUBLISHED: (),
    State.WITHDRAWN: (),
}
"""The steps that take a submission out of the way of the one that replaces it."""


def draft(  # noqa: PLR0913 what the writer said, and where
    store: Store,
    changes: Iterable[Change],
    *,
    who: str,
    why: str,
    origin: str,
    seen: Mapping[KeyOfRow, int] | None = None,
) -> Submission:
    """Keep ``changes`` as a draft and return it; the same changes again return the first.

    ``seen`` is what the writer had before him: the entry ids that were published then. Rows
    that say what is published already are left out; with nothing left, DomainError.
    """
    with writing(store.engine) as connection:
        return _draft(
            store, connection, changes, who=person(who), why=why, origin=origin, seen=seen
        )


def _draft(  # noqa: PLR0913 what the writer said, and where
    store: Store,
    connection: Connection,
    changes: Iterable[Change],
    *,
    who: str,
    why: str,
    origin: str,
    seen: Mapping[KeyOfRow, int] | None,
) -> Submission:
    wanted = [plain(change) for change in changes]
    keys = keys_once(wanted)
    state = state_at(connection, latest_number(connection), keys=keys)
    kept = [(change, base_of(change, state, seen)) for change in wanted if differs(change, state)]
    if not kept:
        _refuse_unchanged(wanted, state, seen)
    digest, known = _same(connection, kept)
    if known is not None:
        return known
    at = store.at()
    own = add_submission(
        connection, kept, state, who=who, at=at, why=why, origin=origin, digest=digest
    )
    add_event(connection, own, 1, State.DRAFT, who, at, why)
    return submission_of(connection, own)


def add_submission(  # noqa: PLR0913 what is kept, and what is said of it
    connection: Connection,
    kept: Sequence[tuple[Change, int]],
    state: Mapping[KeyOfRow, Entry],
    *,
    who: str,
    at: str,
    why: str,
    origin: str,
    digest: str,
) -> int:
    """Write changes, each with its base, as a submission without a step; return its id."""
    own = _next(connection, select(func.max(submission.c.submission_id)))
    connection.execute(
        insert(submission).values(
            submission_id=own,
            who=who,
            at=at,
            why=kept_text(why, LONGEST_WHY),
            origin=kept_text(origin, LONGEST_KEY),
            count_rows=len(kept),
            digest=digest,
        )
    )
    first = _next(connection, select(func.max(entry.c.entry_id)))
    rows = [
        {
            "entry_id": first + offset,
            "submission_id": own,
            "dataset": change.dataset,
            "row_key": change.row_key,
            "who": who,
            "at": at,
            "why": change.why,
            "base_id": base_id,
            **written(change, state),
        }
        for offset, (change, base_id) in enumerate(kept)
    ]
    connection.execute(insert(entry), rows)
    links.append(connection, (records.SUBMISSION, str(own)))
    return own


def _next(connection: Connection, highest: Select[Any]) -> int:
    return int(connection.scalar(highest) or 0) + 1


def _refuse_unchanged(
    changes: Iterable[Change],
    state: Mapping[KeyOfRow, Entry],
    seen: Mapping[KeyOfRow, int] | None,
) -> NoReturn:
    """Say that nothing is left to hand in; LateError where someone wrote the same meanwhile."""
    for change in changes:
        key = (change.dataset, change.row_key)
        row = state.get(key)
        if row and seen is not None and seen.get(key, 0) != row.entry_id:
            msg = (
                f"{row.who}已于 {to_the_minute(row.at)} 填报同样的内容并已发布，"
                "没有需要提交的变化。请刷新后再看"
            )
            raise LateError(msg)
    msg = "与已发布的数据完全相同，没有需要提交的变化"
    raise DomainError(msg)


def _same(
    connection: Connection, kept: Sequence[tuple[Change, int]]
) -> tuple[str, Submission | None]:
    """Return what tells these changes from others, and the submission that has them already.

    The same rows on another base are other changes: someone published in between. A submission
    that has come to its end does not count: its writer may think again.
    """
    attempt = 0
    while True:
        digest = digest_of_changes(attempt, kept)
        known = submissions_where(connection, submission.c.digest == digest)
        if not known:
            return digest, None
        if NEXT[known[0].state]:
            return digest, known[0]
        attempt += 1


def renew(
    store: Store, submission_id: int, *, who: str, why: str, expected: int | None = None
) -> Submission:
    """Hand in the rows of a late submission again, on top of what is published now.

    The old one is withdrawn; what it said stays readable. For use after the person has seen
    what the other wrote, which was published as ``expected``; a newer one raises LateError.
    """
    name = person(who)
    with writing(store.engine) as connection:
        refuse_newer(expected, latest_number(connection), "这次没有重提")
        now = submission_of(connection, submission_id)
        changes = [
            Change(dataset=row.dataset, row_key=row.row_key, cells=row.cells, why=row.why)
            for row in rows_of(connection, submission_id)
        ]
        origin = f"{now.origin}（重提 {submission_id}）"
        fresh = _draft(store, connection, changes, who=name, why=why, origin=origin, seen=None)
        replaced(store, submission_id, fresh.submission_id, who=name)
        return fresh


def replaced(store: Store, submission_id: int, fresh_id: int, *, who: str) -> None:
    """Withdraw a submission that ``fresh_id`` has taken the place of; its writers still count."""
    with writing(store.engine) as connection:
        now = submission_of(connection, submission_id)
        if fresh_id == submission_id:
            return
        for step, state in enumerate(TO_WITHDRAWN[now.state], start=now.step + 1):
            add_event(connection, submission_id, step, state, who, store.at(), renewed_as(fresh_id))
