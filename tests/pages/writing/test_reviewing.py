"""A submission goes step by step, by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map import workflow
from sihui_map.domain.submission import State
from sihui_map.ui import cache
from sihui_map.workflow import periods

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import (
    OWN_TOWN,
    REASON,
    approve,
    coal,
    file,
    handed_in,
    named,
    part,
    press,
    states,
)
from tests.people import reviewer


def test_a_submission_goes_step_by_step(writer: Visit, enter: Callable[..., None]) -> None:
    own = handed_in(coal("1"))
    part(writer, "审核")
    assert "与上年相比：已与台账核对" in writer.text

    press(writer, "提交审核")
    assert f"提交 {own} 现为「已提交」。" in writer.text
    enter("王五")
    press(writer, "审核通过")

    assert f"提交 {own} 现为「已审核」。" in writer.text
    assert states()[own] is State.APPROVED


def test_the_queue_says_by_town_and_table_what_came_in_and_whether_in_time(
    writer: Visit, enter: Callable[..., None]
) -> None:
    store, who = cache.archive().store, reviewer("王五")
    periods.set_period(cache.archive(), 2025, "2026-01-01", "2099-12-31", "通知", who=who)
    hectares = file("forest_cover", area_id=OWN_TOWN, year="2025", forest_ha="6000", kind="实绩",
                    source="林草湿调查")  # fmt: skip
    own = handed_in(hectares)
    workflow.move(cache.archive(), own, State.SUBMITTED, who=reviewer("张三"))
    part(writer, "审核")
    assert f"只有示例，在审：提交 {own}" in writer.text
    assert ">上年<" in writer.text

    enter("李四")
    press(writer, "接收")
    assert f"提交 {own} 现为「审核中」。" in writer.text
    press(writer, "审核通过")
    part(writer, "发布")
    assert "平衡表会怎样变" in writer.text
    workflow.publish(cache.archive(), [own], who=who, why="年报")
    part(writer.open("review"), "审核")

    day = store.events(own)[1].at[:10]
    assert f"填全，{day}，及时" in writer.text
    assert "2025 年应报、已报、及时（镇街数）" in writer.text


def test_an_exception_from_four_eyes_is_said_on_the_page(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_FOUR_EYES", "off")
    own = handed_in(coal("1"))
    press(part(writer, "审核"), "提交审核")
    assert "四眼审核已按设置关闭" in writer.text

    press(writer, "审核通过")

    assert states()[own] is State.APPROVED
    assert "四眼例外" in writer.text


def test_returning_needs_a_reason(writer: Visit) -> None:
    own = handed_in(coal("1"))
    press(part(writer, "审核"), "提交审核")

    press(writer, "退回")
    assert writer.errors == ["改为「已退回」必须写明理由"]
    assert states()[own] is State.SUBMITTED

    named(writer.app.text_input, REASON).set_value("请附锅炉台账")
    press(writer, "退回")
    assert states()[own] is State.RETURNED
    assert "请附锅炉台账" in writer.text


def test_a_reason_belongs_to_one_step_of_one_submission(writer: Visit) -> None:
    first, second = handed_in(coal("1")), handed_in(coal("2"))
    part(writer, "审核")
    writer.app.selectbox(key="desk_own").set_value(first).run()
    named(writer.app.text_input, REASON).set_value("填错了镇街")

    writer.app.selectbox(key="desk_own").set_value(second).run()
    assert not named(writer.app.text_input, REASON).value
    press(writer, "撤回")

    assert writer.errors == ["改为「已撤回」必须写明理由"]
    assert states()[second] is State.DRAFT


def test_of_two_people_the_other_one_approves(writer: Visit) -> None:
    own = handed_in(coal("1"))
    press(part(writer, "审核"), "提交审核")

    press(writer, "审核通过")

    assert len(writer.errors) == 1
    assert f"提交 {own} 由张三填报或送审，应由另一个人审核" in writer.errors[0]
    assert states()[own] is State.SUBMITTED


def test_a_conflict_is_shown_and_can_be_handed_in_again(writer: Visit) -> None:
    mine, theirs = handed_in(coal("11")), handed_in(coal("22"), who="赵六")
    approve(mine, theirs)
    workflow.publish(cache.archive(), [theirs], who=reviewer("王五"), why="先到")

    part(writer, "审核")
    assert writer.errors == ["其中 1 行在填报之后已由他人发布。请对照下表，再决定是否重提。"]
    assert "赵六" in writer.text

    press(writer, "按最新数据重提")
    assert f"已重提为提交 {theirs + 1}。" in writer.text
    assert states()[mine] is State.WITHDRAWN
    assert states()[theirs + 1] is State.DRAFT
