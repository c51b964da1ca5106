"""The figures that pages, files and the interface show, made once per snapshot."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from sihui_map.archive import Archive
from sihui_map.changes import compare
from sihui_map.domain.place import Place
from sihui_map.errors import SihuiMapError, UnavailableError
from sihui_map.reference.place import place_of
from sihui_map.reference.snapshot import check_factor_set
from sihui_map.settings import read_settings
from sihui_map.store import Store
from sihui_map.workflow.permitting import today_of

if TYPE_CHECKING:
    from datetime import date

    from sihui_map.changes import Changes
    from sihui_map.figures import Figures

Key = tuple[str, str, bool, bool, str, bool]
AGAIN_S = 2.0
"""So long a database that could not be reached is left alone; who asks meanwhile hears it."""

_lock = Lock()
_archives: dict[Key, Archive] = {}
_failed: dict[Key, tuple[float, UnavailableError]] = {}


def archive() -> Archive:
    """Return the archive that the settings name; the same one while they stay."""
    settings = read_settings()
    key = (
        settings.database_url,
        str(settings.geodata),
        settings.with_sample,
        settings.grid_fallback,
        settings.factor_set,
        settings.four_eyes,
    )
    with _lock:
        if key not in _archives:
            check_factor_set(settings.geodata, settings.factor_set)
            for old in _archives.values():
                old.store.close()
            _archives.clear()
            _archives[key] = Archive(
                _store(key),
                settings.geodata,
                with_sample=settings.with_sample,
                grid_fallback=settings.grid_fallback,
                factor_set=settings.factor_set,
                four_eyes=settings.four_eyes,
            )
        return _archives[key]


def today() -> date:
    """Return the day in Beijing, as the archive's store has it."""
    return today_of(archive().store)


def _store(key: Key) -> Store:
    """Open the store; those who waited for one that could not be reached do not all try it."""
    failed_at, error = _failed.get(key, (0.0, None))
    if error is not None and time.monotonic() < failed_at + AGAIN_S:
        raise error
    try:
        return Store(key[0])
    except UnavailableError as failed:
        _failed.clear()
        _failed[key] = time.monotonic(), failed
        raise


def place() -> Place:
    """Return whose map it is, by the files as they are; in general words where they are broken."""
    try:
        return place_of(read_settings().geodata)
    except SihuiMapError:  # a setting that the pages name
        return Place()


def figures(snapshot: str = "") -> Figures:
    """Return the figures of ``snapshot``, by default of what is published now."""
    return archive().at(snapshot) if snapshot else archive().current()


def changes_since(figures: Figures) -> Changes | None:
    """Return what changed since the publication before; None where there was none."""
    before = archive().before(figures)
    return compare(before, figures) if before else None
