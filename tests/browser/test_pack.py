"""The offline pack as it opens from a USB stick: from a file, without a network, in Chromium."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.documents.html.pack import pack
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from tests import county
from tests.browser.visit import PATIENCE_MS, WATCH
from tests.counties.county import BING, DING, JIA, SANZHEN, YI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sihui_map.domain.snapshot import Snapshot

    Opener = Callable[..., "Opened"]

pytestmark = pytest.mark.browser

VIEWS = (
    "map", "emissions", "ledger", "sites", "forest", "parks", "tasks", "targets", "evaluation",
    "enterprises", "plan", "town", "sources",
)  # fmt: skip


@dataclass
class Opened:
    """The pack in a context without a network, with all that was asked for and went wrong."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def fill(self, town_code: str) -> str:
        """Return what a town is painted with."""
        return str(self.page.locator(f"[data-area='{town_code}']").get_attribute("fill"))

    def state(self) -> dict[str, str]:
        """Return what stands behind the # of the address."""
        return dict(re.findall(r"[#&](\w+)=([^&]*)", self.page.url))

    def choose(self, name: str, value: str, *, view: str = "map") -> None:
        """Press the button of ``value``."""
        self.page.locator(f"#{view} [data-choice={name}] [data-value='{value}']").click()

    def assert_clean(self) -> None:
        """Check that it asked for itself alone and that nothing went wrong."""
        assert {url.partition("#")[0] for url in self.requests} == {self.address}
        assert self.errors == []


@pytest.fixture(scope="module")
def sanzhen() -> Snapshot:
    """Return everything of the invented county: of its few rows every number can be reckoned."""
    return read_snapshot(SANZHEN)


@pytest.fixture(scope="module")
def pack_file(tmp_path_factory: pytest.TempPathFactory, sanzhen: Snapshot) -> Path:
    """Return the pack with the sample as a file."""
    path = tmp_path_factory.mktemp("pack") / "三镇县碳达峰一张图.html"
    path.write_bytes(pack(Figures(sanzhen)))
    return path


@pytest.fixture(scope="module")
def county_pack_file(tmp_path_factory: pytest.TempPathFactory, county_figures: Figures) -> Path:
    """Return the pack of as many towns, tasks and sites as a real county has."""
    path = tmp_path_factory.mktemp("county-pack") / f"{county.NAME}.html"
    path.write_bytes(pack(county_figures))
    return path


@pytest.fixture
def opener(chromium: Browser, pack_file: Path) -> Iterator[Opener]:
    """Return a maker of opened packs, each closed with the test."""
    made = []

    def make(
        choice: str = "", *, path: Path = pack_file, width: int = 1366, height: int = 768,
        scripts: bool = True,
    ) -> Opened:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            offline=True,
            java_script_enabled=scripts,
        )
        made.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WATCH)
        opened = Opened(context.new_page(), path.as_uri())
        context.on("request", lambda request: opened.requests.append(request.url))
        context.on("console", lambda message: opened.errors.append(message.text))
        context.on("weberror", lambda error: opened.errors.append(str(error.error)))
        opened.page.goto(opened.address + choice)
        return opened

    yield make
    for context in made:
        context.close()


def test_it_opens_from_a_file_and_asks_for_nothing_else(opener: Opener) -> None:
    opened = opener()

    expect(opened.page.locator("#answer")).to_have_text(
        "2033 年 3 个镇街排放总量（直接排放）合计 7.86 万吨CO₂，最高为甲镇，5.04 万吨CO₂。"
    )
    expect(opened.page.locator("svg.map")).to_be_in_viewport(ratio=1)
    assert opened.fill(DING) == "url(#hatch-outside)"
    opened.assert_clean()


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_opens_by_its_link_and_ends_with_the_stamp(
    opener: Opener, view: str, sanzhen: Snapshot
) -> None:
    opened = opener()

    opened.page.locator(f"nav a[href='#{view}']").click()

    expect(opened.page.locator(".view:visible")).to_have_count(1)
    expect(opened.page.locator(f"#{view}")).to_be_visible()
    stamp = opened.page.locator("footer.stamp")
    expect(stamp).to_contain_text(f"版本 {sanzhen.revision}")
    expect(stamp).to_contain_text("示意图,镇街界线非法定界线 · 审图号：（尚未取得）")
    assert opened.state()["view"] == view
    opened.assert_clean()


def test_the_picker_the_map_and_the_ranking_choose_the_same_town(opener: Opener) -> None:
    opened = opener()
    page = opened.page

    page.locator("#picker").select_option(label="乙镇")
    expect(page.locator("#facts h2")).to_have_text("乙镇")
    page.locator(f"[data-area='{BING}']").click(position={"x": 30, "y": 40})
    expect(page.locator("#facts h2")).to_have_text("丙镇")
    page.locator(f"#ranking a[data-town='{JIA}']").click()

    expect(page.locator("#picker")).to_have_value(JIA)
    expect(page.locator("#ranking tr.chosen")).to_have_count(1)
    assert opened.state()["town"] == JIA
    opened.assert_clean()


def test_a_year_recolours_map_table_facts_and_sentence(opener: Opener) -> None:
    opened = opener(f"#view=map&town={JIA}")
    page = opened.page

    opened.choose("year", "2032")

    expect(page.locator("#answer")).to_contain_text("2032 年 3 个镇街排放总量")
    expect(page.locator(f"[data-label='{JIA}'] tspan")).to_have_text("5.22")
    expect(page.locator("#ranking tr.chosen td.num").last).to_have_text("5.22")
    expect(page.locator("#facts b").first).to_have_text("5.22")


def test_a_year_without_data_of_towns_is_hatched_and_says_so(
    opener: Opener, sanzhen: Snapshot, tmp_path: Path
) -> None:
    """Of 2031 the plan tells the total of the county, and nobody anything of a town."""
    moved = (replace(use, year=use.year - 2 * (use.year < 2032)) for use in sanzhen.energy_uses)
    path = tmp_path / "moved.html"
    path.write_bytes(pack(Figures(replace(sanzhen, energy_uses=tuple(moved)))))
    opened = opener(path=path)

    opened.choose("year", "2031")

    expect(opened.page.locator("#answer")).to_have_text(
        "2031 年排放总量（直接排放）缺失：未报，不推测。"
    )
    expect(opened.page.locator("#ranking")).to_be_hidden()
    assert opened.fill(JIA) == "url(#hatch-missing)"
    assert opened.page.locator("#map .choice .gap").count() == 1  # between 2029 and 2031


def test_a_measure_without_a_factor_is_hatched_with_its_reason(opener: Opener) -> None:
    opened = opener("#view=map&year=2033")

    opened.choose("boundary", "net")

    expect(opened.page.locator("#answer")).to_contain_text("缺失：当年电网排放因子未公开")
    assert opened.fill(JIA) == "url(#hatch-missing)"
    expect(opened.page.locator("[data-value='2033'].without").first).to_be_attached()
    expect(opened.page.locator("#ranking td.missing").first).to_have_attribute(
        "aria-description", re.compile("当年电网排放因子未公开")
    )


@pytest.mark.parametrize(
    ("measure", "label"),
    [("per_head", "人均排放"), ("per_km2", "单位面积排放"), ("per_gdp", "单位GDP（现价）排放"),
     ("coal", "煤品排放"), ("oil", "油品排放"), ("gas", "天然气排放"),
     ("electricity", "净购入电力和热力排放")],
)  # fmt: skip
def test_a_measure_brings_its_own_legend_and_ranking(
    opener: Opener, measure: str, label: str
) -> None:
    opened = opener("#view=map&year=2032")

    opened.choose("measure", measure)

    expect(opened.page.locator(".legend:visible h3")).to_contain_text(label)
    expect(opened.page.locator("#ranking caption")).to_contain_text(f"2032 年{label}排序")
    expect(opened.page.locator("#ranking tbody tr")).to_have_count(3)
    opened.assert_clean()


def test_an_address_opens_the_same_view_and_back_returns(opener: Opener) -> None:
    opened = opener(f"#view=map&town={YI}&year=2031&measure=per_head&boundary=net")
    page = opened.page

    expect(page.locator("#facts h2")).to_have_text("乙镇")
    expect(page.locator("#ranking caption")).to_have_text(
        "2031 年人均排放排序（吨CO₂/人，直接＋净购入电力和热力）"
    )
    opened.choose("year", "2032")
    expect(page.locator("#ranking caption")).to_contain_text("2032 年")
    page.go_back()

    expect(page.locator("#ranking caption")).to_contain_text("2031 年")
    opened.assert_clean()


def test_a_wrong_address_says_what_is_wrong_and_shows_the_rest(opener: Opener) -> None:
    opened = opener("#view=map&year=1999&town=<img src=x onerror=alert(1)>")

    expect(opened.page.locator("#notice")).to_contain_text("年份「1999」")
    expect(opened.page.locator("#answer")).to_contain_text("2033 年")
    opened.assert_clean()


@pytest.mark.parametrize(
    ("asked", "kind", "title"),
    [("yz", "镇街", "乙镇"), ("乙", "镇街", "乙镇"), ("压减煤炭", "条款", "第 101 条"),
     ("xfgj", "单位", "县发改局"), ("储能电站", "项目", "虚构储能电站")],
)  # fmt: skip
def test_search_finds_words_and_initials(opener: Opener, asked: str, kind: str, title: str) -> None:
    opened = opener()

    opened.page.locator("#search").fill(asked)

    hits = opened.page.locator("#results button").filter(has_text=title)
    expect(hits.filter(has_text=kind).first).to_be_visible()
    opened.assert_clean()


def test_a_found_task_is_shown_and_marked_by_the_keyboard_alone(opener: Opener) -> None:
    opened = opener()
    page = opened.page

    page.locator("#search").fill("压减煤炭")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#tasks tr.found")).to_contain_text("压减煤炭")
    expect(page.locator("#tasks tr.found")).to_be_in_viewport()


def test_a_found_unit_filters_the_tasks(opener: Opener) -> None:
    opened = opener()
    page = opened.page

    page.locator("#search").fill("县林业局")
    page.locator("#results button").first.click()

    rows = page.locator("#find-tasks tbody tr:visible")
    expect(page.locator("#find-tasks .count")).to_have_text("显示 1 行，共 5 行。")
    expect(rows.locator("td:nth-child(4)")).to_contain_text("县林业局")


def test_a_search_without_a_hit_says_so(opener: Opener) -> None:
    opened = opener()

    opened.page.locator("#search").fill("没有这种词")

    expect(opened.page.locator("#results")).to_have_text(
        "没有找到「没有这种词」，可换一个词或拼音首字母"
    )


def test_filters_narrow_the_sites(opener: Opener) -> None:
    opened = opener("#sites")

    opened.page.locator("#find-sites select").last.select_option("甲镇")

    rows = opened.page.locator("#find-sites tbody tr:visible")
    expect(rows).to_have_count(2)
    expect(opened.page.locator("#find-sites .count")).to_have_text("显示 2 行，共 4 行。")


def test_a_town_is_chosen_on_the_map_by_the_keyboard(opener: Opener) -> None:
    opened = opener()
    page = opened.page

    page.locator(f".areas a[data-town='{YI}']").focus()
    expect(page.locator("#tip")).to_contain_text("乙镇")
    page.keyboard.press("Enter")

    expect(page.locator("#facts h2")).to_have_text("乙镇")


def test_without_scripts_everything_is_there_as_tables(opener: Opener) -> None:
    opened = opener(scripts=False)
    page = opened.page

    for view in VIEWS:
        expect(page.locator(f"#{view}")).to_be_visible()
    expect(page.locator("#find-tasks tbody tr")).to_have_count(5)
    expect(page.locator("table.data:visible")).to_have_count(page.locator("table.data").count())
    expect(page.locator("#search")).to_be_hidden()
    page.locator(f".areas a[data-town='{YI}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#town-{YI}")).to_be_in_viewport()
    opened.assert_clean()


def test_on_paper_there_are_no_controls_and_each_page_has_the_stamp(
    opener: Opener, sanzhen: Snapshot
) -> None:
    opened = opener(f"#view=tasks&town={YI}")
    page = opened.page

    page.emulate_media(media="print")

    for control in ("nav", ".tools", "#tasks .filters", "#results"):
        expect(page.locator(control)).to_be_hidden()
    stamp = page.locator("footer.stamp")
    expect(stamp).to_contain_text(sanzhen.revision)
    # A footer group that may not break is what a browser repeats on every page.
    assert stamp.evaluate("(one) => getComputedStyle(one).display") == "table-footer-group"
    assert stamp.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844)])
def test_no_view_is_wider_than_the_screen(
    opener: Opener, county_pack_file: Path, view: str, width: int, height: int
) -> None:
    address = f"#view={view}&town={county.OWN.code}"
    opened = opener(address, path=county_pack_file, width=width, height=height)

    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_empty_snapshot_opens_without_an_error(
    opener: Opener, sanzhen: Snapshot, tmp_path: Path
) -> None:
    emptied = {
        item.name: type(getattr(sanzhen, item.name))()
        for item in fields(sanzhen)
        if isinstance(getattr(sanzhen, item.name), tuple | dict)
    }
    path = tmp_path / "empty.html"
    path.write_bytes(pack(Figures(replace(sanzhen, **emptied))))

    opened = opener(path=path)

    expect(opened.page.locator("#map")).to_contain_text("没有可用的镇街界线")
    for view in VIEWS:
        opened.page.locator(f"nav a[href='#{view}']").click()
        expect(opened.page.locator(f"#{view}")).to_be_visible()
    opened.assert_clean()


def test_a_hostile_name_is_not_run(opener: Opener, sanzhen: Snapshot, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)></script><script>alert(1)</script>"
    spoilt = replace(
        sanzhen,
        towns=tuple(replace(town, name=name) for town in sanzhen.towns),
        sites=tuple(replace(site, name=name) for site in sanzhen.sites),
        clauses=tuple(replace(row, title=name, text=name) for row in sanzhen.clauses),
    )
    path = tmp_path / "hostile.html"
    path.write_bytes(pack(Figures(spoilt)))

    opened = opener(f"#view=map&town={YI}", path=path)
    opened.page.locator(".marks g").first.hover()
    expect(opened.page.locator("#tip")).to_contain_text("<img src=x")
    opened.page.locator("#search").fill("onerror")
    opened.page.locator("#results button").last.click()

    expect(opened.page.locator(".found")).to_contain_text("<img src=x")
    assert opened.page.locator("img").count() == 0
    opened.assert_clean()
