"""A file or a folder that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def put_whole(target: Path) -> Iterator[Path]:
    """Give a file beside ``target`` to write; it takes that name at the end, or it is gone."""
    part = target.with_name(f".{token_hex(6)}.tmp")
    try:
        part.touch(exist_ok=False)
    except OSError as error:  # who reads it knows the name he asked for
        raise OSError(error.errno, error.strerror, str(target)) from None
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # Windows opens no folder; there the rename itself is kept
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def put_whole_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside ``target`` to fill; it takes that name at the end, or it is gone.

    ``target`` may be there as an empty folder, which it replaces.
    """
    part = target.with_name(f".{token_hex(6)}.tmp")
    try:
        part.mkdir()
    except OSError as error:  # who reads it knows the name he asked for
        raise OSError(error.errno, error.strerror, str(target)) from None
    try:
        yield part
        if target.exists():
            target.rmdir()  # refuses one that was filled meanwhile
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
