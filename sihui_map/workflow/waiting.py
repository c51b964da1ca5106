"""How long someone who gave wrong passwords waits: by account and address, never everybody."""

from __future__ import annotations

from threading import Lock

from cachetools import LRUCache

FREE_TRIES = 3
LONGEST_WAIT_S = 300.0
KEPT = 10_000
"""Pairs in memory at once; the oldest go."""

Pair = tuple[str, str]
"""The account that was named, whether there is one or not, and the address it came from."""


class Waits:
    """What each pair has to wait: twice as long after each failure beyond the third."""

    def __init__(self) -> None:
        """Begin without a failure."""
        self._failed: LRUCache[Pair, tuple[int, float]] = LRUCache(KEPT)
        self._lock = Lock()

    def left_s(self, pair: Pair, now: float) -> float:
        """Return how long ``pair`` still waits, in seconds, 0 where it may try."""
        with self._lock:
            _, open_at = self._failed.get(pair, (0, 0.0))
        return max(open_at - now, 0.0)

    def failed(self, pair: Pair, now: float) -> None:
        """Count a failure."""
        with self._lock:
            count = self._failed.get(pair, (0, 0.0))[0] + 1
            extra = count - FREE_TRIES
            # The power is bounded, for a float would overflow after a thousand failures.
            wait = min(2.0 ** min(extra, 20) * 2, LONGEST_WAIT_S) if extra >= 0 else 0.0
            self._failed[pair] = count, now + wait

    def succeeded(self, pair: Pair) -> None:
        """Forget the failures of ``pair``."""
        with self._lock:
            self._failed.pop(pair, None)
