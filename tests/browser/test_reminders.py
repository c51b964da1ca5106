"""A stalled task gets one 催办单, none the next day, and its 反馈 closes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sihui_map.archive import Archive
from sihui_map.domain.access import Role
from sihui_map.domain.reminding import Standing
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.workflow import reminding
from sihui_map.workflow.permitting import today_of
from tests.browser.axe import violations
from tests.browser.hands import part, person
from tests.browser.serve import started
from tests.documents.papers import opened, texts
from tests.stalled import OTHER, UNIT, stalled_in

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.visit import Visit


pytestmark = [pytest.mark.browser, pytest.mark.thorough]


def at_review(visit: Visit) -> Visit:
    visit.open("review")
    part(visit, "催办")
    return visit


def next_day(url: str) -> int:
    """Return how many notices the rule would send tomorrow."""
    store = Store(url)
    try:
        archive = Archive(store, GEODATA)
        return len(reminding.planned(archive, today_of(store) + timedelta(days=1)))
    finally:
        store.close()


def standings(url: str) -> dict[str, Standing]:
    store = Store(url)
    try:
        found = reminding.matters_of(Archive(store, GEODATA), today_of(store))
        return {one.newest.scope: one.standing for one in found}
    finally:
        store.close()


def test_a_stalled_task_gets_one_notice_none_the_next_day_and_its_feedback_closes_it(
    chromium: Browser, tmp_path: Path
) -> None:
    url = f"sqlite:///{(tmp_path / 'stalled.db').as_posix()}"
    stalled_in(url)
    with started(tmp_path / "log", SIHUI_DATABASE_URL=url) as server:
        reviewer = at_review(person(chromium, server, "李敏", Role.REVIEWER))
        reviewer.press(reviewer.page.get_by_role("button", name="生成今天的催办"))
        expect(reviewer.page.get_by_text("已发催办单 2 件")).to_be_visible()
        expect(reviewer.page.get_by_role("button", name="生成今天的催办")).to_have_count(0)
        assert standings(url) == {OTHER: Standing.OPEN, UNIT: Standing.OPEN}
        assert next_day(url) == 0
        assert violations(reviewer) == []
        assert reviewer.english() == []

        clerk = person(chromium, server, "吴凡", Role.UNIT, UNIT)
        clerk.open("desk")
        page = clerk.page
        expect(page.get_by_text("待反馈的催办 1 件。")).to_be_visible()
        with page.expect_download() as given:
            page.get_by_role("link", name="下载催办单和回执").click()
        slip = tmp_path / "slip.docx"
        given.value.save_as(slip)
        assert "回执" in texts(opened(slip.read_bytes()))
        clerk.press(page.get_by_role("button", name="签收 1 件"))
        page.get_by_label("催办单第 2 号的反馈（必填）").fill("九月底完成验收")
        assert violations(clerk) == []
        assert clerk.english() == []
        clerk.press(page.get_by_role("button", name="交反馈"))
        expect(page.get_by_text("催办单第 2 号已反馈，不再催。")).to_be_visible()
        expect(page.get_by_text("收到的催办")).to_have_count(0)

        assert standings(url) == {OTHER: Standing.OPEN, UNIT: Standing.ANSWERED}
        at_review(reviewer)
        expect(reviewer.page.get_by_text("反馈：九月底完成验收")).to_be_visible()
        assert reviewer.other_hosts() == clerk.other_hosts() == []
        assert reviewer.violations == clerk.violations == []
        reviewer.page.context.close()
        page.context.close()
