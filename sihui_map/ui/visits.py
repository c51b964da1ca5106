"""What comes in by a visit's websocket and its uploads: whose it is, what it may, how often.

A visit is known by a cookie that no script can read. Streamlit binds a session to the header that
is derived from it here (`server.trustedUserHeaders`), so that the id of a session, which stands in
addresses, opens it for nobody else. Who is signed in is told to the script in the same way
(ui/identity.py); whatever a browser says of either is taken away.
"""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from sihui_map.errors import AccessError, SihuiMapError
from sihui_map.ui import cache, identity
from sihui_map.ui.answers import say
from sihui_map.ui.cookies import visit_of
from sihui_map.ui.streamlit_inside.session import has_finished, kind_of, uploaded
from sihui_map.ui.turns import Turns, Visitor
from sihui_map.workflow.permitting import permit_upload

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER, SESSION_HEADER = identity.VISIT_HEADER.encode(), identity.HEADER.encode()
HEARD = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
"""What a page needs; `load_git_info` would tell visitors the names of files and branches."""
RERUN = "rerun_script"
SHORT = 400
"""Bytes; the message that a script has ended is shorter than any that shows something."""
LONGEST_MESSAGE = 1_000_000
"""Bytes; what a page sends of what is filled in is far shorter, and files come by PUT."""
PROTOCOL_ERROR, TOO_BIG = 1002, 1009

UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
MAX_FILE = 21_000_000
"""20 MB as the page says, and what wraps it."""
MAX_OF_SESSION, MAX_OF_ALL = 60_000_000, 300_000_000
NOT_YOURS = "只有已登录、可以填报的人可以上传文件。"
NO_LENGTH = "上传必须写明长度。"
TOO_LARGE = "文件超过 20 MB，没有接收。"
SESSION_FULL = "这次访问上传的文件合计超过 60 MB，没有接收。请关闭不用的页面后再试。"
ALL_FULL = "服务器上正在处理的上传太多，没有接收。请过几分钟再试。"


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
        refused = await run_in_threadpool(_not_his, session, scope)
        if refused := refused or self._refused(session, scope, length):
            await say(send, *refused)
            return
        self._coming += length
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming -= length

    def _refused(self, session: str, scope: Scope, length: int) -> tuple[int, str] | None:
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


_places: WeakValueDictionary[str, Place] = WeakValueDictionary()
"""By session, where files may come to; gone with the session."""
_lock = Lock()


class Place:
    """That the browser of one visit may upload to a session, as long as the session keeps this."""

    def __init__(self, visit: str) -> None:
        """Remember whose it is."""
        self.visit = visit


def open_place(session: str, visit: str) -> Place:
    """Let the browser ``visit`` upload to ``session`` while the place that is returned is kept."""
    made = Place(visit)
    with _lock:
        _places[session] = made
    return made


def _not_his(session: str, scope: Scope) -> tuple[int, str] | None:
    """Return why somebody may not upload to a session: not his, or he may not at all.

    Of who is signed in it is written down.
    """
    with _lock:
        found = _places.get(session)
    is_his = found is not None and found.visit == visit_of(scope)
    try:
        account = identity.account_of(scope)
        if account is None:
            return 403, NOT_YOURS
        who = account.actor(identity.address_of(scope))
        permit_upload(cache.archive(), who, is_his=is_his)
    except AccessError:
        return 403, NOT_YOURS
    except SihuiMapError as error:
        return 503, f"{str(error).rstrip('。')}。"
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
        digest = await run_in_threadpool(identity.told_of, scope)
        told = ((HEADER, visit_of(scope).encode()), (SESSION_HEADER, digest.encode()))
        given = [pair for pair in scope["headers"] if pair[0] not in (HEADER, SESSION_HEADER)]
        own = {**scope, "headers": [*given, *told]}
        try:
            await app(own, self._hear, self._tell)
        finally:
            self._turns.give_back(self._visitor)

    async def _hear(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            body = message.get("bytes")
            if len(body or b"") > LONGEST_MESSAGE:
                return await self._shut(TOO_BIG)
            kind = kind_of(body)
            if kind is None:
                return await self._shut(PROTOCOL_ERROR)
            if kind in HEARD:
                if kind == RERUN:
                    await self._turns.take(self._visitor)
                return message

    async def _shut(self, code: int) -> Message:
        self._is_closed = True
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def _tell(self, message: Message) -> None:
        body = message.get("bytes") or b""
        if 0 < len(body) < SHORT and has_finished(body):
            self._turns.give_back(self._visitor)
        if not self._is_closed:
            await self._send(message)
