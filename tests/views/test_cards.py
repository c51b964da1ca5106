"""The card of a site or a park: all that is known, what is missing, who would know."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from sihui_map.domain.park import CheckState
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.views import cards
from tests.counties.county import SANZHEN

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def rows(card: str) -> dict[str, str]:
    """Return the terms of a card with what stands beside them."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", card)
    return {unescape(term): unescape(text) for term, text in pairs}


def site_rows(figures: Figures, site_id: str) -> dict[str, str]:
    site = next(site for site in figures.snapshot.sites if site.site_id == site_id)
    return rows(cards.site_card(figures, site))


def test_a_project_tells_all_that_is_known_and_who_leads(figures: Figures) -> None:
    told = site_rows(figures, "longfu-storage")

    assert told["类型"] == "电化学储能"
    assert told["阶段"].startswith("待核（原文：积极推动")
    assert told["规模"] == "未公开"
    assert told["镇街和位置"] == "龙甫镇（据项目名称）；只知所在镇街"
    assert told["方案条款"].startswith("第 9 条　")
    leads = [
        unit for task in figures.snapshot.tasks if task.clause_no == 9 for unit in task.lead_units
    ]
    assert told["牵头单位"] == "、".join(dict.fromkeys(leads))
    assert leads
    assert told["性质"] == "规划"
    assert told["来源"] == "方案第9条"
    assert told["还缺什么"].startswith("公开资料未找到坐标")


def test_a_project_outside_the_plan_names_no_unit(figures: Figures) -> None:
    told = site_rows(figures, "plant-zhongdian")

    assert told["规模"] == "800 MW（2×40万千瓦级）"
    assert told["投产年"] == "2018 年"
    assert told["方案条款"] == "方案没有对应条款"
    assert "牵头单位" not in told
    assert told["镇街和位置"] == "未写明（按官方界线判定）；精确位置"


def test_a_clause_without_a_task_says_that_no_unit_is_named(snapshot: Snapshot) -> None:
    told = site_rows(Figures(replace(snapshot, tasks=())), "longfu-storage")

    assert told["牵头单位"] == "方案附件 1 没有对应任务，未列牵头单位"


def test_two_clauses_name_each_unit_once(figures: Figures) -> None:
    both = cards.leads(figures, (7, 26))

    assert len(both) == len(set(both))
    assert set(both) == {*cards.leads(figures, (7,)), *cards.leads(figures, (26,))}


def test_a_sample_is_called_one_beside_its_name(figures: Figures) -> None:
    site = next(site for site in figures.snapshot.sites if site.site_id == "sample-pv-03")

    assert '<span class="tag">示例</span></h2>' in cards.site_card(figures, site)


def test_a_park_lists_the_points_and_what_is_lacking(figures: Figures) -> None:
    park = next(park for park in figures.snapshot.parks if park.park_id == "dasha-cluster")
    progress = figures.park_progress[park.park_id]
    told = rows(cards.park_card(figures, park))

    for check in figures.snapshot.place.park_checks:
        state = progress.checks[check.check_id]
        assert told[check.label] == state
        assert (f"{check.label}（{state}）" in told["还缺"]) == (state != "已完成")


def test_what_was_not_told_is_lacking_as_unknown(public_figures: Figures) -> None:
    told = rows(cards.park_card(public_figures, public_figures.snapshot.parks[0]))

    assert told["循环化改造"] == "未收到信息"
    assert told["还缺"].count("（未收到信息）") == 5
    assert told["性质"] == "缺失"


def test_nothing_is_lacking_when_all_is_done() -> None:
    assert cards.lacking([("甲", CheckState.COMPLETED)]) == "清单各项都已完成"


def test_another_county_has_points_of_its_own() -> None:
    figures = Figures(read_snapshot(SANZHEN))

    checks = cards.checklist(figures, figures.snapshot.parks[0])
    told = rows(cards.park_card(figures, figures.snapshot.parks[0]))

    assert len(checks) == 3
    assert told["牵头单位"] == "县园区办"
    assert checks[-1][1] is CheckState.UNKNOWN
