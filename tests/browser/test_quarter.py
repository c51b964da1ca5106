"""A whole quarter: collect, check, review, publish, dispatch, remind, feed back, evaluate, meet."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect
from pptx import Presentation

from sihui_map.domain.access import Role
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store.clock import BEIJING, beijing_now
from sihui_map.workflow.permitting import today_of
from tests.browser.hands import fill, part, person, pick, publish, send
from tests.browser.publishing import archive_of
from tests.browser.serve import Server, started
from tests.browser.visit import Visit, new_visit
from tests.counties.county import DING, SANZHEN
from tests.county import ALL, BY_CODE, OUTSIDE, TASKS
from tests.own_words import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


@dataclass(frozen=True, slots=True)
class County:
    """Whose quarter it is: a unit and two of the tasks that it leads.

    ``blocked`` is reported as such, and lies in ``town`` among others; ``dated`` gets a first step.
    """

    geodata: Path
    whole: str
    unit: str
    town: str
    blocked: str
    dated: str
    units: int
    """Towns on its map, ``outside`` among them, which is out of scope."""
    outside: str
    day: date | None = None
    """Which day it is there; None for today."""

    @property
    def ahead(self) -> timedelta:
        """Return how far its clock is ahead."""
        if self.day is None:
            return timedelta()
        return datetime(*self.day.timetuple()[:3], 9, tzinfo=BEIJING) - beijing_now()


PLACED = next(row for row in records("sample/sites.csv") if row["town_code"])
TASK = next(row for row in TASKS if row["clause_no"] in PLACED["clauses"].split("|"))
"""A task that lies in towns: those of its sites."""
UNIT = TASK["lead_units"].partition("|")[0]
STEPPED = {row["task_no"] for row in records("sample/task_steps.csv")} | {TASK["task_no"]}
OURS = County(
    GEODATA,
    ALL,
    UNIT,
    BY_CODE[PLACED["town_code"]].short,
    blocked=TASK["task_no"],
    dated=next(
        row["task_no"]
        for row in TASKS
        if row["lead_units"] == UNIT and row["task_no"] not in STEPPED
    ),
    units=len(BY_CODE),
    outside=OUTSIDE.code,
)
INVENTED = County(SANZHEN, "全县", "县发改局", "甲", "1", "3", 4, DING, day=date(2034, 1, 10))


@pytest.fixture(
    params=[("sqlite", OURS), ("sqlite", INVENTED), ("postgres", OURS)],
    ids=["ours-sqlite", "invented-sqlite", "ours-postgres"],
)
def county(request: pytest.FixtureRequest) -> County:
    """Return each county in turn, one of them on each engine."""
    found: County = request.param[1]
    return found


@pytest.fixture
def office(county: County, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """Return its application."""
    url = f"sqlite:///{(tmp_path / 'store.db').as_posix()}"
    if "postgres" in request.node.callspec.id:
        url = request.getfixturevalue("postgres_url")
    with started(
        tmp_path / "log",
        ahead=county.ahead,
        SIHUI_DATABASE_URL=url,
        SIHUI_GEODATA=str(county.geodata),
    ) as running:
        yield running


def today(office: Server) -> date:
    with archive_of(office) as archive:
        return today_of(archive.store)


def opened(visit: Visit, sheet: str, of: str = "") -> Visit:
    """Open a sheet of the desk: his own or, of a reviewer, that which he chooses."""
    visit.open("desk")
    if of:
        pick(visit, "谁的工作台", of, typed=True)
    part(visit, "填表")
    part(visit, sheet)
    return visit


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
    chromium: Browser, office: Server, county: County
) -> None:
    httpx.get(f"{office.base}/healthz")
    day, unit = today(office), county.unit
    before = blocked(office)
    assert int(county.blocked) not in before
    viewer = new_visit(chromium, office)
    viewer.units, viewer.outside = county.units, county.outside
    viewer.open("dispatch")
    label = viewer.map.locator(".town-label", has_text=county.town)
    was = label.inner_text()

    # Collect and check: what a state has to be told with is asked for, and kept back until then.
    clerk = opened(person(chromium, office, "吴凡", Role.UNIT, unit), "任务调度")
    line = f"{county.blocked}|{day}"
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
    assert blocked(office) == sorted([*before, int(county.blocked)])
    viewer.open("dispatch")
    expect(viewer.page.locator(".head p")).to_contain_text(f"受阻 {len(before) + 1} 项")
    fold = viewer.page.locator("ul.folds.narrow li", has_text=f"{county.blocked}. ").first
    expect(fold).to_contain_text("受阻")
    expect(fold).to_contain_text("管网建成以后复工")
    assert label.inner_text() != was
    assert f"受阻 {len(before) + 1} 项" in deck_words(office)
    expect(viewer.page.get_by_text("状态有变化的任务")).to_be_visible()

    # Remind: a step whose approved day has passed; its unit receives it and answers.
    reviewer = person(chromium, office, "李四", Role.REVIEWER)
    fill(
        opened(reviewer, "任务时间表", unit), f"{county.dated}|1",
        step="公布清单", due=str(day - timedelta(days=1)), approved_by="调度会第 3 次会议",
        unit=unit, kind="实绩", source="调度会",
    )  # fmt: skip
    send(reviewer)
    publish(second, "批准的时间表")
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
    year = str(day.year - 1)
    subject = f"{year}|单位|{unit}"
    for who, sheet, whole, cells in (
        (clerk, "年度自评", "", {"score": "86", "ground": "任务按期", "evidence": "台账"}),
        (reviewer, "年度评定", county.whole,
         {"score": "82", "ground": "一项受阻", "final_score": "81", "final_ground": "会议评定"}),
    ):  # fmt: skip
        opened(who, sheet, whole)
        expect(who.page.locator("table.fill th", has_text="得分（分）").first).to_be_visible()
        pick(who, "年份", year)
        fill(who, subject, **cells, kind="实绩", source=sheet)
        send(who)
        publish(second, sheet)
    rows = httpx.get(f"{office.base}/api/v1/evaluations?year={year}", timeout=30).json()["rows"]
    own = next(row for row in rows if row["subject_id"] == unit)
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
    for visit in (viewer, clerk, second, reviewer):
        assert visit.other_hosts() == []
        assert visit.violations == []
        visit.page.context.close()
