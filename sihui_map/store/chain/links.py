"""The links: each covers one record and the link before it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from sihui_map.store.chain.records import NUMBER, canonical, records_of
from sihui_map.store.schema import link

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sihui_map.store.chain.records import Key, Record


def digest_of_link(before: str, number: int, key: Key, record: Record) -> str:
    """Return the digest of link ``number`` over ``record`` and the link ``before`` it."""
    whole = canonical([before, number, *key, record.at, record.said])
    return hashlib.sha256(whole.encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Return number and digest of the newest link, 0 and "" where there is none."""
    newest = select(link.c.number, link.c.digest).order_by(link.c.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (row.number, row.digest) if row else (0, "")


def has(connection: Connection, given: str) -> bool:
    """Tell whether ``given``, such as "12:ab…" that was written down, is a link as it was then."""
    number, _, digest = given.strip().partition(":")
    if not NUMBER.fullmatch(number):
        return False
    known = connection.scalar(select(link.c.digest).where(link.c.number == int(number)))
    return known == digest.strip().lower()


def append(connection: Connection, *keys: Key) -> None:
    """Put a link behind the newest for each of ``keys``, which have just been written."""
    number, before = head(connection)
    found = records_of(connection, keys)
    rows = []
    for key in keys:
        number += 1
        before = digest_of_link(before, number, key, found[key])
        rows.append(
            {
                "number": number,
                "kind": key[0],
                "record": key[1],
                "at": found[key].at,
                "digest": before,
            }
        )
    connection.execute(insert(link), rows)
