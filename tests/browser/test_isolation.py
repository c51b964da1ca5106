"""What the policy allows works; what it forbids does not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.visit import Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

ATTEMPT = """async (attempt) => {
  try { return String(await attempt()) } catch (error) { return error.name }
}"""
FROM_THE_FRAME = {
    "the page": "() => parent.document.title",
    "cookies": "() => document.cookie",
    "storage": "() => localStorage.length",
    "the server": "() => fetch('/healthz').then((answer) => answer.status)",
}


@pytest.fixture(scope="module")
def emissions(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Return a visit of the page of emissions; the tests below share it."""
    visit = new_visit(chromium, server)
    yield visit.open("emissions")
    visit.page.context.close()


@pytest.mark.parametrize("what", FROM_THE_FRAME)
def test_the_map_frame_cannot_reach(emissions: Visit, what: str) -> None:
    answer = emissions.map_frame.evaluate(f"() => ({ATTEMPT})({FROM_THE_FRAME[what]})")

    assert answer in ("SecurityError", "TypeError")


def test_a_chart_is_drawn_under_the_policy(chromium: Browser, server: Server) -> None:
    visit = new_visit(chromium, server).open(f"town?town={county.OWN.code}")

    chart = visit.page.locator(".js-plotly-plot")
    expect(chart).to_be_visible()
    expect(chart.locator(".bars .point path").first).to_be_visible()
    assert chart.locator(".bars .point").count() >= len(county.YEARS) * 3
    assert chart.locator(".main-svg").first.bounding_box() is not None
    chart.hover()
    assert visit.english() == []
    visit.page.context.close()


def test_a_table_is_shown_under_the_policy(emissions: Visit) -> None:
    emissions.press(emissions.page.get_by_role("radio", name="构成表", exact=True))

    table = emissions.page.locator("table.data", has_text=f"{county.YEARS[-1]} 年排放构成")
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() >= len(county.TOWNS)


def test_a_link_downloads_what_the_table_shows(emissions: Visit, tmp_path: Path) -> None:
    with emissions.page.expect_download() as waiting:
        emissions.press(emissions.page.locator("a.download").first)

    file = tmp_path / "table.csv"
    waiting.value.save_as(file)
    content = file.read_bytes()
    name = unquote(waiting.value.suggested_filename)
    shown = emissions.page.locator("table.data").first
    assert content.startswith(b"\xef\xbb\xbf")
    assert emissions.server.revision in name
    assert name.endswith(".csv")
    rows = content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + shown.locator("tbody tr").count()
    assert rows[1].split(",")[1] == shown.locator("a[data-town]").first.inner_text()
