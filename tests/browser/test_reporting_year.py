"""A year is reported: invited, filled in, refused elsewhere, returned, mended, published, read."""

from __future__ import annotations

import io
import os
import re
import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import httpx
import openpyxl
import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from sihui_map.store import Store
from sihui_map.store.writers import working
from tests import county
from tests.browser.crafted import cookies_of, crafted
from tests.browser.hands import cell, part, person, pick, type_in
from tests.browser.serve import Server, free_port, started
from tests.browser.visit import Visit, new_visit
from tests.signing import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

OWN, OTHER = county.OWN, county.OTHER
YEAR = int(county.YEARS[-1]) + 1
"""The first year of which there is no sample."""
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
def start(store_url: str, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Return what starts the application on each engine in turn, always at the same address."""
    port = free_port()
    with ExitStack() as running:
        yield lambda: running.enter_context(
            started(tmp_path / "log", port=port, SIHUI_DATABASE_URL=store_url)
        )


def use(visit: Visit, field: str = "amount") -> Locator:
    """Return a cell of the coal that the town used."""
    return cell(visit, f"{OWN.code}|{YEAR}|烟煤|", field, how="^=")


def workbook(server: Server, town_code: str, hectares: int) -> bytes:
    """Return the town's own template with the forest of the year filled in."""
    address = f"{server.base}/data/template.xlsx?town={town_code}"
    book = openpyxl.load_workbook(io.BytesIO(httpx.get(address, timeout=60).content))
    (line,) = (row for row in book["森林"].iter_rows(min_row=2) if row[2].value == YEAR)
    line[3].value, line[5].value, line[6].value = hectares, "实绩", "林草湿调查"
    book.save(body := io.BytesIO())
    return body.getvalue()


def upload(visit: Visit, town_code: str, hectares: int) -> None:
    body = workbook(visit.server, town_code, hectares)
    file: Any = {"name": "填报.xlsx", "mimeType": "application/octet-stream", "buffer": body}
    visit.page.locator("input[type=file]").set_input_files(file)
    expect(visit.page.get_by_text("1 行填报数据有变化")).to_be_visible(timeout=60_000)


def evidence_elsewhere(server: Server) -> str:
    """Return the address of a file behind a row of another town."""
    store = Store(server.database_url)
    row = ("energy_use", f"{OTHER.code}|{YEAR - 1}|烟煤")
    file = ("台账.pdf", "application/pdf", b"%PDF-1.7")
    working.keep_evidence(store, row, "amount", *file, who=f"{OTHER.name}的人")
    store.close()
    return f"{server.base}/cells/evidence/1"


def refused_elsewhere(visit: Visit, boxes: dict[str, str]) -> None:
    """Try another town by address, by message and by the interface; each is refused."""
    page, base = visit.page, visit.server.base
    # By address: the desk stays his own and says so; a file of theirs is not handed out.
    visit.open(f"desk?town={OTHER.code}")
    expect(page.get_by_text(f"{OWN.name}：现在要做的")).to_be_visible()
    expect(page.get_by_text(f"这个账号只填{OWN.name}")).to_be_visible()
    cookies = {"cookie": cookies_of(visit)}
    assert httpx.get(evidence_elsewhere(visit.server), headers=cookies).status_code == 403
    # By message: a cell of theirs, a line of theirs in his own scope, a list set by hand.
    part(visit, "填表")
    expect(page.locator("[data-grid]")).to_be_visible()
    line = f"{OTHER.code}|{YEAR}|烟煤|t"
    assert page.evaluate(SEND, [OTHER.code, line]) == 403
    assert page.evaluate(SEND, [OWN.code, line]) == 403
    for query in ("", f"town={OTHER.code}"):
        told = crafted(visit, "desk", query, **{boxes["desk_scope"]: OTHER.name}).words
        assert f"{OWN.name}：现在要做的" in told
        assert f"{OTHER.name}：现在要做的" not in told
    # By the interface: it only reads, and a token is no session.
    visit.page.goto(f"{base}/me")
    page.get_by_label("给哪个程序用").fill("统计软件")
    page.get_by_role("button", name="发一个令牌").click()
    key = page.locator("code").first.inner_text()
    token, row = {"authorization": f"Bearer {key}"}, {"area_id": OTHER.code, "amount": "1"}
    assert httpx.get(f"{base}/api/v1/reported", headers=token, timeout=30).status_code == 200
    asked = {"scope": OTHER.code, "sheet": "能源活动", "line": line,
             "field": "amount", "text": "1", "step": 0}  # fmt: skip
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = httpx.request(method, f"{base}/api/v1/reported", headers=token, json=row)
        assert answer.status_code == 405, method
    assert httpx.post(f"{base}/cells/save", headers=token, json=asked).status_code == 400


def answer_all(visit: Visit) -> None:
    for field in visit.page.get_by_label("确认无误的理由").all():
        field.fill("换了口径，已与统计站核对")


def submit(visit: Visit, number: int) -> None:
    """Declare the year complete, answer what is asked, and hand in."""
    page = visit.page
    part(visit, "核对送审")
    page.get_by_text(f"{OWN.name} {YEAR} 年能源活动已填全").click()
    expect(page.get_by_text("3 行填报数据有变化")).to_be_visible()
    answer_all(visit)
    visit.press(page.get_by_role("button", name="送审", exact=True))
    expect(page.get_by_text(f"已送审：提交 {number}（已提交）")).to_be_visible()


def killed(visit: Visit, start: Callable[[], Server]) -> Server:
    """Kill the server between two cells, and start it again; neither cell is lost."""
    os.kill(visit.server.pid, signal.SIGKILL)
    source = use(visit, "source")
    source.locator("input").fill("统计台账")
    visit.page.keyboard.press("Tab")
    expect(source.locator(".state")).to_contain_text("正在重试")
    office = start()
    expect(source.locator(".state")).to_contain_text("已存", timeout=60_000)
    store = Store(office.database_url)
    kept = {one.place.field: one.text for one in store.cells(OWN.code)}
    store.close()
    assert kept == {"amount": "10", "kind": "实绩", "source": "统计台账"}
    return office


def test_a_town_reports_and_everyone_does_his_part(  # noqa: PLR0915 a whole year
    chromium: Browser, start: Callable[[], Server]
) -> None:
    office = start()
    httpx.get(f"{office.base}/healthz")
    # An administrator invites a clerk of a town, who chooses a password of his own.
    admin = person(chromium, office, "郑红", Role.ADMINISTRATOR).open("accounts")
    admin.page.get_by_label("姓名").fill("周梅")
    admin.page.keyboard.press("Tab")
    pick(admin, "镇街", OWN.name)
    admin.page.get_by_label("为什么（写进操作记录）").fill("镇街填报")
    admin.press(admin.page.get_by_role("button", name="新增，并生成链接"))
    link = admin.page.locator("code", has_text="/welcome?key=").inner_text()
    clerk = new_visit(chromium, office)
    page = clerk.page
    page.goto(link)
    for label in ("新密码", "新密码，再输一遍"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="设定密码").click()

    # He fills in one table on the page, over a server that dies, and another by a workbook; is
    # refused wherever it is another town's, warned, and declares 填全.
    clerk.open("desk")
    part(clerk, "填表")
    pick(clerk, "年份", str(YEAR))
    type_in(clerk, use(clerk, "amount"), "10")
    expect(use(clerk).locator(".state")).to_contain_text("上年")
    type_in(clerk, use(clerk, "kind"), "实绩")
    office = killed(clerk, start)
    part(clerk, "上传")
    upload(clerk, OTHER.code, 100)
    answer_all(clerk)
    clerk.press(page.get_by_role("button", name="确认，存为草稿"))
    expect(page.locator(".failure")).to_contain_text("只能填报本镇街的数据")
    first = person(chromium, office, "李四", Role.REVIEWER)
    refused_elsewhere(clerk, crafted(first, "desk").boxes)
    clerk.open("desk")
    part(clerk, "上传")
    upload(clerk, OWN.code, 600)
    clerk.press(page.get_by_role("button", name="放进工作台"))
    expect(page.get_by_text("已放进工作台 3 格")).to_be_visible()
    submit(clerk, 2)

    # A reviewer returns one cell with a reason; the clerk mends it.
    first.open("review")
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
    pick(clerk, "年份", str(YEAR))
    expect(use(clerk).locator(".state")).to_contain_text("李四：少写了三个零")
    type_in(clerk, use(clerk, "amount"), "10000")
    submit(clerk, 3)

    # Another person approves and publishes; everybody sees it, and the log tells the story.
    second = person(chromium, office, "王五", Role.REVIEWER).open("review")
    second.press(second.page.get_by_role("button", name="审核通过"))
    expect(second.page.get_by_text("提交 3 现为「已审核」")).to_be_visible()
    part(second, "发布")
    second.page.get_by_label("发布事由（必填）").fill("新的一年")
    second.page.get_by_text("我已核对：发布 1 份提交").click()
    second.press(second.page.get_by_role("button", name="发布为新的一期"))
    expect(second.page.get_by_text("已发布第 2 期")).to_be_visible()
    tables = httpx.get(f"{office.base}/api/v1/reported", timeout=30).json()["tables"]
    rows = next(table["rows"] for table in tables if table["name"] == "energy_use")
    assert [one["amount"] for one in rows if (one["area_id"], one["year"]) == (OWN.code, YEAR)] == [
        10000
    ]
    viewer = new_visit(chromium, office).open(f"town?town={OWN.code}")
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
