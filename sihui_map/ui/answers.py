"""One sentence as an answer, for those who stand before the routes."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from sihui_map.errors import ChoiceError, SihuiMapError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Send

NOT_FOUND, UNAVAILABLE = 404, 503
AGAIN_S = 1.0


async def say(
    send: Send, status: int, sentence: str, more: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Answer with one sentence; who is told to come back is told when, in seconds."""
    head = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        *more,
    ]
    if status == UNAVAILABLE:
        head.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": sentence.encode()})


_last: deque[tuple[float, UnavailableError]] = deque(maxlen=1)
"""When the store last did not answer, and what was said of it."""


def told(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Turn an error of ``endpoint`` into a sentence: 404 for a wrong choice, else 503.

    No coroutine: whatever computes or asks the store has a thread to itself. Of those who queue
    while the store does not answer, only one a second finds out for himself.
    """

    def caught(request: Request) -> Response:
        try:
            for at, known in list(_last):
                if time.monotonic() < at + AGAIN_S:
                    raise known
            return endpoint(request)
        except SihuiMapError as error:
            if isinstance(error, UnavailableError) and error not in [known for _, known in _last]:
                _last.append((time.monotonic(), error))
            status = NOT_FOUND if isinstance(error, ChoiceError) else UNAVAILABLE
            return PlainTextResponse(f"{str(error).rstrip('。')}。", status)

    return caught
