"""Projects, parks and tasks in sentences: counted, the unknown named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.plan import Operator
from sihui_map.domain.snapshot import Problem
from sihui_map.figures import Figures
from sihui_map.views import sentences

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_projects_are_counted_by_stage_and_place(figures: Figures, public_figures: Figures) -> None:
    assert sentences.sites_sentence(figures, figures.snapshot.sites) == (
        "共 4 个项目：已投产 2 个，方案只写意向、阶段待核 0 个；2 个没有公开的精确位置。"
    )
    assert sentences.sites_sentence(public_figures, public_figures.snapshot.sites) == (
        "共 2 个项目：已投产 1 个，方案只写意向、阶段待核 0 个；1 个没有公开的精确位置。"
    )


def test_parks_say_how_many_count_and_how_many_are_done(
    figures: Figures, public_figures: Figures
) -> None:
    assert sentences.parks_sentence(figures) == (
        "截至 2033 年，计入分母的省级以上园区 1 个，已完成循环化改造 0 个（0%）；"
        "目标为 2045 年全部完成。"
    )
    assert sentences.parks_sentence(public_figures) == (
        "已知 1 个园区；循环化改造进展未见公开数据，尚无填报。"
    )


def with_open_parks(snapshot: Snapshot, count: int) -> Figures:
    """Return figures in which ``count`` parks more are known, of none of which the level is."""
    (park,) = snapshot.parks
    more = [replace(park, park_id=f"open-{n}", level_confirmed=False) for n in range(count)]
    return Figures(replace(snapshot, parks=(park, *more)))


def test_parks_of_an_open_level_are_counted_apart(
    snapshot: Snapshot, public_snapshot: Snapshot
) -> None:
    some, none_told = with_open_parks(snapshot, 2), with_open_parks(public_snapshot, 2)
    (park,) = public_snapshot.parks
    all_open = Figures(replace(public_snapshot, parks=(replace(park, level_confirmed=False),)))

    assert sentences.parks_sentence(some).endswith("全部完成。另有 2 个园区级别待核，未计入。")
    assert sentences.parks_sentence(none_told).startswith("已知 3 个园区，其中 2 个级别待核；")
    assert sentences.parks_sentence(all_open).startswith("已知 1 个园区，级别均待核；")
    assert sentences.park_denominator(some).endswith("未见公开依据，其余待核。")
    assert sentences.park_denominator(all_open) == (
        "哪些园区属于“省级以上”未见公开依据，全部级别待核；分母未定，完成率不计算。"
    )


def test_a_target_for_some_of_the_parks_is_not_called_all(snapshot: Snapshot) -> None:
    targets = tuple(
        replace(own, value=60.0, operator=Operator.AT_LEAST) if own.target_id == "parks" else own
        for own in snapshot.targets
    )

    said = sentences.parks_sentence(Figures(replace(snapshot, targets=targets)))

    assert said.endswith("；目标为 2045 年不低于 60%。")


def test_the_denominator_is_named_park_by_park(figures: Figures, public_figures: Figures) -> None:
    assert sentences.park_denominator(figures) == "计入分母（示例假定）：虚构产业园。"
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
    said = "方案第 101、102 条"
    plant = next(site for site in snapshot.sites if site.clauses == (101,))
    tracked = replace(plant, source=f"{plant.source}；Global Energy Monitor（坐标）")

    assert sentences.sites_source(figures) == sentences.sites_source(public_figures) == said
    assert sentences.sites_source(Figures(replace(snapshot, sites=(tracked,)))) == (
        "方案第 101 条；Global Energy Monitor（热电厂坐标）"
    )
    assert sentences.sites_source(Figures(replace(snapshot, sites=()))) == "方案"


def test_tasks_are_counted_with_and_without_a_word(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    assert sentences.tasks_sentence(figures, 5) == (
        "2 大行动、5 项任务，当前显示 5 项；收到进展 3 项，未收到 2 项。"
    )
    assert sentences.tasks_sentence(public_figures, 3).endswith("收到进展 0 项，未收到 5 项。")
    assert sentences.tasks_sentence(Figures(replace(snapshot, tasks=())), 0).endswith(
        "收到进展 0 项，未收到 0 项。"
    )
