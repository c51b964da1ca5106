"""A whole quarter: collect, check, review, publish, dispatch, remind, feed back, evaluate, meet."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect
from pptx import Presentation

from sihui_map.domain.access import Role
from sihui_map.workflow.permitting import today_of
from tests.browser.hands import fill, part, person, publish, send
from tests.browser.publishing import archive_of, publish_row
from tests.browser.serve import Server, started
from tests.browser.visit import new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

UNIT, DASHA = "市发改局", "441284105"
BLOCKED, DATED = "7", "3"
"""Two tasks of the unit: one that it reports as blocked, with projects in 大沙; one with a step."""


@pytest.fixture
def office(store_url: str, tmp_path: Path) -> Iterator[Server]:
    """Return an application on each engine in turn."""
    with started(tmp_path / "log", SIHUI_DATABASE_URL=store_url) as running:
        yield running


def today(office: Server) -> str:
    with archive_of(office) as archive:
        return today_of(archive.store).isoformat()


def blocked(office: Server) -> list[int]:
    answer = httpx.get(f"{office.base}/api/v1/dispatch", timeout=30).json()
    found: list[int] = answer["blocked"]
    return found


def deck_words(office: Server) -> str:
    answer = httpx.get(f"{office.base}/materials/deck", timeout=120, follow_redirects=True)
    assert answer.status_code == 200, answer.text[:200]
    shapes = (s for slide in Presentation(io.BytesIO(answer.content)).slides for s in slide.shapes)
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def test_a_quarter_from_the_first_report_to_the_meeting(  # noqa: PLR0915 a whole quarter
    chromium: Browser, office: Server
) -> None:
    httpx.get(f"{office.base}/healthz")
    day = today(office)
    before = blocked(office)
    assert int(BLOCKED) not in before
    viewer = new_visit(chromium, office).open("dispatch")
    label = viewer.map.locator(".town-label", has_text="大沙")
    was = label.inner_text()

    # Collect and check: what a state has to be told with is asked for, and kept back until then.
    clerk = person(chromium, office, "吴凡", Role.UNIT, UNIT).open("desk")
    part(clerk, "填表")
    part(clerk, "任务调度")
    line = f"{BLOCKED}|{day}"
    fill(
        clerk, line, status="受阻", progress="改造停工", obstacle="缺管网", kind="实绩",
        source="三季度调度",
    )  # fmt: skip
    part(clerk, "核对送审")
    expect(clerk.page.get_by_text("要写明解除条件").first).to_be_visible()
    assert blocked(office) == before
    part(clerk, "填表")
    part(clerk, "任务调度")
    fill(clerk, line, remedy="管网建成以后复工")
    send(clerk)
    assert blocked(office) == before

    # Review and publish: the leader's page, the map by place, the interface and the deck follow.
    second = person(chromium, office, "王五", Role.REVIEWER)
    publish(second, "三季度调度")
    assert blocked(office) == sorted([*before, int(BLOCKED)])
    viewer.open("dispatch")
    expect(viewer.page.locator(".head p")).to_contain_text(f"受阻 {len(before) + 1} 项")
    fold = viewer.page.locator("ul.folds.narrow li", has_text=f"{BLOCKED}. ").first
    expect(fold).to_contain_text("受阻")
    expect(fold).to_contain_text("管网建成以后复工")
    assert label.inner_text() != was
    assert f"受阻 {len(before) + 1} 项" in deck_words(office)
    expect(viewer.page.get_by_text("状态有变化的任务")).to_be_visible()

    # Remind: a step whose approved day has passed; its unit receives it and answers.
    with archive_of(office) as archive:
        late = (today_of(archive.store) - timedelta(days=1)).isoformat()
    publish_row(
        office, "task_steps",
        task_no=DATED, step_no="1", step="公布清单", due=late,
        approved_by="市办〔2026〕3号", unit=UNIT, kind="实绩", source="调度会",
    )  # fmt: skip
    second.open("review")
    part(second, "催办")
    second.press(second.page.get_by_role("button", name="生成今天的催办"))
    expect(second.page.get_by_text("已发催办单 1 件")).to_be_visible()
    expect(second.page.get_by_role("button", name="生成今天的催办")).to_have_count(0)
    clerk.open("desk")
    expect(clerk.page.get_by_text("待反馈的催办 1 件")).to_be_visible()
    clerk.press(clerk.page.get_by_role("button", name="签收 1 件"))
    clerk.page.get_by_label(re.compile("催办单第 . 号的反馈（必填）")).fill("本周公布")
    clerk.press(clerk.page.get_by_role("button", name="交反馈"))
    expect(clerk.page.get_by_text("已反馈，不再催")).to_be_visible()

    # Evaluate: the unit says its own, the office judges; both stand side by side.
    subject = {"year": "2025", "subject_kind": "单位", "subject_id": UNIT, "kind": "实绩"}
    publish_row(
        office, "self_evaluations",
        **subject, score="86", ground="任务按期", evidence="台账", filled_by=UNIT,
        source="自评表",
    )  # fmt: skip
    publish_row(
        office, "evaluations",
        **subject, score="82", ground="一项受阻", final_score="81",
        final_ground="会议评定", source="评定会议",
    )  # fmt: skip
    rows = httpx.get(f"{office.base}/api/v1/evaluations?year=2025", timeout=30).json()["rows"]
    own = next(row for row in rows if row["subject_id"] == UNIT)
    assert (own["own"]["value"], own["final"]["value"], own["grade"]) == (86, 81, "良好")

    # Meet: the slide says what the page says.
    viewer.open("dispatch")
    said = viewer.page.locator(".head p").inner_text().partition("；")[0]
    viewer.page.set_viewport_size({"width": 1920, "height": 1080})
    for place in range(1, 15):
        viewer.open(f"present?slide={place}")
        if viewer.page.locator(".head h1").first.inner_text() == "重点任务":
            break
    expect(viewer.page.locator(".head").first).to_contain_text(said)
    for visit in (viewer, clerk, second):
        assert visit.other_hosts() == []
        assert visit.violations == []
        visit.page.context.close()
