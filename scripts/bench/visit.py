"""A page in the browser: opened, listened to, and asked what its recorder (recorder.js) saw."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.serving import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, WebSocket

RECORDER = Path(__file__).with_name("recorder.js")
VIEWPORT: Any = {"width": 1366, "height": 768}  # the screen that the pages are laid out for
PATIENCE_S = 60.0
PAINTED = "(ms) => Promise.race([sihuiBench.painted, new Promise((end) => setTimeout(end, ms))])"
QUIET_S = 1.0
PAUSE_S = 0.15


@dataclass
class Traffic:
    """What a page has sent and received, by websocket and otherwise."""

    frame_bytes: int = 0
    last: float = 0.0
    requests: list[Request] = field(default_factory=list)

    def _count(self, payload: str | bytes) -> None:
        self.frame_bytes += len(payload.encode() if isinstance(payload, str) else payload)
        self.last = time.monotonic()

    def _listen(self, websocket: WebSocket) -> None:
        websocket.on("framesent", self._count)
        websocket.on("framereceived", self._count)

    def _keep(self, request: Request) -> None:
        self.requests.append(request)
        self.last = time.monotonic()

    def watch(self, page: Page) -> None:
        """Count from now on."""
        page.on("websocket", self._listen)
        page.on("requestfinished", self._keep)

    def reset(self) -> None:
        """Begin at zero."""
        self.frame_bytes = 0
        self.requests.clear()
        self.last = time.monotonic()

    def total_bytes(self) -> int:
        """Return all bytes both ways since the last reset."""
        total = self.frame_bytes
        for sizes in [request.sizes() for request in self.requests]:
            total += sizes["requestHeadersSize"] + sizes["requestBodySize"]
            total += sizes["responseHeadersSize"] + sizes["responseBodySize"]
        return total

    def quiet(self, page: Page) -> None:
        """Wait until nothing has come or gone for a second."""
        while time.monotonic() - self.last < QUIET_S:
            page.wait_for_timeout(50)


@dataclass
class Opened:
    """An open page and its traffic."""

    page: Page
    traffic: Traffic
    painted_ms: float

    def pause(self, seconds: float = PAUSE_S) -> None:
        """Let the page go on for so long."""
        self.page.wait_for_timeout(1000 * seconds)

    def press(self) -> None:
        """Press the mouse where it is; what comes and goes counts from here."""
        self.traffic.reset()
        self.page.mouse.down()
        self.page.mouse.up()

    def close(self) -> None:
        """Close the page and forget its cache."""
        self.page.context.close()


def map_frame(page: Page, *, apart_from: Sequence[Frame] = ()) -> Frame:
    """Return the frame of our map, ``apart_from`` those of the page before."""
    maps = [frame for frame in page.frames if "/component/map/" in frame.url]
    found = [frame for frame in maps if frame not in apart_from]
    if not found:
        msg = f"{page.url}: there is no map on this page"
        raise NotMeasuredError(msg)
    return found[0]


def wait_for_map(page: Page, *, apart_from: Sequence[Frame] = ()) -> Frame:
    """Wait until ``map_frame`` finds one."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with suppress(NotMeasuredError):
            return map_frame(page, apart_from=apart_from)
        page.wait_for_timeout(10)
    return map_frame(page, apart_from=apart_from)


def painted_at(frame: Frame) -> float:
    """Return when ``frame`` was painted, in ms since 1970."""
    found: float | None = frame.evaluate(PAINTED, 1000 * PATIENCE_S)
    if found is None:
        msg = f"{frame.url}: nothing was painted within {PATIENCE_S:g} s"
        raise NotMeasuredError(msg)
    return found


def visitor(browser: Browser) -> BrowserContext:
    """Return a visitor with an empty cache, whose pages record what they do."""
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN")
    context.add_init_script(path=RECORDER)
    return context


def open_page(page: Page, address: str, *, is_framed: bool) -> Opened:
    """Open ``address``; painted means the map, in a frame of its own or not, else the title."""
    traffic = Traffic()
    traffic.watch(page)
    page.goto(address, wait_until="commit")
    painted = painted_at(wait_for_map(page) if is_framed else page.main_frame)
    start: float = page.evaluate("performance.timeOrigin")
    return Opened(page, traffic, painted - start)


def arm(frame: Frame | Page, **wanted: str) -> None:
    """Record from now on, until all that is ``wanted`` is seen."""
    already = frame.evaluate("(wanted) => sihuiBench.arm(wanted)", wanted)
    if already:
        msg = f"nothing to wait for: {', '.join(already)} {wanted}"
        raise NotMeasuredError(msg)


def report(frame: Frame | Page) -> dict[str, Any]:
    """Return when each thing was seen that was wanted, and what was sent and received."""
    marks: dict[str, Any] = frame.evaluate("sihuiBench.report()")
    return marks


def point_in(frame: Frame, script: str, value: str) -> tuple[float, float]:
    """Return where to point in the window, by what ``script`` says of its frame."""
    point = frame.evaluate(script, value)
    box = frame.frame_element().bounding_box() if frame.parent_frame else {"x": 0.0, "y": 0.0}
    if box is None or point is None:
        msg = f"nothing to click for {value}"
        raise NotMeasuredError(msg)
    return box["x"] + point["x"], box["y"] + point["y"]
