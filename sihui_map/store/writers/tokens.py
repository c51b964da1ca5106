"""Tokens of the interface: made, revoked, and the days on which they were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from sihui_map.store.engine import writing
from sihui_map.store.schema import token, token_day
from sihui_map.store.writers.numbered import add_numbered

if TYPE_CHECKING:
    from datetime import date

    from sihui_map.domain.token import Token, TokenScope
    from sihui_map.store import Store


def make(  # noqa: PLR0913, PLR0917 one column each
    store: Store, digest: str, name: str, label: str, scope: TokenScope, until: date, *, who: str
) -> None:
    """Write a new token, of which only the digest is known here."""
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            token,
            digest=digest,
            name=name,
            label=label,
            scope=scope.value,
            until=until.isoformat(),
            is_revoked=False,
            who=who,
        )


def revoke(store: Store, own: Token, *, who: str) -> None:
    """Write that a token counts no more."""
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            token,
            digest=own.digest,
            name=own.name,
            label=own.label,
            scope=own.scope.value,
            until=own.until,
            is_revoked=True,
            who=who,
        )


def is_first_of(store: Store, digest: str, day: date, *, is_refused: bool = False) -> bool:
    """Write down the day on which a token was shown; tell whether it was the first time of it.

    Only the newest day is kept.
    """
    own = {"digest": digest, "day": day.isoformat(), "is_refused": is_refused}
    of_token = (token_day.c.digest == digest, token_day.c.is_refused == is_refused)
    with writing(store.engine) as connection:
        days = list(connection.scalars(select(token_day.c.day).where(*of_token)))
        if own["day"] in days:
            return False
        connection.execute(delete(token_day).where(*of_token))
        connection.execute(insert(token_day).values(**own))
        return True
