"""A scenario is a link that Back and Forward follow; enterprises are shown to who may read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from tests.browser.visit import new_visit
from tests.own_words import records
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


def enterprise(secrecy: str) -> str:
    """Return the first enterprise of the sample whose name is of this secrecy."""
    rows = records("sample/enterprises.csv")
    return next(row["name"] for row in rows if row["name_secrecy"] == secrecy)


OPEN, HIDDEN = enterprise("公开"), enterprise("内部")


def test_a_lever_changes_the_address_and_back_returns(
    visitor: Callable[..., Visit], server: Server
) -> None:
    visit = visitor(server, "path?growth=2")
    page = visit.page
    hours = page.get_by_role("spinbutton")
    coal = page.get_by_role("slider", name=re.compile("煤改气"))

    hours.fill("1000")
    hours.press("Enter")
    expect(page).to_have_url(re.compile("hours=1000"))
    coal.focus()
    coal.press("ArrowRight")
    expect(page).to_have_url(re.compile("coal=1"))
    page.go_back()

    expect(page).not_to_have_url(re.compile("coal="))
    expect(coal).to_have_value("0")
    expect(page).to_have_url(re.compile("growth=2"))
    page.go_forward()
    expect(coal).to_have_value("1")


def test_the_scenario_says_what_it_is_on_every_size(
    visitor: Callable[..., Visit], server: Server
) -> None:
    visit = visitor(server, "path?coal=300&pv=100&hours=900", width=390, height=844)

    expect(visit.page.get_by_text("应为 0–100 之间的数")).to_be_visible()
    expect(visit.page.get_by_text("情景，不是预测，不入考核").first).to_be_visible()
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_a_visitor_sees_the_open_ones_and_a_reviewer_all(
    chromium: Browser, visitor: Callable[..., Visit], server: Server
) -> None:
    visit = visitor(server, "enterprises")
    expect(visit.page.get_by_text("没有登录：只列公开的单位和数值。")).to_be_visible()
    expect(visit.page.get_by_text(OPEN)).to_be_visible()
    expect(visit.page.get_by_text("不公开（内部）").first).to_be_visible()
    assert HIDDEN not in visit.page.content()

    reviewer = new_visit(chromium, server)
    signed_in(reviewer.page.context, server, "钱审核", Role.REVIEWER)
    reviewer.open("enterprises")

    expect(reviewer.page.get_by_text(HIDDEN)).to_be_visible()
    expect(reviewer.page.get_by_text("标「内部」的不得外传")).to_be_visible()
    reviewer.page.context.close()
