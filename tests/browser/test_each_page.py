"""Each address opened cold, once: what must hold whatever the page shows, at every size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pypdfium2
import pytest
from playwright.sync_api import expect

from sihui_map.ui.pages import PAGES
from tests import county
from tests.browser.axe import violations
from tests.browser.paper import A4, over_each_other, right_edge
from tests.browser.readable import (
    COVERED,
    CUT_SIDE,
    OUTSIDE_OF_CHART,
    SIZES,
    SMALL_TEXT,
    SMALLEST_PX,
    TOO_WIDE,
    TOUCHING,
)
from tests.browser.visit import (
    MAP_FRAME,
    STORAGE_NO,
    TITLES,
    UNITS,
    WITH_MAP,
    Visit,
    has_map,
    visit_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

OWN, YEARS = county.OWN, county.YEARS
UNPRINTED = {f"town?town={OWN.code}", "manual"}
"""What test_sheet.py prints, and what is read on the screen."""
TOWNS = [town.name for town in county.TOWNS]
LAST_NO = str(len(county.TASKS))
SITE = min((site["name"] for site in county.SITES), key=len)
"""The one that no table breaks."""
PARK_TOWN = county.BY_CODE[[park["town_code"] for park in county.PARKS if park["town_code"]][-1]]
# What has to be there, beside the heading: the first and the last of what the page lists.
ENDS = {
    "": ["主要指标", "最近变化", OWN.short],
    "emissions": [*TOWNS, "平衡表", "热电"],
    "sites": [SITE, "各阶段规模"],
    "forest": [*TOWNS, "自然保护地"],
    "parks": [county.PARKS[0]["name"], f"第 {county.CHECKLIST[0]['clause']} 条", PARK_TOWN.short],
    "dispatch": [*TOWNS, "按期率", county.OFFICE],
    "tasks": [county.ACTIONS[0]["name"], f"{LAST_NO}."],
    "tasks?view=board": ["受阻", f"{LAST_NO}. "],
    "tasks?view=table": ["重点任务分工", LAST_NO],
    "task": ["重点任务分工", LAST_NO],
    f"task?no={STORAGE_NO}": ["历次进展", "方案原文", county.site("battery_storage")["name"]],
    f"target?id={county.FOREST.target_id}": ["目标分解", county.FOREST.value],
    f"evaluation?town={OWN.code}": ["自评", "终评"],
    "targets": [county.CIRCULAR_PARKS.indicator, "原文摘录"],
    "ledger": ["历年平衡", YEARS[-1]],
    "reporting": TOWNS,
    "unit": [county.UNITS[0], county.UNITS[-1]],
    f"unit?name={county.in_address(county.OFFICE)}": ["欠什么", "配合的任务"],
    "sources": ["排放量", "官方规则原文"],
}
CUT_OFF = """(sentence) => {
  const box = sentence.getBoundingClientRect();
  return [
    [box.left < 0 || box.right > innerWidth, "beyond the side"],
    [sentence.scrollWidth > sentence.clientWidth + 1, "wider than its box"],
    [sentence.scrollHeight > sentence.clientHeight + 1, "higher than its box"],
    [box.bottom > innerHeight, "below the first screen"],
    [!document.elementFromPoint(box.left + 2, box.top + 8)?.closest(".head"), "covered"],
  ].filter(([wrong]) => wrong).map(([, what]) => what);
}"""


NOT_THE_SHARE = """(rows) => rows.flatMap((row) => {
  const whole = row.querySelector(".split").clientWidth;
  const told = [...row.querySelectorAll("td.num")].map((cell) => parseFloat(cell.textContent));
  return [...row.querySelectorAll(".split i")].map((part) => part.getBoundingClientRect().width)
    .filter((width, at) => Math.abs(width / whole * 100 - told[at]) > 1)
    .map((width) => `${row.textContent}: ${width} of ${whole}`);
})"""


@pytest.fixture(scope="module", params=list(TITLES), ids=lambda address: f"/{address}")
def address(request: pytest.FixtureRequest) -> str:
    """Return each address in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def opened(context: BrowserContext, server: Server, address: str) -> Iterator[Visit]:
    """Return a visit that has opened the address by itself; the tests below share it."""
    visit = visit_in(context, server)
    yield visit.open(address)
    visit.page.close()


def test_a_cold_address_shows_its_chinese_title(opened: Visit, address: str) -> None:
    assert opened.page.locator(".head h1").all_inner_texts() == [TITLES[address]]


def test_a_page_asks_no_other_host_and_breaks_nothing(opened: Visit) -> None:
    opened.assert_clean()


def test_a_page_shows_no_word_of_the_framework(opened: Visit) -> None:
    assert opened.english() == []


def test_the_foot_names_the_snapshot(opened: Visit, server: Server) -> None:
    assert f"版本 {server.revision}" in opened.page.locator("footer.foot").inner_text()


def test_a_map_is_drawn_where_a_page_has_one(opened: Visit, address: str) -> None:
    frames = opened.page.locator(MAP_FRAME).count()

    assert frames == int(has_map(address))
    if frames:
        assert opened.map.locator("path[data-town][d^=M]").count() == UNITS
    if address in WITH_MAP:  # a wide map has its words beside it from the start
        expect(opened.map.locator("#map_div .chosen-town")).to_be_visible()
        expect(opened.map.locator("body.narrow")).to_have_count(0)


def test_the_navigation_marks_the_page(opened: Visit, address: str) -> None:
    slug = address.partition("?")[0] or PAGES[0].slug
    (entry,) = (entry for entry in PAGES if entry.slug == slug)
    group = opened.page.locator("[data-testid=stTopNavSection]", has_text=entry.group or None)
    current = opened.page.locator("[aria-current=page]")
    if entry.group:
        expect(group).to_have_attribute("aria-current", "true")
        opened.press(group)
    try:
        if entry.is_hidden:
            expect(opened.page.get_by_role("menuitem").first).to_be_visible()
        else:
            expect(current.first).to_be_visible()
        assert current.all_inner_texts() == [] if entry.is_hidden else [entry.title]
    finally:
        opened.page.keyboard.press("Escape")


def test_every_answer_carries_the_headers(opened: Visit) -> None:
    assert len(opened.answers) > 20
    for answer in opened.answers:
        headers = answer.all_headers()
        policy = headers["content-security-policy"]
        framed = "/component/" in answer.url
        assert policy.startswith("sandbox allow-scripts;" if framed else "default-src 'none';")
        assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
        assert headers["x-content-type-options"] == "nosniff", answer.url
        assert headers["referrer-policy"] == "same-origin", answer.url


def assert_readable(visit: Visit) -> None:
    """Hold against what covers a value, cuts one or makes one of two, in map and charts."""
    if visit.page.locator(MAP_FRAME).count():
        assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]
        assert visit.map_frame.evaluate(COVERED) == []
    for chart in visit.page.locator(".js-plotly-plot .svg-container").all():
        expect(chart).to_be_visible()
        visit.page.wait_for_timeout(700)
        assert chart.evaluate(OUTSIDE_OF_CHART) == []
        assert chart.evaluate(TOUCHING) == []


def test_axe_finds_nothing(opened: Visit) -> None:
    assert violations(opened) == []


def test_a_page_is_printed_whole(opened: Visit, address: str) -> None:
    if address in UNPRINTED:
        return
    for size in ("laptop", "projector") if address in {"", "emissions"} else ("laptop",):
        opened.resize(*SIZES[size])

        printed = opened.page.pdf(prefer_css_page_size=True, print_background=True)

        sheets = pypdfium2.PdfDocument(printed)
        said = "".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
        said = "".join(said.split())
        for words in (TITLES[address], *ENDS.get(address, []), "数据日期"):
            assert "".join(words.split()) in said
        assert tuple(round(side) for side in sheets[0].get_size()) == A4
        for sheet in sheets:
            assert over_each_other(sheet) == []
            assert right_edge(sheet) <= A4[0] - 20
        sheets.close()
    if address == "tasks":
        assert opened.page.locator("ul.folds > li[id^=task-]").count() == len(county.TASKS)


@pytest.mark.parametrize("size", SIZES)
def test_a_page_fits_every_screen(opened: Visit, size: str) -> None:
    opened.resize(*SIZES[size])

    assert opened.page.evaluate(TOO_WIDE) == []
    assert opened.page.locator(".head p").first.evaluate(CUT_OFF) == []
    for frame in opened.page.frames:
        assert frame.evaluate(SMALL_TEXT, SMALLEST_PX) == [], frame.url
    if opened.page.locator(MAP_FRAME).count():
        assert opened.map_frame.evaluate(TOO_WIDE) == []
    assert_readable(opened)


def test_axe_finds_nothing_on_a_telephone(opened: Visit) -> None:
    opened.resize(*SIZES["telephone"])

    assert violations(opened) == []


@pytest.mark.parametrize("size", SIZES)
def test_with_a_town_chosen_a_map_can_be_read(opened: Visit, address: str, size: str) -> None:
    if address not in WITH_MAP:
        return
    opened.resize(*SIZES[size])
    if OWN.code not in opened.page.url:
        opened.click_polygon(OWN.code)
        expect(opened.page).to_have_url(re.compile(f"town={OWN.code}"))
        opened.settled()

    assert_readable(opened)


def test_the_bars_of_the_composition_are_as_long_as_their_shares(
    opened: Visit, address: str
) -> None:
    if address != "emissions":
        return
    opened.resize(*SIZES["laptop"])
    opened.press(opened.page.get_by_role("radio", name="构成图", exact=True))
    expect(opened.page.locator("td .split").first).to_be_visible()

    for width, height in SIZES.values():
        opened.resize(width, height)
        assert opened.page.locator("table.data tr:has(.split)").evaluate_all(NOT_THE_SHARE) == []
        assert opened.page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/openapi.json",
        "/api/v1/nothing",
        "/data/targets.csv",
        "/data/nothing.csv",
        "/assets/maps/emissions.js",
        "/assets/maps/nothing.js",
        f"/assets/locator/{OWN.code}.svg",
        "/nothing",
        "/nothing/at/all",
        "/_stcore/metrics",
        "/healthz",
    ],
)
def test_answers_outside_pages_carry_the_headers_too(server: Server, path: str) -> None:
    headers = httpx.get(server.base + path).headers

    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_no_visit_left_a_traceback_in_the_log(server: Server) -> None:
    assert "Traceback" not in server.log.read_text("utf-8")
