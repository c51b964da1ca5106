"""A clerk fills in a sheet: by the keyboard, by pasting, beside a colleague, over a dead server."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from sihui_map.domain.submission import State
from sihui_map.store import Store
from tests import county
from tests.browser.axe import violations
from tests.browser.hands import type_in
from tests.browser.paper import over_each_other
from tests.browser.serve import Server, free_port, started
from tests.browser.visit import Visit, new_visit
from tests.own_words import records
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

OWN = county.OWN
LAST, NEXT = county.YEARS[-1], str(int(county.YEARS[-1]) + 1)
COAL = next(
    float(row["amount"]) for row in records("sample/energy_use.csv")
    if (row["area_id"], row["year"], row["fuel"]) == (OWN.code, LAST, "烟煤")
)  # fmt: skip
"""What the sample says of the last year: a seventh of it is a great change."""
SEVENTH = round(COAL / 7)
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of its own, in which people have accounts."""
    with started(tmp_path_factory.mktemp("desk") / "log") as running:
        yield running


def at_sheet(chromium: Browser, server: Server, who: str, year: str = NEXT, **size: int) -> Visit:
    """Return a visit of the clerk of a town who has opened the sheet of one year."""
    visit = new_visit(chromium, server, **size)
    signed_in(visit.page.context, server, who, Role.TOWN, OWN.code)
    return open_sheet(visit.open("desk"), year)


def open_sheet(visit: Visit, year: str = NEXT) -> Visit:
    """Open the sheet of one year on the desk."""
    visit.press(visit.page.get_by_role("radio", name="填表", exact=True))
    expect(visit.page.locator("table.fill")).to_be_visible()
    years = visit.page.locator("[data-testid=stSelectbox]", has_text="年份")
    years.get_by_role("combobox").click()
    visit.page.get_by_role("option", name=year).click()
    expect(cell(visit, "烟煤", "amount", year)).to_be_visible()
    return visit


def cell(visit: Visit, fuel: str, field: str = "amount", year: str = NEXT) -> Locator:
    return visit.page.locator(f"tr[data-line^='{OWN.code}|{year}|{fuel}|'] td[data-field={field}]")


def state(visit: Visit, fuel: str, field: str = "amount") -> Locator:
    return cell(visit, fuel, field).locator(".state")


def kept(server: Server) -> dict[tuple[str, str], str]:
    """Return what the store has, by fuel and column."""
    store = Store(server.database_url)
    try:
        return {
            (one.place.line.split("|")[2], one.place.field): one.text
            for one in store.cells(OWN.code)
        }
    finally:
        store.close()


def test_a_line_is_filled_in_by_the_keyboard_and_handed_in(chromium: Browser, desk: Server) -> None:
    visit = at_sheet(chromium, desk, "周梅")
    page = visit.page
    coal = cell(visit, "烟煤").locator("input")
    expect(cell(visit, "烟煤").locator(".hint")).to_contain_text("（示例）")

    coal.fill(f"{SEVENTH:,}")
    coal.press("Enter")
    expect(cell(visit, "汽油").locator("input")).to_be_focused()
    expect(state(visit, "烟煤")).to_contain_text("已存，有提醒")
    expect(state(visit, "烟煤")).to_contain_text(f"变化 {SEVENTH / COAL - 1:.1%}")
    expect(coal).to_have_value(str(SEVENTH))
    cell(visit, "烟煤", "kind").locator("select").select_option("实绩")
    expect(state(visit, "烟煤", "kind")).to_contain_text("已存")
    cell(visit, "烟煤", "source").locator("input").fill("统计台账")
    page.keyboard.press("Tab")
    expect(state(visit, "烟煤", "source")).to_contain_text("已存")
    expect(state(visit, "烟煤")).not_to_contain_text("不能为空")
    expect(state(visit, "烟煤", "kind")).not_to_contain_text("不能为空")
    cell(visit, "柴油").locator("input").fill("十二")
    page.keyboard.press("Tab")
    expect(state(visit, "柴油")).to_have_text(re.compile("未存.*应为数字"))
    cell(visit, "柴油").locator("input").fill("")
    page.keyboard.press("Tab")
    assert kept(desk) == {
        ("烟煤", "amount"): str(SEVENTH), ("烟煤", "kind"): "实绩",
        ("烟煤", "source"): "统计台账",
    }  # fmt: skip
    cell(visit, "烟煤").get_by_role("button", name="历年").click()
    cell(visit, "烟煤").get_by_label("备注内容").fill("等台账")
    cell(visit, "烟煤").get_by_role("button", name="标为待跟进").click()
    expect(cell(visit, "烟煤").locator(".about-cell")).to_contain_text("待跟进　等台账")
    assert violations(visit) == []
    assert visit.english() == []

    visit.press(page.get_by_role("radio", name="核对送审", exact=True))
    page.get_by_label("第 1 条：确认无误的理由").fill("停炉三个月，已核台账")
    visit.press(page.get_by_role("button", name="送审", exact=True))
    expect(page.get_by_text("已送审：提交 2（已提交）")).to_be_visible()
    store = Store(desk.database_url)
    assert store.submission(2).state is State.SUBMITTED
    store.close()
    assert visit.other_hosts() == []
    assert visit.violations == []
    page.context.close()


def test_a_column_is_pasted_and_a_colleague_is_told(chromium: Browser, desk: Server) -> None:
    first, second = (at_sheet(chromium, desk, who) for who in ("周梅", "陈晨"))

    cell(first, "液化石油气").locator("input").evaluate(PASTE, "31\n32")

    expect(state(first, "液化石油气")).to_contain_text("已存")
    expect(state(second, "液化石油气")).to_contain_text("周梅", timeout=20_000)
    expect(cell(second, "液化石油气").locator("input")).to_have_value("31")
    field = cell(second, "液化石油气").locator("input")
    field.fill("40")
    cell(first, "液化石油气").locator("input").fill("35")
    first.page.keyboard.press("Enter")
    expect(state(first, "液化石油气")).to_contain_text("已存")
    second.page.keyboard.press("Enter")
    expect(state(second, "液化石油气")).to_contain_text("写为「35」")
    second.page.get_by_role("button", name="用我的 40").click()
    expect(state(second, "液化石油气")).to_contain_text("已存")
    store = Store(desk.database_url)
    (place,) = [
        one.place for one in store.cells(OWN.code)
        if (one.place.field, "液化石油气" in one.place.line) == ("amount", True)
    ]  # fmt: skip
    assert [one.text for one in store.cell_steps(place)] == ["40", "35", "31"]
    store.close()
    first.page.context.close()
    second.page.context.close()


def test_a_server_that_is_killed_loses_no_cell_that_was_kept(
    chromium: Browser, tmp_path: Path
) -> None:
    port = free_port()
    with started(tmp_path / "log", port=port) as server:
        visit = at_sheet(chromium, server, "周梅")
        cell(visit, "烟煤").locator("input").fill("61000")
        visit.page.keyboard.press("Enter")
        expect(state(visit, "烟煤")).to_contain_text("已存")
        os.kill(server.pid, signal.SIGKILL)
        cell(visit, "汽油").locator("input").fill("1500")
        visit.page.keyboard.press("Enter")
        expect(state(visit, "汽油")).to_contain_text("正在重试")
        assert kept(server) == {("烟煤", "amount"): "61000"}
    with started(tmp_path / "log", port=port) as server:
        expect(state(visit, "汽油")).to_contain_text("已存", timeout=30_000)
        assert kept(server) == {("烟煤", "amount"): "61000", ("汽油", "amount"): "1500"}
    visit.page.context.close()


def test_a_line_that_is_cut_loses_no_cell(chromium: Browser, desk: Server) -> None:
    visit = at_sheet(chromium, desk, "周梅", year=LAST)
    fuel = "焦炭"
    cell(visit, fuel, year=LAST).locator("input").fill("77")
    visit.page.context.set_offline(offline=True)
    visit.page.keyboard.press("Enter")
    said = cell(visit, fuel, year=LAST).locator(".state")
    expect(said).to_contain_text("正在重试")
    assert (fuel, "amount") not in kept(desk)

    visit.page.context.set_offline(offline=False)

    expect(said).to_contain_text("已存", timeout=30_000)
    assert kept(desk)[fuel, "amount"] == "77"
    visit.page.context.close()


def test_two_tabs_of_one_person_lose_nothing(chromium: Browser, desk: Server) -> None:
    first = at_sheet(chromium, desk, "周梅")
    second = replace(first, page=first.page.context.new_page())
    second.page.goto(first.page.url)
    open_sheet(second)
    fuel = "煤油"
    type_in(first, cell(first, fuel), "11")
    expect(state(second, fuel)).to_contain_text("周梅", timeout=20_000)
    expect(cell(second, fuel).locator("input")).to_have_value("11")

    # In one tab he changes what he has half changed in the other.
    cell(second, fuel).locator("input").fill("13")
    type_in(first, cell(first, fuel), "12")
    second.page.keyboard.press("Enter")
    expect(state(second, fuel)).to_contain_text("写为「12」")
    second.page.get_by_role("button", name="用我的 13").click()

    expect(state(second, fuel)).to_contain_text("已存")
    assert kept(desk)[fuel, "amount"] == "13"
    expect(cell(first, fuel).locator("input")).to_have_value("13", timeout=20_000)
    first.page.context.close()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (390, 844)])
def test_a_sheet_fits_every_screen(chromium: Browser, desk: Server, size: tuple[int, int]) -> None:
    visit = at_sheet(chromium, desk, "周梅", width=size[0], height=size[1])

    wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert cell(visit, "焦炭").locator("input").bounding_box()["width"] >= 100  # type: ignore[index]
    visit.page.context.close()


def test_a_sheet_and_the_handover_each_fit_one_page_of_a4(chromium: Browser, desk: Server) -> None:
    visit = at_sheet(chromium, desk, "周梅")
    page = visit.page
    cell(visit, "汽油").locator("input").fill("1500")
    page.keyboard.press("Tab")
    expect(state(visit, "汽油")).to_contain_text("已存")

    sheet = printed(visit)

    assert len(sheet) == 1
    text = sheet[0].get_textpage().get_text_bounded()
    assert f"{OWN.name} 能源活动 {NEXT} 年" in text
    assert "1500" in text
    assert "回车" not in text
    assert over_each_other(sheet[0]) == []
    visit.press(page.get_by_role("radio", name="交接", exact=True))
    expect(page.get_by_text(f"{OWN.name}填报交接单")).to_be_visible()
    assert len(printed(visit)) == 1
    page.context.close()


def printed(visit: Visit) -> pypdfium2.PdfDocument:
    """Return the page as it comes out of a printer."""
    return pypdfium2.PdfDocument(visit.page.pdf(prefer_css_page_size=True, print_background=True))
