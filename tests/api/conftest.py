"""A client for the interface of the invented county, with the sample data and without."""

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest
from starlette.types import ASGIApp

from sihui_map.api import create_api
from sihui_map.figures import Figures


class InProcess(httpx.BaseTransport):
    """Hands each request to the application itself: no port, no server."""

    def __init__(self, app: ASGIApp) -> None:
        self.asgi = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer ``request``, the application running in a loop of its own."""

        async def answer() -> httpx.Response:
            found = await self.asgi.handle_async_request(request)
            content = await found.aread()
            return httpx.Response(found.status_code, headers=found.headers, content=content)

        return asyncio.run(answer())


Connect = Callable[[ASGIApp], httpx.Client]


@pytest.fixture(scope="session")
def connect() -> Iterator[Connect]:
    """Return a client of whatever application a test has."""
    clients = []

    def client(app: ASGIApp) -> httpx.Client:
        clients.append(httpx.Client(transport=InProcess(app), base_url="http://interface"))
        return clients[-1]

    yield client
    for opened in clients:
        opened.close()


@pytest.fixture(scope="session")
def client(connect: Connect, figures: Figures) -> httpx.Client:
    return connect(create_api(lambda _: figures))


@pytest.fixture(scope="session")
def public_client(connect: Connect, public_figures: Figures) -> httpx.Client:
    return connect(create_api(lambda _: public_figures))
