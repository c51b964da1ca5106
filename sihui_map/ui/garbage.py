"""Garbage is collected on a timer, not after each run, for each collection stops every visitor.

Streamlit would collect after each run (`runner.postScriptGC`, off in .streamlit/config.toml):
with 200 sessions alive that takes most of the time there is, since a collection looks at
everything that all of them hold: some 25 ms, when the libraries are frozen. Of what goes round in
circles sessions leave little behind in ten seconds; the rest is freed by counting references,
without any collection.
"""

from __future__ import annotations

import asyncio
import gc
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERY_S = 10.0
SHARE = 0.01
"""Of all time, at most so much goes into these collections, however much there is to look at."""


async def collect_for_ever(every_s: float) -> None:
    """Collect every ``every_s`` seconds, less often where one takes more than its share.

    Here and not in a thread: a collection holds the interpreter's lock, so it stops the event
    loop wherever it runs.
    """
    wait_s = every_s
    while True:
        await asyncio.sleep(wait_s)
        begun = time.perf_counter()
        gc.collect()
        wait_s = max(every_s, (time.perf_counter() - begun) / SHARE)


@asynccontextmanager
async def collected(every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Collect garbage while the context lasts."""
    task = asyncio.create_task(collect_for_ever(every_s), name="garbage")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
