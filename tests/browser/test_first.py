"""The first look: a live map before Streamlit, in the same place, and nothing of it afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.early import FIRST_MAP, STREAMLIT, Held
from tests.browser.publishing import publish_coal
from tests.browser.serve import Server, started
from tests.browser.visit import FIRST, MAP_FRAME, TITLES, WITH_MAP, Visit, new_context, visit_in
from tests.browser.walk import HEADINGS, go, shows_map, watch, wrong_maps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser

OWN, LAST, CLICKED = county.OWN, county.LAST, county.STORAGE
YEARS = county.YEARS
SUM = f"{len(county.TOWNS)} 个镇街排放总量"
PAGES = [address for address in TITLES if address in WITH_MAP]
PARTS = (
    *(".head", ".head p", ".figures", ".figure", "iframe", ".masthead", "ul.targets", ".section"),
    *("table.data", "table.data tr", ".notes", ".list p", ".quote p", ".source", ".rule", ".foot"),
)
PLACES = """([root, parts]) => Object.fromEntries(parts.map((part) => [part,
  [...document.querySelectorAll(`${root} ${part}`)]
    .filter((one) => !one.closest("details, noscript")).map((one) => one.getBoundingClientRect())
    .map(({ x, y, width, height }) => [x, y, width, height])]))"""
WORDS = """(root) => [...document.querySelectorAll(`${root} :is(h1, h2, caption, .head p, .figure,
    table.data td, .source, .notes p, .list p, .foot, .masthead)`)]
  .filter((one) => !one.closest("noscript")).map((one) => one.textContent.replace(/\\s+/g, ""))"""


def places(visit: Visit, root: str) -> dict[str, list[list[float]]]:
    found: dict[str, list[list[float]]] = visit.page.evaluate(PLACES, [root, PARTS])
    return found


def apart(one: dict[str, list[list[float]]], other: dict[str, list[list[float]]]) -> list[str]:
    """Return the parts that do not stand in the same place, as large, within a pixel."""
    return [
        f"{part}: {one[part]} {other[part]}"
        for part in PARTS
        if len(one[part]) != len(other[part])
        or any(
            abs(here - there) > 1
            for mine, its in zip(one[part], other[part], strict=True)
            for here, there in zip(mine, its, strict=True)
        )
    ]


@pytest.mark.parametrize(
    ("address", "size"),
    [
        *((address, "laptop") for address in PAGES),
        (f"emissions?town={LAST.code}&year={YEARS[1]}", "laptop"),
        ("town", "laptop"),
        ("forest?forest=forest_gap", "laptop"),
        ("parks?town=x", "laptop"),
        ("", "projector"),
        ("forest", "projector"),
    ],
)
def test_streamlit_draws_the_same_in_the_same_place(
    held: Callable[..., Held], address: str, size: str
) -> None:
    visit = (early := held(address, size)).visit
    before, said = places(visit, FIRST), visit.page.evaluate(WORDS, FIRST)

    early.hand_over()

    assert apart(before, places(visit, "#root")) == []
    assert said == visit.page.evaluate(WORDS, "#root")
    assert visit.page.evaluate("window.shifted") <= 0.02
    visit.assert_clean()


@pytest.mark.parametrize("address", ["", "emissions", "sites", "dispatch", "town"])
def test_on_a_telephone_head_and_map_stand_still(held: Callable[..., Held], address: str) -> None:
    visit = (early := held(address, "telephone")).visit
    before = places(visit, FIRST)

    early.hand_over()

    after = places(visit, "#root")
    for part in (".head", "iframe"):
        (here,), (there,) = before[part], after[part]
        assert max(abs(a - b) for a, b in zip(here, there, strict=True)) <= 1, part
    visit.assert_clean()


def test_the_map_is_painted_before_streamlits_first_element(held: Callable[..., Held]) -> None:
    visit = held("emissions").visit

    assert visit.page.locator("#root .stApp").count() == 0
    assert visit.page.locator(".head p").inner_text().startswith(f"{YEARS[-1]} 年 {SUM}")
    assert visit.page.locator(f"{FIRST} table.data tbody tr").count() >= len(county.TOWNS)


def test_hover_click_and_year_answer_before_streamlit(held: Callable[..., Held]) -> None:
    early = held("emissions")
    fills = early.map.locator("path[data-town]").evaluate_all(
        "(paths) => paths.map((path) => path.dataset.fill).join()"
    )

    early.town(CLICKED.code).hover()
    expect(early.map.locator(".sihui-tip")).to_contain_text(CLICKED.name)
    early.town(CLICKED.code).click()
    expect(early.map.locator(".chosen-town")).to_contain_text(CLICKED.name)
    early.map.locator(".years button", has_text=YEARS[1]).click()

    expect(early.map.locator(".years button[aria-pressed=true]")).to_have_text(YEARS[1])
    assert fills != early.map.locator("path[data-town]").evaluate_all(
        "(paths) => paths.map((path) => path.dataset.fill).join()"
    )
    expect(early.visit.page).to_have_url(re.compile(f"town={CLICKED.code}&year={YEARS[1]}"))
    assert early.visit.page.locator("#root .stApp").count() == 0


def assert_chosen(visit: Visit, town: county.Town) -> None:
    expect(visit.map.locator("path[aria-pressed=true]")).to_have_attribute("data-town", town.code)
    expect(visit.chosen_town).to_have_text(town.name)
    expect(visit.page.locator("table.data tr.chosen").first).to_contain_text(town.name)
    expect(visit.page).to_have_url(re.compile(f"town={town.code}"))


def test_what_was_clicked_before_streamlit_started_is_chosen_after_it(
    held: Callable[..., Held],
) -> None:
    early = held("emissions")
    early.town(CLICKED.code).click()
    early.map.locator(".years button", has_text=YEARS[2]).click()

    visit = early.hand_over()

    assert_chosen(visit, CLICKED)
    expect(visit.page.locator(".head p")).to_contain_text(f"{YEARS[2]} 年")
    expect(visit.map.locator(".years button[aria-pressed=true]")).to_have_text(YEARS[2])
    visit.assert_clean()


def test_what_was_clicked_while_streamlit_ran_is_handed_over(held: Callable[..., Held]) -> None:
    """Streamlit has read the address already; the click is told to its own map."""
    early = held("emissions")
    visit = early.visit
    visit.page.evaluate(f"""() => new MutationObserver((_, one) => {{
      if (!document.querySelector("#root {MAP_FRAME}")) return;
      one.disconnect();
      document.querySelector("{FIRST_MAP}").contentWindow.postMessage(
        {{ type: "sihui:select", town: "{OWN.code}", year: {YEARS[3]} }}, "*");
    }}).observe(document, {{ subtree: true, childList: true }})""")

    early.hand_over()

    assert_chosen(visit, OWN)
    expect(visit.page.locator(".head p")).to_contain_text(f"{YEARS[3]} 年")
    visit.assert_clean()


def test_a_row_and_the_list_of_the_first_look_choose_in_its_map(held: Callable[..., Held]) -> None:
    early = held("emissions")
    page = early.visit.page
    page.locator(f"{FIRST} table.data a[data-town='{LAST.code}']").first.click()
    expect(early.map.locator(".chosen-town")).to_contain_text(LAST.name)
    page.locator(f"{FIRST} .pick[data-pick=town] summary").click()
    page.locator(f"{FIRST} .pick[open] a[data-town='{OWN.code}']").click()

    expect(early.map.locator(".chosen-town")).to_contain_text(OWN.name)
    expect(page).to_have_url(re.compile(f"town={OWN.code}"))
    page.evaluate("history.back()")
    expect(early.map.locator(".chosen-town")).to_contain_text(LAST.name)


def test_a_link_of_the_first_menu_takes_the_choice_along(held: Callable[..., Held]) -> None:
    early = held("emissions")
    early.town(CLICKED.code).click()
    early.visit.page.unroute(STREAMLIT)

    early.visit.page.locator(f"{FIRST} nav > a", has_text="森林碳汇").click()

    expect(early.visit.page).to_have_url(re.compile(rf"/forest\?town={CLICKED.code}"))
    visit = early.visit.settled()
    assert_chosen(visit, CLICKED)


@pytest.mark.parametrize("address", ["", "sites"])
def test_one_map_is_seen_at_any_moment(held: Callable[..., Held], address: str) -> None:
    early = held(address)

    visit = early.hand_over()
    visit.page.wait_for_timeout(500)

    assert set(visit.page.evaluate("window.maps")) == {1}
    assert visit.page.locator("iframe").count() == 1
    assert visit.page.locator("#root[inert]").count() == 0


def test_no_first_look_stays_or_comes_back_on_a_walk(
    context: BrowserContext, server: Server
) -> None:
    visit = visit_in(context, server)
    watch(visit)
    visit.open("")
    for name in ("forest", "emissions", "parks", "sites", "overview"):
        go(visit, name)
        assert visit.page.locator(FIRST).count() == 0

    visit.page.reload()
    shows_map(visit, "总览")
    visit.page.go_back()
    shows_map(visit, HEADINGS["sites"])

    expect(visit.page.locator(FIRST)).to_have_count(0)
    assert wrong_maps(visit) == []
    visit.page.close()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        *(
            ("public_server", address)
            for address in ("", "emissions", "forest", "dispatch", "town")
        ),
        *(
            ("mixed_server", address)
            for address in ("", "forest", f"emissions?town={LAST.code}", "dispatch", "town")
        ),
    ],
)
def test_without_samples_and_with_few_reports_it_is_the_same(
    held: Callable[..., Held], request: pytest.FixtureRequest, address: str, kind: str
) -> None:
    early = held(address, at=request.getfixturevalue(kind))
    visit = early.visit
    before, said = places(visit, FIRST), visit.page.evaluate(WORDS, FIRST)

    early.hand_over()

    assert apart(before, places(visit, "#root")) == []
    assert said == visit.page.evaluate(WORDS, "#root")
    visit.assert_clean()


def test_a_publication_in_between_is_not_covered_by_the_page_before_it(
    held: Callable[..., Held], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with started(tmp_path_factory.mktemp("first") / "log", SIHUI_SAMPLE="on") as own:
        early = held("emissions", at=own)
        before = own.revision
        publish_coal(own, OWN.code, factor=1.5)

        visit = early.hand_over()

        assert own.revision != before
        assert own.revision in visit.page.locator("footer.foot").inner_text()
        assert f"snapshot={own.revision}" in visit.map_frame.evaluate("() => window.sihui.drawn()")


def test_without_javascript_sentence_figures_and_towns_remain(
    chromium: Browser, server: Server
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page: Any = context.new_page()

    page.goto(f"{server.base}/emissions?year={YEARS[1]}")

    expect(page.locator(".head p")).to_contain_text(f"{YEARS[1]} 年 {SUM}")
    expect(page.locator("iframe")).to_be_hidden()
    assert page.locator(".first-left table.data tbody tr").count() == len(county.TOWNS)
    expect(page.locator(".first-left noscript > p")).to_contain_text("没有启用 JavaScript")
    expect(page.locator(".first-left table.data")).to_be_visible()
    page.goto(f"{server.base}/")
    expect(page.locator(".figure").first).to_be_visible()
    page.locator("nav > a", has_text="园区循环化").click()
    expect(page.locator(".head h1")).to_have_text("园区循环化")
    context.close()


def test_the_first_map_asks_for_nothing_and_reaches_nothing(
    chromium: Browser, server: Server
) -> None:
    context = new_context(chromium)
    early = Held(visit_in(context, server)).open("emissions")
    (frame,) = [each for each in early.visit.page.frames if "/component/first/" in each.url]

    reach = frame.evaluate(
        "() => { try { return String(parent.document.title) } catch (error) { return error.name } }"
    )

    assert reach == "SecurityError"
    asked = [url for url in early.visit.requests if "/assets/maps/" in url or "leaflet" in url]
    assert asked == []
    early.visit.assert_clean()
    context.close()
