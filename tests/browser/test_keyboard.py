"""Whoever works by keyboard sees where he is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import county
from tests.browser.visit import STORAGE_NO, UNITS, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

# What is pressed reaches the element that has the keyboard.
HEARD = """() => {
  window.swallowed = ["ArrowRight", "ArrowDown", "1", "PageDown", "Home", "End", "q"];
  document.addEventListener("keydown", (event) => {
    window.swallowed = window.swallowed.filter((key) => key !== event.key);
  }, true);
}"""
RING = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.innerText.trim(), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


@pytest.fixture(scope="module")
def opened(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Return a visit of the page of emissions."""
    visit = new_visit(chromium, server)
    yield visit.open("emissions")
    visit.page.context.close()


def test_the_keyboard_sees_where_it_is_in_the_menu(opened: Visit) -> None:
    rings: dict[str, Any] = {}

    for _ in range(14):
        opened.page.keyboard.press("Tab")
        words, style, width = opened.page.evaluate(RING)
        rings[words.split("\n")[0]] = (style, width)

    for words in ("镇街排放", "调度", "任务指标", "填报", "会议"):
        assert rings[words] == ("solid", 3), rings


def test_the_keyboard_sees_where_it_is_in_the_map(opened: Visit) -> None:
    opened.map.locator(".years button").first.focus()
    opened.page.keyboard.press("Tab")

    assert opened.map_frame.evaluate(RING) == [county.YEARS[1], "solid", 3]


def test_tab_leads_to_every_town(opened: Visit) -> None:
    opened.map.locator("#map_div").focus()
    reached = set()

    for _ in range(UNITS):
        opened.page.keyboard.press("Tab")
        reached.add(opened.map_frame.evaluate("() => document.activeElement.dataset.town"))

    assert reached - {county.OUTSIDE.code} == set(opened.fills()) - {county.OUTSIDE.code}


def test_keys_that_scroll_are_the_pages_own_where_no_slide_is(
    visitor: Callable[..., Visit], server: Server
) -> None:
    visit = visitor(server, f"task?no={STORAGE_NO}")
    visit.map.locator("path[data-town]").first.wait_for()
    assert visit.map.locator("body.slide").count() == 0
    visit.map_frame.evaluate(HEARD)
    visit.map.locator(".leaflet-marker-pane .mark, path[tabindex]").first.focus()

    for key in ("ArrowRight", "ArrowDown", "1", "PageDown", "Home", "End", "q"):
        visit.page.keyboard.press(key)

    assert visit.map_frame.evaluate("window.swallowed") == []
    assert visit.page.locator("body.dark-screen").count() == 0
