"""Connections to a PostgreSQL server that are not waited for without end."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import TypeVar

    from psycopg.abc import PQGen

    T = TypeVar("T")

LOOK_S = 0.1
"""Seconds after which a wait looks at the clock."""


class SilentError(psycopg.OperationalError):
    """The server did not answer in time; whether it did what it was told is not known."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection whose every wait for the server has an end.

    A server that is stopped, or behind a cable that was pulled, keeps its connections open: no
    timeout that the server itself keeps would ever end the wait. A connection that was given up
    is closed, so that nobody gets the late answer to another's question.
    """

    left_s: float = 2.0
    """Seconds that the server may still take."""
    is_spent: bool = True
    """Whether one wait leaves less for the next; otherwise each may take as long."""

    def allow(self, seconds: float, *, each: bool = False) -> None:
        """Wait ``seconds`` from now on in all, or with ``each`` for every answer."""
        self.left_s, self.is_spent = seconds, not each

    def wait(self, gen: PQGen[T], interval: float = LOOK_S, timeout: float | None = None) -> T:
        """Wait as long as is allowed, then close and raise SilentError."""
        begun = monotonic()
        try:
            return super().wait(_until(gen, begun + self.left_s), interval, timeout)
        except SilentError:
            self.close()
            raise
        finally:
            if self.is_spent:
                self.left_s -= monotonic() - begun


def _until(gen: PQGen[T], end: float) -> Generator[Any, Any, T]:
    """Hand on what ``gen`` waits for; where nothing comes until ``end``, raise SilentError.

    Only a wait in vain looks at the clock: an answer that is there is taken, however late this
    program was to ask for it.
    """
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and monotonic() >= end:
                msg = "the server does not answer"
                raise SilentError(msg)
            wanted = gen.send(ready)
    except StopIteration as done:
        answer: T = done.value
        return answer
