"""A mark says its state, and a click on it opens what is known, within the map's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.readable import COVERED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

STATION = county.site("battery_storage")
STORAGE = STATION["site_id"]
PARK = next(park["park_id"] for park in county.PARKS if park["town_code"])
CUT = """(card) => {
  const box = card.getBoundingClientRect();
  const map = document.querySelector("#map_div").getBoundingClientRect();
  const beyond = [map.left - box.left, map.top - box.top, box.right - map.right,
    box.bottom - map.bottom, box.right - innerWidth];
  return [Math.max(...beyond) > 0, card.scrollWidth > card.clientWidth];
}"""


def mark(visit: Visit, mark_id: str) -> Locator:
    return visit.map.locator(f".leaflet-marker-pane [data-mark='{mark_id}']")


def card(visit: Visit) -> Locator:
    return visit.map.locator(".site-card")


def test_a_click_opens_the_card_and_asks_the_server_nothing(
    visitor: Visitor, server: Server
) -> None:
    visit = visitor(server, "sites")
    address, asked = visit.page.url, len(visit.requests)

    mark(visit, STORAGE).click()

    expect(card(visit)).to_be_visible()
    for words in (
        STATION["name"],
        "只知所在镇街",
        f"第 {county.STORAGE_TASK['clause_no']} 条",
        *county.STORAGE_TASK["lead_units"].split("|"),
        "还缺什么",
    ):
        expect(card(visit)).to_contain_text(words)
    assert (visit.page.url, len(visit.requests)) == (address, asked)
    card(visit).get_by_role("button", name="关闭").click()
    expect(card(visit)).to_be_hidden()
    visit.assert_clean()


def test_enter_opens_it_and_escape_leads_back_to_the_mark(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "sites")

    for key in ("Enter", " "):
        mark(visit, STORAGE).focus()
        visit.page.keyboard.press(key)
        expect(card(visit)).to_be_visible()
        visit.page.keyboard.press("Escape")
        expect(card(visit)).to_be_hidden()
        assert visit.map_frame.evaluate("() => document.activeElement.dataset.mark") == STORAGE


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844)])
@pytest.mark.parametrize("address", ["sites", "parks"])
def test_no_card_is_cut_and_no_mark_covers_a_name(
    visitor: Visitor, server: Server, address: str, width: int, height: int
) -> None:
    visit = visitor(server, address, width=width, height=height)
    marks = visit.map.locator(".leaflet-marker-pane [data-mark]")

    assert marks.count() > 3
    assert visit.map_frame.evaluate(COVERED) == []
    for at in range(marks.count()):
        marks.nth(at).focus()
        visit.page.keyboard.press("Enter")
        expect(card(visit)).to_be_visible()
        assert card(visit).evaluate(CUT) == [False, False]
        visit.page.keyboard.press("Escape")


def test_a_park_shows_its_checklist_and_what_is_lacking(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "parks", width=390, height=844)

    mark(visit, PARK).click()

    expect(card(visit).locator("dt", has_text="还缺")).to_be_visible()
    assert card(visit).locator("dt").count() >= len(county.CHECKLIST) + 4


def test_the_card_chooses_its_town_for_the_whole_page(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "sites")
    mark(visit, STORAGE).click()

    card(visit).get_by_role("button", name=f"选择{county.STORAGE.name}").click()

    expect(visit.chosen_town).to_have_text(county.STORAGE.name)
    expect(card(visit)).to_be_hidden()


def test_what_has_no_place_opens_its_card_from_the_list(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "sites")
    listed = visit.map.locator(".city-marks")
    if listed.get_attribute("open") is None:
        listed.locator("summary").click()

    listed.locator(".city-mark").first.click()

    expect(card(visit)).to_contain_text("位置未公开")


def test_what_a_mark_says_breaks_its_lines_and_stays_on_the_map(
    visitor: Visitor, server: Server
) -> None:
    """The longest name of all is that of the plant, which stands near the edge."""
    visit = visitor(server, "emissions")

    visit.map.locator(".leaflet-marker-pane .mark").first.hover()

    said = visit.map.locator(".sihui-tip")
    expect(said).to_be_visible()
    assert said.evaluate(CUT) == [False, False]
