"""Submissions and the steps they took, as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sihui_map.domain.submission import Event, State, Submission
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.store.schema import cell, entry, event, published_submission, submission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection

    from sihui_map.store.rows import KeyOfRow


def event_of(row: Any) -> Event:  # noqa: ANN401 sqlalchemy's Row
    """Return what one step says."""
    return Event(
        submission_id=row.submission_id,
        step=row.step,
        state=State(row.state),
        who=row.who,
        at=row.at,
        reason=row.reason,
    )


def submissions_where(
    connection: Connection, *where: ColumnElement[bool]
) -> tuple[Submission, ...]:
    """Return the submissions for which ``where`` holds, the newest first."""
    later = event.alias()
    newest = select(func.max(later.c.step)).where(
        later.c.submission_id == submission.c.submission_id
    )
    chosen = (
        select(
            submission,
            event.c.step,
            event.c.state,
            event.c.who.label("state_who"),
            event.c.at.label("state_at"),
            event.c.reason,
            published_submission.c.number,
        )
        .join(event, event.c.submission_id == submission.c.submission_id)
        .outerjoin(
            published_submission,
            published_submission.c.submission_id == submission.c.submission_id,
        )
        .where(event.c.step == newest.scalar_subquery(), *where)
        .order_by(submission.c.submission_id.desc())
    )
    return tuple(
        Submission(
            submission_id=row.submission_id,
            who=row.who,
            at=row.at,
            why=row.why,
            origin=row.origin,
            rows=row.count_rows,
            step=row.step,
            state=State(row.state),
            state_who=row.state_who,
            state_at=row.state_at,
            reason=row.reason,
            published_in=row.number,
        )
        for row in connection.execute(chosen)
    )


def submission_of(connection: Connection, own: int) -> Submission:
    """Return one submission, or raise ChoiceError."""
    found = submissions_where(connection, submission.c.submission_id == own)
    if not found:
        msg = f"没有编号为 {own} 的提交"
        raise ChoiceError(msg)
    return found[0]


def first_handed_in(connection: Connection) -> dict[KeyOfRow, str]:
    """Return of each published row that is no sample when its first version was handed in."""
    chosen = (
        select(entry.c.dataset, entry.c.row_key, func.min(event.c.at).label("at"))
        .join(published_submission, published_submission.c.submission_id == entry.c.submission_id)
        .join(event, event.c.submission_id == entry.c.submission_id)
        .where(event.c.state == State.SUBMITTED.value, entry.c.kind != ValueKind.SAMPLE.value)
        .group_by(entry.c.dataset, entry.c.row_key)
    )
    return {(row.dataset, row.row_key): str(row.at) for row in connection.execute(chosen)}


def renewed_as(submission_id: int) -> str:
    """Return the reason of the steps by which an older version gives way to a newer one."""
    return f"已改为提交 {submission_id}"


def _typists(connection: Connection, own: int) -> Iterator[str]:
    """Yield who typed the cells that went into a submission, since what was published before.

    What was handed in, and came back or was taken back, is still what they typed.
    """
    place = ("scope", "sheet", "line", "field")
    published = set(connection.scalars(select(published_submission.c.submission_id)))
    given = [getattr(cell.c, name) for name in place]
    for went in connection.execute(select(cell).where(cell.c.submission_id == own)):
        same = [column == getattr(went, column.name) for column in given]
        chosen = select(cell.c.who, cell.c.submission_id).where(*same, cell.c.step < went.step)
        for who, before in connection.execute(chosen.order_by(cell.c.step.desc())):
            if before in published:
                break
            yield str(who)


def writers_of(connection: Connection, own: int) -> frozenset[str]:
    """Return who typed, wrote or handed in a submission, or any version it was renewed from."""
    people: set[str] = set()
    versions = [own]
    for each in versions:  # grows by the earlier ones that became this one
        written = event.c.state.in_([State.DRAFT.value, State.SUBMITTED.value])
        chosen = select(event.c.who).where(event.c.submission_id == each, written)
        people.update(connection.scalars(chosen))
        people.update(_typists(connection, each))
        became = select(event.c.submission_id).where(
            event.c.state == State.WITHDRAWN.value, event.c.reason == renewed_as(each)
        )
        versions += [one for one in connection.scalars(became) if one not in versions]
    return frozenset(people)
