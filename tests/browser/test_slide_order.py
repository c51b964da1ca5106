"""The order of the slides is kept by whoever may, for everyone who presents after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from tests.browser.slides import COUNT, at
from tests.browser.visit import new_visit
from tests.signing import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser


def test_the_order_is_kept_by_whoever_may(chromium: Browser, own_server: Server) -> None:
    visit = new_visit(chromium, own_server)
    page = visit.page
    try:
        signed_in(page.context, own_server, "张三", Role.REVIEWER)
        visit.open("desk")
        expect(page.get_by_text("张三，审核")).to_be_visible()
        visit.press(page.locator("[data-testid=stTopNavSection]", has_text="会议"))
        visit.press(page.get_by_role("menuitem", name="会议材料"))
        visit.settled()
        assert visit.english() == []

        page.get_by_role("radio", name="2　总体情况").click()
        page.get_by_role("button", name="去掉").click()
        expect(page.get_by_role("radio", name="2　镇街排放", exact=True)).to_be_visible()
        page.get_by_role("radio", name="3　镇街排放排序").click()
        page.get_by_role("button", name="上移").click()
        expect(page.get_by_role("radio", name="2　镇街排放排序")).to_be_visible()
        visit.press(page.get_by_role("button", name="保存顺序"))
        expect(page.get_by_text("已保存。下次打开汇报就按这个顺序。")).to_be_visible()

        visit.open("present?slide=2")
        at(visit, 2, COUNT - 1)
        expect(page.locator(".st-key-present .head h1")).to_have_text("镇街排放排序")
        visit.assert_clean()
    finally:
        page.context.close()
