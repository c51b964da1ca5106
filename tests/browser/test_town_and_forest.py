"""The map of who has reported, the map of forests, and what tasks are filtered by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.views.board import TOLD_WORDS
from sihui_map.views.pinyin import initials
from tests import county
from tests.browser.visit import MAP_FRAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

ALL_TASKS = f"当前显示 {len(county.TASKS)} 项"


def test_the_map_of_towns_says_who_has_reported_and_leads_to_a_sheet(
    visitor: Visitor, mixed_server: Server
) -> None:
    visit = visitor(mixed_server, "town?year=2025")
    states = visit.map.locator(".town-label b").all_inner_texts()
    legend = visit.map.locator(".legend .swatch").all_inner_texts()
    rows = visit.page.locator("table.data").first.locator("tbody tr")

    assert set(legend) >= set(TOLD_WORDS.values())
    assert len(states) == rows.count() == len(county.TOWNS)
    assert set(states) <= set(TOLD_WORDS.values())
    assert len(set(states)) > 1

    visit.click_polygon(county.OWN.code)
    expect(visit.page.locator(".head h1")).to_have_text(f"镇街自查：{county.OWN.name}")
    expect(visit.page.locator(MAP_FRAME)).to_have_count(0)
    visit.page.go_back()
    expect(visit.page.locator(".head h1")).to_have_text("镇街自查")
    visit.settled()
    visit.assert_clean()


def test_the_map_of_forests_shows_cover_change_and_what_lacks(
    visitor: Visitor, server: Server
) -> None:
    visit = visitor(server, "forest")
    title = visit.map.locator(".legend h2")
    expect(title).to_contain_text("森林覆盖率")

    visit.press(visit.page.get_by_role("radio", name="变化", exact=True))
    expect(title).to_contain_text("百分点")
    visit.press(visit.page.get_by_role("radio", name="还差公顷", exact=True))
    expect(title).to_contain_text("公顷")
    expect(visit.page).to_have_url(re.compile("forest=forest_gap"))
    visit.click_polygon(county.OWN.code)
    expect(visit.map.locator(".chosen-town")).to_contain_text("离目标还差的森林")

    visit.page.reload()
    visit.settled()
    expect(title).to_contain_text("公顷")
    visit.assert_clean()


@pytest.mark.parametrize(
    ("address", "chosen", "before"),
    [
        ("forest", "变化", "覆盖率"),
        ("emissions", "人均", "总量"),
        ("emissions", "直接＋净购入电力和热力", "直接排放"),
        ("emissions", "不含", "含"),
    ],
)
def test_back_undoes_the_first_choice_of_a_switch(
    visitor: Visitor, server: Server, address: str, chosen: str, before: str
) -> None:
    visit = visitor(server, address)
    legend = visit.map.locator(".legend h2")
    title = legend.inner_text()

    visit.press(visit.page.get_by_role("radio", name=chosen, exact=True))
    expect(visit.page).to_have_url(re.compile(r"\?"))
    expect(visit.page.get_by_role("radio", name=chosen, exact=True)).to_be_checked()
    visit.page.go_back()

    expect(visit.page.get_by_role("radio", name=before, exact=True)).to_be_checked()
    expect(visit.page).to_have_url(re.compile(f"/{address}$"))
    expect(legend).to_have_text(title)
    visit.page.go_forward()
    expect(visit.page.get_by_role("radio", name=chosen, exact=True)).to_be_checked()
    visit.assert_clean()


def test_tasks_are_filtered_by_typing_initials(visitor: Visitor, server: Server) -> None:
    visit, unit = visitor(server, "tasks"), county.OFFICE
    page, bar = visit.page, visit.page.locator("#root .chooser")
    page.evaluate("window.stayed = true")

    bar.locator(".pick[data-pick=lead] summary").click()
    page.keyboard.type(initials(unit))
    expect(bar.locator(".pick[open] li:visible")).to_have_text([unit])
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("lead="))
    expect(page.locator(".head p")).not_to_contain_text(ALL_TASKS)
    expect(bar.locator(".pick[data-pick=lead] summary b")).to_have_text(unit)
    page.go_back()
    expect(page.locator(".head p")).to_contain_text(ALL_TASKS)
    page.go_forward()
    expect(page.locator(".head p")).not_to_contain_text(ALL_TASKS)
    bar.locator(".clear").click()
    expect(page.locator(".head p")).to_contain_text(ALL_TASKS)
    expect(page).to_have_url(re.compile("/tasks$"))
    assert page.evaluate("window.stayed") is True
    visit.assert_clean()
