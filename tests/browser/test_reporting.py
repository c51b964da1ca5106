"""A newcomer reports three numbers: template, upload, diff, one warning, publication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx
import openpyxl
import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from tests import county
from tests.browser.hands import part
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TOWN, NEWEST = county.FIRST, county.YEARS[-1]
NAME = "2026年第三季度调度"
LONG_MS = 60_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of its own, in which people have accounts."""
    folder = tmp_path_factory.mktemp("desk")
    with started(folder / "log") as running:
        yield running


def answer(server: Server, path: str) -> Any:  # noqa: ANN401 whatever JSON holds
    return httpx.get(f"{server.base}/api/v1/{path}", timeout=30).raise_for_status().json()


def town_total(server: Server, query: str = "") -> float:
    rows = answer(server, f"figures{query}")["rows"]
    (row,) = (row for row in rows if row["id"] == f"emission.direct.total.{TOWN.code}.{NEWEST}")
    return float(row["value"])


def written(template: bytes, path: Path) -> Path:
    """Return the template with three numbers of one town changed, one of them by a lot."""
    path.write_bytes(template)
    book = openpyxl.load_workbook(path)
    sheet = book["能源活动"]
    changed = 0
    for code, _, year, fuel, amount, *rest in sheet.iter_rows(min_row=2):
        is_of_town = (code.value, year.value) == (TOWN.code, int(NEWEST))
        if is_of_town and fuel.value in ("烟煤", "汽油", "柴油"):
            factor = 1.6 if fuel.value == "烟煤" else 1.05
            amount.value = float(str(amount.value)) * factor
            rest[1].value, rest[2].value = "实绩", "统计台账"
            changed += 1
    assert changed == 3
    book.save(path)
    return path


def enter(visit: Visit, who: str) -> None:
    """Sign in, and open the page in that name."""
    signed_in(visit.page.context, visit.server, who, Role.REVIEWER)
    visit.open("desk")
    expect(visit.page.get_by_text(f"{who}，审核")).to_be_visible()
    part(visit, "上传")


@pytest.fixture(scope="module")
def published(chromium: Browser, desk: Server, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """Return a visit that has gone the whole way; the tests below look at what became of it."""
    httpx.get(f"{desk.base}/healthz")
    template = httpx.get(f"{desk.base}/data/template.xlsx", timeout=60).content
    path = written(template, tmp_path_factory.mktemp("sheet") / "三季度.xlsx")
    visit = new_visit(chromium, desk)
    page = visit.page
    enter(visit, "张三")

    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("3 行填报数据有变化，确认前什么都没有保存。")).to_be_visible(
        timeout=LONG_MS
    )
    expect(page.locator(".warning p")).to_have_count(1)
    visit.before = town_total(desk)  # type: ignore[attr-defined]

    visit.press(page.get_by_role("button", name="确认，存为草稿"))
    expect(page.locator(".failure")).to_contain_text("还有 1 条提醒没有写「确认无误」的理由")
    page.get_by_label("第 1 条：确认无误的理由").fill("新增一台锅炉，已核台账")
    page.get_by_label("这次填报的事由").fill("报送三季度数据")
    visit.press(page.get_by_role("button", name="确认，存为草稿"))
    expect(page.get_by_text("已存为提交 2（草稿）")).to_be_visible()
    assert town_total(desk) == visit.before  # type: ignore[attr-defined]

    part(visit, "我的提交")
    expect(page.get_by_text("与上年相比：新增一台锅炉，已核台账")).to_be_visible()
    visit.press(page.get_by_role("button", name="提交审核"))
    expect(page.get_by_text("提交 2 现为「已提交」")).to_be_visible()
    enter(visit, "李四")
    visit.open("review")
    visit.press(page.get_by_role("button", name="审核通过"))
    expect(page.get_by_text("提交 2 现为「已审核」")).to_be_visible()

    part(visit, "发布")
    page.get_by_label("发布事由（必填）").fill("三季度")
    page.get_by_label("存档名称（可不填）").fill(NAME)
    page.get_by_text("我已核对：发布 1 份提交").click()
    visit.press(page.get_by_role("button", name="发布为新的一期"))
    expect(page.get_by_text("已发布第 2 期")).to_be_visible()
    return visit


@pytest.fixture(scope="module", autouse=True)
def _gone(published: Visit) -> Iterator[None]:
    yield
    published.page.context.close()


def test_after_publishing_the_interface_has_the_new_numbers(published: Visit, desk: Server) -> None:
    before: float = published.before  # type: ignore[attr-defined]

    assert town_total(desk) > before * 1.2
    assert answer(desk, "meta")["issue"] == 2
    assert answer(desk, "meta")["issue_names"] == [NAME]


def test_the_snapshot_before_is_unchanged(published: Visit, desk: Server) -> None:
    before: float = published.before  # type: ignore[attr-defined]

    assert town_total(desk, "?snapshot=1") == before
    assert answer(desk, "meta?snapshot=1")["is_latest"] is False


def test_map_table_ledger_and_interface_agree(published: Visit, desk: Server) -> None:
    total = f"{town_total(desk) / 1e4:,.2f}"
    published.open(f"emissions?town={TOWN.code}&year={NEWEST}")

    expect(published.map.locator(".town-label", has_text=TOWN.short)).to_contain_text(total)
    row = published.page.locator("table.data tr", has_text=TOWN.name).first
    expect(row).to_contain_text(total)
    towns = answer(desk, f"ledger?year={NEWEST}")["ledgers"][0]["rows"][0]["tco2"]
    published.open(f"ledger?year={NEWEST}")
    expect(published.page.locator("table.data").first).to_contain_text(f"{towns / 1e4:,.2f}")


def test_every_page_can_show_the_snapshot_before(published: Visit, desk: Server) -> None:
    before: float = published.before  # type: ignore[attr-defined]
    revision = answer(desk, "meta?snapshot=1")["revision"]

    published.open(f"emissions?snapshot=1&town={TOWN.code}&year={NEWEST}")

    expect(published.page.locator(".issue")).to_contain_text("正在查看第 1 期，不是最新数据")
    expect(published.page.locator("footer.foot")).to_contain_text(f"版本 {revision}")
    label = published.map.locator(".town-label", has_text=TOWN.short)
    expect(label).to_contain_text(f"{before / 1e4:,.2f}")
    link = published.page.locator("a.download").first.get_attribute("href")
    assert link
    assert f"snapshot={revision}" in link


def test_back_to_the_newest(published: Visit) -> None:
    published.open("emissions?snapshot=1")

    published.press(published.page.get_by_text("回到最新一期"))
    published.settled()

    expect(published.page.locator(".issue")).to_have_count(0)
    expect(published.page.locator("footer.foot")).to_contain_text(f"第 2 期「{NAME}」")


def test_an_unknown_snapshot_is_named(published: Visit) -> None:
    published.open("?snapshot=nonsense")

    expect(published.page.get_by_text("没有编号或名称为「nonsense」的期")).to_be_visible()


def test_the_publications_can_be_compared(published: Visit) -> None:
    published.open("revisions")

    expect(published.page.locator(".head p")).to_contain_text("共 2 期，最新为第 2 期")
    row = published.page.locator("tr", has_text=f"{TOWN.name} {NEWEST} 年煤品排放")
    expect(row).to_contain_text("+60.0%")
    expect(row).to_contain_text("新增一台锅炉，已核台账")


def test_the_town_has_now_reported(published: Visit) -> None:
    published.open(f"reporting?year={NEWEST}")

    row = published.page.locator("table.data tr", has_text=TOWN.name)
    expect(row).to_contain_text("示例")
    expect(published.page.locator("table.data tr.sum")).to_contain_text(f"/{len(county.TOWNS)}")


def test_the_same_file_again_is_no_change(published: Visit, desk: Server) -> None:
    enter(published, "李四")
    template = httpx.get(f"{desk.base}/data/template.xlsx", timeout=60).content
    file: Any = {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": template}
    published.page.locator("input[type=file]").set_input_files(file)

    expect(published.page.get_by_text("与已发布的数据完全相同")).to_be_visible(timeout=LONG_MS)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("x.xlsx", b"%PDF-1.7 not a workbook"),
        ("x.xlsx", b""),
        ("x.csv", "镇街,数\n甲镇,十二\n".encode("gb18030")),
    ],
)
def test_a_wrong_file_is_one_sentence(published: Visit, name: str, body: bytes) -> None:
    enter(published, "李四")
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": body}
    published.page.locator("input[type=file]").set_input_files(file)

    expect(published.page.locator(".failure")).to_be_visible(timeout=LONG_MS)
    assert not re.search(r"Traceback|Error", published.page.locator("body").inner_text())


def test_the_way_shows_no_word_of_the_framework(published: Visit) -> None:
    enter(published, "李四")
    published.settled()

    assert published.english() == []


def test_nothing_was_asked_of_another_host(published: Visit) -> None:
    assert published.other_hosts() == []
    assert published.violations == []
    assert published.errors == []
