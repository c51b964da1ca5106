"""The response headers of every answer, and the gate that foreign origins do not pass."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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

COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)

# Streamlit's own doors that a viewer never needs: metrics for operators, an interface for agents.
CLOSED = ("/_stcore/metrics", "/_stcore/agent")


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
        if is_foreign(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        policy = self.frame if scope["path"].startswith("/component/") else self.page

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                message["headers"] = [*given, (b"content-security-policy", policy), *COMMON]
            await send(message)

        if scope["path"].startswith(CLOSED):
            await _refuse(dressed, "此地址不开放。")
        elif is_foreign(scope):
            await _refuse(dressed, "不允许从其他网站访问此地址。")
        else:
            await self.app(scope, receive, dressed)


async def _refuse(send: Send, sentence: str) -> None:
    body = sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
