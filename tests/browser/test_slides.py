"""Each slide fits every screen it may be shown on, and none is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.ui.slides import SLIDES
from tests import county
from tests.browser.axe import violations
from tests.browser.slides import BEYOND, COUNT, NAMES, at, shown
from tests.browser.visit import Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

COVER_TITLE = f"{county.NAME}碳达峰一张图"
SCREENS = [(2560, 1440), (1920, 1080), (1366, 768), (1366, 625), (1024, 768)]
TELEPHONES = [(390, 844), (844, 390)]
SMALLEST_PX = 28
# Said by more than a title and a sentence: a table, numbers, a map, a field to ask in.
EMPTY = """() => !document.querySelector(".st-key-present "
  + ":is(table.data tbody tr, .figure, iframe, ul.targets li, input, .cover)")"""
# A slide that scrolls: nothing wider than the screen, all of it above the line of buttons.
ON_A_TELEPHONE = """() => {
  const main = document.querySelector(".stMain"), seen = [];
  const foot = document.querySelector(".st-key-present_foot").getBoundingClientRect();
  if (foot.height > 76) seen.push(`foot is ${foot.height} high`);
  if (Math.abs(foot.bottom - innerHeight) > 1) seen.push("foot is not at the foot");
  if (main.scrollWidth > main.clientWidth + 1) seen.push(`wide: ${main.scrollWidth}`);
  const shown = [...document.querySelectorAll(".st-key-present_foot :is(button, b)")]
    .filter((one) => one.checkVisibility());
  if (shown.length !== 3) seen.push(`${shown.length} parts in the foot`);
  for (const one of shown)
    if (one.getBoundingClientRect().right > innerWidth) seen.push(one.innerText);
  main.scrollTop = main.scrollHeight;
  const last = document.querySelector(".st-key-present .foot").getBoundingClientRect();
  if (last.bottom > foot.top + 1) seen.push(`${last.bottom} is under ${foot.top}`);
  const head = document.querySelector(".st-key-present .head").getBoundingClientRect();
  if (main.scrollHeight > main.clientHeight + 1 && head.top > 0 && last.bottom > foot.top + 1)
    seen.push("cannot be scrolled to its end");
  main.scrollTop = 0;
  return seen;
}"""
SMALL = """(smallest) => {
  const root = document.querySelector(".st-key-present"), found = new Set();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim(), around = node.parentElement;
    if (!text || !around.checkVisibility({ opacityProperty: true })) continue;
    if (!around.getClientRects().length || around.closest("script, style")) continue;
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (size < smallest) found.add(`${text.slice(0, 20)}: ${size}px`);
  }
  return [...found];
}"""


def fits_every_screen(visit: Visit) -> None:
    """Hold the slide against every screen it may be shown on, large ones first."""
    for width, height in SCREENS:
        visit.page.set_viewport_size({"width": width, "height": height})
        assert visit.amiss(BEYOND) == [], (width, height)
        smallest = SMALLEST_PX if width >= 1366 else SMALLEST_PX * width / 1366
        assert visit.page.evaluate(SMALL, smallest) == [], (width, height)
    for width, height in TELEPHONES:
        visit.page.set_viewport_size({"width": width, "height": height})
        assert visit.amiss(ON_A_TELEPHONE) == [], (width, height)
        assert visit.page.evaluate(SMALL, 14) == [], (width, height)


@pytest.mark.parametrize("place", range(1, COUNT + 1))
def test_a_slide_opens_by_its_address_and_fits_every_screen(
    visitor: Callable[..., Visit], server: Server, place: int
) -> None:
    visit = visitor(server, f"present?slide={place}", width=1920, height=1080)
    shown(visit, place)

    title = SLIDES[NAMES[place - 1]].title if place > 1 else COVER_TITLE
    expect(visit.page.locator(".st-key-present .head h1")).to_have_text(title)
    assert visit.page.evaluate(EMPTY) is False
    fits_every_screen(visit)
    assert visit.english() == []
    visit.assert_clean()
    assert violations(visit) == []
    visit.resize(1920, 1080)
    assert violations(visit) == []


def test_without_samples_no_slide_is_empty_and_all_fit(
    chromium: Browser, public_server: Server
) -> None:
    visit = new_visit(chromium, public_server, width=1920, height=1080)
    try:
        visit.open("present")
        titles = []
        for place in range(1, 9):
            at(visit, place, 8)
            titles.append(visit.page.locator(".st-key-present .head h1").inner_text())
            assert visit.page.evaluate(EMPTY) is False
            fits_every_screen(visit)
            visit.page.set_viewport_size({"width": 1920, "height": 1080})
            visit.page.keyboard.press("ArrowRight")
        assert titles == [
            COVER_TITLE, "总体情况", "平衡表", "能源项目",
            "园区循环化", "重点任务", "缺失与待核", "问答",
        ]  # fmt: skip
        assert "null" not in visit.words()
        visit.assert_clean()
    finally:
        visit.page.context.close()
