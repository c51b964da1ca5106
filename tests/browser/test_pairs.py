"""From every page to every other one through the menu: its own title, its own map or none."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.ui.pages import PAGES
from tests.browser.visit import TITLES, Visit, visit_in
from tests.browser.walk import HEADINGS, all_pairs, shows_map, watch, wrong_maps

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from sihui_map.ui.pages import PageEntry
    from tests.browser.serve import Server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

IN_MENU = {entry.slug: entry for entry in PAGES if not entry.is_hidden and entry.slug != "present"}
"""The slides have no menu above them; test_walks.py goes there and back."""
NO_MAP = "() => ![...document.querySelectorAll('iframe')].some((one) => one.shows)"


def go(visit: Visit, entry: PageEntry) -> None:
    """Go to a page through the menu; wait until it is there, and no map of the page before."""
    if entry.group:
        visit.page.locator("[data-testid=stTopNavSection]", has_text=entry.group).click()
        visit.page.get_by_role("menuitem", name=entry.title, exact=True).click()
    else:
        visit.page.get_by_role("link", name=entry.title, exact=True).first.click()
    title = TITLES["" if entry is PAGES[0] else entry.slug]
    expect(visit.page.locator(".head h1")).to_have_text(title)
    if entry.slug in HEADINGS:
        shows_map(visit, title)
    else:
        visit.page.wait_for_function(NO_MAP)


def test_every_page_from_every_other(context: BrowserContext, server: Server) -> None:
    walk = all_pairs(list(IN_MENU))
    assert len(set(itertools.pairwise(walk))) == len(IN_MENU) * (len(IN_MENU) - 1)
    visit = visit_in(context, server)
    watch(visit)
    visit.open("")

    for slug in walk[1:]:
        go(visit, IN_MENU[slug])

    assert wrong_maps(visit) == []
    visit.assert_clean()
    visit.page.close()
