"""The files that a county is read from, by path: of a folder, or as an older 期 keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

Files = Mapping[str, bytes]
"""Path below geodata/, with "/" → what the file holds. Of a folder, to ask for a file may raise
OSError: then it is there and cannot be read."""
SAMPLE = "sample"
README = "README.md"


class Folder(Mapping[str, bytes]):
    """The files under ``root``: listed once and each read once, when it is asked for."""

    def __init__(self, root: Path) -> None:
        """Read nothing yet."""
        self.root = root
        self._read: dict[str, bytes] = {}

    @cached_property
    def _names(self) -> tuple[str, ...]:
        found = (path for path in self.root.rglob("*") if path.is_file())
        return tuple(path.relative_to(self.root).as_posix() for path in found)

    def __getitem__(self, name: str) -> bytes:
        """Return what a file holds; KeyError of none, OSError of one that cannot be read."""
        if name not in self._read:
            try:
                self._read[name] = (self.root / name).read_bytes()
            except FileNotFoundError:
                raise KeyError(name) from None
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a file, be it readable or not."""
        return (self.root / str(name)).exists()

    def __iter__(self) -> Iterator[str]:
        """Yield every path."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._names)


def files_of(given: Path | Files) -> Files:
    """Return the files under a folder; what are files already, as they are."""
    return Folder(given) if isinstance(given, Path) else given


def data_files(files: Files, *, with_sample: bool) -> list[str]:
    """Return the paths of the files that count, sidecars included, in a fixed order."""
    paths = map(PurePosixPath, files)
    return [
        path.as_posix()
        for path in sorted(paths)
        if path.name != README and (with_sample or path.parts[0] != SAMPLE)
    ]
