"""Addresses with a slip in them: one Chinese sentence, and the way on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from sihui_map.ui.pages import GROUPS, PAGES
from tests import county
from tests.browser.visit import new_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

ALERT = "[data-testid=stAlert]"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("emissions?town=999999999", "999999999"),
        ("emissions?year=1999", "1999"),
        (f"forest?town={county.in_address(county.OWN.short)}", county.OWN.short),
    ],
)
def test_an_unknown_choice_gives_one_sentence_and_a_page_that_works(
    visitor: Callable[..., Visit], server: Server, address: str, said: str
) -> None:
    visit = visitor(server, address)

    alert = visit.page.locator(ALERT)
    expect(alert).to_have_count(1)
    assert said in alert.inner_text()
    assert re.search(r"。已按.*显示。$", alert.inner_text())
    assert visit.english() == []
    visit.click_polygon(county.LAST.code)
    expect(visit.page).to_have_url(re.compile(f"town={county.LAST.code}"))
    expect(visit.page.locator("tr.chosen")).to_contain_text(county.LAST.name)
    visit.assert_clean()


def test_an_unknown_page_is_a_chinese_404_with_links(chromium: Browser, server: Server) -> None:
    visit = new_visit(chromium, server)

    answer = visit.page.goto(f"{server.base}/nothing-here")

    assert answer is not None
    assert answer.status == 404
    assert visit.page.locator("h1").inner_text() == "没有这个页面"
    links = visit.page.locator("a").all_inner_texts()
    shown = [entry for entry in PAGES if not entry.is_hidden]
    assert links == [each.title for group in GROUPS for each in shown if each.group == group]
    assert visit.other_hosts() == []
    assert visit.violations == []
    visit.page.get_by_role("link", name="镇街排放").click()
    visit.settled()
    assert visit.page.locator(".head h1").inner_text() == "镇街排放"
    visit.page.context.close()


def test_the_health_check_names_the_snapshot(server: Server) -> None:
    answer = httpx.get(f"{server.base}/healthz")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert re.fullmatch("[0-9A-F]{8}", answer.json()["revision"])
