"""Serve what never changes from memory, compressed once.

Streamlit compresses each file for each visitor and lets nobody keep it; most of a cold open is
that. Names with a hash in them may be kept for a year.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from xstatic.pkg import leaflet

from sihui_map.ui import cache
from sihui_map.ui.first_frame import FIRST_FOLDER
from sihui_map.ui.manual import MANUAL_PICTURES, PICTURES
from sihui_map.ui.pages import GROUPS, PAGES, WITH_MAP
from sihui_map.ui.streamlit_inside.pages import (
    ASSETS,
    FRAME,
    FRAME_FOLDER,
    INSIDE_ASSETS,
    STREAMLIT,
    early_script,
    first_index,
    frame_page,
    index_page,
    map_script,
)
from sihui_map.ui.turns import BARE
from sihui_map.views.first import lost_html, why_script

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

FRAME_PAGE = re.compile(rf"{FRAME_FOLDER}([a-z]+)/")
FIRST_FRAME = re.compile(rf"{FIRST_FOLDER}([a-z]+)/")
FOLDERS = {
    "/static/": STREAMLIT / "static",
    "/assets/frame/": FRAME,
    "/assets/leaflet/": Path(leaflet.BASE_DIR),
    "/assets/inside/": INSIDE_ASSETS,
    MANUAL_PICTURES: PICTURES,
    "/assets/": ASSETS,
}
TEXTS = {".js", ".css", ".html", ".json", ".svg", ".txt", ".md"}
HASHED = re.compile(r"[.-][A-Za-z0-9_-]{8}\.\w+$")
WORTH_COMPRESSING = 700
YEAR = b"public, max-age=31536000, immutable"
DAY = b"public, max-age=86400"
ALWAYS_ASK = b"no-cache"
NEVER_KEEP = b"no-store"
"""A page with numbers in it: Back would show those of last time."""
SCRIPTS: dict[str, Callable[[], str]] = {
    "/assets/drawing.js": map_script,
    "/assets/early.js": early_script,
    "/assets/why.js": why_script,
}
"""Scripts that are put together; their addresses have a version."""
SLUGS = {"/", *(f"/{entry.slug}" for entry in PAGES[1:])}
MAX_DEPTH = 8
# What is served behind this: Streamlit's doors, our routes (ui/server.py).
SERVED = re.compile(
    r"/(?:_stcore/(?:health|script-health-check|host-config|stream|upload_file/[^/]+/[^/]+"
    r"|metrics.*|agent.*|bidi-components/.+)|media/.+|component/(?!first/).+|api/v1(?:/.*)?|healthz"
    r"|favicon\.png"
    r"|assets/maps/[^/]+\.js|assets/(?:locator|thumbnail)/[^/]+\.svg"
    r"|data/(?:(?:reported/)?[^/]+\.csv|template\.xlsx)"
    r"|login|logout|welcome|password|me|sso|sso-back|cells/(?:save|news|about|say|attach|evidence/[0-9]{1,9})"
    r"|materials/[a-z-]+|materials/notices/[a-z_]+\.docx)",
    re.DOTALL,
)

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("text/javascript", ".js")

Answer = tuple[list[tuple[bytes, bytes]], bytes]


def missing_page(depth: int = 0) -> str:
    """Return what an unknown address, ``depth`` folders deep, answers: a sentence, the way home."""
    home = "../" * depth or "./"
    addresses = {entry: home + ("" if entry is PAGES[0] else entry.slug) for entry in PAGES}
    groups = [
        (
            group,
            [
                (entry.title, address, entry.holds)
                for entry, address in addresses.items()
                if entry.group == group and not entry.is_hidden
            ],
        )
        for group in GROUPS
    ]
    return lost_html(cache.place().title, home, groups)


@lru_cache(maxsize=512)
def _file(path: str) -> tuple[Answer, Answer | None] | None:
    for prefix, folder in FOLDERS.items():
        if not path.startswith(prefix):
            continue
        root = folder.resolve()
        try:
            found = (root / path[len(prefix) :]).resolve()
            if found.is_relative_to(root) and found.is_file():
                keep = YEAR if HASHED.search(found.name) else DAY
                return _answers(found.read_bytes(), found.suffix, keep)
        except (OSError, ValueError):  # a name that no file can have: too long, with a NUL
            return None
    return None


def _answers(body: bytes, suffix: str, keep: bytes) -> tuple[Answer, Answer | None]:
    kind = mimetypes.types_map.get(suffix, "application/octet-stream")
    if suffix in TEXTS:
        kind += "; charset=utf-8"
    head = [
        (b"content-type", kind.encode()),
        (b"cache-control", keep),
        (b"vary", b"accept-encoding"),
        # Fonts and scripts of the sandboxed frame come from the origin "null".
        (b"access-control-allow-origin", b"*"),
    ]
    as_is = ([*head, (b"content-length", str(len(body)).encode())], body)
    if suffix not in TEXTS or len(body) < WORTH_COMPRESSING:
        return as_is, None
    small = gzip.compress(body, 6, mtime=0)
    packed = [*head, (b"content-encoding", b"gzip")]
    return as_is, ([*packed, (b"content-length", str(len(small)).encode())], small)


@lru_cache(maxsize=16)
def _page(page: str, keep: bytes = ALWAYS_ASK) -> tuple[Answer, Answer | None]:
    return _answers(page.encode(), ".html", keep)


@lru_cache(maxsize=64)
def _first_page(first: str) -> tuple[Answer, Answer | None]:
    return _answers(first_index(first).encode(), ".html", NEVER_KEEP)


def warm_up() -> None:
    """Read and compress what every visitor needs, before the first one comes."""
    _page(index_page())
    for name in re.findall(r'"\.(/static/[^"]+)"', index_page()):
        _file(name)
    for path in sorted(FRAME.rglob("*.js")):
        _file("/assets/frame/" + path.relative_to(FRAME).as_posix())
    for name in ("leaflet/leaflet.js", "leaflet/leaflet.css", "map.css"):
        _file(f"/assets/{name}")
    _script(map_script())


@lru_cache(maxsize=len(SCRIPTS))
def _script(text: str) -> tuple[Answer, Answer | None]:
    return _answers(text.encode(), ".js", YEAR)


def _find(path: str) -> tuple[int, tuple[Answer, Answer | None]] | None:
    if path in SLUGS:
        return 200, _page(index_page())
    if made := SCRIPTS.get(path):
        return 200, _script(made())
    found = _file(path) if path.startswith(tuple(FOLDERS)) else None
    return (200, found) if found else None


class StaticFiles:
    """Answers from memory before Streamlit is asked."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        map_address: Callable[[str], str] = str,
        first_page: Callable[[Scope], str] = lambda _: "",
        first_map: Callable[[Scope, str], tuple[str, bool] | None] = lambda *_: None,
    ) -> None:
        """Wrap ``app``.

        ``map_address`` says where a map is now, "" where there is none; ``first_page`` makes the
        first look of a page, ``first_map`` the frame in it (ui/first.py).
        """
        self.app = app
        self.map_address = map_address
        self.first_page, self.first_map = first_page, first_map

    def _made(self, scope: Scope) -> tuple[int, tuple[Answer, Answer | None]] | None:
        """Return an answer that has to be made, or looked up in the store."""
        path = scope["path"]
        if frame := FRAME_PAGE.fullmatch(path):
            return 200, _page(frame_page(self.map_address(frame[1])))
        if frame := FIRST_FRAME.fullmatch(path):
            found = self.first_map(scope, frame[1])
            return found and (200, _page(found[0], YEAR if found[1] else ALWAYS_ASK))
        first = "" if scope.get(BARE) else self.first_page(scope)
        return (200, _first_page(first)) if first else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        found = None
        if path in WITH_MAP or path.startswith((FRAME_FOLDER, FIRST_FOLDER)):
            found = await run_in_threadpool(self._made, scope)
        found = found or _find(path)
        if found is None and _is_lost(scope["path"]):
            found = 404, _page(missing_page(min(scope["path"].count("/") - 1, MAX_DEPTH)))
        if found is None:
            await self.app(scope, receive, send)
            return
        status, (as_is, packed) = found
        accepts = dict(scope["headers"]).get(b"accept-encoding", b"")
        head, body = packed if packed and b"gzip" in accepts else as_is
        await send({"type": "http.response.start", "status": status, "headers": head})
        content = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": content})


def _is_lost(path: str) -> bool:
    """Tell whether nobody serves this address; Streamlit would answer its own page, in English."""
    return path.removesuffix("/") not in SLUGS and not SERVED.fullmatch(path)
