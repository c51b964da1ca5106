"""Publications as they are stored, and which one a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sihui_map.domain.naming import folded
from sihui_map.domain.submission import Publication
from sihui_map.errors import ChoiceError
from sihui_map.store.schema import frozen, publication, published_submission

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection


def latest_number(connection: Connection) -> int:
    """Return the number of the newest publication, 0 before the first."""
    return int(connection.scalar(select(func.max(publication.c.number))) or 0)


def publications_of(connection: Connection, number: int | None = None) -> tuple[Publication, ...]:
    """Return publication ``number``, by default all, the newest first."""
    chosen = select(publication).order_by(publication.c.number.desc())
    names = select(frozen).order_by(frozen.c.at, frozen.c.name)
    given = select(published_submission).order_by(published_submission.c.submission_id)
    if number is not None:
        chosen = chosen.where(publication.c.number == number)
        names = names.where(frozen.c.number == number)
        given = given.where(published_submission.c.number == number)
    by_number: dict[int, list[str]] = {}
    for row in connection.execute(names):
        by_number.setdefault(row.number, []).append(row.name)
    ids: dict[int, list[int]] = {}
    for row in connection.execute(given):
        ids.setdefault(row.number, []).append(row.submission_id)
    return tuple(
        Publication(
            number=row.number,
            revision=row.revision,
            at=row.at,
            who=row.who,
            why=row.why,
            reference_digest=row.reference_digest,
            names=tuple(by_number.get(row.number, ())),
            submission_ids=tuple(ids.get(row.number, ())),
        )
        for row in connection.execute(chosen)
    )


def chosen_of(known: Sequence[Publication], given: str, alias: Callable[[str], str]) -> Publication:
    """Return which of ``known``, the newest first, has the number, id or name ``given``."""
    text = given.strip()
    for found in known:
        ids = (str(found.number), found.revision, alias(found.revision))
        if text.upper() in ids:
            return found
    # Only then: an older name may read like the id of another, or like another name.
    for same in (str, folded):
        for found in known:
            if same(text) in map(same, found.names):
                return found
    named = [f"{name}（{found.revision}）" for found in known for name in found.names]
    latest = known[0].revision if known else "（尚未发布）"
    may_be = "、".join([f"最新一期 {latest}", *named[:8]])
    msg = f"没有编号或名称为「{text[:40]}」的期；可选：{may_be}"
    raise ChoiceError(msg)
