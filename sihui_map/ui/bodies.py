"""What is sent to a form or a cell is read before it takes a place: soon, short, few at a time.

Otherwise whoever sends one byte a minute would hold the only place, and nobody could sign in.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from sihui_map.errors import SihuiMapError
from sihui_map.intake.evidence import MOST_BYTES
from sihui_map.ui import identity
from sihui_map.ui.answers import say
from sihui_map.ui.cells import LONGEST
from sihui_map.ui.forms import LONGEST_FORM
from sihui_map.ui.turns import BUSY, FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OF_ONE, OF_ALL = 8, 200
"""Bodies that are on their way at once from one address, and from all."""
TOO_SLOW = "没有及时发完，没有处理。请检查网络后再试。"
TIMEOUT = 408


@dataclass(frozen=True, slots=True)
class Limit:
    """Addresses to which so many bytes are sent, within so many seconds."""

    pattern: re.Pattern[str]
    most: int
    seconds: float
    signed_in: bool = False
    """Whether it is read at all only of who is signed in."""


LIMITS = (
    Limit(re.compile(r"/cells/attach"), MOST_BYTES, 60, signed_in=True),
    Limit(re.compile(r"/cells/.+"), LONGEST, 10),
    Limit(re.compile(r"/(?:login|logout|welcome|password|me|sso|sso-back)"), LONGEST_FORM, 10),
)


class Bodies:
    """Stands before the lanes."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Sequence[Limit] = LIMITS,
        of_one: int = OF_ONE,
        of_all: int = OF_ALL,
    ) -> None:
        """Wrap ``app``; of ``limits`` the first that fits an address counts."""
        self.app = app
        self.limits = limits
        self.of_one, self.of_all = of_one, of_all
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read what a request sends, and pass it on whole.

        Of what is longer than it may be, one byte more than that: whoever reads it says so.
        """
        limit = self._limit(scope)
        if limit is None:
            await self.app(scope, receive, send)
            return
        address = identity.address_of(scope)
        if self._coming[address] >= self.of_one or self._coming.total() >= self.of_all:
            await say(send, BUSY, FULL)
            return
        self._coming[address] += 1
        try:
            async with asyncio.timeout(limit.seconds):
                is_read = not limit.signed_in or await run_in_threadpool(_is_signed_in, scope)
                body = await _read(receive, limit.most) if is_read else b""
        except TimeoutError:
            await say(send, TIMEOUT, TOO_SLOW)
            return
        finally:
            self._coming[address] -= 1
            self._coming += Counter()  # whose count is 0 goes
        if body is not None:
            await self.app(scope, _again(body, receive), send)

    def _limit(self, scope: Scope) -> Limit | None:
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        return next((one for one in self.limits if one.pattern.fullmatch(scope["path"])), None)


def _is_signed_in(scope: Scope) -> bool:
    try:
        return identity.account_of(scope) is not None
    except SihuiMapError:  # the route says what is wrong with the store
        return False


async def _read(receive: Receive, most: int) -> bytes | None:
    """Return what is sent, at most a byte more than ``most``; None where the sender left."""
    body, is_over = bytearray(), False
    while not is_over and len(body) <= most:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        is_over = not message.get("more_body", False)
    return bytes(body[: most + 1])


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what hands on a body that has been read, and then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
