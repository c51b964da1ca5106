"""The cells of a strip lead to the thing they stand for, and what is folded opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import county
from tests.browser.visit import new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Return a visitor."""
    found = new_visit(chromium, server)
    yield found
    found.page.context.close()


def test_a_light_of_the_overview_leads_to_its_target(visit: Visit) -> None:
    visit.open("")

    visit.page.locator("#root ol.strip a").last.click()

    expect(visit.page).to_have_url(re.compile(r"/target\?id=[\w-]+$"))
    visit.page.get_by_role("link", name="全部指标").click()
    expect(visit.page).to_have_url(re.compile(r"/targets#target-[\w-]+$"))
    found = visit.page.locator(f"[id='{visit.page.url.partition('#')[2]}']")
    expect(found).to_have_class(re.compile("sought"))
    expect(found).to_be_in_viewport()
    expect(found.locator("dl")).to_be_visible()


def test_a_square_opens_its_task_on_the_same_page(visit: Visit) -> None:
    visit.open("tasks")
    number = county.TASKS[-1]["task_no"]
    task = visit.page.locator(f"#task-{number}")
    expect(task.locator("dl")).to_be_hidden()

    visit.page.locator("ol.strip a", has_text=number).click()

    expect(task.locator("dl")).to_be_visible()
    expect(task.locator("summary")).to_be_focused()
    expect(task).to_be_in_viewport()
