"""Notices, answers and attempts to mail: each is written once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from sihui_map.store.chain import links, records
from sihui_map.store.engine import writing
from sihui_map.store.schema import notice, notice_answer, notice_delivery
from sihui_map.store.writers.auditing import LONGEST_NAME
from sihui_map.store.writers.texts import LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection, Table

    from sihui_map.domain.reminding import Channel, Going, Reply
    from sihui_map.store import Store

LONGEST_ADDRESS = 200


def _add(connection: Connection, kind: str, known: Table, /, **values: object) -> int:
    """Write one row and its link; return its number."""
    number = int(connection.scalar(select(func.max(known.c.number))) or 0) + 1
    connection.execute(insert(known).values(number=number, **values))
    links.append(connection, (kind, str(number)))
    return number


def send(
    store: Store, found: Iterable[Going], channels: Mapping[str, Channel], day: date, *, who: str
) -> tuple[int, ...]:
    """Keep the notices of one day, each by the channel of its scope; return their numbers."""
    with writing(store.engine) as connection:
        return tuple(
            _add(
                connection,
                records.NOTICE,
                notice,
                scope=due.scope,
                subject=due.subject,
                level=level.value,
                about=kept_text(due.about, LONGEST_WHY),
                due=due.day.isoformat(),
                channel=channels[due.scope].value,
                day=day.isoformat(),
                who=kept_text(who, LONGEST_NAME),
                at=store.at(),
            )
            for due, level in found
        )


def answer(store: Store, number: int, kind: Reply, text: str, *, who: str) -> None:
    """Keep an answer to a notice."""
    with writing(store.engine) as connection:
        _add(
            connection,
            records.ANSWER,
            notice_answer,
            notice=number,
            kind=kind.value,
            text=kept_text(text, LONGEST_WHY),
            who=kept_text(who, LONGEST_NAME),
            at=store.at(),
        )


def deliver(
    store: Store, numbers: Iterable[int], address: str, *, is_over: bool, problem: str = ""
) -> None:
    """Keep that notices are being mailed, or once it ``is_over``, why they could not be."""
    with writing(store.engine) as connection:
        for number in numbers:
            _add(
                connection,
                records.DELIVERY,
                notice_delivery,
                notice=number,
                address=kept_text(address, LONGEST_ADDRESS),
                is_over=is_over,
                problem=kept_text(problem, LONGEST_WHY),
                at=store.at(),
            )
