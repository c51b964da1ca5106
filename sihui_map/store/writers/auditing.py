"""The log: a line is kept together with what it is about, or neither is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from sihui_map.store.chain import links, records
from sihui_map.store.engine import afterwards, writing
from sihui_map.store.schema import audit
from sihui_map.store.writers.texts import LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from sihui_map.store import Store

LONGEST_NAME, LONGEST_ACTION = 60, 20


@dataclass(slots=True, kw_only=True)
class Line:
    """What the log is told; ``about``, ``before`` and ``after`` may be filled in as it is done."""

    who: str
    address: str
    action: str
    about: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


def add_line(connection: Connection, line: Line, *, at: str, is_refused: bool = False) -> None:
    """Write one line and its link."""
    number = int(connection.scalar(select(func.max(audit.c.number))) or 0) + 1
    connection.execute(
        insert(audit).values(
            number=number,
            who=kept_text(line.who, LONGEST_NAME),
            at=at,
            address=kept_text(line.address, LONGEST_NAME),
            action=kept_text(line.action, LONGEST_ACTION),
            about=kept_text(line.about, LONGEST_WHY),
            before=kept_text(line.before, LONGEST_WHY),
            after=kept_text(line.after, LONGEST_WHY),
            why=kept_text(line.why, LONGEST_WHY),
            is_refused=is_refused,
        )
    )
    links.append(connection, (records.AUDIT, str(number)))


@contextmanager
def at_once(store: Store) -> Iterator[None]:
    """Keep all that is written inside, or nothing of it."""
    with writing(store.engine):
        yield


@contextmanager
def audited(store: Store, line: Line) -> Iterator[Line]:
    """Keep what is written inside and the line about it, all of it or nothing."""
    with writing(store.engine) as connection:
        yield line
        add_line(connection, line, at=store.at())


def done(store: Store, line: Line) -> None:
    """Write that something was done, which is known only afterwards."""
    with writing(store.engine) as connection:
        add_line(connection, line, at=store.at())


def refused(store: Store, line: Line) -> None:
    """Write that something was refused, also where all that it was a part of is undone."""

    def write() -> None:
        with writing(store.engine) as connection:
            add_line(connection, line, at=store.at(), is_refused=True)

    afterwards(store.engine, write)
