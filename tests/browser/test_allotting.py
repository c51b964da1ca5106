"""A share of a target: proposed on the desk, agreed, approved, published, and seen by its town.

And the number that was handed down: entered with its document, its target has a light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map import workflow
from sihui_map.domain.access import Role
from tests import county
from tests.browser.axe import violations
from tests.browser.hands import cell, fill, part, person, pick
from tests.browser.publishing import archive_of, publish_row
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit
from tests.people import reviewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

OWN_TOWN, TARGET, HANDED = county.OWN.code, county.REPORTED, county.HANDED_DOWN
DOCUMENT, HANDED_BY = "府办〔2026〕9号", "上发改〔2022〕1号"
SHARE = {
    "target_id": TARGET.target_id, "holder": OWN_TOWN, "year": TARGET.year, "value": "31",
    "unit": "%", "kind": "规划", "source": "镇政府会议",
}  # fmt: skip
LINE = f"{TARGET.target_id}|{OWN_TOWN}|{TARGET.year}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of its own, in which people have accounts."""
    with started(tmp_path_factory.mktemp("allotting") / "log") as running:
        yield running


def held(visit: Visit) -> Locator:
    """Return the line of the target among what the town holds."""
    table = visit.page.locator("table.data", has=visit.page.get_by_text("承担的目标"))
    return table.locator("tr", has_text=TARGET.indicator)


def test_a_share_goes_from_proposal_to_approval_and_back_to_its_town(
    chromium: Browser, desk: Server
) -> None:
    visit = person(chromium, desk, "周梅", Role.TOWN, OWN_TOWN).open("desk")
    page = visit.page
    part(visit, "填表")
    part(visit, "目标分解")
    pick(visit, "年份", TARGET.year)
    fill(visit, LINE, **{name: SHARE[name] for name in ("value", "kind", "source")})
    stage = cell(visit, LINE, "stage")
    stage.locator("select").select_option("批准")
    expect(stage.locator(".state")).to_contain_text("只能提出")

    part(visit, "核对送审")
    visit.press(page.get_by_role("button", name="送审", exact=True))
    expect(page.get_by_text("已送审：提交 2（已提交）")).to_be_visible()

    with archive_of(desk) as archive:
        workflow.approve(archive, 2, who=reviewer("李四"))
        workflow.publish(archive, [2], who=reviewer("李四"), why="目标分解")
    for before, after, document in (("提出", "商定", ""), ("商定", "批准", DOCUMENT)):
        visit.open(f"town?town={OWN_TOWN}")
        expect(held(visit)).to_contain_text(before)
        publish_row(desk, "allotments", **SHARE, stage=after, approved_by=document)

    for address in (f"town?town={OWN_TOWN}", "desk"):
        visit.open(address)
        expect(held(visit)).to_contain_text("● 批准")
        expect(held(visit)).to_contain_text(DOCUMENT)
        expect(held(visit)).to_contain_text("31.00%")
    held(visit).get_by_role("link").click()
    expect(page).to_have_url(f"{desk.base}/target?id={TARGET.target_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TARGET.indicator)
    assert violations(visit) == []
    assert visit.english() == []
    assert visit.other_hosts() == []


def test_the_number_handed_down_turns_grey_into_a_light(chromium: Browser, desk: Server) -> None:
    visit = new_visit(chromium, desk)
    visit.open(f"target?id={HANDED.target_id}")
    facts = visit.page.locator("table.data", has=visit.page.get_by_text("目标、现状、规则"))
    light = facts.locator("tr", has=visit.page.get_by_text("灯", exact=True))
    expect(light).to_contain_text("○ 无灯")
    expect(facts).to_contain_text("目标尚无数值")

    publish_row(
        desk, "allotments",
        target_id=HANDED.target_id, holder="city", year=HANDED.year, value="14", unit="%",
        base_year="2020", approved_by=HANDED_BY, kind="规划", source="存档",
    )  # fmt: skip
    for year, value in (("2022", "5.5"), (HANDED.year, "14.2")):
        publish_row(
            desk, "indicator_values",
            target_id=HANDED.target_id, year=year, value=value, kind="实绩", source="考核",
        )  # fmt: skip

    visit.open(f"target?id={HANDED.target_id}")
    expect(light).to_contain_text("● 绿灯")
    expect(facts).to_contain_text(f"{HANDED.year} 年 ≥14%（{county.PARENT_SHORT}下达）")
    expect(facts).to_contain_text(HANDED_BY)
    assert visit.violations == []
