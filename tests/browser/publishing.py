"""Somebody else publishes while a browser looks: another process's workflow on the same store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sihui_map.archive import Archive
from tests import county
from tests.workflow.handing_in import TODAY, csv_of, published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.serve import Server


@contextmanager
def archive_of(server: Server) -> Iterator[Archive]:
    """Yield the archive that a running application shows."""
    store = server.store()
    try:
        yield Archive(store, server.geodata)
    finally:
        store.close()


def publish_row(server: Server, table: str, **cells: str) -> None:
    """Let the office hand in a row; one person approves it, another publishes it."""
    with archive_of(server) as archive:
        published(archive, csv_of(table, **cells))


def publish_coal(server: Server, town_code: str, *, factor: float) -> None:
    """Publish ``factor`` times as much coal for a town as is published of the last year."""
    with archive_of(server) as archive:
        key = f"{town_code}|{county.YEARS[-1]}|烟煤"
        cells = dict(archive.known(TODAY).rows["energy_use", key])
        cells |= {"amount": f"{float(cells['amount']) * factor:.2f}", "source": "统计台账"}
        published(archive, csv_of("energy_use", **cells))
