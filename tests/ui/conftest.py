"""The application's own middleware and routes around a stand-in for Streamlit.

The application shows geodata/; what needs no running one takes the invented county.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from sihui_map.domain.access import Role
from sihui_map.ui import cache
from sihui_map.ui.cookies import cell_token, digest_of_visit
from sihui_map.ui.server import MIDDLEWARE, ROUTES
from tests.people import OWN_TOWN
from tests.signing import VISIT, account_in, session_in

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


@pytest.fixture
def send(application: Starlette) -> Callable[..., httpx.Response]:
    """Return what sends JSON in the name of someone, as a page of ours would."""

    def sent(  # noqa: PLR0913 what a browser shows of itself
        path: str,
        asked: Any,  # noqa: ANN401 whatever somebody sends
        *,
        who: str = "周梅",
        scope: str = OWN_TOWN,
        role: Role = Role.TOWN,
        cookie_session: str = "",
        **headers: str,
    ) -> httpx.Response:
        cookie = f"sihui_visit={VISIT}"
        if cookie_session:
            cookie += f"; sihui_session={cookie_session}"
        if who:
            store = cache.archive().store
            account_in(store, who, role, scope)
            cookie += f"; sihui_session={session_in(store, who)}"
        told = {
            "cookie": cookie,
            "content-type": "application/json",
            "x-sihui-form": cell_token(digest_of_visit(VISIT)),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()

        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(application, client=("10.1.2.3", 4711))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8501"
            ) as client:
                return await client.post(path, content=body, headers=told)

        return asyncio.run(one())

    return sent


@pytest.fixture
def fetch(application: Starlette) -> Callable[..., httpx.Response]:
    """Return what asks for an address in the name of someone."""

    def fetched(
        path: str, *, who: str = "周梅", scope: str = OWN_TOWN, role: Role = Role.TOWN
    ) -> httpx.Response:
        cookie = f"sihui_visit={VISIT}"
        if who:
            store = cache.archive().store
            account_in(store, who, role, scope)
            cookie += f"; sihui_session={session_in(store, who)}"

        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(application, client=("10.1.2.3", 4711))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8501"
            ) as client:
                return await client.get(path, headers={"cookie": cookie})

        return asyncio.run(one())

    return fetched
