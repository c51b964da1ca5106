"""A year is reported: invited, filled in, refused elsewhere, returned, mended, published, read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from sihui_map.store import Store
from tests.browser.hands import cell, part, person, pick, type_in
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit
from tests.signing import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

XIAMAO, JIANGGU = "441284113", "441284103"
FOREST = "area_id,year,forest_ha,kind,source\n{},2026,{},实绩,林草湿调查\n"
SEND = """async ([scope, line]) => {
  const grid = document.querySelector("[data-grid]");
  const answer = await fetch("./cells/save", {
    method: "POST",
    headers: { "content-type": "application/json", "x-sihui-form": grid.dataset.token },
    body: JSON.stringify({ scope, sheet: "能源活动", line, field: "amount", text: "1", step: 0 }),
  });
  return answer.status;
}"""


@pytest.fixture
def office(store_url: str, tmp_path: Path) -> Iterator[Server]:
    """Return an application on each engine in turn."""
    with started(tmp_path / "log", SIHUI_DATABASE_URL=store_url) as running:
        yield running


def use(visit: Visit, field: str = "amount") -> Locator:
    """Return a cell of the coal that the town used."""
    return cell(visit, f"{XIAMAO}|2026|烟煤|", field, how="^=")


def upload(visit: Visit, town_code: str, hectares: str) -> None:
    body = FOREST.format(town_code, hectares).encode()
    file: Any = {"name": "森林.csv", "mimeType": "text/csv", "buffer": body}
    visit.page.locator("input[type=file]").set_input_files(file)
    expect(visit.page.get_by_text("1 行填报数据有变化")).to_be_visible()


def answer_all(visit: Visit) -> None:
    for field in visit.page.get_by_label("确认无误的理由").all():
        field.fill("换了口径，已与统计站核对")


def submit(visit: Visit, number: int) -> None:
    """Declare the year complete, answer what is asked, and hand in."""
    page = visit.page
    part(visit, "核对送审")
    page.get_by_text("下茆镇 2026 年能源活动已填全").click()
    expect(page.get_by_text("3 行填报数据有变化")).to_be_visible()
    answer_all(visit)
    visit.press(page.get_by_role("button", name="送审", exact=True))
    expect(page.get_by_text(f"已送审：提交 {number}（已提交）")).to_be_visible()


def test_a_town_reports_and_everyone_does_his_part(  # noqa: PLR0915 a whole year
    chromium: Browser, office: Server
) -> None:
    httpx.get(f"{office.base}/healthz")
    # An administrator invites a clerk of 下茆镇, who chooses a password of his own.
    admin = person(chromium, office, "郑红", Role.ADMINISTRATOR).open("accounts")
    admin.page.get_by_label("姓名").fill("周梅")
    admin.page.keyboard.press("Tab")
    pick(admin, "镇街", "下茆镇")
    admin.page.get_by_label("为什么（写进操作记录）").fill("下茆镇填报")
    admin.press(admin.page.get_by_role("button", name="新增，并生成链接"))
    link = admin.page.locator("code", has_text="/welcome?key=").inner_text()
    clerk = new_visit(chromium, office)
    page = clerk.page
    page.goto(link)
    for label in ("新密码", "新密码，再输一遍"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="设定密码").click()

    # He fills in one table on the page and another by a file, is warned, and declares 填全.
    clerk.open("desk")
    part(clerk, "填表")
    pick(clerk, "年份", "2026")
    type_in(clerk, use(clerk, "amount"), "10")
    expect(use(clerk).locator(".state")).to_contain_text("上年")
    type_in(clerk, use(clerk, "kind"), "实绩")
    type_in(clerk, use(clerk, "source"), "统计台账")
    assert page.evaluate(SEND, [JIANGGU, f"{JIANGGU}|2026|烟煤|t"]) == 403
    assert page.evaluate(SEND, [XIAMAO, f"{JIANGGU}|2026|烟煤|t"]) == 403
    part(clerk, "上传")
    upload(clerk, JIANGGU, "100")
    answer_all(clerk)
    clerk.press(page.get_by_role("button", name="确认，存为草稿"))
    expect(page.locator(".failure")).to_contain_text("只能填报本镇街的数据")
    clerk.open(f"desk?town={JIANGGU}")
    expect(page.get_by_text("下茆镇：现在要做的")).to_be_visible()
    part(clerk, "上传")
    upload(clerk, XIAMAO, "6000")
    clerk.press(page.get_by_role("button", name="放进工作台"))
    expect(page.get_by_text("已放进工作台 3 格")).to_be_visible()
    submit(clerk, 2)

    # A reviewer returns one cell with a reason; the clerk mends it.
    first = person(chromium, office, "李四", Role.REVIEWER).open("review")
    first.page.locator("[data-testid=stMultiSelect] input").click()
    first.page.keyboard.type("数量")
    first.page.keyboard.press("Enter")
    first.page.keyboard.press("Escape")
    first.page.get_by_label(re.compile("^退回「.*」的理由")).fill("少写了三个零")
    first.press(first.page.get_by_role("button", name="退回这几格"))
    expect(first.page.get_by_text("提交 2 已退回，1 格写明了理由")).to_be_visible()
    clerk.open("desk")
    expect(page.get_by_text("少写了三个零")).to_be_visible()
    part(clerk, "填表")
    pick(clerk, "年份", "2026")
    expect(use(clerk).locator(".state")).to_contain_text("李四：少写了三个零")
    type_in(clerk, use(clerk, "amount"), "10000")
    submit(clerk, 3)

    # Another person approves and publishes; everybody sees it, and the log tells the story.
    second = person(chromium, office, "王五", Role.REVIEWER).open("review")
    second.press(second.page.get_by_role("button", name="审核通过"))
    expect(second.page.get_by_text("提交 3 现为「已审核」")).to_be_visible()
    part(second, "发布")
    second.page.get_by_label("发布事由（必填）").fill("2026 年下茆镇")
    second.page.get_by_text("我已核对：发布 1 份提交").click()
    second.press(second.page.get_by_role("button", name="发布为新的一期"))
    expect(second.page.get_by_text("已发布第 2 期")).to_be_visible()
    tables = httpx.get(f"{office.base}/api/v1/reported", timeout=30).json()["tables"]
    rows = next(table["rows"] for table in tables if table["name"] == "energy_use")
    assert [one["amount"] for one in rows if (one["area_id"], one["year"]) == (XIAMAO, 2026)] == [
        10000
    ]
    viewer = new_visit(chromium, office).open(f"town?town={XIAMAO}")
    expect(viewer.page.get_by_text("10,000").first).to_be_visible()
    store = Store(office.database_url)
    told = [(one.who, one.action, one.is_refused) for one in reversed(store.log())]
    store.close()
    story = [
        ("郑红", "管理账号", False), ("周梅", "填报", True), ("周梅", "送审", False),
        ("李四", "退回", False), ("周梅", "送审", False), ("王五", "审核", False),
        ("王五", "发布", False),
    ]  # fmt: skip
    at = 0
    for line in told:
        at += at < len(story) and line == story[at]
    assert at == len(story), told
    for visit in (admin, clerk, first, second, viewer):
        assert visit.other_hosts() == []
        assert visit.violations == []
        visit.page.context.close()
