"""The presentation at a meeting: keys and a clicker, the live map, questions, one screen each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.views.pinyin import initials
from tests import county
from tests.browser.axe import violations
from tests.browser.serve import Server, started
from tests.browser.slides import BEYOND, COUNT, at, drawn, shown
from tests.browser.visit import MAP_FRAME, Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Route

    from sihui_map.figures import Figures

pytestmark = pytest.mark.browser

TOWN = county.OWN.code
UNIT = next(
    unit
    for unit in county.UNITS
    if 1 < sum(unit in task["lead_units"].split("|") for task in county.TASKS) < 4
)
"""A unit that leads tasks, few enough to be said in a line."""
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768)}
PLACE = "(one) => one.getBoundingClientRect().toJSON()"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of its own, in which people have accounts."""
    folder = tmp_path_factory.mktemp("present")
    with started(folder / "log") as running:
        yield running


@pytest.fixture(scope="module")
def meeting(chromium: Browser, desk: Server) -> Iterator[Visit]:
    """Return a visit at the size of a projector."""
    visit = new_visit(chromium, desk, width=1920, height=1080)
    yield visit
    visit.page.context.close()


def click_in_frame(visit: Visit, x: float, y: float) -> None:
    """Click a point of the map's frame; playwright knows nothing of a shrunk frame."""
    frame = visit.page.locator(MAP_FRAME)
    scale = frame.evaluate("(one) => one.getBoundingClientRect().width / one.offsetWidth")
    corner = frame.bounding_box()
    assert corner
    visit.page.mouse.click(corner["x"] + x * scale, corner["y"] + y * scale)


def click_on_slide(visit: Visit, town_code: str) -> None:
    """Click a town where the screen shows it."""
    inside = visit.polygon(town_code).evaluate(PLACE)
    point = visit.free_point(town_code)
    click_in_frame(visit, inside["x"] + point["x"], inside["y"] + point["y"])


def click_on_map(visit: Visit, where: str) -> None:
    """Click a town, a year, the zoom or nothing in the map of the slide."""
    if where == "town":
        click_on_slide(visit, TOWN)
        expect(visit.page).to_have_url(re.compile(f"town={TOWN}"))
        return
    one = {
        "year": ".years button >> nth=0",
        "zoom": ".leaflet-control-zoom-in",
        "nothing": "#map_div",
    }[where]
    box = visit.map.locator(one).evaluate(PLACE)
    click_in_frame(visit, box["x"] + min(box["width"], 40) / 2, box["y"] + box["height"] / 2)
    if where == "year":
        expect(visit.page).to_have_url(re.compile(f"year={county.YEARS[0]}"))


def test_arrows_and_a_clicker_turn_the_pages(meeting: Visit) -> None:
    meeting.open("present")
    at(meeting, 1)

    for key, place in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("PageUp", 2),
        ("ArrowLeft", 1),
        ("End", COUNT),
        ("Home", 1),
    ):
        meeting.page.keyboard.press(key)
        at(meeting, place)
        assert meeting.page.url.endswith(f"slide={place}")


def test_numbers_the_overview_and_questions_lead_there_and_back(
    meeting: Visit, county_figures: Figures
) -> None:
    years = len(county_figures.ledger_years)
    meeting.open("present?slide=4")
    page, body = meeting.page, meeting.page.locator("body")
    page.keyboard.press("8")
    at(meeting, 8)

    page.keyboard.press("o")
    cards = page.locator(".slides button")
    expect(cards.nth(7)).to_be_focused()
    assert cards.count() == COUNT
    expect(cards.nth(4)).to_contain_text(re.compile(rf"{years} 个年份中 \d+ 个可以对账"))
    assert violations(meeting) == []  # not over a map: in its frame axe asks what it may not
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    at(meeting, 4)
    expect(body).not_to_have_class("all-slides")
    page.keyboard.press("o")
    cards.nth(8).click()
    at(meeting, 9)
    page.keyboard.press("o")
    page.keyboard.press("PageUp")
    at(meeting, 8)
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    expect(cards.first).to_be_hidden()

    page.keyboard.press("q")
    at(meeting, COUNT)
    page.keyboard.press("q")
    at(meeting, 8)


def test_the_speakers_window_keeps_step_and_counts_the_time(meeting: Visit) -> None:
    meeting.open("present?slide=4")
    page = meeting.page
    with page.context.expect_page() as opened:
        page.keyboard.press("n")
    window = opened.value
    note = window.locator("[data-note].shown")
    expect(note.locator("h1")).to_have_text("4　镇街排放排序")
    expect(window.locator("[data-linked]")).to_have_text("与汇报窗口同步")

    page.keyboard.press("PageDown")
    expect(note.locator("h1")).to_have_text("5　平衡表")
    expect(note.locator(".after")).to_contain_text("6　能源项目")
    at(meeting, 5)
    window.keyboard.press("PageUp")
    at(meeting, 4)
    window.locator("[data-timer=toggle]").click()
    expect(window.locator("[data-clock]")).not_to_have_text("00:00")
    window.locator("[data-timer=toggle]").click()
    expect(window.locator("[data-timer=toggle]")).to_have_text("开始")
    speaker = Visit(window, meeting.server)
    assert violations(speaker) == []
    assert speaker.english() == []
    window.close()


def test_the_first_page_has_none_before_and_the_last_none_after(meeting: Visit) -> None:
    meeting.open("present?slide=1")
    meeting.page.keyboard.press("ArrowLeft")
    at(meeting, 1)

    meeting.open(f"present?slide={COUNT}")
    meeting.page.keyboard.press("PageDown")
    at(meeting, COUNT)


def test_b_makes_the_screen_black_and_turning_a_page_lights_it(meeting: Visit) -> None:
    meeting.open("present?slide=3")
    body = meeting.page.locator("body")

    meeting.page.keyboard.press("b")
    expect(body).to_have_class("dark-screen")
    covered = meeting.page.evaluate("getComputedStyle(document.body, '::after').backgroundColor")
    assert covered == "rgb(0, 0, 0)"
    meeting.page.keyboard.press("b")
    expect(body).not_to_have_class("dark-screen")
    meeting.page.keyboard.press("b")
    meeting.page.keyboard.press("PageDown")

    at(meeting, 4)
    expect(body).not_to_have_class("dark-screen")


def test_there_is_no_menu_above_a_slide(meeting: Visit) -> None:
    meeting.open("present")

    expect(meeting.page.locator("header.stAppHeader")).to_be_hidden()
    assert meeting.page.locator(".st-key-present .head").bounding_box()["y"] < 60  # type: ignore[index]


@pytest.mark.parametrize("size", SIZES)
def test_the_map_of_the_second_slide_is_live(chromium: Browser, desk: Server, size: str) -> None:
    width, height = SIZES[size]
    visit = new_visit(chromium, desk, width=width, height=height)
    try:
        drawn(visit, 3)

        click_on_slide(visit, TOWN)

        expect(visit.map.locator(".chosen-town")).to_contain_text(county.OWN.name)
        expect(visit.page).to_have_url(re.compile(f"town={TOWN}"))
        expect(visit.page.locator(".st-key-present")).to_be_visible()
        at(visit, 3)
        visit.assert_clean()
    finally:
        visit.page.context.close()


def total_of(figures: Figures) -> str:
    """Return what is said of the total of the town: the number and its place among all."""
    year = figures.default_year
    totals = {town.code: figures.emission(town.code, year).value or 0 for town in county.TOWNS}
    place = 1 + sum(total > totals[TOWN] for total in totals.values())
    return (
        f"{year} 年排放总量 {totals[TOWN] / 1e4:.2f} 万吨CO₂（示例），"
        f"在 {len(totals)} 个镇街中列第 {place} 位"
    )


def untold_of(figures: Figures) -> str:
    return f"{figures.default_year} 年只有示例数据、尚未填报：能源活动、人口与经济、森林面积。"


def tasks_of(_: Figures) -> str:
    lead = [task["task_no"] for task in county.TASKS if is_by(task["lead_units"])]
    helps = sum(is_by(task["cooperating_units"]) for task in county.TASKS)
    return f"牵头 {len(lead)} 项任务（第 {'、'.join(lead)} 项），配合 {helps} 项。"


def is_by(units: str) -> bool:
    return UNIT in units.split("|")


@pytest.mark.parametrize(
    ("typed", "title", "fact"),
    [
        (initials(county.OWN.name), county.OWN.name, total_of),
        (county.OWN.short, county.OWN.name, untold_of),
        (initials(UNIT), UNIT, tasks_of),
    ],
)
def test_a_question_is_answered_by_name_or_initials(
    meeting: Visit,
    county_figures: Figures,
    typed: str,
    title: str,
    fact: Callable[[Figures], str],
) -> None:
    drawn(meeting, COUNT)
    page = meeting.page

    meeting.press(page.locator(".st-key-present_subject input"))
    page.keyboard.type(typed)
    expect(page.get_by_role("option").first).to_contain_text(title)
    page.keyboard.press("Enter")

    expect(page.locator(".st-key-present .section h2")).to_have_text(title)
    expect(page.locator(".st-key-present .facts p")).to_have_count(5)
    expect(page.locator(".st-key-present .facts")).to_contain_text(fact(county_figures))
    meeting.settled()
    at(meeting, COUNT)
    assert page.evaluate(BEYOND) == []
    assert meeting.english() == []


def back_to_the_map(visit: Visit) -> None:
    """Turn to the slide with the map as a presenter does."""
    visit.page.keyboard.press("Home")
    at(visit, 1)
    visit.page.keyboard.press("3")
    shown(visit, 3)


@pytest.mark.parametrize("where", ["town", "nothing", "zoom", "year"])
@pytest.mark.parametrize("size", SIZES)
def test_a_clicker_turns_the_page_after_a_click_in_the_map(
    visitor: Callable[..., Visit], desk: Server, size: str, where: str
) -> None:
    width, height = SIZES[size]
    visit = visitor(desk, "present?slide=3", width=width, height=height)
    shown(visit, 3)

    keys = (("PageDown", 4), ("ArrowRight", 4), ("PageUp", 2), ("5", 5), ("ArrowDown", 4))
    for key, place in keys:
        click_on_map(visit, where)
        visit.page.keyboard.press(key)
        at(visit, place)
        back_to_the_map(visit)
    click_on_map(visit, where)
    visit.page.keyboard.press("b")
    expect(visit.page.locator("body")).to_have_class("dark-screen")
    visit.assert_clean()


def test_a_key_pressed_before_the_buttons_are_there_is_not_lost(
    chromium: Browser, desk: Server
) -> None:
    """The words of a slide may arrive before the script that draws its buttons."""
    visit = new_visit(chromium, desk)
    held: list[Route] = []
    visit.page.context.route("**/static/js/Button.*.js", lambda route: held.append(route))  # noqa: PLW0108 a built-in will not do
    try:
        visit.page.goto(f"{desk.base}/present")
        expect(visit.page.locator(".st-key-present_foot .source")).to_contain_text("第 1 页")
        assert visit.page.locator(".st-key-present_next button").count() == 0

        visit.page.keyboard.press("PageDown")
        visit.page.wait_for_timeout(500)
        for route in held:
            route.continue_()

        at(visit, 2)
    finally:
        visit.page.context.close()


def test_a_key_pressed_inside_the_map_reaches_the_slide(
    visitor: Callable[..., Visit], desk: Server
) -> None:
    """Tab may lead into the map: there, too, a clicker turns the page; Enter chooses."""
    visit = visitor(desk, "present?slide=3", width=1920, height=1080)
    shown(visit, 3)
    visit.polygon(TOWN).focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page).to_have_url(re.compile(f"town={TOWN}"))

    for key, place in (("PageUp", 2), ("PageDown", 4), ("ArrowRight", 4), ("Home", 1)):
        visit.polygon(TOWN).focus()
        visit.page.keyboard.press(key)
        at(visit, place)
        back_to_the_map(visit)
    visit.polygon(TOWN).focus()
    visit.page.keyboard.press("b")
    expect(visit.page.locator("body")).to_have_class("dark-screen")


@pytest.mark.parametrize(
    ("picked_by", "leave", "key"),
    [
        ("Enter", [], "PageUp"),
        ("Enter", [], "ArrowLeft"),
        ("Enter", ["Escape"], "PageUp"),
        ("click", [], "ArrowLeft"),
        ("click", ["Escape"], "PageUp"),
        ("nothing", [], "PageUp"),
        ("nothing", ["Escape"], "ArrowLeft"),
    ],
)
def test_a_clicker_turns_the_page_after_a_question(
    meeting: Visit, picked_by: str, leave: list[str], key: str
) -> None:
    drawn(meeting, COUNT)
    page = meeting.page
    meeting.press(page.locator(".st-key-present_subject input"))
    page.keyboard.type(initials(county.OWN.name))
    option = page.get_by_role("option", name=county.OWN.name)
    expect(option).to_be_visible()
    if picked_by == "Enter":
        page.keyboard.press("Enter")
    elif picked_by == "click":
        option.click()
    if picked_by != "nothing":
        expect(page.locator(".st-key-present .facts p")).to_have_count(5)
    for pressed in leave:
        page.keyboard.press(pressed)

    page.keyboard.press(key)

    at(meeting, COUNT - 1)


def test_nothing_was_asked_of_another_host(meeting: Visit) -> None:
    meeting.assert_clean()
