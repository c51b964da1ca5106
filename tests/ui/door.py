"""A browser at the door: keeps its cookies, fills in forms, runs no script."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from starlette.applications import Starlette

TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')
WRONG = re.compile(r'<p class="wrong" role="alert">(.*?)</p>')


class Browser:
    """One browser, from one address."""

    def __init__(self, application: Starlette, *, address: str = "10.1.2.3") -> None:
        """Begin without a cookie."""
        self.application, self.address = application, address
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        """Return the answer to a request; a form makes it a POST."""

        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(self.application, client=(self.address, 4711))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8501"
            ) as client:
                sent = {name.replace("_", "-"): value for name, value in headers.items()}
                cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
                told: dict[str, Any] = {"headers": {"cookie": cookie, **sent}}
                if form is not None:
                    return await client.post(path, data=form, **told)
                return await client.get(path, **told)

        answer = asyncio.run(one())
        for header in answer.headers.get_list("set-cookie"):
            name, value = header.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def send(self, path: str, page: str = "", **form: str) -> httpx.Response:
        """Open a page and send its form, filled in."""
        found = TOKEN.search(self.ask(page or path).text)
        assert found, path
        return self.ask(path.partition("?")[0], {"token": found[1], **form})

    def login(self, name: str, password: str, **more: str) -> httpx.Response:
        """Sign in."""
        return self.send("/login", name=name, password=password, **more)

    @property
    def name(self) -> str:
        """Return who is signed in, "" where nobody is."""
        found = re.search(r"<p>([^，]+)，(?:查看|镇街|部门|审核|管理)", self.ask("/me").text)
        return found[1] if found else ""


def wrong(answer: httpx.Response) -> str:
    """Return the sentence in red, "" where there is none."""
    found = WRONG.search(answer.text)
    return found[1] if found else ""
