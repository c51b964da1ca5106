"""Materials, the slides and their order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.ui import slide_order
from sihui_map.ui.slides import SLIDES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pages.conftest import Visit

from tests import county
from tests.counties.county import SANZHEN
from tests.pages.writing.steps import (
    OWN_TOWN,
    press,
)


def test_one_click_makes_the_set(
    new_visit: Callable[[], Visit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the invented county: a sheet for each of its towns is among it."""
    monkeypatch.setenv("SIHUI_GEODATA", str(SANZHEN))
    monkeypatch.setenv("SIHUI_DATABASE_URL", f"sqlite:///{(tmp_path / 'set.db').as_posix()}")
    visit = new_visit().open("materials")
    visit.app.button(key="materials_make").click().run(timeout=120)

    assert (visit.broke, visit.errors) == ([], [])
    for title in ("汇报演示文稿", "年度跟踪评估报告", "镇街自查表", "离线包", "数据册"):
        assert re.search(rf"<td[^>]*>{title}</td>", visit.text)
    assert visit.text.count(" kB") == 6


def test_the_order_of_the_slides_is_changed_and_kept_by_whoever_may_write(writer: Visit) -> None:
    writer.open("materials")
    for name, then in (("emissions", "上移"), ("summary", "去掉"), ("ranking", "去掉")):
        writer.app.button_group(key="present_order_pick").set_value(name).run()
        press(writer, then)
    writer.app.button_group(key="present_order_back").set_value("ranking").run()

    press(writer, "保存顺序")

    assert "已保存。下次打开汇报就按这个顺序。" in writer.text
    assert slide_order.order() == [
        *(name for name in SLIDES if name not in {"summary", "ranking"}),
        "ranking",
    ]
    writer.open("present")
    assert "第 1 页，共 10 页" in writer.text
    assert "<b>2</b><strong>镇街排放</strong>" in writer.text


def test_who_is_not_signed_in_sees_the_order_and_cannot_change_it(
    new_visit: Callable[[], Visit],
) -> None:
    visit = new_visit().open("materials")

    assert "放映顺序：1 封面　2 总体情况　3 镇街排放" in visit.text
    assert "要改顺序，请用审核或管理的账号登录" in visit.text
    assert not [one for one in visit.app.button if "present_order" in str(one.key)]


@pytest.mark.parametrize(
    ("with_sample", "place", "count"),
    [*(("on", place, 11) for place in range(1, 12)), *(("off", place, 8) for place in range(1, 9))],
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
    ("given", "place"), [("0", 1), ("-1", 1), ("99", 11), ("x", 1), ("\uff12", 1), ("9" * 9, 1)]
)
def test_a_slide_that_is_none_is_the_nearest(
    new_visit: Callable[[], Visit], given: str, place: int
) -> None:
    visit = new_visit().open("present", slide=given)

    assert f"第 {place} 页，共 11 页" in visit.text


def test_the_buttons_turn_the_pages(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present")

    shown = []
    for key in ("next", "next", "back"):
        visit.app.button(key=f"present_{key}").click().run()
        shown.append(visit.address()["slide"])
    for number in (11, 9, 1):
        visit.app.button_group(key="present_to").set_value(number).run()
        shown.append(visit.address()["slide"])

    assert shown == ["2", "3", "2", "11", "9", "1"]
    assert visit.app.button(key="present_back").disabled


def test_from_the_questions_a_way_leads_back_to_where_one_was(
    new_visit: Callable[[], Visit],
) -> None:
    visit = new_visit().open("present", slide="4")
    assert 'data-slide="4" data-of="11" data-ask="11"' in visit.text

    visit.app.button_group(key="present_to").set_value(11).run()

    assert 'data-slide="11" data-of="11" data-ask="4"' in visit.text


def test_the_speaker_has_the_notes_of_every_slide(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present", notes="1")

    assert (visit.broke, visit.errors) == ([], [])
    assert visit.text.count("<section data-note=") == 11
    assert f"<dt>谁能回答</dt><dd>各镇街报自己的数；口径问{county.OFFICE}</dd>" in visit.text
    assert "<b>下一页</b>4　镇街排放排序：2025 年直接排放最多的是" in visit.text


def test_a_question_is_answered_by_five_facts(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present", slide="11")

    visit.app.selectbox(key="present_subject").set_value(f"town {OWN_TOWN}").run()

    assert visit.broke == []
    facts = re.search(r'class="facts">(.*?)</div>', visit.text, re.DOTALL)
    assert facts
    assert facts[1].count("<p>") == 5
    assert f"由谁回答：{county.OWN.name}" in visit.text
