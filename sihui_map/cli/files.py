"""Files that commands read and write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.errors import DomainError
from sihui_map.intake.guard import MAX_BYTES
from sihui_map.wholefile import put_whole

if TYPE_CHECKING:
    from pathlib import Path


def refuse_existing(file: Path, *, force: bool) -> None:
    """Refuse to write over a file, unless somebody asked for it."""
    if file.exists() and not force:
        msg = f"「{file}」已存在，没有覆盖。请另取文件名，或加 --force"
        raise DomainError(msg)


def check_target(file: Path, ending: str, *, force: bool) -> None:
    """Refuse a name that does not end as its content asks, and a file that is there."""
    if file.suffix.lower() != ending:
        msg = f"文件名应以 {ending} 结尾，现为「{file.name}」"
        raise DomainError(msg)
    refuse_existing(file, force=force)


def put(file: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    with put_whole(file) as part:
        part.write_bytes(body)


def read_given(file: Path) -> bytes:
    """Return what is in a file, no more of it than a check needs."""
    with file.open("rb") as given:
        return given.read(MAX_BYTES + 1)  # one more is enough for the check to refuse it
