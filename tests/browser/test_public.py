"""Without the sample: what is missing is said, nothing made up is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.visit import WITH_MAP, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

# address → what a page without reported data has to say
MISSING = {
    "": "没有进展数据（未报）",
    "emissions": "尚无填报数据",
    "sites": "没有公开的精确位置",
    "forest": "未见公开数据，尚无填报",
    "parks": "未见公开数据，尚无填报",
    "tasks": f"未收到 {len(county.TASKS)} 项",
    "targets": "没有进展数据（未报）",
    f"town?town={county.OWN.code}": "公开资料没有分镇街数据，尚无填报",
    "sources": "数据文件",
    "manual": "示例",
}
EXPLAINS_SAMPLES = {"sources", "manual"}


@pytest.fixture(scope="module", params=list(MISSING), ids=lambda address: f"/{address}")
def address(request: pytest.FixtureRequest) -> str:
    """Return each address in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def opened(chromium: Browser, public_server: Server, address: str) -> Iterator[Visit]:
    """Return a visit that has opened the address cold; the tests below share it."""
    visit = new_visit(chromium, public_server)
    yield visit.open(address)
    visit.page.context.close()


def test_a_page_without_the_sample_breaks_nothing(opened: Visit) -> None:
    opened.assert_clean()


def test_a_page_without_the_sample_says_what_is_missing(opened: Visit, address: str) -> None:
    assert MISSING[address] in opened.words()


def test_a_page_without_the_sample_shows_no_sample(opened: Visit, address: str) -> None:
    assert opened.page.locator("td.sample").count() == 0
    assert "示例" not in opened.page.locator(".tag").all_inner_texts()
    if address not in EXPLAINS_SAMPLES:
        assert "示例" not in opened.words()


def test_a_page_without_the_sample_speaks_chinese(opened: Visit) -> None:
    assert opened.english() == []


def test_a_page_without_the_sample_names_its_own_snapshot(
    opened: Visit, public_server: Server
) -> None:
    assert f"版本 {public_server.revision}" in opened.page.locator("footer.foot").inner_text()


def test_a_map_without_the_sample_shows_the_units_without_a_colour(
    opened: Visit, address: str
) -> None:
    if address in WITH_MAP:
        fills = opened.fills()

        assert fills.pop(county.OUTSIDE.code) == "url(#hatch-outside)"
        assert set(fills) == {town.code for town in county.TOWNS}
        assert len(set(fills.values())) == 1


def test_a_chosen_town_without_data_says_missing_and_no_year(opened: Visit, address: str) -> None:
    if address not in WITH_MAP:
        return
    opened.click_polygon(county.OWN.code)
    expect(opened.page).to_have_url(re.compile(f"town={county.OWN.code}"))
    opened.settled()

    expect(opened.map.locator(".chosen-town")).to_contain_text(county.OWN.name)
    other = county.LAST
    opened.polygon(other.code).hover(position=opened.free_point(other.code))
    expect(opened.map.locator(".sihui-tip", has_text=other.name)).to_be_visible()
    assert re.findall(r"null|undefined|NaN|(?<!\d)0 年", opened.words()) == []


def test_no_visit_left_a_traceback_in_the_log(public_server: Server) -> None:
    assert "Traceback" not in public_server.log.read_text("utf-8")
