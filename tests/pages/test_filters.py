"""What a page is filtered by: its list, headline, sums and files follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.site import SiteKind, SiteStage, sites_matching
from sihui_map.ui import cache

if TYPE_CHECKING:
    from tests.pages.conftest import Visit

DASHA = "441284105"


def test_projects_are_filtered_by_kind_stage_and_town(visit: Visit) -> None:
    visit.open("sites", town=DASHA)
    visit.app.pills(key="kind").set_value(["distributed_pv"]).run()
    visit.app.pills(key="stage").set_value(["投产"]).run()

    assert visit.broke == []
    assert "共 2 个项目：已投产 2 个" in visit.text


def test_headline_list_sums_and_files_follow_the_filters(visit: Visit) -> None:
    visit.open("sites", town=DASHA)
    visit.app.pills(key="kind").set_value(["battery_storage"]).run()
    visit.app.pills(key="stage").set_value(["投产"]).run()

    (shown,) = sites_matching(
        cache.figures().snapshot.sites,
        kinds=[SiteKind.BATTERY_STORAGE],
        stages=[SiteStage.OPERATING],
        town_code=DASHA,
    )
    assert "共 1 个项目：已投产 1 个" in visit.text
    table = re.search(r"各阶段规模（MW）.*?<tbody>(.*?)</tbody>", visit.text, re.DOTALL)
    assert table
    assert re.findall(r"<td[^>]*>([^<]*)<", table[1])[:4] == [
        "投产", "1", "—", f"{shown.capacity_mw:.1f}",
    ]  # fmt: skip
    assert visit.charts() == 0  # no photovoltaics among them
    query = "kind=battery_storage&amp;stage=%E6%8A%95%E4%BA%A7&amp;town=441284105"
    assert visit.text.count(query) + visit.text.count(query.replace("&amp;", "&#38;")) == 2
    assert shown.name in visit.text


def test_a_filter_that_nothing_passes_says_so(visit: Visit) -> None:
    visit.open("sites")
    visit.app.pills(key="kind").set_value(["gas_chp"]).run()
    visit.app.pills(key="stage").set_value(["终止"]).run()

    assert visit.broke == []
    assert "没有符合条件的项目" in visit.text


def test_tasks_are_filtered_by_who_leads_and_who_helps(visit: Visit) -> None:
    led = visit.open("tasks", lead="市工信局").text
    both = visit.open("tasks", lead="市工信局", cooperating="市工信局").text

    assert visit.broke == []
    assert "当前显示 40 项" not in led
    assert "没有同时满足这些条件的任务" in both
    assert "当前显示 0 项" in both


def test_tasks_are_filtered_by_how_old_the_last_news_is(visit: Visit) -> None:
    visit.open("tasks", age="从未更新")

    assert (visit.broke, visit.warnings) == ([], [])
    assert visit.address()["age"] == "none"
    assert re.search(r"当前显示 \d+ 项", visit.text)
    assert "当前显示 40 项" not in visit.text


@pytest.mark.parametrize("action", ["1", "产业绿色提质增效行动"])
def test_tasks_of_one_action_by_its_number_or_name(visit: Visit, action: str) -> None:
    visit.open("tasks", action=action)

    assert (visit.broke, visit.warnings) == ([], [])
    assert "当前显示 40 项" not in visit.text
    assert visit.address()["action"] == "1"


def test_a_filter_that_is_not_offered_gets_a_sentence_and_all_tasks(visit: Visit) -> None:
    visit.open("tasks", lead="[x](http://x)")

    (sentence,) = visit.warnings
    assert "没有牵头单位「□x□□http" in sentence
    assert "当前显示 40 项" in visit.text
    assert "lead" not in visit.address()


def test_a_filter_left_blank_leaves_the_address(visit: Visit) -> None:
    visit.open("tasks", action="", lead="市工信局")

    assert visit.warnings == []
    assert set(visit.address()) == {"lead"}


def test_the_oddities_of_the_plan_are_listed_with_both_readings(visit: Visit) -> None:
    visit.open("tasks")
    visit.app.segmented_control(key="tasks_part").set_value("勘误待定").run()

    assert "<caption>勘误待定</caption>" in visit.text
