"""The card of a site or a park: all that is known, what is missing, who would know."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from sihui_map.domain.park import CheckState
from sihui_map.domain.place import ParkCheck
from sihui_map.domain.site import SiteStage
from sihui_map.figures import Figures
from sihui_map.views import cards

if TYPE_CHECKING:
    from sihui_map.domain.site import Site
    from sihui_map.domain.snapshot import Snapshot


def rows(card: str) -> dict[str, str]:
    """Return the terms of a card with what stands beside them."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", card)
    return {unescape(term): unescape(text) for term, text in pairs}


def site_of(figures: Figures, site_id: str) -> Site:
    return next(site for site in figures.snapshot.sites if site.site_id == site_id)


def site_rows(figures: Figures, site: Site) -> dict[str, str]:
    return rows(cards.site_card(figures, site))


def test_a_project_tells_all_that_is_known_and_who_leads(figures: Figures) -> None:
    site = replace(
        site_of(figures, "storage"), stage=SiteStage.UNKNOWN, town_text="乙镇（据项目名称）"
    )

    assert site_rows(figures, site) == {
        "类型": "电化学储能",
        "阶段": "待核（原文：虚构：推进前期工作）",
        "规模": "未公开",
        "镇街和位置": "乙镇（据项目名称）；只知所在镇街",
        "方案条款": "第 102 条　虚构条文乙",
        "牵头单位": "县发改局、县园区办",
        "性质": "规划",
        "来源": "虚构的方案",
        "还缺什么": "虚构：规模和坐标未写。",
    }


def test_a_project_outside_the_plan_names_no_unit(figures: Figures) -> None:
    plant = replace(
        site_of(figures, "works"), clauses=(), town_code="", town_text="未写明（按官方界线判定）"
    )
    told = site_rows(figures, plant)

    assert told["规模"] == "60 MW（6万千瓦）"
    assert told["投产年"] == "2031 年"
    assert told["方案条款"] == "方案没有对应条款"
    assert "牵头单位" not in told
    assert told["镇街和位置"] == "未写明（按官方界线判定）；精确位置"


def test_a_clause_without_a_task_says_that_no_unit_is_named(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, tasks=()))
    told = site_rows(figures, site_of(figures, "storage"))

    assert told["牵头单位"] == "方案附件 1 没有对应任务，未列牵头单位"


def test_two_clauses_name_each_unit_once(figures: Figures) -> None:
    assert cards.leads(figures, (101,)) == ("县发改局",)
    assert cards.leads(figures, (101, 102)) == ("县发改局", "县园区办")


def test_a_sample_is_called_one_beside_its_name(figures: Figures) -> None:
    assert '<span class="tag">示例</span></h2>' in cards.site_card(
        figures, site_of(figures, "pv-1")
    )


def test_a_park_lists_the_points_and_what_is_lacking(figures: Figures) -> None:
    (park,) = figures.snapshot.parks
    told = rows(cards.park_card(figures, park))

    assert told["循环化改造"] == "实施中（2033 年）"
    assert told["虚构集中供汽"] == "推进中"
    assert told["虚构中水回用"] == "已完成"
    assert told["虚构废料互换"] == "未收到信息"
    assert told["还缺"] == "虚构集中供汽（推进中）、虚构废料互换（未收到信息）"
    assert told["牵头单位"] == "县园区办"


def test_what_was_not_told_is_lacking_as_unknown(public_figures: Figures) -> None:
    told = rows(cards.park_card(public_figures, public_figures.snapshot.parks[0]))

    assert told["循环化改造"] == "未收到信息"
    assert told["还缺"].count("（未收到信息）") == 3
    assert told["性质"] == "缺失"


def test_nothing_is_lacking_when_all_is_done() -> None:
    assert cards.lacking([("甲", CheckState.COMPLETED)]) == "清单各项都已完成"


def test_another_county_has_points_of_its_own(snapshot: Snapshot) -> None:
    own = ParkCheck(check_id="shade", label="虚构遮阳", clause_no=None, basis="")
    figures = Figures(replace(snapshot, place=replace(snapshot.place, park_checks=(own,))))

    told = rows(cards.park_card(figures, figures.snapshot.parks[0]))

    assert cards.checklist(figures, figures.snapshot.parks[0]) == (
        ("虚构遮阳", CheckState.UNKNOWN),
    )
    assert told["还缺"] == "虚构遮阳（未收到信息）"
    assert told["方案条款"] == "方案没有对应条款"
