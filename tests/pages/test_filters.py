"""What a page is filtered by: its list, headline, sums and files follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.site import SiteKind, SiteStage, sites_matching
from sihui_map.ui import cache
from tests import county
from tests.own_words import records

if TYPE_CHECKING:
    from tests.pages.conftest import Visit

STORE = next(
    row
    for row in records("sample/sites.csv")
    if (row["kind"], row["stage"]) == ("battery_storage", "投产")
)
TOWN = STORE["town_code"]
"""A town with storage that runs."""
UNIT = county.UNITS[0]
ALL = f"当前显示 {len(county.TASKS)} 项"


def test_projects_are_filtered_by_kind_stage_and_town(visit: Visit) -> None:
    visit.open("sites", town=TOWN)
    visit.app.pills(key="kind").set_value(["distributed_pv"]).run()
    visit.app.pills(key="stage").set_value(["投产"]).run()

    assert visit.broke == []
    running = [
        row
        for row in [*county.SITES, *records("sample/sites.csv")]
        if (row["kind"], row["stage"], row["town_code"]) == ("distributed_pv", "投产", TOWN)
    ]
    assert f"共 {len(running)} 个项目：已投产 {len(running)} 个" in visit.text


def test_headline_list_sums_and_files_follow_the_filters(visit: Visit) -> None:
    visit.open("sites", town=TOWN)
    visit.app.pills(key="kind").set_value(["battery_storage"]).run()
    visit.app.pills(key="stage").set_value(["投产"]).run()

    shown = sites_matching(
        cache.figures().snapshot.sites,
        kinds=[SiteKind.BATTERY_STORAGE],
        stages=[SiteStage.OPERATING],
        town_code=TOWN,
    )
    assert f"共 {len(shown)} 个项目：已投产 {len(shown)} 个" in visit.text
    table = re.search(r"各阶段规模（MW）.*?<tbody>(.*?)</tbody>", visit.text, re.DOTALL)
    assert table
    assert re.findall(r"<td[^>]*>([^<]*)<", table[1])[:4] == [
        "投产", str(len(shown)), "—", f"{sum(site.capacity_mw or 0 for site in shown):.1f}",
    ]  # fmt: skip
    assert visit.charts() == 0  # no photovoltaics among them
    query = f"kind=battery_storage&amp;stage=%E6%8A%95%E4%BA%A7&amp;town={TOWN}"
    assert visit.text.count(query) + visit.text.count(query.replace("&amp;", "&#38;")) == 2
    assert [site.name for site in shown if site.name not in visit.text] == []
    assert STORE["name"] in visit.text


def test_a_filter_that_nothing_passes_says_so(visit: Visit) -> None:
    visit.open("sites")
    visit.app.pills(key="kind").set_value(["gas_chp"]).run()
    visit.app.pills(key="stage").set_value(["终止"]).run()

    assert visit.broke == []
    assert "没有符合条件的项目" in visit.text


def test_tasks_are_filtered_by_who_leads_and_who_helps(visit: Visit) -> None:
    led = visit.open("tasks", lead=UNIT).text
    both = visit.open("tasks", lead=UNIT, cooperating=UNIT).text

    assert visit.broke == []
    assert ALL not in led
    assert "没有同时满足这些条件的任务" in both
    assert "当前显示 0 项" in both


def test_tasks_are_filtered_by_how_old_the_last_news_is(visit: Visit) -> None:
    visit.open("tasks", age="从未更新")

    assert (visit.broke, visit.warnings) == ([], [])
    assert visit.address()["age"] == "none"
    assert re.search(r"当前显示 \d+ 项", visit.text)
    assert ALL not in visit.text


@pytest.mark.parametrize("action", ["1", records("plan/actions.csv")[0]["name"]])
def test_tasks_of_one_action_by_its_number_or_name(visit: Visit, action: str) -> None:
    visit.open("tasks", action=action)

    assert (visit.broke, visit.warnings) == ([], [])
    assert ALL not in visit.text
    assert visit.address()["action"] == "1"


def test_a_filter_that_is_not_offered_gets_a_sentence_and_all_tasks(visit: Visit) -> None:
    visit.open("tasks", lead="[x](http://x)")

    (sentence,) = visit.warnings
    assert "没有牵头单位「□x□□http" in sentence
    assert ALL in visit.text
    assert "lead" not in visit.address()


def test_a_filter_left_blank_leaves_the_address(visit: Visit) -> None:
    visit.open("tasks", action="", lead=UNIT)

    assert visit.warnings == []
    assert set(visit.address()) == {"lead"}


def test_the_oddities_of_the_plan_are_listed_with_both_readings(visit: Visit) -> None:
    visit.open("tasks")
    visit.app.segmented_control(key="tasks_part").set_value("勘误待定").run()

    assert "<caption>勘误待定</caption>" in visit.text
