"""The application's own middleware and routes around a stand-in for Streamlit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from sihui_map.ui.server import MIDDLEWARE, ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Message, Scope

HOST = "localhost:8501"
BEHIND = "behind: Streamlit"


async def _behind(request: Request) -> Response:
    if request.url.path == "/emissions/":
        return RedirectResponse("/emissions", 301)
    return PlainTextResponse(BEHIND)


@pytest.fixture(scope="session")
def application() -> Starlette:
    """Return our routes and middleware; everything else answers BEHIND."""
    return Starlette(
        routes=[*ROUTES, Route("/{path:path}", _behind, methods=["GET", "POST"])],
        middleware=list(MIDDLEWARE),
    )


@pytest.fixture(scope="session")
def ask(application: Starlette) -> Callable[..., httpx.Response]:
    """Return what asks the application for a path."""

    def asked(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(application)
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{HOST}", headers={"accept-encoding": ""}
            ) as client:
                sent = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, path, headers=sent)

        return asyncio.run(one())

    return asked


@pytest.fixture(scope="session")
def raw(application: Starlette) -> Callable[..., list[Message]]:
    """Return what hands the application a scope that no client would write."""

    def handed(scope: dict[str, Any], *received: Message) -> list[Message]:
        sent: list[Message] = []
        waiting = list(received)

        async def receive() -> Message:
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        whole: Scope = {
            "type": "http",
            "method": "GET",
            "http_version": "1.1",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", HOST.encode())],
            **scope,
        }
        asyncio.run(application(whole, receive, send))
        return sent

    return handed
