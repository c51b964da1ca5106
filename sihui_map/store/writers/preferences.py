"""What people prefer: what stood there before stays in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from sihui_map.domain.submission import person
from sihui_map.store.chain import links, records
from sihui_map.store.engine import writing
from sihui_map.store.preferences import preference_of
from sihui_map.store.schema import preference
from sihui_map.store.writers.texts import LONGEST_WHY

if TYPE_CHECKING:
    from sihui_map.store import Store


def keep_preference(store: Store, name: str, text: str, *, who: str) -> None:
    """Keep ``text`` under ``name``; what stood there before stays in the table."""
    with writing(store.engine) as connection:
        step, before = preference_of(connection, name)
        if text != before:
            values = {"name": name, "step": step + 1, "text": text[:LONGEST_WHY]}
            stamp = {"who": person(who), "at": store.at()}
            connection.execute(insert(preference).values(**values, **stamp))
            links.append(connection, (records.PREFERENCE, f"{name}/{step + 1}"))
