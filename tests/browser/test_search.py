"""The search box: by key, by finger, by mouse; a result opens the record without a new page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.views.pinyin import initials
from tests import county
from tests.browser.axe import violations
from tests.own_words import records

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]

pytestmark = pytest.mark.browser

FOUND = "#search-found a"
WORDS, CLAUSE = county.CHECKLIST[0]["basis"], str(county.CHECKLIST[0]["clause"])
"""Words of the plan, and the clause in which they stand."""
TASK = next(row["task_no"] for row in county.TASKS if row["clause_no"] == CLAUSE)
"""The task of that clause, with the same words."""
SOLAR = next(
    row
    for row in records("sample/sites.csv")
    if row["kind"] == "distributed_pv" and row["town_code"]
)


def look_for(visit: Visit, words: str) -> Locator:
    """Type ``words`` from wherever the keyboard is; return what was found."""
    visit.page.keyboard.press("/")
    visit.page.keyboard.type(words)
    found = visit.page.locator(FOUND)
    expect(found.first).to_be_visible()
    return found


def test_the_keyboard_opens_records_one_after_the_other(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "")
    page = visit.page
    page.evaluate("window.stayed = true")

    expect(look_for(visit, WORDS).first).to_have_text(re.compile(f"任务 {TASK}.*{WORDS}"))
    expect(page.get_by_role("combobox", name="搜索")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{FOUND}[aria-selected=true]")).to_contain_text(f"第 {CLAUSE} 条")
    page.keyboard.press("Enter")
    expect(page.locator(".sought")).to_have_id(f"clause-{CLAUSE}")
    expect(page.locator(".head h1")).to_have_text("重点任务")
    expect(page.locator(".sought")).to_be_in_viewport()

    look_for(visit, initials(county.LAST.name))
    page.keyboard.press("Enter")
    expect(page.locator(".head h1")).to_have_text(f"镇街自查：{county.LAST.name}")
    assert page.evaluate("window.stayed") is True

    town = county.BY_CODE[SOLAR["town_code"]]
    look_for(visit, f"示例{town.short}光伏")
    page.keyboard.press("Enter")
    expect(page.locator("tr.sought")).to_contain_text(town.name)
    expect(page).to_have_url(re.compile(rf"/sites\?town={town.code}#site-"))
    visit.assert_clean()


def test_nothing_found_is_a_sentence_and_a_filter_is_taken_along(
    visitor: Visitor, server: Server
) -> None:
    visit, action = visitor(server, "tasks"), county.ACTIONS[0]
    page, tasks = visit.page, [row["action_no"] for row in county.TASKS]

    page.keyboard.press("/")
    expect(page.locator(".search-panel p")).to_contain_text("输入字词、拼音首字母")
    page.keyboard.type("没有这个词")
    expect(page.locator(".search-panel p")).to_contain_text("没有找到「没有这个词」")
    page.keyboard.press("Escape")
    page.keyboard.type(action["name"])
    expect(page.locator(FOUND).first).to_have_text(re.compile(action["name"]))
    page.keyboard.press("Enter")

    count = tasks.count(action["action_no"])
    expect(page.locator(".head p")).to_contain_text(f"当前显示 {count} 项")
    visit.assert_clean()
    look_for(visit, "煤")
    assert violations(visit) == []


def test_a_finger_opens_the_box_and_a_result(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "targets", width=390, height=844)
    page = visit.page
    opens = page.get_by_role("button", name="打开搜索")
    box = opens.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44

    opens.click()
    page.keyboard.type(WORDS)
    found = page.locator(FOUND)
    expect(found.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert found.first.evaluate("(one) => one.getBoundingClientRect().height") >= 44
    found.first.click()

    expect(page.locator(".head h1")).to_have_text(re.compile(f"^任务 {TASK}[.]"))
    expect(page.locator("#search-found")).to_be_hidden()
    visit.assert_clean()


def test_a_hostile_name_is_shown_letter_for_letter(
    visitor: Visitor, hostile_server: Server
) -> None:
    visit = visitor(hostile_server, "manual")

    look_for(visit, "光伏")

    assert visit.page.locator("#search-found :is(img, script, svg, iframe)").count() == 0
    visit.assert_clean()


def test_the_presentation_has_no_box(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "present")

    expect(visit.page.locator("#search")).to_be_hidden()
