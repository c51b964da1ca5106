"""Materials, the slides and their order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import (
    DASHA,
    press,
)


def test_one_click_makes_the_set(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("materials")
    visit.app.button(key="materials_make").click().run(timeout=120)

    assert (visit.broke, visit.errors) == ([], [])
    for title in ("汇报演示文稿", "年度跟踪评估报告", "镇街自查表", "离线包", "数据册"):
        assert re.search(rf"<td[^>]*>{title}</td>", visit.text)
    assert visit.text.count(" kB") == 6


def test_the_order_of_the_slides_is_kept_by_whoever_may_write(writer: Visit) -> None:
    writer.open("materials")
    writer.app.multiselect(key="present_order_edit").set_value(["forest", "summary"])

    press(writer, "保存顺序")

    assert "已保存。下次打开汇报就按这个顺序。" in writer.text
    writer.open("present")
    assert "第 1 页，共 2 页" in writer.text
    assert "森林覆盖率" in writer.text


def test_an_order_of_no_slide_is_refused(writer: Visit) -> None:
    writer.open("materials")
    writer.app.multiselect(key="present_order_edit").set_value([])

    press(writer, "保存顺序")

    (sentence,) = writer.errors
    assert sentence.startswith("放映顺序至少要有一页")


def test_without_the_key_the_order_cannot_be_kept(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("materials")

    assert "要保存顺序，请先在「数据填报」输入填报口令" in visit.text


@pytest.mark.parametrize(
    ("with_sample", "place", "count"),
    [*(("on", place, 10) for place in range(1, 11)), *(("off", place, 7) for place in range(1, 8))],
)
def test_every_slide_opens_at_its_address(
    monkeypatch: pytest.MonkeyPatch,
    new_visit: Callable[[], Visit],
    with_sample: str,
    place: int,
    count: int,
) -> None:
    """A slide with nothing to say is left out: no year reported, no publication before."""
    monkeypatch.setenv("SIHUI_SAMPLE", with_sample)

    visit = new_visit().open("present", slide=str(place))

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert f"第 {place} 页，共 {count} 页" in visit.text
    assert ("虚构样本，不可引用" in visit.text) is (with_sample == "on")


@pytest.mark.parametrize(
    ("given", "place"), [("0", 1), ("-1", 1), ("99", 10), ("x", 1), ("\uff12", 1), ("9" * 9, 1)]
)
def test_a_slide_that_is_none_is_the_nearest(
    new_visit: Callable[[], Visit], given: str, place: int
) -> None:
    visit = new_visit().open("present", slide=given)

    assert f"第 {place} 页，共 10 页" in visit.text


def test_the_buttons_turn_the_pages(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present")

    shown = []
    for key in ("next", "last", "back", "first"):
        visit.app.button(key=f"present_{key}").click().run()
        shown.append(visit.address()["slide"])

    assert shown == ["2", "10", "9", "1"]
    assert visit.app.button(key="present_back").disabled


def test_a_question_is_answered_by_five_facts(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present", slide="10")

    visit.app.selectbox(key="present_subject").set_value(f"town {DASHA}").run()

    assert visit.broke == []
    facts = re.search(r'class="facts">(.*?)</div>', visit.text, re.DOTALL)
    assert facts
    assert facts[1].count("<p>") == 5
    assert "由谁回答：大沙镇" in visit.text
