"""The bar of every page: menu, whose map it is, who looks; the same before and after Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from tests.browser.early import SIZES, Held
from tests.browser.visit import FIRST, visit_in
from tests.people import OWN_TOWN
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sihui_map.figures import Figures
    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

FIRST_MENU = ".first-bar :is(nav > a, nav > details:not(.first-phone) > summary)"
TOP_MENU = "[data-testid=stTopNavLink], [data-testid=stTopNavSection]"
MENU = """(menu) => [...document.querySelectorAll(menu)].map((one) => one.innerText.trim())"""
# What of the bar is cut, covered or outside of the screen.
CUT_BAR = """([root, linksOf]) => {
  const all = [...document.querySelectorAll(`${root} .masthead > *, #search`)];
  const boxes = all.map((one) => one.getBoundingClientRect()), found = [];
  const links = [...document.querySelectorAll(linksOf)]
    .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
  all.forEach((one, at) => {
    const box = boxes[at];
    if (one.matches("a, span") && one.scrollWidth > one.clientWidth + 1)
      found.push(`cut: ${one.innerText}`);
    if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > 90)
      found.push(`out: ${one.innerText}`);
    for (const other of [...boxes.filter((_, index) => index !== at), ...links])
      if (Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
        && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 2)
        found.push(`covered: ${one.innerText}`);
  });
  return found;
}"""


@pytest.mark.parametrize("size", list(SIZES))
def test_the_menu_says_the_same_before_and_after(held: Callable[..., Held], size: str) -> None:
    early = held("parks", size)
    page, is_wide = early.visit.page, size != "telephone"
    if not is_wide:
        page.locator(".first-phone > summary").click()
    before = page.evaluate(
        MENU, ".first-bar :is(nav > a, nav > details:not(.first-phone) > summary)"
    )
    inside = page.locator(".first-phone a").all_inner_texts()
    grouped = page.locator(".first-bar nav > details:not(.first-phone) a").all_text_contents()

    early.hand_over()

    if is_wide:
        assert before == page.evaluate(
            MENU, "[data-testid=stTopNavLink], [data-testid=stTopNavSection]"
        )
        groups = page.locator("[data-testid=stTopNavSection]")
        after = []
        for at in range(groups.count()):
            groups.nth(at).click()
            links = page.locator("[data-testid=stTopNavDropdownLink]")
            expect(links.first).to_be_visible()
            after += links.all_inner_texts()
            page.keyboard.press("Escape")
        assert grouped == after
    else:
        page.get_by_role("button", name="菜单", exact=True).click()
        expect(page.locator("[data-testid=stSidebarNavLink]").first).to_be_visible()
        assert inside == page.locator("[data-testid=stSidebarNavLink]").all_inner_texts()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844), (1024, 768)])
def test_the_bar_says_whose_map_of_which_day_and_who_looks(
    context: BrowserContext,
    server: Server,
    county_figures: Figures,
    width: int,
    height: int,
) -> None:
    day = county_figures.snapshot.data_day.isoformat()
    signed_in(context, server, "周小梅", Role.TOWN, OWN_TOWN)
    early = Held(visit_in(context, server, width=width, height=height)).open("emissions")
    visit = early.visit

    for root in (FIRST, "#root"):
        bar = visit.page.locator(f"{root} .masthead")
        expect(bar).to_be_visible()
        for part in ("碳达峰一张图", "周小梅（镇街填报）", f"数据日期 {day} · "):
            assert part in bar.inner_text().replace("\n", " ")
        assert visit.page.evaluate(CUT_BAR, [root, f"{FIRST_MENU}, {TOP_MENU}"]) == []
        assert visit.page.locator("#search").bounding_box() is not None
        if root == FIRST:
            early.hand_over()
    visit.page.close()
    context.clear_cookies()
