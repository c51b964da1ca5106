"""What people prefer, such as the order of the slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.store.writers import preferences

if TYPE_CHECKING:
    from sihui_map.archive import Archive


def keep_preference(archive: Archive, name: str, text: str, *, who: str) -> None:
    """Keep ``text`` under ``name``, as ``who`` wishes."""
    preferences.keep_preference(archive.store, name, text, who=who)
