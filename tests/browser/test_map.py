"""The map of emissions: what it paints, says and answers; one selection everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.domain.surrounding import Level
from tests import county
from tests.browser.visit import MAP_FRAME, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator

    from sihui_map.domain.snapshot import Snapshot
    from tests.browser.serve import Server

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

HATCH_OUTSIDE = "url(#hatch-outside)"
NO_TOWN = f"{county.ALL}（未选镇街）"
RGB = re.compile(r"#[0-9a-f]{6}")
NEUTRAL = "#f3f5f1"
OVERLAP = """(boxes) => boxes[0].left < boxes[1].right && boxes[1].left < boxes[0].right
  && boxes[0].top < boxes[1].bottom && boxes[1].top < boxes[0].bottom"""


def legend(visit: Visit) -> list[str]:
    """Return the rows of the legend, each with its colour."""
    rows: list[str] = visit.map.locator(".legend .swatch").evaluate_all(
        "(rows) => rows.map((row) => row.innerText + ' ' + row.firstChild.getAttribute('style'))"
    )
    return rows


def number_in(visit: Visit, town_code: str) -> str:
    """Return the value that a screen reader hears of a polygon."""
    return visit.polygon(town_code).get_attribute("aria-label") or ""


def labels(visit: Visit) -> list[str]:
    """Return the texts that lie on the map."""
    return sorted(visit.map.locator(".town-label").all_inner_texts())


def has_in_address(visit: Visit, **choices: str) -> None:
    for name, value in choices.items():
        expect(visit.page).to_have_url(re.compile(rf"[?&]{name}={re.escape(value)}(?:&|$)"))


def choose_measure(visit: Visit, words: str) -> None:
    visit.press(visit.page.get_by_role("radio", name=words, exact=True))


def choose_year(visit: Visit, year: str) -> None:
    visit.press(visit.map.locator(".years button", has_text=year))


def option(visit: Visit, name: str) -> Locator:
    """Open the list of towns and return one of them."""
    visit.press(visit.chosen_town)
    return visit.page.locator(".pick[open] a", has_text=re.compile(f"^{name}$"))


def assert_chosen(visit: Visit, town: county.Town) -> None:
    """Hold map, side panel, table, page panel, picker and address against one town."""
    has_in_address(visit, town=town.code)
    expect(visit.page.locator("table.data tr.chosen")).to_have_count(1)
    expect(visit.page.locator("table.data tr.chosen")).to_contain_text(town.name)
    expect(visit.page.locator(".section h2", has_text=town.name)).to_be_visible()
    expect(visit.chosen_town).to_have_text(town.name)
    expect(visit.map.locator(".chosen-town")).to_contain_text(town.name)
    expect(visit.map.locator("path[data-town][aria-pressed=true]")).to_have_attribute(
        "data-town", town.code
    )
    widths = visit.map.locator("path[data-town]:not(:hover)").evaluate_all(
        "(paths) => paths.map((path) => [path.dataset.town, +path.getAttribute('stroke-width')])"
    )
    others = {width for code, width in widths if code != town.code}
    assert dict(widths).get(town.code, 99) > max(others)


@pytest.fixture(scope="module")
def untouched(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Return a visit of the page of emissions in which nobody chooses anything."""
    visit = new_visit(chromium, server)
    yield visit.open("emissions")
    visit.page.context.close()


@pytest.fixture
def emissions(visitor: Visitor, server: Server) -> Visit:
    """Return a visit of the page of emissions."""
    return visitor(server, "emissions")


def test_every_town_is_painted_and_what_is_outside_is_hatched(untouched: Visit) -> None:
    fills = untouched.fills()

    assert fills.pop(county.OUTSIDE.code) == HATCH_OUTSIDE
    assert set(fills) == {town.code for town in county.TOWNS}
    assert all(RGB.fullmatch(fill) and fill != NEUTRAL for fill in fills.values())
    in_legend = " ".join(legend(untouched))
    assert all(fill in in_legend for fill in fills.values())
    expect(untouched.map.locator("pattern#hatch-outside")).to_be_attached()


def test_the_map_says_what_it_is_and_shows_no_flag(untouched: Visit) -> None:
    said = untouched.map.locator(".leaflet-control-attribution")

    assert "示意图,镇街界线非法定界线" in said.inner_text()
    assert "审图号" in said.inner_text()
    assert said.locator("svg").count() == 0
    assert untouched.map.locator(".leaflet-control-scale").inner_text().strip().endswith("km")
    assert untouched.map.locator("img").count() == 0  # no tiles


def test_the_legend_lies_beside_the_map(untouched: Visit) -> None:
    for width in (390, 1366):
        untouched.resize(width, 768)

        boxes = [
            untouched.map.locator(selector).evaluate(
                "(one) => one.getBoundingClientRect().toJSON()"
            )
            for selector in (".legend", "#map_div")
        ]

        assert boxes[0]["width"] > 100
        assert not untouched.page.evaluate(OVERLAP, boxes)


def test_no_unit_is_cut_off_by_the_edge_of_the_map(untouched: Visit) -> None:
    outside = untouched.map.locator("path[data-town]").evaluate_all(
        """(paths) => paths.filter((path) => {
          const unit = path.getBoundingClientRect();
          const map = document.querySelector("#map_div").getBoundingClientRect();
          return unit.left < map.left || unit.right > map.right || unit.top < map.top
            || unit.bottom > Math.min(map.bottom, innerHeight);
        }).map((path) => path.dataset.town)"""
    )

    assert outside == []


def test_a_click_on_the_map_selects_everywhere(emissions: Visit) -> None:
    emissions.click_polygon(county.LAST.code)

    assert_chosen(emissions, county.LAST)
    emissions.assert_clean()


def test_a_click_on_a_table_row_selects_everywhere_without_a_reload(emissions: Visit) -> None:
    emissions.page.evaluate("window.stayed = true")

    link = emissions.page.locator(f"table.data a[data-town='{county.STORAGE.code}']")
    emissions.press(link.first)

    assert_chosen(emissions, county.STORAGE)
    assert emissions.page.evaluate("window.stayed") is True


def test_the_picker_selects_everywhere_and_unselects(emissions: Visit) -> None:
    option(emissions, county.OWN.name).click()
    assert_chosen(emissions, county.OWN)

    option(emissions, NO_TOWN).click()

    expect(emissions.page).to_have_url(re.compile(r"/emissions$"))
    expect(emissions.page.locator("tr.chosen")).to_have_count(0)
    expect(emissions.map.locator("path[data-town][aria-pressed=true]")).to_have_count(0)


def test_the_open_picker_speaks_chinese(untouched: Visit) -> None:
    option(untouched, county.OWN.name).wait_for()

    found = untouched.english()

    untouched.page.keyboard.press("Escape")
    assert found == []


def test_a_reload_keeps_town_year_and_measure(emissions: Visit) -> None:
    choose_measure(emissions, "人均")
    has_in_address(emissions, measure="per_head")
    year = county.YEARS[1]
    choose_year(emissions, year)
    has_in_address(emissions, year=year)
    emissions.click_polygon(county.LAST.code)
    assert_chosen(emissions, county.LAST)
    fills, row = emissions.fills(), emissions.page.locator("tr.chosen").inner_text()

    emissions.page.reload()
    emissions.settled()

    assert_chosen(emissions, county.LAST)
    has_in_address(emissions, year=year, measure="per_head")
    assert emissions.page.locator("tr.chosen").inner_text() == row
    assert emissions.fills() == fills
    expect(emissions.page.locator("caption").first).to_contain_text(f"{year} 年人均排放")
    pressed = emissions.map.locator(".years button[aria-pressed=true]")
    expect(pressed).to_have_text(year)


def test_another_page_keeps_the_town(emissions: Visit) -> None:
    emissions.click_polygon(county.LAST.code)
    assert_chosen(emissions, county.LAST)

    emissions.page.get_by_role("link", name="森林碳汇", exact=True).click()

    expect(emissions.page.locator(".head h1")).to_have_text("森林碳汇")
    emissions.settled()
    has_in_address(emissions, town=county.LAST.code)
    expect(emissions.page.locator("tr.chosen")).to_contain_text(county.LAST.name)
    expect(emissions.map.locator("path[data-town][aria-pressed=true]")).to_have_attribute(
        "data-town", county.LAST.code
    )


def test_back_undoes_one_choice(emissions: Visit) -> None:
    emissions.click_polygon(county.LAST.code)
    assert_chosen(emissions, county.LAST)
    emissions.click_polygon(county.OWN.code)
    assert_chosen(emissions, county.OWN)

    emissions.page.go_back()

    assert_chosen(emissions, county.LAST)
    emissions.page.go_back()
    expect(emissions.chosen_town).to_have_text(NO_TOWN)
    expect(emissions.page).not_to_have_url(re.compile("town="))
    expect(emissions.map.locator("path[aria-pressed=true]")).to_have_count(0)

    emissions.page.go_forward()
    assert_chosen(emissions, county.LAST)
    emissions.page.go_forward()
    assert_chosen(emissions, county.OWN)


def test_a_year_recolours_within_fixed_classes_and_reaches_table_and_address(
    emissions: Visit,
) -> None:
    fills, rows, texts = emissions.fills(), legend(emissions), labels(emissions)
    year = county.YEARS[0]

    choose_year(emissions, year)

    expect(emissions.map.locator(".years button[aria-pressed=true]")).to_have_text(year)
    assert emissions.fills() != fills
    assert legend(emissions) == rows
    assert labels(emissions) != texts
    expect(emissions.page.locator("caption").first).to_contain_text(f"{year} 年排放总量")
    has_in_address(emissions, year=year)
    expect(emissions.page.locator(".head p")).to_contain_text(f"{year} 年")
    emissions.assert_clean()


def test_a_year_in_the_map_reaches_the_open_composition_table(emissions: Visit) -> None:
    visit, year = emissions, county.YEARS[2]
    choose_measure(visit, "构成表")
    newest = f"{county.YEARS[-1]} 年排放构成"
    expect(visit.page.locator("caption", has_text=newest)).to_be_visible()

    choose_year(visit, year)

    expect(visit.page.locator("caption", has_text=f"{year} 年排放构成")).to_be_visible()
    expect(visit.page.locator("caption", has_text=f"{year} 年排放总量排序")).to_be_visible()


def test_map_and_ranking_stand_whole_on_the_first_screen(
    untouched: Visit, county_snapshot: Snapshot
) -> None:
    for width, height, least in ((1366, 768, 520), (1920, 1080, 800)):
        untouched.resize(width, height)

        box = untouched.page.locator(MAP_FRAME).bounding_box()

        assert box is not None
        assert box["height"] >= least
        assert box["y"] + box["height"] <= height
    untouched.resize(1366, 768)
    under = untouched.page.locator("table.data").first.locator("thead tr > *")
    lines = under.evaluate_all("(heads) => heads.map((one) => getComputedStyle(one).borderBottom)")
    assert len(set(lines)) == 1  # the line goes on over the bars, which have no heading
    rivers = untouched.map.locator(".river-name").all_inner_texts()
    assert sorted(rivers) == sorted(river["properties"]["name"] for river in county_snapshot.rivers)
    around = {each.name: each.level for each in county_snapshot.surroundings}
    neighbours = untouched.map.locator(".area-name").all_inner_texts()
    assert len(neighbours) > 1
    assert {around[name] for name in neighbours} == {Level.COUNTY}
    (province,) = (name for name, level in around.items() if level is Level.PROVINCE)
    expect(untouched.map.locator(".inset")).to_have_attribute(
        "aria-label", f"{county.NAME}在{province}{county.PARENT}的位置"
    )
    assert "镇街示意界线，非法定" in untouched.map.locator(".line-legend").inner_text()


def test_a_label_on_the_map_is_the_number_in_the_table(untouched: Visit) -> None:
    row = untouched.page.locator(
        "table.data tr", has=untouched.page.locator(f"[data-town='{county.STORAGE.code}']")
    )
    number = row.first.locator("td.num").nth(1).inner_text()

    assert f"{county.STORAGE.short}\n{number}" in labels(untouched)
    assert number in number_in(untouched, county.STORAGE.code)


def test_the_years_stand_side_by_side_and_follow_one_another(emissions: Visit) -> None:
    page, inside = emissions.page, emissions.map
    fills, (first, *_, before_last, last) = emissions.fills(), county.YEARS

    inside.get_by_role("button", name="把各年的地图放在一起看").click()
    small = inside.locator(".multiples button")

    expect(small).to_have_count(len(county.YEARS))
    expect(small.last).to_have_attribute(
        "aria-label", f"{last} 年排放总量，示例，{len(county.TOWNS)} 个镇街"
    )
    shown = small.last.locator("path:not(.outline)").evaluate_all(
        "(paths) => paths.map((path) => path.getAttribute('fill'))"
    )
    assert sorted(shown) == sorted(fills.values())  # the same classes
    expect(inside.locator(".leaflet-control-attribution")).to_contain_text("示意图")
    small.nth(county.YEARS.index(before_last)).click()
    expect(inside.locator(".multiples")).to_be_hidden()
    has_in_address(emissions, year=before_last)
    pressed = inside.locator(".years button[aria-pressed=true]")

    play = inside.get_by_role("button", name="逐年播放，一年一秒")
    play.click()
    expect(pressed).to_have_text(last)
    expect(play).to_have_text("▶ 播放")  # the last year is the end
    play.click()
    expect(pressed).to_have_text(first)
    play.click()
    expect(play).to_have_text("▶ 播放")
    page.wait_for_timeout(1200)
    assert pressed.inner_text() < county.YEARS[3]
    emissions.assert_clean()


def test_a_measure_recolours_with_a_legend_of_its_own(emissions: Visit) -> None:
    fills, rows = emissions.fills(), legend(emissions)

    choose_measure(emissions, "单位面积")

    expect(emissions.map.locator(".legend h2")).to_contain_text("吨CO₂/km²")
    assert emissions.fills() != fills
    assert legend(emissions) != rows
    expect(emissions.page.locator("caption").first).to_contain_text("单位面积排放")


def test_hovering_tells_number_unit_and_that_it_is_a_sample(untouched: Visit) -> None:
    town, year = county.LAST, county.YEARS[-1]

    untouched.polygon(town.code).hover(position=untouched.free_point(town.code))

    tip = untouched.map.locator(".sihui-tip", has_text=town.name)
    expect(tip).to_be_visible()
    assert re.search(rf"{town.name}\s+{year} 年 排放总量：[\d,.]+ 万吨CO₂\s*示例", tip.inner_text())


def test_what_is_outside_says_why_and_cannot_be_chosen(untouched: Visit) -> None:
    untouched.polygon(county.OUTSIDE.code).hover(position=untouched.free_point(county.OUTSIDE.code))
    tip = untouched.map.locator(".sihui-tip", has_text=county.OUTSIDE.short)
    expect(tip).to_contain_text("不在统计范围")

    untouched.click_polygon(county.OUTSIDE.code)

    untouched.page.wait_for_timeout(400)
    assert "town=" not in untouched.page.url


def test_the_keyboard_selects_a_town(emissions: Visit) -> None:
    for town, key in ((county.OTHER, "Enter"), (county.OWN, " ")):
        emissions.polygon(town.code).focus()
        expect(emissions.map.locator(".sihui-tip", has_text=town.name)).to_be_visible()

        emissions.page.keyboard.press(key)

        assert_chosen(emissions, town)


def test_after_printing_the_map_is_as_it_was(emissions: Visit) -> None:
    frame = emissions.page.locator(MAP_FRAME)
    before = frame.bounding_box()

    emissions.page.pdf()

    assert frame.bounding_box() == before
    emissions.click_polygon(county.LAST.code)
    has_in_address(emissions, town=county.LAST.code)
