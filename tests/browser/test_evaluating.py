"""The evaluation of one town goes from draft to final, and everybody sees what is published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

JIANGGU = "441284103"
LINE = f"2025|镇街|{JIANGGU}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Server]:
    """Return an application of its own, without samples."""
    with started(tmp_path / "log", SIHUI_SAMPLE="off") as running:
        yield running


def person(chromium: Browser, office: Server, name: str, role: Role, *scope: str) -> Visit:
    visit = new_visit(chromium, office)
    signed_in(visit.page.context, office, name, role, *scope)
    return visit


def part(visit: Visit, name: str) -> None:
    visit.press(visit.page.get_by_role("radio", name=name, exact=True))


def pick(visit: Visit, label: str, words: str, *, typed: bool = False) -> None:
    box = visit.page.locator("[data-testid=stSelectbox]", has_text=label)
    box.get_by_role("combobox").click()
    if typed:  # in a long list the option may not be there yet
        visit.page.keyboard.type(words)
    visit.page.get_by_role("option", name=re.compile(words)).first.click()


def fill(visit: Visit, sheet: str, **cells: str) -> None:
    """Fill in the town's line of a sheet, each cell kept as it is left."""
    part(visit, "填表")
    part(visit, sheet)
    expect(visit.page.locator("table.fill th", has_text="得分（分）").first).to_be_visible()
    pick(visit, "年份", "2025")
    for field, text in cells.items():
        one = visit.page.locator(f"tr[data-line='{LINE}'] td[data-field={field}]")
        if one.locator("select").count():
            one.locator("select").select_option(text)
        else:
            one.locator("input").fill(text)
            visit.page.keyboard.press("Tab")
        expect(one.locator(".state")).to_contain_text("已存")


def send(visit: Visit) -> None:
    part(visit, "核对送审")
    visit.press(visit.page.get_by_role("button", name="送审", exact=True))
    expect(visit.page.get_by_text(re.compile("已送审：提交 .+（已提交）"))).to_be_visible()


def publish(visit: Visit, why: str) -> None:
    """Approve what another handed in, and publish it."""
    page = visit.open("review").page
    visit.press(page.get_by_role("button", name="审核通过"))
    expect(page.get_by_text(re.compile("提交 .+ 现为「已审核」"))).to_be_visible()
    part(visit, "发布")
    page.get_by_label("发布事由（必填）").fill(why)
    page.get_by_text("我已核对：发布 1 份提交").click()
    visit.press(page.get_by_role("button", name="发布为新的一期"))
    expect(page.get_by_text(re.compile("已发布第 . 期"))).to_be_visible()


def told(office: Server) -> dict[str, object]:
    rows = httpx.get(f"{office.base}/api/v1/evaluations?year=2025", timeout=30).json()["rows"]
    found: dict[str, object] = next(row for row in rows if row["subject_id"] == JIANGGU)
    return found


def test_the_evaluation_of_one_town_goes_from_draft_to_final(
    chromium: Browser, office: Server
) -> None:
    httpx.get(f"{office.base}/healthz")
    clerk = person(chromium, office, "周梅", Role.TOWN, JIANGGU).open("desk")
    fill(
        clerk, "年度自评",
        score="88", ground="三张表按期报送", evidence="报送记录", kind="实绩", source="自评表",
    )  # fmt: skip
    expect(clerk.page.get_by_role("radio", name="年度评定")).to_have_count(0)
    send(clerk)
    assert told(office)["own"] is None

    publisher = person(chromium, office, "王五", Role.REVIEWER)
    publish(publisher, "年度自评")

    reviewer = person(chromium, office, "李四", Role.REVIEWER).open("desk")
    pick(reviewer, "谁的工作台", "全市", typed=True)
    fill(
        reviewer, "年度评定",
        score="85", ground="一张表迟报", final_score="79.5", final_ground="迟报属实",
        kind="实绩", source="评定会议",
    )  # fmt: skip
    send(reviewer)
    viewer = new_visit(chromium, office).open(f"evaluation?town={JIANGGU}&year=2025")
    expect(viewer.page.get_by_text("已自评，未评定")).to_be_visible()
    publish(publisher, "年度评定")

    page = viewer.open(f"evaluation?town={JIANGGU}&year=2025").page
    expect(page.get_by_text("已自评，终评，合格")).to_be_visible()
    for words in ("88.0 分", "85.0 分", "79.5 分", "三张表按期报送", "报送记录", "迟报属实"):
        expect(page.get_by_text(words).first).to_be_visible()
    found = told(office)
    assert (found["grade"], found["corrected"]) == ("合格", None)
    assert [found[name]["value"] for name in ("own", "final")] == [88, 79.5]  # type: ignore[index]
    for visit in (clerk, publisher, reviewer, viewer):
        assert visit.other_hosts() == []
        assert visit.violations == []
        visit.page.context.close()
