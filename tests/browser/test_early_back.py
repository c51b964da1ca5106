"""Back pressed while a page still starts leads where it says, however early it was pressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.visit import FIRST, MAP_FRAME, Visit
from tests.browser.walk import HEADINGS, go, shows_map, watch, wrong_maps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Route, WebSocketRoute

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

OWN, NOTHING_CHOSEN = county.OWN, "点击镇街查看数值"
STREAMLIT = re.compile(r"/static/js/index\.[\w-]+\.js$")
STREAM = re.compile(r"/_stcore/stream$")


class Slow:
    """A server whose front end, or all but its first messages, come only when they are let go."""

    def __init__(self, visit: Visit, lets_through: int) -> None:
        """Let ``lets_through`` messages of the server pass; below 0 not even the front end."""
        self.visit, self._left, self._is_slow = visit, lets_through, False
        self._routes: list[Route] = []
        self._messages: list[tuple[WebSocketRoute, str | bytes]] = []
        visit.page.route(STREAMLIT, self._load)
        visit.page.route_web_socket(STREAM, self._connect)

    def _load(self, route: Route) -> None:
        if self._is_slow and self._left < 0:
            self._routes.append(route)
        else:
            route.continue_()

    def _connect(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server().on_message(lambda message: self._answer(socket, message))

    def _answer(self, socket: WebSocketRoute, message: str | bytes) -> None:
        if self._is_slow and self._left <= 0:
            self._messages.append((socket, message))
            return
        self._left -= self._is_slow
        socket.send(message)

    def reload(self) -> None:
        """Load the page again as a slow one, and wait until it is held up."""
        self._is_slow = True
        self.visit.page.reload(wait_until="commit")
        expect(self.visit.page.locator(FIRST)).to_be_attached()
        waiting = self._routes if self._left < 0 else self._messages
        while not waiting:
            self.visit.page.wait_for_timeout(20)

    def back(self) -> None:
        """Press Back, and let everything go."""
        self._is_slow = False
        self.visit.page.evaluate("history.back()")
        self.visit.page.wait_for_timeout(100)
        for route in self._routes:
            route.continue_()
        for socket, message in self._messages:
            socket.send(message)
        self._routes, self._messages = [], []


@pytest.fixture(params=[-1, 0, 1], ids=["no front end", "no message", "one message"])
def slow(
    visitor: Callable[..., Visit], server: Server, request: pytest.FixtureRequest
) -> Iterator[Slow]:
    """Return a page that becomes slow, held up at another place in each case."""
    visit = visitor(server, "desk")
    watch(visit)
    yield Slow(visit, request.param)
    visit.page.unroute_all(behavior="ignoreErrors")


def test_back_to_another_page_shows_that_page(slow: Slow) -> None:
    visit = slow.visit.open("sites")
    go(visit, "overview")
    slow.reload()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(urlsplit(request.url).path))

    slow.back()

    shows_map(visit, HEADINGS["sites"])
    expect(visit.page.locator(FIRST)).to_have_count(0)
    expect(visit.page).to_have_url(re.compile("/sites$"))
    assert wrong_maps(visit) == []
    # A frame of the page that is left must not be given the map of the other, even if nobody
    # saw it: the first map of a page comes after the page itself.
    first_map = "/component/first/sites/"
    assert first_map not in asked or "/sites" in asked[: asked.index(first_map)]


def test_back_to_no_choice_shows_none(slow: Slow) -> None:
    visit = slow.visit.open("emissions")
    own = visit.page.frame_locator(MAP_FRAME)
    own.locator(f"path[data-town='{OWN.code}']").click()
    expect(visit.page).to_have_url(re.compile(f"town={OWN.code}"))
    expect(own.locator(".chosen-town")).to_contain_text(OWN.name)
    slow.reload()

    slow.back()

    expect(visit.page.locator(FIRST)).to_have_count(0)
    expect(visit.page).to_have_url(re.compile("/emissions$"))
    expect(own.locator(".chosen-town")).to_have_text(NOTHING_CHOSEN)
    shows_map(visit, HEADINGS["emissions"])
