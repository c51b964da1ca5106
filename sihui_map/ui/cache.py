"""The figures of the files as they are now; read again only when a file has changed."""

from __future__ import annotations

from threading import Lock

from sihui_map.figures import Figures
from sihui_map.reference.snapshot import fingerprint, read_snapshot
from sihui_map.ui.settings import read_settings

_lock = Lock()
_known: dict[str, Figures] = {}


def figures() -> Figures:
    """Return the figures of the current files; the same object while nothing changes."""
    settings = read_settings()
    key = fingerprint(settings.geodata, with_sample=settings.with_sample)
    with _lock:
        if key not in _known:
            fresh = Figures(read_snapshot(settings.geodata, with_sample=settings.with_sample))
            _known.clear()  # a session in flight keeps the object it holds
            _known[key] = fresh
        return _known[key]
