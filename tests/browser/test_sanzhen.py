"""The invented county in a real browser: every page opens clean and says nothing of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.documents.html.pack import pack
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.ui.pages import PAGES
from tests.browser.serve import Server, started
from tests.browser.visit import MAP_FRAME, Visit, new_visit
from tests.counties.county import BING, DING, JIA, SANZHEN, TOWN, left_of_the_other

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

OUTSIDE, IN_SCOPE = DING, {JIA, TOWN, BING}
HATCH_MISSING = "url(#hatch-missing)"
ONE = (
    "task?no=1", "target?id=energy-cap", "evaluation?year=2033&unit=县林业局",
    f"enterprises?town={TOWN}", "path?demand=2",
)  # fmt: skip
SLUGS = ["" if entry is PAGES[0] else entry.slug for entry in PAGES]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application over the invented county, with its sample."""
    log = tmp_path_factory.mktemp("sanzhen") / "log"
    with started(log, SIHUI_GEODATA=str(SANZHEN), SIHUI_SAMPLE="on") as server:
        yield server


@pytest.fixture(scope="module")
def sampled() -> Figures:
    """Return its figures with the sample."""
    return Figures(read_snapshot(SANZHEN))


@pytest.fixture(scope="module")
def visit(chromium: Browser, running: Server) -> Iterator[Visit]:
    """Return one visitor of all pages."""
    visitor = new_visit(chromium, running)
    visitor.units, visitor.outside = 4, OUTSIDE
    yield visitor
    visitor.page.context.close()


def is_clean_and_of_this_county(visit: Visit, address: str) -> None:
    visit.open(address)

    visit.assert_clean()
    assert visit.english() == []
    assert left_of_the_other(visit.words(), visit.server.revision) == []


@pytest.mark.parametrize("slug", SLUGS, ids=lambda slug: f"/{slug}")
def test_a_page_is_clean_and_names_this_county_only(visit: Visit, slug: str) -> None:
    is_clean_and_of_this_county(visit, slug)


@pytest.mark.parametrize("address", ONE, ids=lambda address: address.partition("?")[0])
def test_a_newer_page_is_clean_and_names_this_county_only(visit: Visit, address: str) -> None:
    is_clean_and_of_this_county(visit, address)


def test_the_map_paints_its_towns_and_hatches_what_is_outside(visit: Visit) -> None:
    visit.open("emissions?year=2033")

    fills = visit.fills()
    assert fills.pop(OUTSIDE) == "url(#hatch-outside)"
    assert set(fills) == IN_SCOPE
    assert len(set(fills.values())) == 3  # 5.04, 2.69 and 0.13 万吨 lie in three classes


def test_a_click_on_the_map_chooses_a_town(visit: Visit) -> None:
    visit.open("emissions?year=2033")

    visit.click_polygon(TOWN)

    visit.page.wait_for_url(f"**town={TOWN}**")
    visit.page.locator(MAP_FRAME).wait_for()
    visit.settled().assert_clean()
    assert "乙镇" in visit.words()


def test_years_without_a_grid_factor_are_hatched_as_missing(visit: Visit) -> None:
    """The plan's grid has factors of 2031 and 2032 only."""
    visit.open("emissions")
    page, inside = visit.page, visit.map
    missing = inside.locator(f"path[fill='{HATCH_MISSING}']")
    visit.press(page.get_by_role("radio", name="直接＋净购入电力和热力", exact=True))
    page.wait_for_url("**boundary=net**")
    expect(page.locator(".head p")).to_contain_text("2033 年")
    expect(missing).to_have_count(3)
    expect(inside.locator("pattern#hatch-missing")).to_be_attached()
    expect(page.locator("table.data").first.locator("td.missing")).to_have_count(3)
    expect(page.locator(".head p")).to_contain_text("缺失")
    rows = inside.locator(".legend .swatch").all_inner_texts()
    assert any(row.startswith("缺失") for row in rows)

    visit.press(inside.locator(".years button", has_text="2032"))
    page.wait_for_url("**year=2032**")
    expect(missing).to_have_count(0)
    visit.press(inside.locator(".years button", has_text="2033"))

    page.wait_for_url("**year=2033**")
    expect(missing).to_have_count(3)
    expect(page.locator(".head p")).to_contain_text("2033 年")
    visit.assert_clean()


def test_its_pack_opens_from_a_file_and_paints_the_same(
    chromium: Browser, sampled: Figures, tmp_path: Path
) -> None:
    file = tmp_path / "三镇县.html"
    file.write_bytes(pack(sampled))
    context = chromium.new_context(locale="zh-CN", offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(file.as_uri())

    fills = {
        code: page.locator(f"[data-area='{code}']").first.get_attribute("fill")
        for code in (*IN_SCOPE, OUTSIDE)
    }
    said = page.locator("body").inner_text()
    context.close()
    assert errors == []
    assert len(set(fills.values())) == 4
    assert left_of_the_other(said, sampled.snapshot.revision) == []


def test_nothing_went_wrong_behind_the_pages(running: Server) -> None:
    assert "Traceback" not in running.log.read_text("utf-8")
