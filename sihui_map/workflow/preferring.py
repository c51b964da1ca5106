"""What people prefer, such as the order of the slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import Action
from sihui_map.store.writers import auditing, preferences
from sihui_map.workflow.permitting import line, permit

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor


def keep_preference(archive: Archive, name: str, text: str, *, who: Actor) -> None:
    """Keep ``text`` under ``name``, as ``who`` wishes."""
    permit(archive, who, Action.ARRANGE, name)
    before = archive.store.preference(name)
    with auditing.audited(archive.store, line(who, Action.ARRANGE, name)) as said:
        preferences.keep_preference(archive.store, name, text, who=who.signed)
        said.before, said.after = before, text
