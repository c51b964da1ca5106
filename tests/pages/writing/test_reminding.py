"""The desk and the reviewer's desk: a notice is sent, signed for, answered, and gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.reminding import Standing
from sihui_map.ui import cache
from sihui_map.workflow import reminding
from sihui_map.workflow.permitting import today_of
from tests.pages.writing.steps import named, part, press
from tests.people import OWN_TOWN, reviewer
from tests.stalled import OTHER, UNIT, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit


def at_review(new_visit: Callable[[], Visit], enter: Callable[..., None]) -> Visit:
    enter("李四")
    visit = new_visit().open("review")
    visit.app.segmented_control(key="review_part").set_value("催办").run()
    assert visit.broke == []
    return visit


def at_desk(new_visit: Callable[[], Visit], enter: Callable[..., None], scope: str = UNIT) -> Visit:
    enter(
        "周梅" if scope == OWN_TOWN else "吴凡",
        Role.TOWN if scope == OWN_TOWN else Role.UNIT,
        scope,
    )
    return part(new_visit().open("desk"), "待办")


def standings() -> dict[str, Standing]:
    archive = cache.archive()
    found = reminding.matters_of(archive, today_of(archive.store))
    return {one.newest.scope: one.standing for one in found}


@pytest.fixture
def _urged() -> None:
    told(cache.archive(), 181)
    reminding.remind(cache.archive(), who=reviewer())


def test_a_reviewer_sends_what_is_due_once_and_has_a_text_for_each(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    told(cache.archive(), 181)
    visit = at_review(new_visit, enter)
    assert "按规则，今天还有 2 件要发。" in visit.text

    press(visit, "生成今天的催办")

    assert "已发催办单 2 件" in visit.text
    assert "等反馈 2 件：催办 2 件。" in visit.text
    assert "今天没有要发的" in visit.text
    assert [each.label for each in visit.app.button if "生成" in each.label] == []
    assert f"【催办】{OTHER}：截至" in str(visit.app.code[0].value)
    visit.app.selectbox(key="notice_scope").set_value(UNIT).run()
    assert f"【催办】{UNIT}：截至" in str(visit.app.code[0].value)
    assert "materials/notices/urging.docx?scope=" in visit.text


@pytest.mark.usefixtures("_urged")
def test_a_clerk_signs_and_answers_and_the_loop_is_closed(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    visit = at_desk(new_visit, enter)
    assert "待反馈的催办 1 件。" in visit.text
    assert "第 9 项任务「" in visit.text
    assert not visit.app.text_area

    press(visit, "签收 1 件")
    press(visit, "交反馈")
    assert visit.errors == ["反馈要写明办到哪一步、什么时候办完，至少 4 个字"]
    visit.app.text_area[0].set_value("九月底完成验收")
    press(visit, "交反馈")

    assert "催办单第 2 号已反馈，不再催。" in visit.text
    assert "收到的催办" not in visit.text
    assert standings() == {OTHER: Standing.OPEN, UNIT: Standing.ANSWERED}
    seen = at_review(new_visit, enter)
    assert "已反馈、已报送的" in seen.text
    assert "反馈：九月底完成验收" in seen.text


@pytest.mark.usefixtures("_urged")
def test_nobody_sees_what_another_was_sent(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    assert "收到的催办" not in at_desk(new_visit, enter, OWN_TOWN).text


@pytest.mark.usefixtures("_urged")
def test_a_reviewer_writes_down_a_slip_of_paper(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    visit = at_review(new_visit, enter)
    visit.app.selectbox(key="notice_paper_chosen").set_value(2)
    named(visit.app.text_area, "回执上写的").set_value("已转储能科，十月报")

    press(visit, "记入")
    assert visit.errors == []

    assert "催办单第 2 号的回执已记入，不再催。" in visit.text
    assert standings() == {OTHER: Standing.OPEN, UNIT: Standing.ANSWERED}
    assert named(visit.app.text_area, "回执上写的").value == ""
