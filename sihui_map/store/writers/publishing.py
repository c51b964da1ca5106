"""Publications: approved submissions become public, all at once or not at all."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from sihui_map.domain.submission import State, check_move, person
from sihui_map.store.chain import links, records
from sihui_map.store.engine import writing
from sihui_map.store.hashing import digest_of, revision_of
from sihui_map.store.publications import latest_number, publications_of
from sihui_map.store.rows import conflicts_of, entry_of, keys_of, rows_of, state_at
from sihui_map.store.schema import (
    entry,
    publication,
    publication_file,
    published_submission,
    reference_file,
)
from sihui_map.store.submissions import submission_of
from sihui_map.store.writers.late import (
    refuse_backwards,
    refuse_conflicts,
    refuse_newer,
    refuse_overlap,
)
from sihui_map.store.writers.naming import add_name
from sihui_map.store.writers.steps import add_event
from sihui_map.store.writers.texts import LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from sihui_map.domain.submission import Publication
    from sihui_map.store import Store


def publish(  # noqa: PLR0913 what a publication says of itself
    store: Store,
    submission_ids: Sequence[int],
    *,
    who: str,
    why: str,
    reference: Mapping[str, bytes],
    name: str = "",
    expected: int | None = None,
    clock_checked: bool = False,
) -> Publication:
    """Make approved submissions public, all at once, and return the new publication.

    ``reference`` are the files of geodata/ that its figures rest on. ``expected`` is the
    newest publication the person had before him; a newer one raises LateError, as does a row
    that someone else has published since it was written. With a ``name`` it is frozen as well.
    A clock that runs backwards is refused unless somebody has ``clock_checked``.
    """
    writer = person(who)
    with writing(store.engine) as connection:
        number = latest_number(connection)
        refuse_newer(expected, number, "这次没有发布")
        at = store.at()
        if not clock_checked:
            refuse_backwards(connection, at)
        given = {own: rows_of(connection, own) for own in submission_ids}
        keys = keys_of(row for rows in given.values() for row in rows)
        refuse_overlap(given)
        state = state_at(connection, number, withdrawn=True, keys=keys)
        for own in submission_ids:
            now = submission_of(connection, own)
            check_move(now.state, State.PUBLISHED, "")
            refuse_conflicts(own, conflicts_of(given[own], state))
            add_event(connection, own, now.step + 1, State.PUBLISHED, writer, at, why)
        made = add_publication(
            connection, number + 1, submission_ids, who=writer, why=why, at=at, files=reference
        )
        if not name.strip():
            return made
        add_name(connection, made.number, name, who=writer, at=at)
        return publications_of(connection, made.number)[0]


def add_publication(  # noqa: PLR0913 one column each
    connection: Connection,
    number: int,
    submission_ids: Sequence[int],
    *,
    who: str,
    why: str,
    at: str,
    files: Mapping[str, bytes],
) -> Publication:
    """Write a publication, what it holds and its link; its revision covers the one before."""
    before = connection.scalar(
        select(publication.c.revision).where(publication.c.number == number - 1)
    )
    stored = set(connection.scalars(select(reference_file.c.digest)))
    digests = {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}
    fresh = {digests[path]: files[path] for path in files if digests[path] not in stored}
    reference_digest = digest_of(files)
    revision = _revision_after(
        connection, number, submission_ids, str(before or ""), reference_digest
    )
    connection.execute(
        insert(publication).values(
            number=number,
            revision=revision,
            at=at,
            who=who,
            why=kept_text(why, LONGEST_WHY),
            reference_digest=reference_digest,
        )
    )
    if submission_ids:
        given = [{"submission_id": own, "number": number} for own in submission_ids]
        connection.execute(insert(published_submission), given)
    if fresh:
        bodies = [{"digest": key, "body": zlib.compress(body)} for key, body in fresh.items()]
        connection.execute(insert(reference_file), bodies)
    if digests:
        named = [
            {"number": number, "path": path, "digest": digest} for path, digest in digests.items()
        ]
        connection.execute(insert(publication_file), named)
    links.append(connection, (records.PUBLICATION, str(number)))
    return publications_of(connection, number)[0]


def _revision_after(
    connection: Connection,
    number: int,
    submission_ids: Sequence[int],
    before: str,
    reference_digest: str,
) -> str:
    state = state_at(connection, number - 1)
    rows = connection.execute(
        select(entry).where(entry.c.submission_id.in_(submission_ids)).order_by(entry.c.entry_id)
    )
    for row in map(entry_of, rows):
        key = (row.dataset, row.row_key)
        if row.cells is None:
            state.pop(key, None)
        else:
            state[key] = row
    return revision_of(before, (state[key] for key in sorted(state)), reference_digest)
