"""The map of emissions: what it paints, says and answers; one selection everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.visit import MAP_FRAME, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator

    from tests.browser.serve import Server

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

HATCH_MISSING, HATCH_OUTSIDE = "url(#hatch-missing)", "url(#hatch-outside)"
XIAMAO, LONGFU, DIDOU, WEIZHENG = "441284113", "441284100", "441284101", "441284102"
NAMES = {XIAMAO: "下茆镇", LONGFU: "龙甫镇", DIDOU: "地豆镇", WEIZHENG: "威整镇"}
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


def choose_year(visit: Visit, year: int) -> None:
    visit.press(visit.map.locator(".years button", has_text=str(year)))


def option(visit: Visit, name: str) -> Locator:
    """Open the list of towns and return one of them."""
    visit.press(visit.chosen_town)
    return visit.page.locator(".pick[open] a", has_text=re.compile(f"^{name}$"))


def assert_chosen(visit: Visit, town_code: str) -> None:
    """Hold map, side panel, table, page panel, picker and address against one town."""
    name = NAMES[town_code]
    has_in_address(visit, town=town_code)
    expect(visit.page.locator("table.data tr.chosen")).to_have_count(1)
    expect(visit.page.locator("table.data tr.chosen")).to_contain_text(name)
    expect(visit.page.locator(".section h2", has_text=name)).to_be_visible()
    expect(visit.chosen_town).to_have_text(name)
    expect(visit.map.locator(".chosen-town")).to_contain_text(name)
    expect(visit.map.locator("path[data-town][aria-pressed=true]")).to_have_attribute(
        "data-town", town_code
    )
    widths = visit.map.locator("path[data-town]:not(:hover)").evaluate_all(
        "(paths) => paths.map((path) => [path.dataset.town, +path.getAttribute('stroke-width')])"
    )
    others = {width for code, width in widths if code != town_code}
    assert dict(widths).get(town_code, 99) > max(others)


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


def test_thirteen_towns_are_painted_and_dawang_is_hatched(untouched: Visit) -> None:
    fills = untouched.fills()

    assert fills.pop(county.OUTSIDE.code) == HATCH_OUTSIDE
    assert len(fills) == 13
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
    emissions.click_polygon(XIAMAO)

    assert_chosen(emissions, XIAMAO)
    emissions.assert_clean()


def test_a_click_on_a_table_row_selects_everywhere_without_a_reload(emissions: Visit) -> None:
    emissions.page.evaluate("window.stayed = true")

    emissions.press(emissions.page.locator(f"table.data a[data-town='{LONGFU}']").first)

    assert_chosen(emissions, LONGFU)
    assert emissions.page.evaluate("window.stayed") is True


def test_the_picker_selects_everywhere_and_unselects(emissions: Visit) -> None:
    option(emissions, "地豆镇").click()
    assert_chosen(emissions, DIDOU)

    option(emissions, "全市（未选镇街）").click()

    expect(emissions.page).to_have_url(re.compile(r"/emissions$"))
    expect(emissions.page.locator("tr.chosen")).to_have_count(0)
    expect(emissions.map.locator("path[data-town][aria-pressed=true]")).to_have_count(0)


def test_the_open_picker_speaks_chinese(untouched: Visit) -> None:
    option(untouched, "地豆镇").wait_for()

    found = untouched.english()

    untouched.page.keyboard.press("Escape")
    assert found == []


def test_a_reload_keeps_town_year_and_measure(emissions: Visit) -> None:
    choose_measure(emissions, "人均")
    has_in_address(emissions, measure="per_head")
    choose_year(emissions, 2021)
    has_in_address(emissions, year="2021")
    emissions.click_polygon(XIAMAO)
    assert_chosen(emissions, XIAMAO)
    fills, row = emissions.fills(), emissions.page.locator("tr.chosen").inner_text()

    emissions.page.reload()
    emissions.settled()

    assert_chosen(emissions, XIAMAO)
    has_in_address(emissions, year="2021", measure="per_head")
    assert emissions.page.locator("tr.chosen").inner_text() == row
    assert emissions.fills() == fills
    expect(emissions.page.locator("caption").first).to_contain_text("2021 年人均排放")
    pressed = emissions.map.locator(".years button[aria-pressed=true]")
    expect(pressed).to_have_text("2021")


def test_another_page_keeps_the_town(emissions: Visit) -> None:
    emissions.click_polygon(XIAMAO)
    assert_chosen(emissions, XIAMAO)

    emissions.page.get_by_role("link", name="森林碳汇", exact=True).click()

    expect(emissions.page.locator(".head h1")).to_have_text("森林碳汇")
    emissions.settled()
    has_in_address(emissions, town=XIAMAO)
    expect(emissions.page.locator("tr.chosen")).to_contain_text("下茆镇")
    expect(emissions.map.locator("path[data-town][aria-pressed=true]")).to_have_attribute(
        "data-town", XIAMAO
    )


def test_back_undoes_one_choice(emissions: Visit) -> None:
    emissions.click_polygon(XIAMAO)
    assert_chosen(emissions, XIAMAO)
    emissions.click_polygon(DIDOU)
    assert_chosen(emissions, DIDOU)

    emissions.page.go_back()

    assert_chosen(emissions, XIAMAO)
    emissions.page.go_back()
    expect(emissions.chosen_town).to_have_text("全市（未选镇街）")
    expect(emissions.page).not_to_have_url(re.compile("town="))
    expect(emissions.map.locator("path[aria-pressed=true]")).to_have_count(0)

    emissions.page.go_forward()
    assert_chosen(emissions, XIAMAO)
    emissions.page.go_forward()
    assert_chosen(emissions, DIDOU)


def test_a_year_recolours_within_fixed_classes_and_reaches_table_and_address(
    emissions: Visit,
) -> None:
    fills, rows, texts = emissions.fills(), legend(emissions), labels(emissions)

    choose_year(emissions, 2020)

    expect(emissions.map.locator(".years button[aria-pressed=true]")).to_have_text("2020")
    assert emissions.fills() != fills
    assert legend(emissions) == rows
    assert labels(emissions) != texts
    expect(emissions.page.locator("caption").first).to_contain_text("2020 年排放总量")
    has_in_address(emissions, year="2020")
    expect(emissions.page.locator(".head p")).to_contain_text("2020 年")
    emissions.assert_clean()


def test_a_year_in_the_map_reaches_the_open_composition_table(emissions: Visit) -> None:
    visit = emissions
    choose_measure(visit, "构成表")
    expect(visit.page.locator("caption", has_text="2025 年排放构成")).to_be_visible()

    choose_year(visit, 2022)

    expect(visit.page.locator("caption", has_text="2022 年排放构成")).to_be_visible()
    expect(visit.page.locator("caption", has_text="2022 年排放总量排序")).to_be_visible()


def test_map_and_ranking_stand_whole_on_the_first_screen(untouched: Visit) -> None:
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
    words = untouched.map.locator(".area-name, .river-name").all_inner_texts()
    assert {"广宁县", "三水区", "绥江", "北江"} <= set(words)
    expect(untouched.map.locator(".inset")).to_have_attribute(
        "aria-label", "四会市在广东省肇庆市的位置"
    )
    assert "镇街示意界线，非法定" in untouched.map.locator(".line-legend").inner_text()


def test_a_label_on_the_map_is_the_number_in_the_table(untouched: Visit) -> None:
    row = untouched.page.locator(
        "table.data tr", has=untouched.page.locator(f"[data-town='{LONGFU}']")
    )
    number = row.first.locator("td.num").nth(1).inner_text()

    assert f"龙甫\n{number}" in labels(untouched)
    assert number in number_in(untouched, LONGFU)


def test_the_years_stand_side_by_side_and_follow_one_another(emissions: Visit) -> None:
    page, inside = emissions.page, emissions.map
    fills = emissions.fills()

    inside.get_by_role("button", name="把各年的地图放在一起看").click()
    small = inside.locator(".multiples button")

    expect(small).to_have_count(6)
    expect(small.last).to_have_attribute("aria-label", "2025 年排放总量，示例，13 个镇街")
    shown = small.last.locator("path:not(.outline)").evaluate_all(
        "(paths) => paths.map((path) => path.getAttribute('fill'))"
    )
    assert sorted(shown) == sorted(fills.values())  # the same classes
    expect(inside.locator(".leaflet-control-attribution")).to_contain_text("示意图")
    small.nth(4).click()
    expect(inside.locator(".multiples")).to_be_hidden()
    has_in_address(emissions, year="2024")
    pressed = inside.locator(".years button[aria-pressed=true]")

    play = inside.get_by_role("button", name="逐年播放，一年一秒")
    play.click()
    expect(pressed).to_have_text("2025")
    expect(play).to_have_text("▶ 播放")  # the last year is the end
    play.click()
    expect(pressed).to_have_text("2020")
    play.click()
    expect(play).to_have_text("▶ 播放")
    page.wait_for_timeout(1200)
    assert pressed.inner_text() < "2023"
    emissions.assert_clean()


def test_a_measure_recolours_with_a_legend_of_its_own(emissions: Visit) -> None:
    fills, rows = emissions.fills(), legend(emissions)

    choose_measure(emissions, "单位面积")

    expect(emissions.map.locator(".legend h2")).to_contain_text("吨CO₂/km²")
    assert emissions.fills() != fills
    assert legend(emissions) != rows
    expect(emissions.page.locator("caption").first).to_contain_text("单位面积排放")


def test_years_without_a_grid_factor_are_hatched_as_missing(emissions: Visit) -> None:
    choose_measure(emissions, "直接＋净购入电力和热力")
    has_in_address(emissions, boundary="net")
    expect(emissions.page.locator(".head p")).to_contain_text("2025 年")
    expect(emissions.map.locator(f"path[fill='{HATCH_MISSING}']")).to_have_count(13)

    choose_year(emissions, 2024)

    has_in_address(emissions, year="2024")
    expect(emissions.map.locator(f"path[fill='{HATCH_MISSING}']")).to_have_count(13)
    expect(emissions.map.locator("pattern#hatch-missing")).to_be_attached()
    expect(emissions.page.locator("table.data").first.locator("td.missing")).to_have_count(13)
    expect(emissions.page.locator(".head p")).to_contain_text("2024 年")
    expect(emissions.page.locator(".head p")).to_contain_text("缺失")
    assert any(row.startswith("缺失") for row in legend(emissions))


def test_hovering_tells_number_unit_and_that_it_is_a_sample(untouched: Visit) -> None:
    untouched.polygon(XIAMAO).hover(position=untouched.free_point(XIAMAO))

    tip = untouched.map.locator(".sihui-tip", has_text="下茆")
    expect(tip).to_be_visible()
    assert re.search(r"下茆镇\s+2025 年 排放总量：[\d,.]+ 万吨CO₂\s*示例", tip.inner_text())


def test_dawang_says_why_it_is_left_out_and_cannot_be_chosen(untouched: Visit) -> None:
    untouched.polygon(county.OUTSIDE.code).hover(position=untouched.free_point(county.OUTSIDE.code))
    tip = untouched.map.locator(".sihui-tip", has_text="大旺")
    expect(tip).to_contain_text("不在统计范围")

    untouched.click_polygon(county.OUTSIDE.code)

    untouched.page.wait_for_timeout(400)
    assert "town=" not in untouched.page.url


def test_the_keyboard_selects_a_town(emissions: Visit) -> None:
    for town, key in ((WEIZHENG, "Enter"), (DIDOU, " ")):
        emissions.polygon(town).focus()
        expect(emissions.map.locator(".sihui-tip", has_text=NAMES[town])).to_be_visible()

        emissions.page.keyboard.press(key)

        assert_chosen(emissions, town)


def test_after_printing_the_map_is_as_it_was(emissions: Visit) -> None:
    frame = emissions.page.locator(MAP_FRAME)
    before = frame.bounding_box()

    emissions.page.pdf()

    assert frame.bounding_box() == before
    emissions.click_polygon(XIAMAO)
    has_in_address(emissions, town=XIAMAO)
