"""Where SIHUI_ACCESS=login, nothing is told to whoever is not signed in: no page, file or answer.

What a program is made of says nothing: its scripts and styles stay open. A map's script is read
by a sandboxed frame that has no cookie; its address holds the digest of what it says, which only
who has seen the page knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool

from sihui_map.errors import AccessError, SihuiMapError
from sihui_map.settings import is_closed
from sihui_map.ui import cache, identity
from sihui_map.ui.answers import say
from sihui_map.ui.door import PATHS, login_address
from sihui_map.ui.static import SLUGS
from sihui_map.workflow import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = re.compile(
    r"/static/.*|/assets/(?:frame|leaflet|inside)/.*|/assets/[^/]+|/favicon\.png|/healthz"
    r"|/_stcore/(?:health|script-health-check|host-config)",
    re.DOTALL,
)
MAP = re.compile(r"/assets/maps/([a-z]+)\.js")
INTERFACE = "/api/"
CLOSED = "请先登录。"
POLICY_VIOLATION = 1008


class Gate:
    """Stands before everything but the headers."""

    def __init__(self, app: ASGIApp, *, map_version: Callable[[str, str], str]) -> None:
        """Wrap ``app``; ``map_version`` tells the digest of a map of a snapshot."""
        self.app = app
        self.map_version = map_version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say that one has to sign in.

        A program shows a token to the interface, and gets in nowhere else by it. One that counts
        no more is refused also where no token is needed: else its owner would never be told.
        """
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(INTERFACE) and (key := _bearer(scope)):
            await self._program(key, scope, receive, send)
            return
        if scope["type"] == "lifespan" or not _is_closed():
            await self.app(scope, receive, send)
            return
        if scope["type"] == "http" and (path in PATHS or OPEN.fullmatch(path)):
            await self.app(scope, receive, send)
            return
        why = await run_in_threadpool(self._why_not, scope)
        if not why:
            await self.app(scope, receive, _private(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif path in SLUGS and scope["method"] in ("GET", "HEAD"):
            where = why if why != CLOSED else login_address(path[1:])
            head = [(b"location", where.encode()), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 303, "headers": head})
            await send({"type": "http.response.body", "body": b""})
        else:
            await say(send, 401, CLOSED)

    async def _program(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        if why := await run_in_threadpool(_why_no_token, scope, key):
            await say(send, *why, [(b"www-authenticate", b'Bearer error="invalid_token"')])
        else:
            await self.app(scope, receive, _private(send))

    def _why_not(self, scope: Scope) -> str:
        """Return "" for who may pass, else where he has to go first, or that he is closed out."""
        try:
            now = identity.standing_of(scope)
            if now.account is not None:
                return "./password" if now.account.must_change else ""
            found = MAP.fullmatch(scope["path"]) if scope["type"] == "http" else None
            asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=9)
            version = asked.get("v", [""])[0]
            snapshot = asked.get("snapshot", [""])[0]
            if found and version and self.map_version(found[1], snapshot) == version:
                return ""
        except (SihuiMapError, ValueError):
            return CLOSED
        return CLOSED


def _bearer(scope: Scope) -> str:
    """Return what a program shows of itself, "" where it shows nothing."""
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    if not given:
        return ""
    kind, _, key = given[0].decode("latin-1").partition(" ")
    # Said twice, or in another way, it is still shown, and refused.
    return key.strip() if len(given) == 1 and kind.lower() == "bearer" and key.strip() else "?"


def _why_no_token(scope: Scope, key: str) -> tuple[int, str] | None:
    try:
        tokens.bearer(cache.archive().store, key, address=identity.address_of(scope))
    except AccessError as error:
        return 401, f"{str(error).rstrip('。')}。"
    except SihuiMapError as error:
        return 503, f"{str(error).rstrip('。')}。"
    return None


def _is_closed() -> bool:
    try:
        return is_closed()
    except SihuiMapError:  # what is set wrong opens nothing
        return True


def _private(send: Send) -> Send:
    """Return what sends an answer that only the browser of whoever asked may keep."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, value.replace(b"public", b"private") if name == b"cache-control" else value)
                for name, value in message.get("headers", [])
            ]
        await send(message)

    return told
