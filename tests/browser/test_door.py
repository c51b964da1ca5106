"""An office that is closed: who signs in sees the live map; who goes is gone in every window."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from sihui_map.store import Store
from tests.browser.serve import started
from tests.browser.visit import new_visit
from tests.people import OWN_TOWN
from tests.signing import PASSWORD, account_in

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_clerk_signs_in_looks_works_and_goes(chromium: Browser, tmp_path: Path) -> None:
    with started(tmp_path / "log", SIHUI_ACCESS="login") as server:
        store = Store(server.database_url)
        account_in(store, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
        store.close()
        assert "/welcome?key=" in server.log.read_text("utf-8")  # for the first administrator
        visit = new_visit(chromium, server)
        page = visit.page

        page.goto(f"{server.base}/emissions")
        assert urlsplit(page.url).path == "/login"
        assert visit.english() == []
        page.get_by_label("姓名").fill("周梅")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        visit.settled()  # the map in its sandbox, which has no cookie, is drawn and coloured
        assert urlsplit(page.url).path == "/emissions"
        visit.assert_clean()

        visit.open("desk")
        expect(page.get_by_text("周梅，镇街填报")).to_be_visible()
        visit.assert_clean()
        other = page.context.new_page()
        other.goto(f"{server.base}/me")
        other.get_by_role("button", name="在所有设备上退出").click()
        assert urlsplit(other.url).path == "/login"

        visit.press(page.get_by_role("radio", name="填表", exact=True))
        expect(page.get_by_text("登录已结束，请重新登录。")).to_be_visible()
        page.reload()
        assert urlsplit(page.url).path == "/login"
        page.context.close()
