"""Each address opened cold: what must hold whatever the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from sihui_map.ui.pages import PAGES
from tests.browser.visit import MAP_FRAME, TITLES, WITH_MAP, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "telephone": (390, 844)}
SMALLEST_PX = 12
SMALL_TEXT = """(smallest) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim(), around = node.parentElement;
    if (!text || !around.checkVisibility({ opacityProperty: true })) continue;
    if (getComputedStyle(around).visibility !== "visible") continue;
    if (!around.getClientRects().length || around.closest("script, style, noscript")) continue;
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (size < smallest) found.add(`${text.slice(0, 20)}: ${size}px`);
  }
  return [...found];
}"""
TOO_WIDE = """() => [...document.querySelectorAll("html, body, .stMain")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.tagName}.${one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""
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


@pytest.fixture(scope="module", params=list(TITLES), ids=lambda address: f"/{address}")
def address(request: pytest.FixtureRequest) -> str:
    """Return each address in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def opened(chromium: Browser, server: Server, address: str) -> Iterator[Visit]:
    """Return a visit that has opened the address cold; the tests below share it."""
    visit = new_visit(chromium, server)
    yield visit.open(address)
    visit.page.context.close()


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

    assert frames == (1 if address in WITH_MAP else 0)
    if frames:
        assert opened.map.locator("path[data-town][d^=M]").count() == 14


def test_the_navigation_marks_the_page(opened: Visit, address: str) -> None:
    title = TITLES[address].partition("：")[0]
    (entry,) = (entry for entry in PAGES if entry.title == title)
    if entry.group:
        opened.press(opened.page.locator("[data-testid=stTopNavSection]", has_text=entry.group))
    current = opened.page.locator("[aria-current=page]")

    expect(current.first).to_be_visible()
    assert current.all_inner_texts() == [title]
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


@pytest.mark.parametrize("size", SIZES)
def test_a_page_fits_every_screen(opened: Visit, size: str) -> None:
    width, height = SIZES[size]

    opened.page.set_viewport_size({"width": width, "height": height})
    opened.settled()

    assert opened.page.evaluate(TOO_WIDE) == []
    assert opened.page.locator(".head p").first.evaluate(CUT_OFF) == []
    for frame in opened.page.frames:
        assert frame.evaluate(SMALL_TEXT, SMALLEST_PX) == [], frame.url
    if opened.page.locator(MAP_FRAME).count():
        assert opened.map_frame.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/openapi.json",
        "/api/v1/nothing",
        "/data/targets.csv",
        "/data/nothing.csv",
        "/assets/maps/emissions.js",
        "/assets/maps/nothing.js",
        "/assets/locator/441284105.svg",
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
