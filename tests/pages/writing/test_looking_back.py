"""Looking back: publications compared, named, shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import (
    approve,
    coal,
    handed_in,
    press,
)
from tests.people import reviewer


@pytest.mark.usefixtures("explained")
def test_two_publications_are_compared(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("revisions")

    assert (visit.broke, visit.errors) == ([], [])
    assert "共 2 期，最新为第 2 期，王五于" in visit.text
    assert "2023 年平衡表·全市总量" in visit.text
    assert "存档" not in [button.label for button in visit.app.button]


@pytest.mark.usefixtures("explained")
def test_a_publication_can_be_named_afterwards(writer: Visit) -> None:
    writer.open("revisions")
    writer.app.text_input(key="freeze_name").set_value("2025年年报")

    press(writer, "存档")

    assert cache.archive().store.publications()[0].names == ("2025年年报",)
    assert "2025年年报" in writer.text


@pytest.mark.usefixtures("explained")
def test_an_older_snapshot_says_that_it_is_not_the_newest(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("materials", snapshot="1")

    revision = cache.figures("1").snapshot.revision
    assert "正在查看第 1 期，不是最新数据" in visit.text
    assert f"./materials/deck?snapshot={revision}" in visit.text
    assert f"./present?snapshot={revision}" in visit.text


@pytest.mark.usefixtures("explained")
def test_what_changed_since_the_meeting_before_is_a_slide(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present", slide="10")

    assert (visit.broke, visit.errors) == ([], [])
    assert "从版本" in visit.text
    assert "2023 年平衡表·全市总量" in visit.text


def test_a_long_list_of_changes_is_cut_on_the_slide_and_says_so(
    new_visit: Callable[[], Visit],
) -> None:
    approve(own := handed_in(coal("1")))
    workflow.publish(cache.archive(), [own], who=reviewer("王五"), why="年报")

    visit = new_visit().open("present", slide="10")

    assert visit.text.count("<tr") <= 12 + 3
    assert "全部变化见「历次发布」" in visit.text
