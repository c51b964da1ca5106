"""Sessions: begun, seen again, ended, and gone when they are long over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from sihui_map.domain.account import LONGEST
from sihui_map.store.engine import writing
from sihui_map.store.schema import session

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from sihui_map.domain.account import Session
    from sihui_map.store import Store

REMEMBERED = timedelta(days=1)
"""So long a browser is told why its session is over."""


def begin(  # noqa: PLR0913 one column each
    store: Store, digest: str, name: str, *, visit: str, address: str, replaces: str = ""
) -> None:
    """Begin a session, in place of the one ``replaces`` if nobody ended that; long over ones go."""
    at = store.at()
    long_ago = (datetime.fromisoformat(at) - LONGEST - REMEMBERED).isoformat(timespec="seconds")
    with writing(store.engine) as connection:
        connection.execute(delete(session).where(session.c.begun_at < long_ago))
        same = (session.c.digest == replaces) & (session.c.name == name)
        connection.execute(
            update(session)
            .where(same & (session.c.visit == visit) & (session.c.ended_at == ""))
            .values(ended_at=at, successor=digest)
        )
        connection.execute(
            insert(session).values(
                digest=digest,
                name=name,
                visit=visit,
                address=address[:60],
                begun_at=at,
                seen_at=at,
                ended_at="",
            )
        )


def see(store: Store, own: Session) -> None:
    """Write down that a session is in use, unless it has ended meanwhile."""
    here = (session.c.digest == own.digest) & (session.c.ended_at == "")
    _set(store, here, seen_at=store.at())


def stand_in(store: Store, own: Session, for_whom: str) -> None:
    """Write down for whom the person of a session acts from now on, "" for himself."""
    here = (session.c.digest == own.digest) & (session.c.ended_at == "")
    _set(store, here, for_whom=for_whom)


def end(store: Store, *, digest: str = "", name: str = "", but: str = "") -> None:
    """End one session by its digest, or all of an account, ``but`` that one."""
    here = session.c.digest == digest if digest else session.c.name == name
    _set(store, here & (session.c.ended_at == "") & (session.c.digest != but), ended_at=store.at())


def _set(store: Store, where: ColumnElement[bool], **values: str) -> None:
    with writing(store.engine) as connection:
        connection.execute(update(session).where(where).values(**values))
