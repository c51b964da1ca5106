"""Projects, parks and tasks in sentences: counted, the unknown named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.snapshot import Problem
from sihui_map.figures import Figures
from sihui_map.views import sentences

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_projects_are_counted_by_stage_and_place(figures: Figures, public_figures: Figures) -> None:
    assert sentences.sites_sentence(figures, figures.snapshot.sites) == (
        "共 35 个项目：已投产 13 个，方案只写意向、阶段待核 6 个；29 个没有公开的精确位置。"
    )
    assert sentences.sites_sentence(public_figures, public_figures.snapshot.sites) == (
        "共 7 个项目：已投产 1 个，方案只写意向、阶段待核 6 个；6 个没有公开的精确位置。"
    )


def test_parks_say_how_many_count_and_how_many_are_done(
    figures: Figures, public_figures: Figures
) -> None:
    assert sentences.parks_sentence(figures) == (
        "截至 2025 年，计入分母的省级以上园区 2 个，已完成循环化改造 1 个（50%）；"
        "目标为 2030 年全部完成。另有 4 个园区级别待核，未计入。"
    )
    assert sentences.parks_sentence(public_figures) == (
        "已知 6 个园区，级别均待核；循环化改造进展未见公开数据，尚无填报。"
    )


def test_the_denominator_is_named_park_by_park(figures: Figures, public_figures: Figures) -> None:
    assert sentences.park_denominator(figures).startswith(
        "计入分母（示例假定）：肇庆高新区四会产业园、广东省(肇庆)大型产业集聚区四会大沙片区。"
    )
    assert "分母未定，完成率不计算" in sentences.park_denominator(public_figures)


def test_without_the_list_of_parks_nothing_is_counted(snapshot: Snapshot) -> None:
    broken = (Problem(file="parks.csv", sentence="…"),)
    figures = Figures(replace(snapshot, parks=(), problems=broken))

    assert sentences.parks_sentence(figures) == "园区名录无法读取，请看下方提示。"
    assert "计入分母（示例假定）：" in sentences.park_denominator(figures)


def test_a_county_that_knows_no_park_says_so(snapshot: Snapshot) -> None:
    assert sentences.parks_sentence(Figures(replace(snapshot, parks=()))) == "暂无园区名录。"


def test_projects_are_from_their_clauses_and_credit_their_coordinates(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    said = "方案第 6、7、9、26 条；Global Energy Monitor（热电厂坐标）"
    gate = next(site for site in snapshot.sites if site.clauses == (6,))

    assert sentences.sites_source(figures) == sentences.sites_source(public_figures) == said
    assert sentences.sites_source(Figures(replace(snapshot, sites=(gate,)))) == "方案第 6 条"
    assert sentences.sites_source(Figures(replace(snapshot, sites=()))) == "方案"


def test_tasks_are_counted_with_and_without_a_word(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    assert sentences.tasks_sentence(figures, 40) == (
        "12 大行动、40 项任务，当前显示 40 项；收到进展 30 项，未收到 10 项。"
    )
    assert sentences.tasks_sentence(public_figures, 3).endswith("收到进展 0 项，未收到 40 项。")
    assert sentences.tasks_sentence(Figures(replace(snapshot, tasks=())), 0).endswith(
        "收到进展 0 项，未收到 0 项。"
    )
