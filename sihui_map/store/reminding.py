"""Notices, their answers and their mail, as they are stored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sihui_map.domain.reminding import Answer, Channel, Delivery, Level, Notice, Reply
from sihui_map.store.schema import notice, notice_answer, notice_delivery

if TYPE_CHECKING:
    from sqlalchemy import Connection


def notices_of(connection: Connection) -> tuple[Notice, ...]:
    """Return every notice, the first first."""
    rows = connection.execute(select(notice).order_by(notice.c.number))
    return tuple(
        Notice(
            number=row.number,
            scope=row.scope,
            subject=row.subject,
            level=Level(row.level),
            about=row.about,
            due=date.fromisoformat(row.due),
            channel=Channel(row.channel),
            day=date.fromisoformat(row.day),
            who=row.who,
            at=row.at,
        )
        for row in rows
    )


def answers_of(connection: Connection) -> tuple[Answer, ...]:
    """Return every answer, the first first."""
    rows = connection.execute(select(notice_answer).order_by(notice_answer.c.number))
    return tuple(
        Answer(**{**row._mapping, "kind": Reply(row.kind)})  # noqa: SLF001 public, by that name
        for row in rows
    )


def deliveries_of(connection: Connection) -> tuple[Delivery, ...]:
    """Return every attempt to mail a notice, the first first."""
    rows = connection.execute(select(notice_delivery).order_by(notice_delivery.c.number))
    return tuple(Delivery(**row._mapping) for row in rows)  # noqa: SLF001 public, by that name
