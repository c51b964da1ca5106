"""What people prefer, such as the order of the slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sihui_map.store.schema import preference

if TYPE_CHECKING:
    from sqlalchemy import Connection


def preference_of(connection: Connection, name: str) -> tuple[int, str]:
    """Return the step and the text that was last kept under ``name``, 0 and "" for none."""
    chosen = select(preference).where(preference.c.name == name)
    last = connection.execute(chosen.order_by(preference.c.step.desc()).limit(1)).one_or_none()
    return (last.step, last.text) if last else (0, "")
