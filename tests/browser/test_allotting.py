"""A share of a target: proposed on the desk, agreed, approved, published, and seen by its town.

And the number that was handed down: entered with its document, its target has a light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.domain.access import Role
from sihui_map.domain.submission import State
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.workflow.permitting import today_of
from tests.browser.axe import violations
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit
from tests.county_tables import table_of
from tests.people import reviewer
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

DASHA, TARGET, HANDED = "441284105", "ev-sales-2030", "energy-intensity-2025"
DOCUMENT = "四府办〔2026〕9号"
SHARE = {
    "target_id": TARGET, "holder": DASHA, "year": "2030", "value": "31", "unit": "%",
    "kind": "规划", "source": "镇政府会议",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of its own, in which people have accounts."""
    with started(tmp_path_factory.mktemp("allotting") / "log") as running:
        yield running


def publish(server: Server, table: str, cells: dict[str, str], *, own: int = 0) -> None:
    """Let the office hand in a row, or take what a clerk handed in; another reviewer approves."""
    store = Store(server.database_url)
    try:
        archive = Archive(store, GEODATA)
        if not own:
            columns = table_of(table).column_names
            line = ",".join(f'"{cells.get(column, "")}"' for column in columns)
            body = f"{','.join(columns)}\n{line}\n".encode()
            proposal = workflow.propose(archive, body, "分解.csv", today=today_of(store))
            answers = dict.fromkeys(proposal.to_answer, "已核分解方案")
            kept = workflow.confirm(
                archive, proposal, who=reviewer("张三"), why="目标分解", answers=answers
            )
            own = kept.submission_id
            workflow.move(archive, own, State.SUBMITTED, who=reviewer("张三"))
        workflow.approve(archive, own, who=reviewer("李四"))
        workflow.publish(archive, [own], who=reviewer("李四"), why="目标分解")
    finally:
        store.close()


def held(visit: Visit) -> Locator:
    """Return the line of the target among what the town holds."""
    table = visit.page.locator("table.data", has=visit.page.get_by_text("承担的目标"))
    return table.locator("tr", has_text="电动乘用车销售量")


def field(visit: Visit, name: str) -> Locator:
    return visit.page.locator(f"tr[data-line='{TARGET}|{DASHA}|2030'] td[data-field={name}]")


def typed(visit: Visit, name: str, text: str) -> None:
    """Fill in one cell of the share, and wait until it is kept."""
    cell = field(visit, name)
    if cell.locator("select").count():
        cell.locator("select").select_option(text)
    else:
        cell.locator("input").fill(text)
        visit.page.keyboard.press("Tab")
    expect(cell.locator(".state")).to_contain_text("已存")


def test_a_share_goes_from_proposal_to_approval_and_back_to_its_town(
    chromium: Browser, desk: Server
) -> None:
    visit = new_visit(chromium, desk)
    page = visit.page
    signed_in(page.context, desk, "周梅", Role.TOWN, DASHA)
    visit.open("desk")
    visit.press(page.get_by_role("radio", name="填表", exact=True))
    visit.press(page.get_by_role("radio", name="目标分解", exact=True))
    years = page.locator("[data-testid=stSelectbox]", has_text="年份")
    years.get_by_role("combobox").click()
    page.get_by_role("option", name="2030").click()
    for name in ("value", "kind", "source"):
        typed(visit, name, SHARE[name])
    field(visit, "stage").locator("select").select_option("批准")
    expect(field(visit, "stage").locator(".state")).to_contain_text("只能提出")

    visit.press(page.get_by_role("radio", name="核对送审", exact=True))
    visit.press(page.get_by_role("button", name="送审", exact=True))
    expect(page.get_by_text("已送审：提交 2（已提交）")).to_be_visible()

    publish(desk, "allotments", {}, own=2)
    for stage, document in (("商定", ""), ("批准", DOCUMENT)):
        visit.open(f"town?town={DASHA}")
        expect(held(visit)).to_contain_text("提出" if stage == "商定" else "商定")
        publish(desk, "allotments", {**SHARE, "stage": stage, "approved_by": document})

    for address in (f"town?town={DASHA}", "desk"):
        visit.open(address)
        expect(held(visit)).to_contain_text("● 批准")
        expect(held(visit)).to_contain_text(DOCUMENT)
        expect(held(visit)).to_contain_text("31.00%")
    held(visit).get_by_role("link").click()
    expect(page).to_have_url(f"{desk.base}/target?id={TARGET}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("电动乘用车销售量")
    assert violations(visit) == []
    assert visit.english() == []
    assert visit.other_hosts() == []


def test_the_number_handed_down_turns_grey_into_a_light(chromium: Browser, desk: Server) -> None:
    visit = new_visit(chromium, desk)
    visit.open(f"target?id={HANDED}")
    facts = visit.page.locator("table.data", has=visit.page.get_by_text("目标、现状、规则"))
    light = facts.locator("tr", has=visit.page.get_by_text("灯", exact=True))
    expect(light).to_contain_text("○ 无灯")
    expect(facts).to_contain_text("目标尚无数值")

    publish(desk, "allotments", {
        "target_id": HANDED, "holder": "city", "year": "2025", "value": "14", "unit": "%",
        "base_year": "2020", "approved_by": "肇发改〔2022〕1号", "kind": "规划", "source": "存档",
    })  # fmt: skip
    for year, value in (("2022", "5.5"), ("2025", "14.2")):
        publish(desk, "indicator_values", {
            "target_id": HANDED, "year": year, "value": value, "kind": "实绩", "source": "考核",
        })  # fmt: skip

    visit.open(f"target?id={HANDED}")
    expect(light).to_contain_text("● 绿灯")
    expect(facts).to_contain_text("2025 年 ≥14%（肇庆下达）")
    expect(facts).to_contain_text("肇发改〔2022〕1号")
    assert visit.violations == []
