"""The response headers of every answer, and the gate that foreign origins do not pass."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sihui_map.errors import SihuiMapError
from sihui_map.settings import LOOPBACK, read_settings
from sihui_map.ui import logbook
from sihui_map.ui.answers import say
from sihui_map.ui.cookies import cookie_of, is_secure, new_visit, visit_cookie
from sihui_map.ui.door import PATHS
from sihui_map.ui.static import SLUGS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger(__name__)

# Styles that Streamlit's libraries insert as elements: the empty one that emotion fills through
# the CSSOM, and two of its widgets.
LIBRARY_STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-2GF9hCGTDj/GGFNlQA54jDdMGl2fvoeZmZjAvBSiAtM='",
    "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
)

# The frame is an opaque origin: even script that got into a map could not reach the page.
FRAME_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-inline'; "
    "script-src-attr 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

# The only pages from which a form may be sent; no script runs on them.
DOOR_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)

# Streamlit's own doors that a viewer never needs: metrics for operators, an interface for agents.
CLOSED = ("/_stcore/metrics", "/_stcore/agent")

NO_SUCH_HOST = (
    "这台服务器不以这个名称开放。请用管理员给出的地址打开；"
    "管理员可在 SIHUI_ALLOWED_HOSTS 中加入这个名称。"
)
FOREIGN = "不允许从其他网站访问此地址。"
NOT_OPEN = "此地址不开放。"
BROKEN = "服务器出错，这次没有处理；原因已记入日志。请刷新后再试，仍不行时请告诉管理员。"


def page_policy(index_html: str) -> str:
    """Return the page's Content-Security-Policy; the inline scripts of its index are hashed."""
    inline = re.findall(r"<script>(.*?)</script>", index_html, re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in inline)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src 'self' {hashes}; script-src-attr 'none'; "
        f"style-src-elem 'self' {' '.join(LIBRARY_STYLES)}; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        "manifest-src 'self'; worker-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    )


PORT = re.compile(r":\d{1,5}$")


def is_foreign(scope: Scope) -> bool:
    """Tell whether a request's Origin is another host than the one it asks for.

    Streamlit would look up the machine's outside address for such an Origin, in the event loop,
    and stand still for seconds where nothing answers. "null" is the sandboxed map frame.
    """
    origins = {value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"}
    hosts = {value.decode("latin-1") for name, value in scope["headers"] if name == b"host"}
    if scope["type"] == "http":
        origins.discard("null")
    # Said twice, a header may be read otherwise behind this gate than here.
    return any({_host_of(origin)} != hosts for origin in origins - {""})


def is_known_host(scope: Scope) -> bool:
    """Tell whether a request asks for a name under which this server is open.

    Else a foreign page could give its own name our address, and read us through it.
    """
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    try:
        known = read_settings().hosts
    except SihuiMapError:  # the page says which setting is wrong
        known = LOOPBACK
    return len(given) == 1 and PORT.sub("", given[0].lower()).removesuffix(".") in known


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as http://[
        return ""


class Headers:
    """Adds the headers to every answer and refuses foreign origins."""

    def __init__(self, app: ASGIApp, *, page: str) -> None:
        """Wrap ``app``; ``page`` is the policy of everything but the component frames."""
        self.app = app
        self.page = page.encode()
        self.frame = FRAME_POLICY.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_foreign(scope) or not is_known_host(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        number = logbook.new_request().encode()

        async def tell(message: Message) -> None:
            if message["type"] == "websocket.accept":
                message["headers"] = [*message.get("headers", []), (logbook.HEADER, number)]
            await send(message)

        await self.app(scope, receive, tell)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        number, began = logbook.new_request(), time.perf_counter()
        dressed = _Dressed([*self._added(scope), (logbook.HEADER, number.encode())], send)
        try:
            await self._answered(scope, receive, dressed)
        finally:
            passed = time.perf_counter() - began
            logbook.told(scope["method"], scope["path"], dressed.status, passed)

    async def _answered(self, scope: Scope, receive: Receive, dressed: _Dressed) -> None:
        try:
            if not is_known_host(scope):
                await say(dressed.send, 421, NO_SUCH_HOST)
            elif scope["path"].startswith(CLOSED):
                await say(dressed.send, 403, NOT_OPEN)
            elif is_foreign(scope):
                await say(dressed.send, 403, FOREIGN)
            else:
                await self.app(scope, receive, dressed.send)
        except Exception:
            LOG.exception("%s %s failed", scope["method"], scope["path"][:200])
            if dressed.has_begun:
                raise
            await say(dressed.send, 500, f"{BROKEN}编号：{logbook.REQUEST.get()}。")

    def _added(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        path = scope["path"]
        policy = self.frame if path.startswith("/component/") else self.page
        if path in PATHS:
            policy = DOOR_POLICY.encode()
        added = [(b"content-security-policy", policy), *COMMON]
        if path in SLUGS and not cookie_of(scope):
            given = visit_cookie(new_visit(), secure=is_secure(scope))
            added.append((b"set-cookie", given))
        return added


class _Dressed:
    """An answer with the headers that each has; one that says nothing of keeping is not kept."""

    def __init__(self, added: list[tuple[bytes, bytes]], send: Send) -> None:
        self._added, self._send = added, send
        self.has_begun = False
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            self.status = message["status"]
            given = list(message.get("headers", []))
            if not any(name.lower() == b"cache-control" for name, _ in given):
                given.append((b"cache-control", b"no-store"))
            message["headers"] = [*given, *self._added]
        await self._send(message)
