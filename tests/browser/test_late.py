"""What comes late or not at all: messages, maps, components, slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.visit import MAP_FRAME, Visit
from tests.browser.walk import on_slide, shows_map
from tests.people import OWN_TOWN

if TYPE_CHECKING:
    from playwright.sync_api import Route, WebSocketRoute


pytestmark = pytest.mark.browser

ASKED_AGAIN_MS = 3500


def test_a_slide_that_comes_late_is_not_passed_over(walker: Visit) -> None:
    """The press is asked again meanwhile, while the server has drawn the slide already."""
    held: list[bytes | str] = []

    def keep(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda body: held.append(body) if is_slow else socket.send(body))
        sockets.append(socket)

    sockets: list[WebSocketRoute] = []
    is_slow = False
    walker.page.route_web_socket("**/_stcore/stream", keep)
    walker.open("present?slide=3")
    shows_map(walker, "镇街排放")
    is_slow = True

    walker.page.keyboard.press("ArrowRight")
    walker.page.wait_for_timeout(ASKED_AGAIN_MS)
    is_slow = False
    for body in held:
        sockets[-1].send(body)

    on_slide(walker, 4)
    walker.page.wait_for_timeout(ASKED_AGAIN_MS)
    on_slide(walker, 4)
    shown = walker.page.evaluate("window.painted.map((one) => JSON.parse(one)[0])")
    assert "平衡表" not in shown  # the fifth
    walker.assert_clean()


LOSE_THE_FIRST_WORD = """
if (window === window.top) {
  window.lost = 0;
  window.addEventListener("message", (event) => {
    if (event.data && event.data.type === "streamlit:componentReady" && window.lost < 2) {
      window.lost += 1;
      event.stopImmediatePropagation();
    }
  }, true);
}
"""


def test_a_frame_that_was_not_heard_asks_again(walker: Visit) -> None:
    walker.page.add_init_script(LOSE_THE_FIRST_WORD)

    walker.open("emissions")

    shows_map(walker, "镇街排放")
    assert walker.page.evaluate("window.lost") == 2
    expect(walker.page.locator(MAP_FRAME)).to_be_visible()
    walker.assert_clean()


def test_a_map_that_did_not_arrive_is_asked_for_again(walker: Visit) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    walker.page.route("**/assets/maps/*.js*", lose)

    walker.page.goto(f"{walker.server.base}/forest")

    expect(walker.map.locator(".waiting")).to_have_text("地图没有载入，正在重试。")
    shows_map(walker, "森林碳汇")
    expect(walker.map.locator(".waiting")).to_have_count(0)
    assert len(lost) == 2


def test_a_component_that_comes_late_does_not_hold_the_drawn_map(walker: Visit) -> None:
    """It would ask a map for its bounds after that gave way to its successor."""
    late: list[Route] = []
    walker.page.route("**/static/js/main*.js", lambda route: late.append(route))  # noqa: PLW0108 playwright marks it
    walker.page.goto(f"{walker.server.base}/emissions?town={OWN_TOWN}")
    expect(
        walker.page.frame_locator(MAP_FRAME).locator("path.leaflet-interactive")
    ).not_to_have_count(0)

    late.pop().continue_()

    shows_map(walker, "镇街排放")
    walker.map_frame.wait_for_function("() => window.map")  # the component has come
    assert walker.map_frame.evaluate("() => window.map.getContainer().isConnected") is False
    walker.assert_clean()


def test_until_the_map_is_there_its_place_says_so(walker: Visit) -> None:
    walker.page.route("**/assets/maps/*.js*", lambda _: None)

    walker.page.goto(f"{walker.server.base}/forest")

    expect(walker.page.locator(MAP_FRAME)).to_be_visible()
    said = walker.map.locator("#map_div").evaluate(
        "(one) => getComputedStyle(one, '::before').content"
    )
    assert said == '"地图载入中…"'
    assert walker.map.locator("path").count() == 0
