"""A store that holds the sample of geodata/: begun once, copied, its figures worked out once.

To begin one anew and to work out every figure takes longer than most tests that write. What a
publication changes is worked out by each test itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sihui_map.archive import Archive
from sihui_map.reference.snapshot import GEODATA, fingerprint
from sihui_map.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from sihui_map.figures import Figures


class Begun:
    """A store whose first publication holds the sample, and the figures of that publication."""

    def __init__(self, path: Path) -> None:
        """Begin it in ``path``."""
        self.path = path
        store = Store(f"sqlite:///{path.as_posix()}")
        Archive(store, GEODATA).current()
        self.mark = store.mark()
        store.close()
        self._found: dict[tuple[Any, ...], Figures] = {}

    def remember(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let an archive in that state take the figures that another one has worked out."""
        read = Archive._read_current  # noqa: SLF001 what an archive does once for each state

        def remembered(archive: Archive) -> Figures:
            if archive.store.mark() != self.mark:
                return read(archive)
            files = fingerprint(archive.geodata, with_sample=archive.with_sample)
            key = (files, archive.choice)
            if key not in self._found:
                self._found[key] = read(archive)
            return self._found[key]

        monkeypatch.setattr(Archive, "_read_current", remembered)
