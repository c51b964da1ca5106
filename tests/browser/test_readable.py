"""What is drawn can be read: nothing covers a value, nothing is cut, lengths are true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.readable import COVERED, CUT_SIDE, HIDDEN_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.snapshot import Snapshot
    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1920, 1080), (390, 844)]
MEASURES = {
    "人均": "per_head",
    "单位面积": "per_km2",
    "单位GDP": "per_gdp",
    "电力和热力": "electricity",
}
MAP_PAGES = ["", "emissions", "sites", "forest", "parks", "dispatch", "town"]
IS_WHOLE = """(one) => {
  const box = one.getBoundingClientRect();
  const map = document.querySelector("#map_div").getBoundingClientRect();
  return box.left >= map.left && box.right <= map.right && box.bottom <= map.bottom;
}"""
AT_THE_EDGES = """(paths) => {
  const left = (path) => path.getBoundingClientRect().left;
  const sorted = paths.sort((one, other) => left(one) - left(other));
  return [sorted.at(0).dataset.town, sorted.at(-1).dataset.town];
}"""
TIP_OUTSIDE = """() => [...document.querySelectorAll(".sihui-tip")].map((tip) => {
  const box = tip.getBoundingClientRect();
  const map = document.querySelector("#map_div").getBoundingClientRect();
  return [tip.innerText, Math.round(Math.max(map.left - box.left, box.right - map.right))];
}).filter(([_, beyond]) => beyond > 0)"""


@pytest.mark.parametrize("address", MAP_PAGES)
def test_nothing_is_covered_or_cut_while_years_are_partial(
    visitor: Visitor, mixed_server: Server, address: str
) -> None:
    visit = visitor(mixed_server, address)

    for width, height in SIZES:
        visit.resize(width, height)
        assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]
        assert visit.map_frame.evaluate(COVERED) == []
        assert visit.map_frame.evaluate(HIDDEN_MARKS) == []


def test_what_was_opened_narrow_is_whole_when_it_is_wide(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "", width=390, height=844)

    visit.resize(1366, 768)

    assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]


def test_nothing_covers_a_value_when_all_layers_are_on(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "")

    for label in ("产业园区", "自然保护地"):
        visit.map.get_by_label(label).check()

    assert visit.map_frame.evaluate(COVERED) == []
    assert visit.map_frame.evaluate(HIDDEN_MARKS) == []
    visit.map.locator(".leaflet-control-zoom-in").click()
    visit.page.wait_for_timeout(500)
    assert visit.map_frame.evaluate(COVERED) == []


def test_the_legend_of_every_measure_is_whole(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, f"emissions?town={county.OWN.code}&year={county.YEARS[-3]}")

    for words, measure in MEASURES.items():
        visit.press(visit.page.get_by_role("radio", name=words, exact=True))
        expect(visit.page).to_have_url(re.compile(f"measure={measure}"))
        visit.settled()
        assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]
        assert visit.map_frame.evaluate(COVERED) == []


def test_a_hint_at_the_edge_is_whole(
    visitor: Visitor, server: Server, county_snapshot: Snapshot
) -> None:
    visit = visitor(server, "sites")
    marks = visit.map.locator(".leaflet-marker-pane .mark")
    at_points = sum(site.lon is not None for site in county_snapshot.sites)
    edges: list[str] = visit.map.locator("path[data-town]").evaluate_all(AT_THE_EDGES)

    for width, height in (SIZES[0], SIZES[2]):
        visit.resize(width, height)
        beyond: list[Any] = []
        for at in range(marks.count()):
            marks.nth(at).hover(force=True)
            beyond += visit.map_frame.evaluate(TIP_OUTSIDE)
            visit.page.mouse.move(1, 1)
        for town in edges:
            visit.polygon(town).hover(position=visit.free_point(town))
            beyond += visit.map_frame.evaluate(TIP_OUTSIDE)

        assert marks.count() > at_points > 0  # those of a town only stand at its middle
        assert beyond == []


def test_on_a_telephone_the_table_of_a_town_shows_values(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, f"town?town={county.OWN.code}", width=390, height=844)

    rows = visit.page.locator("table.data").first.locator("tbody tr")
    ends = rows.evaluate_all(
        "(rows) => rows.map((row) => row.cells[1].getBoundingClientRect().right)"
    )

    assert len(ends) > 8
    assert max(ends) <= 390


@pytest.mark.parametrize(
    "address",
    [
        f"emissions?year={county.YEARS[-1]}",
        f"emissions?measure=per_gdp&year={county.YEARS[1]}",
    ],
)
def test_a_bar_is_as_long_as_its_number(visitor: Visitor, server: Server, address: str) -> None:
    visit = visitor(server, address)

    bars = (
        visit.page.locator("table.data")
        .first.locator("tbody tr")
        .evaluate_all(
            "(rows) => rows.map((row) => [+row.cells[2].innerText, row.cells[3].firstChild.value])"
        )
    )

    assert len(bars) == len(county.TOWNS)
    largest = bars[0][0]
    assert [share for _, share in bars] == pytest.approx(
        [number / largest for number, _ in bars], abs=0.006
    )
    assert len({share for _, share in bars}) == len({number for number, _ in bars})


def test_the_plants_number_stands_beside_its_mark(visitor: Visitor, server: Server) -> None:
    _, earlier, *_, newest = county.YEARS
    visit = visitor(server, f"emissions?year={newest}")
    value = visit.map.locator(".mark-value")

    for width, height in SIZES:
        visit.resize(width, height)
        # On a telephone the legend names the mark.
        named = rf"\S+ {newest}\s+" if width > 400 else ""
        assert re.fullmatch(named + r"[\d.]+\s*示例", value.inner_text())
        assert visit.map_frame.evaluate(COVERED) == []
        assert value.evaluate(IS_WHOLE), (width, height)
    visit.resize(*SIZES[0])
    said = value.inner_text().split()[-1].removesuffix("示例")
    mark = visit.map.locator(".leaflet-marker-pane .mark")
    assert f"{said} 万吨CO₂（示例）" in str(mark.get_attribute("aria-label"))
    visit.map.get_by_role("button", name=earlier).click()
    expect(value).to_contain_text(earlier)
    assert said not in value.inner_text()

    visit.press(visit.page.get_by_role("radio", name="人均", exact=True))
    expect(value).to_have_count(0)
    visit.press(visit.page.get_by_role("radio", name="总量", exact=True))
    expect(value).to_have_count(1)
    visit.press(visit.page.get_by_role("radio", name="不含", exact=True))
    expect(value).to_have_count(0)
    visit.assert_clean()
