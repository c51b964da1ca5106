"""What people do at the desk and the review, in a browser: sign in, fill in, send, publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.visit import Visit, new_visit
from tests.signing import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

    from sihui_map.domain.access import Role
    from tests.browser.serve import Server


def person(chromium: Browser, server: Server, name: str, role: Role, *scope: str) -> Visit:
    """Return a visit of someone who is signed in."""
    visit = new_visit(chromium, server)
    signed_in(visit.page.context, server, name, role, *scope)
    return visit


def part(visit: Visit, name: str) -> None:
    """Change to a part of the page, or to a sheet."""
    visit.press(visit.page.get_by_role("radio", name=name, exact=True))


def pick(visit: Visit, label: str, words: str, *, typed: bool = False) -> None:
    """Choose in a list of the framework by its label."""
    box = visit.page.locator("[data-testid=stSelectbox]", has_text=label)
    box.get_by_role("combobox").click()
    if typed:  # in a long list the option may not be there yet
        visit.page.keyboard.type(words)
    visit.page.get_by_role("option", name=re.compile(words)).first.click()


def cell(visit: Visit, line: str, field: str, *, how: str = "=") -> Locator:
    """Return a cell of the sheet that is open; ``how`` "^=" takes the start of the line's key."""
    return visit.page.locator(f"tr[data-line{how}'{line}'] td[data-field={field}]")


def type_in(visit: Visit, one: Locator, text: str) -> None:
    """Fill in one cell, or choose in it, and wait until it is kept."""
    expect(one).to_be_visible()
    if one.locator("select").count():
        one.locator("select").select_option(text)
    else:
        one.locator("input").fill(text)
        visit.page.keyboard.press("Tab")
    expect(one.locator(".state")).to_contain_text("已存")


def fill(visit: Visit, line: str, **cells: str) -> None:
    """Fill in cells of one line, each kept as it is left."""
    for field, text in cells.items():
        type_in(visit, cell(visit, line, field), text)


def send(visit: Visit, reason: str = "已与各股室核对") -> None:
    """Hand in all that was filled in, each warning answered."""
    part(visit, "核对送审")
    for field in visit.page.get_by_label("确认无误的理由").all():
        field.fill(reason)
    visit.press(visit.page.get_by_role("button", name="送审", exact=True))
    expect(visit.page.get_by_text(re.compile("已送审：提交 .+（已提交）"))).to_be_visible()


def approve(visit: Visit) -> None:
    """Approve what another person handed in."""
    page = visit.open("review").page
    visit.press(page.get_by_role("button", name="审核通过"))
    expect(page.get_by_text(re.compile("提交 .+ 现为「已审核」"))).to_be_visible()


def publish(visit: Visit, why: str) -> None:
    """Approve what another person handed in, and publish it."""
    approve(visit)
    part(visit, "发布")
    visit.page.get_by_label("发布事由（必填）").fill(why)
    visit.page.get_by_text("我已核对：发布 1 份提交").click()
    visit.press(visit.page.get_by_role("button", name="发布为新的一期"))
    expect(visit.page.get_by_text(re.compile("已发布第 . 期"))).to_be_visible()
