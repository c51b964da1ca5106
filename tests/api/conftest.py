"""A client for the interface, with the sample data and without."""

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI

from sihui_map.api.app import create_api
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot


class InProcess(httpx.BaseTransport):
    """Hands each request to the application itself: no port, no server."""

    def __init__(self, api: FastAPI) -> None:
        self.asgi = httpx.ASGITransport(api)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answer() -> httpx.Response:
            found = await self.asgi.handle_async_request(request)
            content = await found.aread()
            return httpx.Response(found.status_code, headers=found.headers, content=content)

        return asyncio.run(answer())


Connect = Callable[[Callable[[], Figures]], httpx.Client]


@pytest.fixture(scope="session")
def connect() -> Iterator[Connect]:
    """Return a client of the interface over whatever figures a test has."""
    clients = []

    def client(figures: Callable[[], Figures]) -> httpx.Client:
        transport = InProcess(create_api(figures))
        clients.append(httpx.Client(transport=transport, base_url="http://interface"))
        return clients[-1]

    yield client
    for opened in clients:
        opened.close()


@pytest.fixture(scope="session")
def figures() -> Figures:
    return Figures(read_snapshot())


@pytest.fixture(scope="session")
def bare_figures() -> Figures:
    return Figures(read_snapshot(with_sample=False))


@pytest.fixture(scope="session")
def client(connect: Connect, figures: Figures) -> httpx.Client:
    return connect(lambda: figures)


@pytest.fixture(scope="session")
def bare_client(connect: Connect, bare_figures: Figures) -> httpx.Client:
    return connect(lambda: bare_figures)
