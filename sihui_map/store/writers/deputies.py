"""Deputies, and who is whom in another system: each row stands, the newest counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.store.engine import writing
from sihui_map.store.schema import deputy, subject
from sihui_map.store.writers.numbered import add_numbered
from sihui_map.store.writers.texts import LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from datetime import date

    from sihui_map.domain.deputy import Deputy
    from sihui_map.store import Store


def name_deputy(  # noqa: PLR0913, PLR0917 one column each
    store: Store, absent: str, own: str, since: date, until: date, reason: str, *, who: str
) -> None:
    """Write that ``own`` stands in for ``absent`` from a day to a day."""
    _write(store, absent, own, since.isoformat(), until.isoformat(), reason, who, is_ended=False)


def end_deputy(store: Store, own: Deputy, *, who: str) -> None:
    """Write that someone stands in no more."""
    _write(store, own.absent, own.deputy, own.since, own.until, own.reason, who, is_ended=True)


def _write(  # noqa: PLR0913, PLR0917 one column each
    store: Store,
    absent: str,
    own: str,
    since: str,
    until: str,
    reason: str,
    who: str,
    *,
    is_ended: bool,
) -> None:
    with writing(store.engine) as connection:
        add_numbered(
            store,
            connection,
            deputy,
            absent=absent,
            deputy=own,
            since=since,
            until=until,
            is_ended=is_ended,
            reason=kept_text(reason, LONGEST_WHY),
            who=who,
        )


def bind(store: Store, digest: str, name: str, *, who: str) -> None:
    """Write whose account someone is whom another system knows by ``digest``."""
    with writing(store.engine) as connection:
        add_numbered(store, connection, subject, subject=digest, name=name, who=who)
