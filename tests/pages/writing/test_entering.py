"""Entering, leaving, and what a long pause ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.submission import State
from sihui_map.ui import cache, editor, slide_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import (
    KEY,
    SAID,
    enter,
    named,
    part,
    press,
    states,
)


def test_without_a_name_nobody_enters(new_visit: Callable[[], Visit]) -> None:
    visit = enter(new_visit().open("intake"), " ", KEY)

    assert visit.errors == ["请写明填报人姓名，1–60 字。"]


def test_a_wrong_key_is_one_sentence(new_visit: Callable[[], Visit]) -> None:
    visit = enter(new_visit().open("intake"), "张三", "wrong-key")

    assert visit.errors == ["口令不对，请核对后再输；连续输错会延长等待时间。"]
    assert "填报人：张三" not in visit.text


def test_who_entered_may_leave_again(writer: Visit) -> None:
    assert "填报人：张三" in writer.text

    press(writer, "退出填报")

    assert "填报人：张三" not in writer.text
    assert [field.label for field in writer.app.text_input] == ["姓名", "填报口令"]


def test_the_name_goes_along_to_the_other_pages(writer: Visit) -> None:
    writer.open("materials")

    assert [button.label for button in writer.app.button][-1] == "保存顺序"


def test_nothing_waits_at_first(writer: Visit) -> None:
    assert "./data/template.xlsx" in writer.text
    assert "没有待处理的提交" in part(writer, "审核").text
    assert "没有已审核、待发布的提交" in part(writer, "发布").text


# A long pause


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    then = time.monotonic() + seconds
    monkeypatch.setattr("sihui_map.ui.editor.time.monotonic", lambda: then)


def test_after_a_pause_nothing_is_written_and_nothing_typed_is_lost(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(writer, "平衡表说明")
    named(writer.app.selectbox, "年份").set_value("2023")
    named(writer.app.text_area, "书面说明").set_value(SAID)
    later(monkeypatch, editor.IDLE_S + 1)

    press(writer, "存为草稿")

    assert any("已有 15 分钟没有操作，没有写入" in said for said in writer.errors)
    assert states() == {1: State.PUBLISHED}
    assert named(writer.app.text_area, "书面说明").value == SAID
    assert "请重新输入口令。页面上填写的内容都还在。" in writer.text

    named(writer.app.text_input, "填报口令").set_value(KEY)
    press(writer, "进入填报")
    assert named(writer.app.text_area, "书面说明").value == SAID
    press(writer, "存为草稿")

    assert states() == {1: State.PUBLISHED, 2: State.DRAFT}
    assert cache.archive().store.submission(2).who == "张三"


def test_after_a_pause_the_other_pages_refuse_too(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.open("materials")
    later(monkeypatch, editor.IDLE_S + 1)

    press(writer, "保存顺序")

    assert any("没有写入。请在「数据填报」重新输入口令" in said for said in writer.errors)
    assert cache.archive().store.preference(slide_order.ORDER) == ""


@pytest.mark.parametrize(
    "who", ["系统", " 系 统 ", "\u7cfb\u200b统", "SYSTEM", "\uff32\uff4f\uff4f\uff54"]
)
def test_nobody_writes_in_the_name_of_the_program(new_visit: Callable[[], Visit], who: str) -> None:
    visit = enter(new_visit().open("intake"), who, KEY)

    assert len(visit.errors) == 1
    assert "是程序自己的名称，请写填报人的真实姓名。" in visit.errors[0]


def test_entries_and_refusals_are_recorded_without_the_key(
    new_visit: Callable[[], Visit], caplog: pytest.LogCaptureFixture
) -> None:
    visit = enter(new_visit().open("intake"), "张三", "wrong-key-9")
    enter(visit, "张三", KEY)

    assert "editor refused: '张三'" in caplog.text
    assert "editor entered: '张三'" in caplog.text
    assert "wrong-key-9" not in caplog.text
    assert KEY not in caplog.text


def test_after_a_thousand_wrong_keys_of_others_the_right_one_enters(
    new_visit: Callable[[], Visit],
) -> None:
    guesser = new_visit().open("intake")
    for _ in range(5):
        enter(guesser, "李四", "wrong-key-9")
    assert "请" in guesser.errors[0]
    assert "秒后再试" in guesser.errors[0]

    assert "填报人：张三" in enter(new_visit().open("intake"), "张三", KEY).text


def test_a_template_is_taken_from_those_who_may_write(
    new_visit: Callable[[], Visit], writer: Visit
) -> None:
    told = "用本单位的 .pptx 模板生成演示文稿：请先在「数据填报」输入姓名和口令。"

    assert told in new_visit().open("materials").text
    assert told not in writer.open("materials").text
