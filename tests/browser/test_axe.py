"""Accessibility by axe-core: every page and every frame, wide and on a telephone."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.visit import FRAME_FOLDER, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Frame

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RUN = """async () => {
  const found = await axe.run(document, { iframes: false, resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html}`);
}"""
ADDRESSES = [*TITLES, "present", "present?slide=2", "present?slide=7", "present?slide=10"]
RING = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.innerText.trim(), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def violations(visit: Visit) -> list[str]:
    """Return what axe finds in the page and in the frame of its map."""
    found: list[str] = []
    frames: list[Frame] = [visit.page.main_frame]
    frames += [frame for frame in visit.page.frames if FRAME_FOLDER in frame.url]
    for frame in frames:
        frame.evaluate(f"{AXE};0")
        found += frame.evaluate(RUN)
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(visitor: Visitor, server: Server, address: str) -> None:
    visit = visitor(server, address)
    assert violations(visit) == []

    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.settled()

    assert violations(visit) == []


def test_the_keyboard_sees_where_it_is_in_the_menu(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "")
    rings: dict[str, Any] = {}

    for _ in range(14):
        visit.page.keyboard.press("Tab")
        words, style, width = visit.page.evaluate(RING)
        rings[words.split("\n")[0]] = (style, width)

    for words in ("镇街排放", "主要指标", "填报", "会议"):
        assert rings[words] == ("solid", 3), rings


def test_the_keyboard_sees_where_it_is_in_the_map(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "emissions")

    visit.map.locator(".years button").first.focus()
    visit.page.keyboard.press("Tab")
    ring = visit.map_frame.evaluate(RING)

    assert ring == ["2021", "solid", 3]
