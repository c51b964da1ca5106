"""What comes in by a visit's websocket and its uploads: whose it is, what it may, how often.

A visit is known by a cookie that no script can read. Streamlit binds a session to the header that
is derived from it here (`server.trustedUserHeaders`), so that the id of a session, which stands in
addresses, opens it for nobody else.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from sihui_map.ui.answers import say
from sihui_map.ui.editor import writer_of
from sihui_map.ui.streamlit_inside.session import has_finished, kind_of, uploaded
from sihui_map.ui.turns import Turns, Visitor

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "sihui_visit"
HEADER = b"x-sihui-visit"
HEARD = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
"""What a page needs; `load_git_info` would tell visitors the names of files and branches."""
RERUN = "rerun_script"
SHORT = 400
"""Bytes; the message that a script has ended is shorter than any that shows something."""
PROTOCOL_ERROR = 1002

UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
MAX_FILE = 21_000_000
"""20 MB as the page says, and what wraps it."""
MAX_OF_SESSION, MAX_OF_ALL = 60_000_000, 300_000_000
NOT_YOURS = "只有已进入填报的人可以上传文件。"
NO_LENGTH = "上传必须写明长度。"
TOO_LARGE = "文件超过 20 MB，没有接收。"
SESSION_FULL = "这次访问上传的文件合计超过 60 MB，没有接收。请关闭不用的页面后再试。"
ALL_FULL = "服务器上正在处理的上传太多，没有接收。请过几分钟再试。"


def new_cookie(*, is_secure: bool) -> bytes:
    """Return the header value that gives a browser its cookie."""
    tail = "; Secure" if is_secure else ""
    value = f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Strict{tail}"
    return value.encode()


def cookie_of(scope: Scope) -> str:
    """Return the cookie of a request, "" where it has none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                continue
            if found is not None:
                return found.value
    return ""


def visit_of(scope: Scope) -> str:
    """Return what tells one browser from another; without a cookie, never the same twice."""
    return hashlib.sha256((cookie_of(scope) or secrets.token_urlsafe(24)).encode()).hexdigest()


class Visits:
    """Stands before Streamlit's websocket and uploads."""

    def __init__(self, app: ASGIApp, *, turns: Turns | None = None) -> None:
        """Wrap ``app``, whose scripts run in ``turns``."""
        self.app = app
        self.turns = turns or Turns()
        self._coming = 0
        """Bytes of the uploads that are under way."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or one websocket."""
        if scope["type"] == "websocket":
            await _Socket(self.turns, receive, send).run(self.app, scope)
        elif scope["type"] == "http" and (upload := UPLOAD.fullmatch(scope["path"])):
            await self._upload(upload[1], scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        length = _length(scope)
        if refused := self._refused(session, scope, length):
            await say(send, *refused)
            return
        self._coming += length
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming -= length

    def _refused(self, session: str, scope: Scope, length: int) -> tuple[int, str] | None:
        if writer_of(session) != visit_of(scope):
            return 403, NOT_YOURS
        if scope["method"] != "PUT":
            return None
        kept = uploaded()
        for is_too_much, status, sentence in (
            (length < 0, 411, NO_LENGTH),
            (length > MAX_FILE, 413, TOO_LARGE),
            (kept.get(session, 0) + length > MAX_OF_SESSION, 413, SESSION_FULL),
            (sum(kept.values()) + self._coming + length > MAX_OF_ALL, 503, ALL_FULL),
        ):
            if is_too_much:
                return status, sentence
        return None


def _length(scope: Scope) -> int:
    if scope["method"] != "PUT":
        return 0
    found = dict(scope["headers"]).get(b"content-length", b"")
    return int(found) if found.isdigit() and len(found) <= len(str(MAX_FILE)) + 1 else -1


class _Socket:
    """One websocket: what is heard reaches Streamlit when it is this visit's turn."""

    def __init__(self, turns: Turns, receive: Receive, send: Send) -> None:
        self._turns, self._receive, self._send = turns, receive, send
        self._visitor = Visitor()
        self._is_closed = False

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        given = [(name, value) for name, value in scope["headers"] if name != HEADER]
        own = {**scope, "headers": [*given, (HEADER, visit_of(scope).encode())]}
        try:
            await app(own, self._hear, self._tell)
        finally:
            self._turns.give_back(self._visitor)

    async def _hear(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            kind = kind_of(message.get("bytes"))
            if kind is None:
                self._is_closed = True
                await self._send({"type": "websocket.close", "code": PROTOCOL_ERROR})
                return {"type": "websocket.disconnect", "code": PROTOCOL_ERROR}
            if kind in HEARD:
                if kind == RERUN:
                    await self._turns.take(self._visitor)
                return message

    async def _tell(self, message: Message) -> None:
        body = message.get("bytes") or b""
        if 0 < len(body) < SHORT and has_finished(body):
            self._turns.give_back(self._visitor)
        if not self._is_closed:
            await self._send(message)
