"""What runs in processes of its own: writers that are many at once, and one that is killed."""

from __future__ import annotations

import random
import time
from itertools import count
from typing import TYPE_CHECKING

from sihui_map.domain.submission import State
from sihui_map.errors import LateError, SihuiMapError
from sihui_map.store import Store
from sihui_map.store.writers import beginning, drafting, publishing, steps
from tests.store.rows import COAL, FILES, TABLE, coal, draft, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

    Work = Callable[[Store], object]

ROWS = 400


def import_for_ever(url: str, tag: int, told: Connection) -> None:
    """Hand in ROWS rows after ROWS rows, and tell each id once it is kept; then what failed."""
    try:
        store = Store(url)
        for attempt in count():
            rows = (coal(attempt + 1, area=f"{tag}-{code}", year=2024) for code in range(ROWS))
            told.send(draft(store, *rows).submission_id)
    except SihuiMapError as error:
        told.send(str(error))


def publish_for_ever(url: str, told: Connection) -> None:
    """Publish one change after another, and tell each number once it is public."""
    store = Store(url)
    for amount in count(1):
        told.send(published(store, coal(amount)).number)


def add_one(store: Store, who: str, number: int) -> int:
    """Read the coal of 2024, add one, publish it; return how often another was first."""
    late = 0
    while True:
        seen = store.published()
        before = int((seen[COAL].cells or {})["amount"])
        told = coal(before + 1, why=f"{who} 第 {number} 次")
        try:
            own = drafting.draft(
                store,
                [told],
                who=who,
                why="加一",
                origin="",
                seen={key: row.entry_id for key, row in seen.items()},
            ).submission_id
            steps.move(store, own, State.SUBMITTED, who=who)
            steps.move(store, own, State.APPROVED, who=who)
            publishing.publish(store, [own], who=who, why="加一", reference=FILES)
        except LateError:
            late += 1
            time.sleep(random.uniform(0, 0.5))  # noqa: S311 as people do, not all at once
        else:
            return late


def increments(store: Store, who: str, times: int) -> int:
    """Add one ``times`` times; return how often another was first."""
    return sum(add_one(store, who, number) for number in range(times))


def same_content(store: Store, who: str, times: int) -> list[int]:
    """Hand in the same rows ``times`` times; return the ids that came back."""
    rows = [coal(code + 1, area=str(code)) for code in range(50)]
    return [draft(store, *rows, who=who).submission_id for _ in range(times)]


def begin(store: Store, _who: str, _times: int) -> str:
    """Fill a store that others may be filling too; return the first publication's revision."""
    sample = [dict(row.cells or {}) for row in [coal(7), coal(8, year=2023)] if row.cells]
    return beginning.begin(store, {TABLE: sample}, FILES).revision


def at_once(  # noqa: PLR0913, PLR0917 what a process gets
    work: Callable[[Store, str, int], object],
    url: str,
    who: str,
    times: int,
    start: Barrier,
    told: Connection,
) -> None:
    """Wait until all are ready, do ``work``, and tell its outcome or the sentence that came."""
    start.wait(60)
    try:
        store = Store(url)
        told.send(work(store, who, times))
        store.close()
    except SihuiMapError as error:
        told.send(f"{type(error).__name__}: {error}")
