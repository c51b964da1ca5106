"""The slides of a meeting: which there are, and when one stands."""

from __future__ import annotations

from playwright.sync_api import expect

from sihui_map.ui.present import COVER
from sihui_map.ui.slides import SLIDES
from tests.browser.visit import UNITS, Visit

NAMES = [
    COVER,
    *(name for name in SLIDES if name != "since"),
]  # there is no publication before the first
COUNT = len(NAMES)
BEYOND = """() => {
  const main = document.querySelector(".stMain"), seen = [];
  const foot = document.querySelector(".st-key-present_foot").getBoundingClientRect();
  if (main.scrollHeight > main.clientHeight + 1) seen.push(`scrolls: ${main.scrollHeight}`);
  if (main.scrollWidth > main.clientWidth + 1) seen.push(`scrolls aside: ${main.scrollWidth}`);
  if (foot.bottom > innerHeight + 1) seen.push(`foot ends at ${foot.bottom}`);
  for (const one of document.querySelectorAll(".st-key-present :is(.head, .figures, .scroll, \
ul.targets, .notes, .facts, iframe, .js-plotly-plot .main-svg)")) {
    const box = one.getBoundingClientRect();
    if (box.bottom > foot.top + 1 || box.right > innerWidth + 1)
      seen.push(`${one.className || one.tagName}: ${box.right}, ${box.bottom} > ${foot.top}`);
    if (one.scrollWidth > one.clientWidth + 1 && one.matches(".scroll"))
      seen.push(`${one.className}: wider than its room`);
  }
  return seen;
}"""


def at(visit: Visit, place: int, count: int = COUNT) -> None:
    """Wait until the slide is shown, and hold the address against it."""
    foot = visit.page.locator(".st-key-present_foot .source")
    expect(foot).to_contain_text(f"第 {place} 页，共 {count} 页")
    visit.settled()


def drawn(visit: Visit, place: int) -> Visit:
    """Open a slide and wait for its map and chart."""
    return shown(visit.open(f"present?slide={place}"), place)


def shown(visit: Visit, place: int) -> Visit:
    """Wait for the slide, its map and its chart."""
    at(visit, place)
    if NAMES[place - 1] in {"emissions", "sites", "forest"}:
        expect(visit.map.locator("path[data-town][data-fill]")).to_have_count(UNITS)
    if NAMES[place - 1] in {"sites", "forest"}:
        expect(visit.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    return visit
