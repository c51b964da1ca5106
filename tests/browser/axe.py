"""Accessibility by axe-core, in a page and in the frame of its map."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from tests.browser.visit import FRAME_FOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Frame

    from tests.browser.visit import Visit

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RUN = """async () => {
  const found = await axe.run(document, { iframes: false, resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html}`);
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
