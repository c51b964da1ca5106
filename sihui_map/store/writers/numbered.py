"""Records that are known by their number: each table is a kind of record of its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from sihui_map.domain.submission import SYSTEM, person
from sihui_map.store.chain import links

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from sihui_map.store import Store


def add_numbered(
    store: Store, connection: Connection, known: Table, *, who: str, **values: object
) -> None:
    """Write one row and its link."""
    number = int(connection.scalar(select(func.max(known.c.number))) or 0) + 1
    # The program itself looks after accounts (workflow/accounts.py), and so is named here too.
    name = who if who == SYSTEM else person(who)
    connection.execute(insert(known).values(number=number, who=name, at=store.at(), **values))
    links.append(connection, (known.name, str(number)))
