"""Names that try to run are shown letter for letter, and nothing of them runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser import hostile
from tests.browser.visit import UNITS, WITH_MAP, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

FIRST = county.FIRST.code
ALL = len(hostile.NAMES)
# address → how many of the names must be readable there
READABLE = {
    "": ALL,
    f"emissions?town={FIRST}": ALL,
    "sites": ALL,
    "forest": ALL,
    "parks": min(ALL, len(county.PARKS)),
    "town": ALL,
    f"town?town={county.OWN.code}": 1,
    "sources": 0,
    "emissions?town=%3Cimg%20src=x%20onerror=window.__pwn=1%3E&year=%7B%7B6007*1009%7D%7D": ALL,
}
OPEN_ALL = """() => {
  for (const box of document.querySelectorAll(".layers input:not(:checked)")) box.click();
}"""


@pytest.fixture(scope="module", params=list(READABLE), ids=lambda address: f"/{address[:28]}")
def address(request: pytest.FixtureRequest) -> str:
    """Return each address in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def opened(chromium: Browser, hostile_server: Server, address: str) -> Iterator[Visit]:
    """Return a visit that has opened the address, with every layer of its map shown."""
    visit = new_visit(chromium, hostile_server)
    visit.open(address)
    if address.partition("?")[0] in WITH_MAP:
        visit.map_frame.evaluate(OPEN_ALL)
    yield visit
    visit.page.context.close()


def ran(visit: Visit) -> list[str]:
    """Return the frames in which a name ran."""
    frames = visit.page.frames
    return [frame.url for frame in frames if frame.evaluate("() => window.__pwn !== undefined")]


def read(visit: Visit) -> str:
    """Return every text that is drawn, in every frame, line breaks and all."""
    return "\n".join(
        str(frame.evaluate("() => document.body.textContent")) for frame in visit.page.frames
    )


def test_no_hostile_name_runs(opened: Visit) -> None:
    assert ran(opened) == []
    assert hostile.IF_JINJA_RAN not in opened.words()
    opened.assert_clean()


def test_hostile_names_are_shown_letter_for_letter(opened: Visit, address: str) -> None:
    text = read(opened)

    assert sum(name in text for name in hostile.NAMES) >= READABLE[address]


def test_a_map_is_still_painted(opened: Visit, address: str) -> None:
    if address.partition("?")[0] in WITH_MAP:
        fills = opened.fills()

        assert len(fills) == UNITS
        assert fills[county.OUTSIDE.code] == "url(#hatch-outside)"


def test_tooltips_of_hostile_names_run_nothing(opened: Visit, address: str) -> None:
    if address.partition("?")[0] not in WITH_MAP:
        return
    for one in opened.map.locator("path[tabindex], #map_div .mark").all():
        one.focus()
        expect(opened.map.locator(".sihui-tip").first).to_be_visible()
        one.blur()

    assert ran(opened) == []
    opened.assert_clean()


def test_a_hostile_name_stands_in_the_tooltip(opened: Visit, address: str) -> None:
    if address.partition("?")[0] in WITH_MAP:
        opened.polygon(FIRST).focus()

        tip = opened.map.locator(".sihui-tip", has_text=hostile.hostile_town(0))
        expect(tip.first).to_be_visible()


def test_charts_and_tables_of_hostile_names_run_nothing(
    chromium: Browser, hostile_server: Server
) -> None:
    visit = new_visit(chromium, hostile_server).open("emissions")
    for part in ("构成图", "构成表"):
        visit.press(visit.page.get_by_role("radio", name=part, exact=True))
        expect(visit.page.locator("td .split").first).to_be_attached(attached=part == "构成图")

    found = ran(visit)
    visit.assert_clean()
    visit.page.context.close()

    assert found == []
