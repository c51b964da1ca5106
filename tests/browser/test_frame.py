"""The frame of all pages: menu, way past the map, spoken choices, focus, cards, type."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.views.pinyin import initials
from tests import county
from tests.browser.visit import MAP_FRAME, TITLES
from tests.latin import ADDRESS, latin
from tests.mixed import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

OWN = county.OWN.code
HEARD = Counter(initials(town.short) for town in county.TOWNS)
TOWN = next(town for town in county.TOWNS[::-1] if HEARD[initials(town.short)] == 1)
"""A town that its initials single out."""
TELEPHONE = {"width": 390, "height": 844}
FINGER_PX, RING_PX = 44, 3
SIZES_OF_TYPE = {"15px", "18px", "30px"}
WITH_WIDE_TABLES = ["sites", "parks", "targets", f"town?town={OWN}", "ledger"]
BRIGHTNESS = """(color) => {
  const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
  return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
}"""
RINGS = f"""() => {{
  const brightness = {BRIGHTNESS}, one = document.activeElement, found = [];
  for (let part = one; part && part !== document.body; part = part.parentElement) {{
    const style = getComputedStyle(part);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      found.push([parseFloat(style.outlineWidth), 1.05 / (brightness(style.outlineColor) + .05)]);
  }}
  return [one.outerHTML.slice(0, 120), found];
}}"""
# Names that only a screen reader hears; the framework's own are English.
SPOKEN = """() => [...document.querySelectorAll("[aria-label]")]
  .map((one) => one.getAttribute("aria-label")).filter((words) => /^[A-Za-z ]{3,}$/.test(words))"""
SIZES = """() => {
  const walker = document.createTreeWalker(document.querySelector(".stMain"), NodeFilter.SHOW_TEXT);
  const found = {};
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement, text = node.textContent.trim();
    if (!text || !around.checkVisibility() || !around.getClientRects().length) continue;
    if (around.closest("svg, style, [data-testid=stIconMaterial], .unseen")) continue;
    found[getComputedStyle(around).fontSize] = `${around.className} ${text.slice(0, 20)}`;
  }
  return found;
}"""
# A card whose text is cut, and a label or a value that stands alone.
CARDS = """() => {
  const found = [];
  for (const cell of document.querySelectorAll("table.data:has(th:nth-child(4)) tbody td")) {
    if (!cell.checkVisibility()) continue;
    const box = cell.getBoundingClientRect(), text = cell.textContent.trim();
    if (cell.dataset.label && !text) found.push(`no value: ${cell.dataset.label}`);
    if (text && box.height < 20) found.push(`flat: ${text}`);
    if (box.left < 0 || box.right > innerWidth + 1 || cell.scrollWidth > cell.clientWidth + 1)
      found.push(`cut: ${text}`);
  }
  return found;
}"""
LOST_CELLS = """() => [...document.querySelectorAll("table.data tbody td")]
  .filter((cell) => cell.textContent.trim() && !cell.checkVisibility())
  .map((cell) => cell.textContent)"""
SMALL_BUTTONS = f"""() => [...document.querySelectorAll(
    ".stMain button, header button, a.button, table.data a[data-town], .stMain summary")]
  .filter((one) => one.checkVisibility({{ visibilityProperty: true }}))
  .filter((one) => one.getBoundingClientRect().height < {FINGER_PX} - .5)
  .map((one) => `${{one.textContent}} ${{one.getBoundingClientRect().height}}`)"""


def test_the_menu_of_a_telephone_is_named_and_closes_after_a_choice(
    visitor: Visitor, server: Server
) -> None:
    visit = visitor(server, "", **TELEPHONE)

    menu = visit.page.get_by_role("button", name="菜单", exact=True)
    assert menu.bounding_box() is not None
    menu.click()
    visit.page.get_by_role("link", name="重点任务").click()

    expect(visit.page.locator(".head h1")).to_have_text("重点任务")
    expect(visit.page.get_by_role("button", name="收起菜单")).to_have_count(0)
    expect(menu).to_be_visible()


@pytest.mark.parametrize("address", ["", "emissions", "sites", f"town?town={OWN}", "reporting"])
def test_what_a_finger_presses_is_large_enough(
    visitor: Visitor, server: Server, address: str
) -> None:
    visit = visitor(server, address, **TELEPHONE)

    assert visit.page.evaluate(SMALL_BUTTONS) == []


@pytest.mark.parametrize("address", WITH_WIDE_TABLES)
def test_on_a_telephone_a_wide_table_is_read_card_by_card(
    visitor: Visitor, server: Server, address: str
) -> None:
    visit = visitor(server, address, **TELEPHONE)

    assert visit.page.locator("table.data:has(th:nth-child(4))").count() > 0
    assert visit.page.evaluate(CARDS) == []
    assert visit.page.evaluate(LOST_CELLS) == []


def test_a_card_says_each_value_with_its_label_and_keeps_its_mark(
    visitor: Visitor, mixed_server: Server
) -> None:
    visit = visitor(mixed_server, f"town?town={WHOLE}", **TELEPHONE)

    row = visit.page.locator("table.data").first.locator("tbody tr").first
    labels = row.locator("td[data-label]").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    )

    first = int(county.YEARS[0])
    assert labels == [f'"{year}"' for year in range(first, first + len(labels))]
    assert all(text.strip() for text in row.locator("td").all_inner_texts())
    assert row.locator("td").first.get_attribute("data-label") is None


def test_on_a_telephone_one_finger_scrolls_the_page(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(
        locale="zh-CN", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(f"{server.base}/emissions")
    frame = page.frame_locator(MAP_FRAME)

    expect(frame.locator(".touch-hint")).to_have_text("用两指移动地图")
    expect(frame.locator("#map_div.leaflet-touch-drag")).to_have_count(0)
    touch = frame.locator("#map_div").evaluate("(map) => getComputedStyle(map).touchAction")
    assert "pan-y" in touch
    tops = frame.locator(".years button").evaluate_all(
        "(buttons) => [...new Set(buttons.map((button) => button.offsetTop))]"
    )
    assert len(tops) == 1
    context.close()


def test_the_keyboard_goes_past_the_map(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "emissions")
    skip = visit.page.get_by_role("link", name="跳过地图")

    skip.focus()
    visit.page.keyboard.press("Enter")

    assert visit.page.evaluate("document.activeElement.matches('table.data')")
    assert visit.page.evaluate("document.activeElement.getBoundingClientRect().top") > 50


CLICKED = "(one) => { one.click(); return document.activeElement.matches('.pick[open] input'); }"


def test_the_bar_filters_by_initials_chooses_and_clears(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "emissions")
    page, bar = visit.page, visit.page.locator("#root .chooser")
    page.evaluate("window.stayed = true")
    expect(bar.locator(".clear")).to_be_hidden()

    # At once: what is typed right after a click belongs into the field.
    assert bar.locator("summary").first.evaluate(CLICKED)
    page.keyboard.press("Escape")
    expect(bar.locator("summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar.locator("input")).to_be_focused()
    page.keyboard.type(initials(TOWN.short))
    expect(bar.locator("li:visible")).to_have_text([TOWN.name])
    page.keyboard.press("Enter")

    expect(visit.chosen_town).to_have_text(TOWN.name)
    expect(page.locator("table.data tr.chosen")).to_contain_text(TOWN.name)
    expect(visit.map.locator("path[aria-pressed=true]")).to_have_attribute("data-town", TOWN.code)
    bar.locator(".pick[data-pick=year] summary").click()
    bar.locator(".pick[open] a", has_text=county.YEARS[2]).click()
    expect(page.locator(".head p")).to_contain_text(f"{county.YEARS[2]} 年")
    expect(visit.map.locator(".years button[aria-pressed=true]")).to_have_text(county.YEARS[2])

    bar.get_by_role("link", name="清除镇街和年份").click()

    expect(page).to_have_url(re.compile(r"/emissions$"))
    expect(visit.chosen_town).to_have_text(f"{county.ALL}（未选镇街）")
    expect(visit.map.locator("path[aria-pressed=true]")).to_have_count(0)
    expect(visit.map.locator(".years button[aria-pressed=true]")).to_have_text(county.YEARS[-1])
    assert page.evaluate("window.stayed") is True
    visit.assert_clean()


def test_a_choice_is_spoken_in_chinese(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, f"emissions?town={OWN}")
    spoken = visit.page.locator("p[role=status]")
    assert spoken.inner_text() == ""

    visit.press(visit.page.get_by_role("radio", name="人均", exact=True))
    expect(spoken).to_have_text("已选择：指标 人均。")
    visit.click_polygon(TOWN.code)
    expect(spoken).to_have_text(f"已选择：镇街 {TOWN.name}。")
    visit.map.get_by_role("button", name=county.YEARS[1]).click()
    expect(spoken).to_have_text(f"已选择：年份 {county.YEARS[1]}。")


@pytest.mark.parametrize(("address", "group"), [("materials", "会议"), ("reporting", "填报")])
def test_the_menu_marks_the_group_of_a_page(
    visitor: Visitor, server: Server, address: str, group: str
) -> None:
    visit = visitor(server, address)

    marked = visit.page.locator("[data-testid=stTopNavSection][aria-current=true]")

    expect(marked).to_have_count(1)
    assert marked.inner_text().startswith(group)


@pytest.mark.parametrize("address", ["", "emissions", "tasks", "desk", "materials"])
def test_what_has_the_keyboard_has_a_ring(visitor: Visitor, server: Server, address: str) -> None:
    visit = visitor(server, address)
    without = []

    for _ in range(24):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("['IFRAME', 'BODY'].includes(document.activeElement.tagName)"):
            continue
        shown, rings = visit.page.evaluate(RINGS)
        if not any(width >= RING_PX and contrast >= 3 for width, contrast in rings):
            without.append(shown)

    assert without == []


@pytest.mark.parametrize("address", list(TITLES))
def test_a_page_has_three_sizes_of_type_and_no_word_of_the_workshop(
    visitor: Visitor, server: Server, address: str
) -> None:
    visit = visitor(server, address)

    sizes = visit.page.evaluate(SIZES)

    assert {size: words for size, words in sizes.items() if size not in SIZES_OF_TYPE} == {}
    assert latin(visit.words(), ADDRESS if address == "manual" else frozenset()) == set()
    assert visit.page.evaluate(SPOKEN) == []


def test_at_a_laptop_the_map_and_its_answer_are_on_the_first_screen(
    visitor: Visitor, server: Server
) -> None:
    for address in ("", "emissions", "sites", "forest", "parks", "dispatch", "town"):
        visit = visitor(server, address)

        top, bottom = visit.page.locator(MAP_FRAME).evaluate(
            "(frame) => [frame.getBoundingClientRect().top, frame.getBoundingClientRect().bottom]"
        )

        assert top < 330, address
        assert bottom < 768 + 80, address


def test_without_data_a_sentence_stands_for_empty_cards(
    visitor: Visitor, public_server: Server
) -> None:
    visit = visitor(public_server, "forest")

    assert visit.page.locator(".figure").count() == 0
    expect(visit.page.get_by_text("都要等填报后才有")).to_be_visible()
