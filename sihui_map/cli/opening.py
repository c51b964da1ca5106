"""The archive that the settings name, and the question before something is done to it."""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from sihui_map.archive import Archive
from sihui_map.reference.snapshot import check_factor_set
from sihui_map.settings import read_settings
from sihui_map.store import Store
from sihui_map.workflow import accounts, deputies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.domain.access import Actor

AGREED = ("是", "y", "yes")


@contextmanager
def opened() -> Iterator[Archive]:
    """Give the archive that the settings name."""
    settings = read_settings()
    check_factor_set(settings.geodata, settings.factor_set)
    store = Store(settings.database_url)
    try:
        yield Archive(
            store,
            settings.geodata,
            with_sample=settings.with_sample,
            grid_fallback=settings.grid_fallback,
            factor_set=settings.factor_set,
            four_eyes=settings.four_eyes,
        )
    finally:
        store.close()


def agree(question: str, *, yes: bool) -> None:
    """Ask whether to go on, and abort unless the answer is yes."""
    if yes:
        return
    said = typer.prompt(f"{question}（输入是或否）", default="否", show_default=False)
    if said.strip().lower() not in AGREED:
        raise typer.Abort


def here() -> str:
    """Return from where commands come, for the log: the user of this machine."""
    try:
        return f"命令行 {getpass.getuser()}"
    except (KeyError, OSError):  # a container whose user has no name
        return "命令行"


def acting(archive: Archive, name: str) -> Actor:
    """Return who acts in the name of an account: with its rights, for whom the server trusts.

    「李四 代 王五」 is 李四 as the deputy of 王五.
    """
    own, _, absent = (part.strip() for part in name.partition(" 代 "))
    found = accounts.acting(archive.store, own)
    if absent:
        found = deputies.stood_for(archive.store, found, absent)
    return found.actor(here())


def operator() -> Actor:
    """Return who has the server itself, and looks after accounts."""
    return accounts.operator(here())
