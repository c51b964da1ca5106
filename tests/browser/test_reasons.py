"""Why a value is missing and whence it is: by key, finger and pointer, before Streamlit too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.views.fmt import NO_VALUE
from tests.browser.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.early import Held
    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

WHY = "p.why"
ALONE = """() => [...document.querySelectorAll(
    "#root .stMain [title]:not(iframe, svg *, [title='']), #first [title]:not(iframe)")]
  .filter((one) => !one.closest(".js-plotly-plot, [data-testid=stIconMaterial]"))
  .map((one) => one.outerHTML.slice(0, 120))"""
# Of each table and list one stop of the Tab key, whatever it holds.
STOPS = """() => [...document.querySelectorAll("table.data, ol.strip, ol.steps, .figures")]
  .map((group) => [...group.querySelectorAll("[tabindex='0']")]
    .filter((one) => one.matches("[aria-description], [data-why]")).length)"""
INSIDE = """(box) => { const { left, right, top, bottom } = box.getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight; }"""


@pytest.mark.parametrize("address", ["", "emissions", "sites", "targets", "tasks?view=schedule"])
def test_no_reason_is_told_to_a_mouse_alone(
    visitor: Visitor, mixed_server: Server, address: str
) -> None:
    visit = visitor(mixed_server, address)

    assert visit.page.evaluate(ALONE) == []
    assert set(visit.page.evaluate(STOPS)) <= {0, 1}
    assert visit.page.locator("[aria-description], [data-why]").count() > 2


def test_the_keyboard_reaches_every_reason_of_a_table(
    visitor: Visitor, mixed_server: Server
) -> None:
    visit = visitor(mixed_server, "targets")
    page, why = visit.page, visit.page.locator(WHY)
    table = page.locator("table.data").first
    stop = table.locator("td[tabindex='0']")
    gaps = table.locator("td[aria-description^='缺失'], td[aria-description]", has_text=NO_VALUE)

    page.keyboard.press("Tab")
    stop.focus()
    expect(why).to_be_visible()
    assert why.inner_text() == stop.get_attribute("aria-description")
    reached = set()
    for _ in range(table.locator("td[aria-description]").count()):
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-description')"))
        assert why.evaluate(INSIDE)
        page.keyboard.press("ArrowRight")
    assert gaps.count() > 0
    assert {one.get_attribute("aria-description") for one in gaps.all()} <= reached
    before = page.evaluate("document.activeElement.parentElement.rowIndex")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.parentElement.rowIndex") < before

    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    page.keyboard.press("Enter")
    expect(why).to_be_visible()
    assert violations(visit) == []
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()


def test_a_finger_opens_one_reason_and_closes_it(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(
        locale="zh-CN", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(f"{server.base}/forest")
    expect(page.locator("#first")).to_have_count(0)
    why, figures = page.locator(WHY), page.locator("#root .figure[aria-description]")

    for at in (0, 1):
        figures.nth(at).tap()
        expect(why).to_have_text(figures.nth(at).get_attribute("aria-description") or "")
        assert why.evaluate(INSIDE)
    figures.nth(1).tap()
    expect(why).to_be_hidden()
    figures.nth(0).tap()
    page.locator(".head h1").tap()
    expect(why).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_reason_is_told_before_streamlit_too(held: Callable[..., Held]) -> None:
    early = held("forest")
    page, figure = early.visit.page, early.visit.page.locator("#first .figure").first

    figure.hover()
    expect(page.locator(WHY)).to_have_text(figure.get_attribute("aria-description") or "")
    page.mouse.move(2, 300)
    expect(page.locator(WHY)).to_be_hidden()
    figure.click()
    page.mouse.move(2, 300)
    expect(page.locator(WHY)).to_be_visible()

    early.hand_over()

    expect(page.locator(WHY)).to_be_hidden()
