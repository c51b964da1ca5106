"""The evaluation of one town goes from draft to final, and everybody sees what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from sihui_map.domain.access import Role
from tests import county
from tests.browser.hands import fill, part, person, pick, publish, send
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

TOWN = county.OTHER.code
LINE = f"2025|镇街|{TOWN}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Server]:
    """Return an application of its own, without samples."""
    with started(tmp_path / "log", SIHUI_SAMPLE="off") as running:
        yield running


def fill_in(visit: Visit, sheet: str, **cells: str) -> None:
    """Fill in the town's line of a sheet, each cell kept as it is left."""
    part(visit, "填表")
    part(visit, sheet)
    expect(visit.page.locator("table.fill th", has_text="得分（分）").first).to_be_visible()
    pick(visit, "年份", "2025")
    fill(visit, LINE, **cells)


def told(office: Server) -> dict[str, object]:
    rows = httpx.get(f"{office.base}/api/v1/evaluations?year=2025", timeout=30).json()["rows"]
    found: dict[str, object] = next(row for row in rows if row["subject_id"] == TOWN)
    return found


def test_the_evaluation_of_one_town_goes_from_draft_to_final(
    chromium: Browser, office: Server
) -> None:
    httpx.get(f"{office.base}/healthz")
    clerk = person(chromium, office, "周梅", Role.TOWN, TOWN).open("desk")
    fill_in(
        clerk, "年度自评",
        score="88", ground="三张表按期报送", evidence="报送记录", kind="实绩", source="自评表",
    )  # fmt: skip
    expect(clerk.page.get_by_role("radio", name="年度评定")).to_have_count(0)
    send(clerk)
    assert told(office)["own"] is None

    publisher = person(chromium, office, "王五", Role.REVIEWER)
    publish(publisher, "年度自评")

    reviewer = person(chromium, office, "李四", Role.REVIEWER).open("desk")
    pick(reviewer, "谁的工作台", county.ALL, typed=True)
    fill_in(
        reviewer, "年度评定",
        score="85", ground="一张表迟报", final_score="79.5", final_ground="迟报属实",
        kind="实绩", source="评定会议",
    )  # fmt: skip
    send(reviewer)
    viewer = new_visit(chromium, office).open(f"evaluation?town={TOWN}&year=2025")
    expect(viewer.page.get_by_text("已自评，未评定")).to_be_visible()
    publish(publisher, "年度评定")

    page = viewer.open(f"evaluation?town={TOWN}&year=2025").page
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
