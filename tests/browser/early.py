"""A page whose Streamlit is held back, so that its first look stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Route, expect

from tests.browser.visit import FIRST, Visit
from tests.browser.walk import watch

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Locator

FIRST_MAP = f"{FIRST} iframe"
STREAMLIT = re.compile(r"/static/js/index\.[\w-]+\.js$")
SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "telephone": (390, 844)}
# Shifts of what can be seen; and how many maps can be seen, in every frame that is painted.
WATCHED = """
if (window === window.top) {
  window.shifted = 0;
  window.maps = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  const isSeen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const look = () => {
    const frames = [...document.querySelectorAll("iframe")];
    if (frames.length) window.maps.push(frames.filter(isSeen).length);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""


class Held:
    """A visit whose Streamlit does not start until it is let go."""

    def __init__(self, visit: Visit) -> None:
        """Hold the front end back: only its first chunk."""
        self.visit, self._held = visit, list[Route]()
        watch(visit)
        visit.page.add_init_script(WATCHED)
        visit.page.route(STREAMLIT, self._keep)

    def _keep(self, route: Route) -> None:
        self._held.append(route)

    def open(self, address: str) -> Held:
        """Open ``address`` and wait for the first look's map."""
        self.visit.page.goto(f"{self.visit.server.base}/{address}", wait_until="commit")
        expect(self.map.locator("path[data-town][data-fill]")).to_have_count(self.visit.units)
        return self

    @property
    def map(self) -> FrameLocator:
        """Return the frame of the first look."""
        return self.visit.page.frame_locator(FIRST_MAP)

    def town(self, code: str) -> Locator:
        """Return a town in it."""
        return self.map.locator(f"path[data-town='{code}']")

    def let_go(self) -> None:
        """Let Streamlit start; the first look still stands."""
        expect(self.visit.page.locator(FIRST)).to_be_attached()
        for route in self._held:
            route.continue_()
        self._held.clear()
        self.visit.page.unroute(STREAMLIT)

    def hand_over(self) -> Visit:
        """Let Streamlit start and wait until it has drawn the page."""
        self.let_go()
        return self.visit.settled()
