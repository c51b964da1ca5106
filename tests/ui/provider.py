"""A real provider of OpenID Connect and OAuth 2.0, in a process of its own on this machine."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from tests.browser.serve import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

START_S = 30.0


@contextmanager
def provided(*options: str) -> Iterator[str]:
    """Start the provider and give its address; it insists on a nonce."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "-n", "-p", str(port), *options]
    with subprocess.Popen(  # noqa: S603 our own command
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            deadline = time.monotonic() + START_S
            while time.monotonic() < deadline and process.poll() is None:
                try:
                    httpx.get(f"{base}/jwks").raise_for_status()
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield base
        finally:
            process.terminate()


def known_there(base: str, subject: str, **claims: object) -> None:
    """Let the provider know someone."""
    httpx.put(f"{base}/users/{subject}", json=claims).raise_for_status()


def agreed(where: str, subject: str, action: str = "authorize") -> str:
    """Sign in there, and return where the browser is sent back to, as a path."""
    answer = httpx.post(where, data={"sub": subject, "action": action})
    back = httpx.URL(answer.headers["location"])
    return f"{back.path}?{back.query.decode()}"
