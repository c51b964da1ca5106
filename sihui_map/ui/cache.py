"""The figures that pages, files and the interface show, made once per snapshot."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sihui_map.archive import Archive
from sihui_map.settings import read_settings
from sihui_map.store import Store

if TYPE_CHECKING:
    from sihui_map.figures import Figures

_lock = Lock()
_archives: dict[tuple[str, str, bool], Archive] = {}


def archive() -> Archive:
    """Return the archive that the settings name; the same one while they stay."""
    settings = read_settings()
    key = (settings.database_url, str(settings.geodata), settings.with_sample)
    with _lock:
        if key not in _archives:
            for old in _archives.values():
                old.store.close()
            _archives.clear()
            store = Store(settings.database_url)
            _archives[key] = Archive(store, settings.geodata, with_sample=settings.with_sample)
        return _archives[key]


def figures(snapshot: str = "") -> Figures:
    """Return the figures of ``snapshot``, by default of what is published now."""
    return archive().at(snapshot) if snapshot else archive().current()
