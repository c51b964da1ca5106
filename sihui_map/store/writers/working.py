"""The working copy: a cell is kept at once, and whoever comes second is told what stands there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sihui_map.errors import DomainError, LateError
from sihui_map.store.clock import to_the_minute
from sihui_map.store.engine import writing
from sihui_map.store.schema import cell, evidence, extension, period, remark
from sihui_map.store.working import steps_of_cell
from sihui_map.store.writers.numbered import add_numbered
from sihui_map.store.writers.texts import LONGEST_KEY, LONGEST_WHY, UNWRITABLE, kept_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Connection

    from sihui_map.domain.working import CellPlace, RemarkKind, Written
    from sihui_map.store import Store


def write(  # noqa: PLR0913 one step, and what its writer saw
    store: Store, place: CellPlace, text: str, *, who: str, issue: int, step: int
) -> Written:
    """Keep what was typed into a cell; the same text again is no new step.

    ``step`` is the step that the writer had before him, 0 for none: with another one there now,
    LateError says who wrote what.
    """
    if UNWRITABLE.search("".join((*place, text))) or len(place.line) > LONGEST_KEY:
        msg = "含有不能保存的字符，或这一行的代码过长，没有保存"
        raise DomainError(msg)
    with writing(store.engine) as connection:
        before = next(iter(steps_of_cell(connection, place)), None)
        if before and before.submission_id is None and before.text == text:
            return before
        if before and before.step != step:
            msg = (
                f"{before.who}已于 {to_the_minute(before.at)} 写为「{before.text or '空'}」，"
                "您写的没有保存。请对照后再决定"
            )
            raise LateError(msg)
        _step(store, connection, place, text=text, who=who, issue=issue, step=step + 1)
        return steps_of_cell(connection, place)[0]


def refuse_changed(store: Store, cells: Iterable[Written]) -> None:
    """Raise LateError where one of these steps is not the newest of its cell any more."""
    with writing(store.engine) as connection:
        newest = [(one, steps_of_cell(connection, one.place)[0]) for one in cells]
    changed = [now for one, now in newest if now.number != one.number]
    if changed:
        msg = f"核对以后{changed[0].who}又改了 {len(changed)} 格，没有送审。请再核对一次"
        raise LateError(msg)


def hand_over(store: Store, cells: Iterable[Written], submission_id: int, *, who: str) -> None:
    """Write of each cell, in the state in which it was checked, that it went into a submission."""
    with writing(store.engine) as connection:
        for one in cells:
            _step(
                store,
                connection,
                one.place,
                text=one.text,
                who=who,
                issue=one.issue,
                step=one.step + 1,
                submission_id=submission_id,
            )


def _step(  # noqa: PLR0913 one column each
    store: Store,
    connection: Connection,
    place: CellPlace,
    *,
    text: str,
    who: str,
    issue: int,
    step: int,
    submission_id: int | None = None,
) -> None:
    add_numbered(
        store,
        connection,
        cell,
        **place._asdict(),
        step=step,
        text=text,
        who=who,
        issue=issue,
        submission_id=submission_id,
    )


def say(  # noqa: PLR0913 what is said, of what
    store: Store,
    row: tuple[str, str],
    field: str,
    kind: RemarkKind,
    text: str,
    *,
    who: str,
    submission_id: int | None = None,
) -> None:
    """Keep what someone says of one cell of a row (dataset and row key)."""
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            remark,
            dataset=row[0],
            row_key=row[1],
            field=field,
            kind=kind.value,
            text=kept_text(text, LONGEST_WHY),
            who=who,
            submission_id=submission_id,
        )


def keep_evidence(  # noqa: PLR0913, PLR0917 a file and what it is behind
    store: Store,
    row: tuple[str, str],
    field: str,
    name: str,
    media: str,
    body: bytes,
    *,
    who: str,
) -> None:
    """Keep a file behind one cell of a row (dataset and row key)."""
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            evidence,
            dataset=row[0],
            row_key=row[1],
            field=field,
            name=name,
            media=media,
            size=len(body),
            digest=hashlib.sha256(body).hexdigest(),
            body=body,
            who=who,
        )


def set_period(  # noqa: PLR0913 one column each
    store: Store, year: int, opens: date, closes: date, reason: str, *, who: str
) -> None:
    """Set when a year may be reported; what was set before stays in the table."""
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            period,
            year=year,
            opens=opens.isoformat(),
            closes=closes.isoformat(),
            reason=kept_text(reason, LONGEST_WHY),
            who=who,
        )


def extend(  # noqa: PLR0913 one column each
    store: Store, year: int, scope: str, until: date, reason: str, *, who: str
) -> None:
    """Let one town or unit report a year until a later day."""
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            extension,
            year=year,
            scope=scope,
            until=until.isoformat(),
            reason=kept_text(reason, LONGEST_WHY),
            who=who,
        )
