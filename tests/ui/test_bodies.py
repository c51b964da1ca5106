"""Who sends slowly, much or often holds up nobody: what is sent is read before it takes a place."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING

import httpx

from sihui_map.intake.evidence import MOST_BYTES
from sihui_map.ui.bodies import OF_ONE, Bodies, Limit

if TYPE_CHECKING:
    import pytest
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = (b"host", b"localhost:8501")


async def slow(app: ASGIApp, path: str, address: str, stop: asyncio.Event) -> int:
    """Send the head of a request and nothing after it; return the status of the answer."""
    status = 0

    async def receive() -> Message:
        await stop.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(
        {
            "type": "http", "method": "POST", "http_version": "1.1", "path": path,
            "raw_path": path.encode(), "query_string": b"", "scheme": "http",
            "server": ("localhost", 8501), "client": (address, 1),
            "headers": [HOST, (b"content-length", b"100"), (b"content-type", b"application/json")],
        },
        receive,
        send,
    )  # fmt: skip
    return status


async def ask(app: ASGIApp, method: str, path: str, body: bytes = b"{}") -> httpx.Response:
    transport = httpx.ASGITransport(app, client=("10.1.2.3", 4711))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8501", timeout=60
    ) as client:
        return await client.request(method, path, content=body if method == "POST" else None)


def test_who_sends_slowly_holds_up_nobody(application: Starlette, own_store: str) -> None:
    assert own_store

    async def crowd() -> tuple[float, list[int]]:
        stop = asyncio.Event()
        await ask(application, "GET", "/login")
        paths = ("/login", "/me", "/cells/save", "/cells/attach")
        thieves = [
            asyncio.create_task(slow(application, path, f"6.6.6.{own}", stop))
            for own in range(10)
            for path in paths
        ]
        await asyncio.sleep(0.2)
        begun = time.perf_counter()
        answers = [
            await ask(application, "GET", "/login"),
            await ask(application, "POST", "/login"),
            await ask(application, "POST", "/cells/save"),
        ]
        took = time.perf_counter() - begun
        stop.set()
        await asyncio.gather(*thieves)
        return took, [one.status_code for one in answers]

    took, answers = asyncio.run(crowd())

    assert answers == [200, 400, 400]  # no form of ours, but judged
    assert took < 5


class Behind:
    """Notes what reaches it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, whatever it is."""
        del scope
        self.bodies.append((await receive()).get("body", b""))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"judged"})


def limited(behind: Behind, **more: int) -> Bodies:
    return Bodies(behind, limits=[Limit(re.compile("/x"), 10, 0.1)], **more)


def test_what_is_sent_arrives_whole_and_never_longer_than_a_byte_too_much() -> None:
    behind = Behind()
    app = limited(behind)

    for body in (b"", b"0123456789", b"0" * 10_000):
        assert asyncio.run(ask(app, "POST", "/x", body)).text == "judged"

    assert behind.bodies == [b"", b"0123456789", b"0" * 11]


def test_who_does_not_end_is_told_so_and_who_comes_too_often_has_to_wait() -> None:
    behind = Behind()

    async def crowd() -> list[int]:
        app, stop = limited(behind), asyncio.Event()
        sent = [slow(app, "/x", "6.6.6.6", stop) for _ in range(OF_ONE + 2)]
        first = await asyncio.gather(*sent)
        return [*first, (await ask(app, "POST", "/x")).status_code]

    assert sorted(asyncio.run(crowd())) == [200, *[408] * OF_ONE, 503, 503]
    assert behind.bodies == [b"{}"]


def test_of_all_only_so_many_are_on_their_way() -> None:
    async def crowd() -> list[int]:
        app, stop = limited(Behind(), of_all=3), asyncio.Event()
        sent = [slow(app, "/x", f"6.6.6.{own}", stop) for own in range(5)]
        return await asyncio.gather(*sent)

    assert sorted(asyncio.run(crowd())) == [408, 408, 408, 503, 503]


def test_a_file_is_not_read_of_who_is_not_signed_in(
    application: Starlette, own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_store
    read: list[int] = []
    monkeypatch.setattr("sihui_map.ui.bodies._read", lambda _, most: read.append(most))

    answer = asyncio.run(ask(application, "POST", "/cells/attach", b"0" * MOST_BYTES))

    assert (answer.status_code, read) == (400, [])
