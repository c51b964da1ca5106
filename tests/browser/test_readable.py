"""What is drawn can be read: nothing covers a value, nothing is cut, lengths are true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1920, 1080), (390, 844)]
DASHA, HUANGTIAN = "441284105", "441284108"
MAP_PAGES = ["", "emissions", "sites", "forest", "parks"]
CHARTS = ["targets", "forest", "sites", f"town?town={DASHA}", "emissions"]
# What may be covered by nothing: the texts on the map; what might: marks, controls, other texts.
COVERED = """() => {
  const box = (one) => one.getBoundingClientRect(), found = [];
  const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const texts = [...document.querySelectorAll(".town-label > *")].filter((one) => one.innerText);
  const tall = [...document.querySelectorAll(".leaflet-marker-pane .mark, .leaflet-control, "
    + "#map_div .chosen-town")].filter((one) => one.checkVisibility());
  for (const text of texts) {
    for (const one of tall)
      if (cover(box(text), box(one))) found.push(`${text.innerText} under ${one.className}`);
    for (const other of texts)
      if (other.parentNode !== text.parentNode && cover(box(text), box(other)))
        found.push(`${text.innerText} over ${other.innerText}`);
  }
  return found;
}"""
CUT_SIDE = """() => {
  const side = document.querySelector(".side"), wide = [...side.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right
      > side.getBoundingClientRect().right + 1);
  return [side.scrollHeight - side.clientHeight, wide.map((one) => one.className)];
}"""
OUTSIDE_OF_CHART = """(chart) => {
  const around = chart.getBoundingClientRect();
  const texts = [...chart.querySelectorAll("text")].filter((one) => one.textContent.trim());
  return texts.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < around.left - 1 || box.right > around.right + 1 || box.top < around.top - 1
      || box.bottom > around.bottom + 1;
  }).map((one) => one.textContent);
}"""
# Numbers that run into each other are one number to whoever reads them.
TOUCHING = """(chart) => {
  const texts = [...chart.querySelectorAll(".xtick text, .ytick text, .textpoint text, .bartext")];
  const box = (one) => one.getBoundingClientRect(), found = [];
  texts.forEach((one, at) => texts.slice(at + 1).forEach((other) => {
    const a = box(one), b = box(other);
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
      found.push(`${one.textContent} ${other.textContent}`);
  }));
  return found;
}"""
TIP_OUTSIDE = """() => [...document.querySelectorAll(".sihui-tip")].map((tip) => {
  const box = tip.getBoundingClientRect();
  const map = document.querySelector("#map_div").getBoundingClientRect();
  return [tip.innerText, Math.round(Math.max(map.left - box.left, box.right - map.right))];
}).filter(([_, beyond]) => beyond > 0)"""


def resize(visit: Visit, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.settled()


@pytest.mark.parametrize("town", ["", DASHA])
@pytest.mark.parametrize("address", MAP_PAGES)
def test_no_name_value_or_legend_of_a_map_is_covered_or_cut(
    visitor: Visitor, server: Server, address: str, town: str
) -> None:
    visit = visitor(server, f"{address}?town={town}" if town else address)
    assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]

    for width, height in SIZES:
        resize(visit, width, height)
        assert visit.map_frame.evaluate(COVERED) == []


@pytest.mark.parametrize("address", MAP_PAGES)
def test_nothing_is_covered_or_cut_while_years_are_partial(
    visitor: Visitor, mixed_server: Server, address: str
) -> None:
    visit = visitor(mixed_server, address)

    for width, height in SIZES:
        resize(visit, width, height)
        assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]
        assert visit.map_frame.evaluate(COVERED) == []


def test_what_was_opened_narrow_is_whole_when_it_is_wide(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "", width=390, height=844)

    resize(visit, 1366, 768)

    assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]


def test_nothing_covers_a_value_when_all_layers_are_on(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "")

    for label in ("产业园区", "自然保护地"):
        visit.map.get_by_label(label).check()

    assert visit.map_frame.evaluate(COVERED) == []
    visit.map.locator(".leaflet-control-zoom-in").click()
    visit.page.wait_for_timeout(500)
    assert visit.map_frame.evaluate(COVERED) == []


@pytest.mark.parametrize("measure", ["per_head", "per_km2", "per_gdp", "electricity"])
def test_the_legend_of_every_measure_is_whole(
    visitor: Visitor, server: Server, measure: str
) -> None:
    visit = visitor(server, f"emissions?town={DASHA}&measure={measure}&year=2023")

    assert visit.map_frame.evaluate(CUT_SIDE) == [0, []]
    assert visit.map_frame.evaluate(COVERED) == []


def test_a_hint_at_the_edge_is_whole(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "sites")
    marks = visit.map.locator(".leaflet-marker-pane .mark")

    for width, height in (SIZES[0], SIZES[2]):
        resize(visit, width, height)
        beyond: list[Any] = []
        for at in range(marks.count()):
            marks.nth(at).hover(force=True)
            beyond += visit.map_frame.evaluate(TIP_OUTSIDE)
            visit.page.mouse.move(1, 1)
        visit.polygon(HUANGTIAN).hover(position=visit.free_point(HUANGTIAN))
        beyond += visit.map_frame.evaluate(TIP_OUTSIDE)

        assert marks.count() > 10
        assert beyond == []


@pytest.mark.parametrize("address", MAP_PAGES)
def test_without_data_the_map_says_missing_and_no_year(
    visitor: Visitor, public_server: Server, address: str
) -> None:
    visit = visitor(public_server, f"{address}?town={DASHA}")

    expect(visit.map.locator(".chosen-town")).to_contain_text("大沙镇")
    visit.polygon(HUANGTIAN).hover(position=visit.free_point(HUANGTIAN))
    expect(visit.map.locator(".sihui-tip")).to_contain_text("黄田镇")
    assert re.findall(r"null|undefined|NaN|(?<!\d)0 年", visit.words()) == []


@pytest.mark.parametrize("address", CHARTS)
def test_no_text_of_a_chart_is_cut(visitor: Visitor, server: Server, address: str) -> None:
    visit = visitor(server, address)
    if address == "emissions":
        visit.press(visit.page.get_by_role("radio", name="构成图", exact=True))
    chart = visit.page.locator(".js-plotly-plot .svg-container").first

    for width, height in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        expect(chart).to_be_visible()
        visit.page.wait_for_timeout(700)
        assert chart.evaluate(OUTSIDE_OF_CHART) == []
        assert chart.evaluate(TOUCHING) == []


def test_on_a_telephone_the_table_of_a_town_shows_values(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, f"town?town={DASHA}", width=390, height=844)

    rows = visit.page.locator("table.data").first.locator("tbody tr")
    ends = rows.evaluate_all(
        "(rows) => rows.map((row) => row.cells[1].getBoundingClientRect().right)"
    )

    assert len(ends) > 8
    assert max(ends) <= 390


@pytest.mark.parametrize("address", ["emissions?year=2025", "emissions?measure=per_gdp&year=2021"])
def test_a_bar_is_as_long_as_its_number(visitor: Visitor, server: Server, address: str) -> None:
    visit = visitor(server, address)

    bars = (
        visit.page.locator("table.data")
        .first.locator("tbody tr")
        .evaluate_all(
            "(rows) => rows.map((row) => [+row.cells[2].innerText, row.cells[3].firstChild.value])"
        )
    )

    assert len(bars) == 13
    largest = bars[0][0]
    assert [share for _, share in bars] == pytest.approx(
        [number / largest for number, _ in bars], abs=0.006
    )
    assert len({share for _, share in bars}) == len({number for number, _ in bars})
