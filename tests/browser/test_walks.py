"""Walks: from page to page, back and forward, while somebody publishes."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests import county
from tests.browser.publishing import publish_coal
from tests.browser.visit import MAP_FRAME, Visit, visit_in
from tests.browser.walk import (
    HEADINGS,
    all_pairs,
    go,
    go_to_slides,
    on_slide,
    shows_map,
    watch,
    wrong_maps,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, WebSocket

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

PAGES = list(HEADINGS)
PAIRS = [(here, there) for here in PAGES for there in PAGES if here != there]
LATER_MS = 3500
TOWN, NEWEST = county.OWN.code, int(county.YEARS[-1])


def test_all_pairs_is_one_walk_over_every_ordered_pair() -> None:
    walk = all_pairs(PAGES)

    assert sorted(itertools.pairwise(walk)) == sorted(PAIRS)


def test_every_page_shows_its_own_map_from_every_other(walker: Visit) -> None:
    walk = all_pairs(PAGES)
    walker.open("")
    shows_map(walker, "总览")

    for name in walk[1:]:
        go(walker, name)

    assert wrong_maps(walker) == []
    walker.assert_clean()


def test_every_page_still_shows_its_own_map_after_a_while(
    context: BrowserContext, server: Server
) -> None:
    """As many walk at a time as there are pages, each a part of the pairs: they wait together."""
    walk, steps = all_pairs(PAGES), len(PAGES) - 1
    parts = [walk[at : at + steps + 1] for at in range(0, len(PAIRS), steps)]
    walkers = [visit_in(context, server) for _ in parts]
    for walker, part in zip(walkers, parts, strict=True):
        watch(walker)
        walker.open("" if part[0] == "overview" else part[0])

    for step in range(1, steps + 1):
        for walker, part in zip(walkers, parts, strict=True):
            go(walker, part[step])
        walkers[0].page.wait_for_timeout(LATER_MS)
        for walker, part in zip(walkers, parts, strict=True):
            shows_map(walker, HEADINGS[part[step]])

    for walker in walkers:
        assert wrong_maps(walker) == []
        walker.assert_clean()
        walker.page.close()


def test_back_and_forward_show_each_page_its_own_map(walker: Visit) -> None:
    walk = ["overview", "forest", "emissions", "parks", "sites", "forest", "overview"]
    walker.open("")
    for name in walk[1:]:
        go(walker, name)

    for name in reversed(walk[:-1]):
        walker.page.go_back()
        shows_map(walker, HEADINGS[name])
    for name in walk[1:]:
        walker.page.go_forward()
        shows_map(walker, HEADINGS[name])

    assert wrong_maps(walker) == []
    walker.assert_clean()


@pytest.mark.parametrize("name", PAGES)
def test_to_the_slides_and_back_each_shows_its_own_map(walker: Visit, name: str) -> None:
    walker.open("" if name == "overview" else name)
    go_to_slides(walker)
    walker.page.keyboard.press("3")
    shows_map(walker, "镇街排放")
    walker.page.go_back()
    on_slide(walker, 1)
    walker.page.go_back()
    shows_map(walker, HEADINGS[name])
    walker.page.go_forward()
    on_slide(walker, 1)
    walker.page.go_back()
    shows_map(walker, HEADINGS[name])

    assert wrong_maps(walker) == []
    walker.assert_clean()


def test_each_slide_shows_its_own_map(walker: Visit) -> None:
    walker.open("present?slide=3")
    shows_map(walker, "镇街排放")

    for keys, heading in (
        (["ArrowRight"] * 3, "能源项目"),
        (["ArrowRight"], "森林覆盖率"),
        (["ArrowLeft"], "能源项目"),
        (["ArrowLeft"] * 3, "镇街排放"),
        (["ArrowRight"] * 4, "森林覆盖率"),
        (["ArrowLeft"] * 4, "镇街排放"),
    ):
        for key in keys:
            walker.page.keyboard.press(key)
            walker.page.wait_for_timeout(150)
        shows_map(walker, heading)

    assert wrong_maps(walker) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_map_under_the_title_of_another_page_is_not_seen(walker: Visit, address: str) -> None:
    """Title and map come in two messages; on a busy machine the screen is painted between them."""
    walker.open("" if address == "overview" else address)
    is_seen = "(one) => one.checkVisibility({ visibilityProperty: true })"
    frame, head = walker.page.locator(MAP_FRAME), walker.page.locator(".head")
    assert frame.evaluate(is_seen)

    for other in [name for name in PAGES if name != address]:
        head.evaluate("(one, name) => { one.dataset.map = name; }", other)
        assert not frame.evaluate(is_seen), other
    head.evaluate("(one) => { delete one.dataset.map; }")
    assert not frame.evaluate(is_seen)


# Quick clicks


def hear(visit: Visit) -> list[ForwardMsg]:
    """Return the list in which everything that the server sends from now on will stand."""
    heard: list[ForwardMsg] = []

    def listen(socket: WebSocket) -> None:
        def note(body: bytes | str) -> None:
            heard.append(ForwardMsg.FromString(body if isinstance(body, bytes) else body.encode()))

        socket.on("framereceived", note)

    visit.page.on("websocket", listen)
    return heard


def assert_alive(visit: Visit, heard: list[ForwardMsg]) -> None:
    """Hold the session against what ends one: a message the browser was thought to remember."""
    assert visit.page.get_by_role("dialog").count() == 0
    assert len(heard) > 50
    assert [message.ref_hash for message in heard if message.WhichOneof("type") == "ref_hash"] == []
    visit.assert_clean()


def test_quick_clicks_in_the_map_do_not_end_the_session(walker: Visit) -> None:
    heard = hear(walker)
    walker.open("emissions")
    towns = [town for town in walker.fills() if town != county.OUTSIDE.code]
    corner = walker.page.locator(MAP_FRAME).bounding_box()
    assert corner
    points = []
    for town in towns:
        box = walker.polygon(town).evaluate("(one) => one.getBoundingClientRect().toJSON()")
        inside = walker.free_point(town)
        points.append((corner["x"] + box["x"] + inside["x"], corner["y"] + box["y"] + inside["y"]))

    for gap_ms in (20, 60):
        for x, y in points:
            walker.page.mouse.click(x, y)
            walker.page.wait_for_timeout(gap_ms)

    expect(walker.page).to_have_url(re.compile(f"town={towns[-1]}"))
    walker.settled()
    expect(walker.page.locator("tr.chosen [data-town]").first).to_have_attribute(
        "data-town", towns[-1]
    )
    assert_alive(walker, heard)


def test_quick_arrows_are_all_heard_and_do_not_end_the_session(walker: Visit) -> None:
    heard = hear(walker)
    walker.open("present")
    on_slide(walker, 1)

    for gap_ms in (20, 60):
        for key in ["ArrowRight"] * 13 + ["ArrowLeft"] * 13 + ["ArrowRight"] * 3:
            walker.page.keyboard.press(key)
            walker.page.wait_for_timeout(gap_ms)
        on_slide(walker, 4)  # thirteen ways lead to the last slide and back to the first
    walker.page.get_by_role("button", name="下一页").dblclick()
    on_slide(walker, 6)
    walker.page.keyboard.press("Home")

    on_slide(walker, 1)
    assert_alive(walker, heard)


# A publication while a page is open


def of_publication(visit: Visit) -> tuple[str, str]:
    """Return which publication the page shows and which its map."""
    foot = visit.page.locator("footer.foot").inner_text()
    state: str = visit.map_frame.evaluate("() => window.sihui.drawn()")
    page, drawn = re.search(r"版本 (\w+)", foot), re.search(r"snapshot=(\w+)", state)
    assert page
    assert drawn
    return page[1], drawn[1]


def value_on_map(visit: Visit, town_code: str) -> str:
    return visit.polygon(town_code).get_attribute("aria-label") or ""


def value_in_table(visit: Visit, town_code: str) -> str:
    row = visit.page.locator("table.data tr", has=visit.page.locator(f"[data-town='{town_code}']"))
    return row.first.locator("td.num").nth(1).inner_text()


def test_a_publication_reaches_page_and_map_together(
    context: BrowserContext, own_server: Server
) -> None:
    visit = visit_in(context, own_server)
    watch(visit)
    visit.open("emissions")
    before = own_server.revision
    assert of_publication(visit) == (before, before)
    value = value_in_table(visit, TOWN)
    publish_coal(own_server, TOWN, factor=1.5)

    visit.click_polygon(county.LAST.code)

    after = own_server.revision
    assert after != before
    expect(visit.page.locator("footer.foot")).to_contain_text(after)
    visit.settled()
    assert of_publication(visit) == (after, after)
    assert value_in_table(visit, TOWN) != value
    assert value_in_table(visit, TOWN) in value_on_map(visit, TOWN)
    assert f"town={county.LAST.code}" in visit.page.url
    visit.assert_clean()
    visit.page.close()


def test_a_publication_between_two_pages_shows_on_both_parts_of_the_next(
    context: BrowserContext, own_server: Server
) -> None:
    visit = visit_in(context, own_server)
    watch(visit)
    visit.open("")
    publish_coal(own_server, TOWN, factor=1.5)

    go(visit, "emissions")
    visit.settled()

    assert of_publication(visit) == (own_server.revision,) * 2
    assert value_in_table(visit, TOWN) in value_on_map(visit, TOWN)
    assert wrong_maps(visit) == []
    visit.page.close()


def test_an_older_publication_keeps_its_map_on_every_page(
    context: BrowserContext, own_server: Server
) -> None:
    visit = visit_in(context, own_server)
    watch(visit)
    first = own_server.revision
    publish_coal(own_server, TOWN, factor=1.5)
    visit.open(f"emissions?snapshot={first}")
    assert of_publication(visit) == (first, first)
    value = value_in_table(visit, TOWN)
    assert value in value_on_map(visit, TOWN)

    go(visit, "forest")
    go(visit, "emissions")
    visit.settled()

    assert of_publication(visit) == (first, first)
    assert value_in_table(visit, TOWN) == value
    assert value in value_on_map(visit, TOWN)
    visit.page.close()
