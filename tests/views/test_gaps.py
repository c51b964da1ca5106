"""What is missing, waits for a check, or has not been reported on: counted and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteStage
from sihui_map.domain.snapshot import Problem
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import gaps
from tests.views.lacking import with_peak

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.views.table import Table


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_the_sentence_counts_what_the_tables_list(figures: Figures) -> None:
    assert gaps.gaps_sentence(figures) == (
        "缺失 8 类，待核 1 项，方案文本勘误待定 1 处。缺失一律不推测、不填零。"
    )
    assert len(gaps.missing_table(figures).rows) == 8
    assert len(gaps.open_table(figures).rows) == 1


def test_figures_are_grouped_by_what_they_are_and_why_they_are_missing(
    snapshot: Snapshot, public_figures: Figures
) -> None:
    rows = texts(gaps.missing_table(Figures(with_peak(snapshot))))

    assert ("主要指标", "目标尚无数值", "1 个") in rows
    assert ("任务进展", "未收到信息", "2 项任务") in rows
    assert ("平衡表", "未报", "14 个（2031、2032 年）") in texts(gaps.missing_table(public_figures))


def test_nothing_is_called_missing_where_it_does_not_apply(figures: Figures) -> None:
    assert not [row for row in texts(gaps.missing_table(figures)) if "不适用" in row[1]]


def test_without_reports_whole_tables_are_missing(public_figures: Figures) -> None:
    rows = texts(gaps.missing_table(public_figures))

    for name in ("镇街能源活动", "人口与经济", "森林面积", "园区循环化改造进展", "任务调度"):
        assert (name, "尚未填报", "全部") in rows
    assert ("任务进展", "未收到信息", "5 项任务") in rows


def test_a_broken_file_is_missing_and_named(snapshot: Snapshot) -> None:
    broken = Problem(file="sites.csv", sentence="sites.csv 第 2 行缺列")
    figures = Figures(replace(snapshot, sites=(), problems=(broken,)))

    rows = texts(gaps.missing_table(figures))

    assert rows[0] == ("数据文件", "sites.csv 第 2 行缺列", "sites.csv")
    assert ("能源项目名录", "无法读取", "全部") in rows


def test_what_can_be_read_and_is_empty_is_not_called_unreadable(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, sites=(), parks=(), boundaries={}))

    rows = texts(gaps.missing_table(figures))

    for name in ("能源项目名录", "园区名录", "镇街界线"):
        assert (name, "暂无", "全部") in rows


def test_reports_of_which_no_row_could_be_read_are_not_called_unreported(
    public_snapshot: Snapshot,
) -> None:
    broken = Problem(file="sample/forest_cover.csv", sentence="这一行没有计入")
    rows = texts(gaps.missing_table(Figures(replace(public_snapshot, problems=(broken,)))))

    assert ("森林面积", "无法读取", "全部") in rows
    assert ("人口与经济", "尚未填报", "全部") in rows


def test_a_project_waits_for_a_check_of_what_is_not_known(snapshot: Snapshot) -> None:
    sites = tuple(
        replace(site, stage=SiteStage.UNKNOWN) if site.site_id == "storage" else site
        for site in snapshot.sites
    )
    parks = tuple(replace(park, level_confirmed=False) for park in snapshot.parks)
    figures = Figures(replace(snapshot, sites=sites, parks=parks))

    rows = {row[1]: row for row in texts(gaps.open_table(figures))}

    assert set(rows) == {"虚构储能电站", "虚构产业园"}
    assert rows["虚构储能电站"][:3] == ("能源项目", "虚构储能电站", "阶段、规模、精确位置")
    assert rows["虚构储能电站"][3] == "虚构：规模和坐标未写。"
    assert rows["虚构产业园"][2] == "级别"


def test_the_note_can_be_left_out(figures: Figures) -> None:
    table = gaps.open_table(figures, with_note=False)

    assert table.names == ("subject", "name", "open")
    assert {len(row) for row in texts(table)} == {3}


def test_a_made_up_project_waits_for_nothing(figures: Figures) -> None:
    sample = {site.name for site in figures.snapshot.sites if gaps.is_sample(site)}

    assert sample == {"示例·虚构屋顶光伏", "示例·虚构厂房光伏"}
    assert not sample & {row[1] for row in texts(gaps.open_table(figures))}


def test_a_made_up_project_without_a_capacity_is_known_by_its_name(snapshot: Snapshot) -> None:
    (site,) = (each for each in snapshot.sites if each.site_id == "pv-1")

    assert gaps.is_sample(replace(site, value_kind=ValueKind.MISSING, capacity_mw=None))
    assert not gaps.is_sample(replace(site, name="虚构屋顶光伏", value_kind=ValueKind.PLAN))


def test_task_states_and_clocks_each_count_every_task(figures: Figures) -> None:
    table = gaps.task_states_table(figures)

    counts = [
        (by.text, state.text, count.raw) for by, state, count in (row.cells for row in table.rows)
    ]
    for what in ("自报状态", "系统计时"):
        assert sum(int(str(count)) for kind, _, count in counts if kind == what) == 5
    assert ("自报状态", "未收到信息", 2) in counts
    assert ("系统计时", "从未更新", 2) in counts
    assert {cell.tag for cell in table.column("count")} == {"示例"}


def test_states_without_a_task_are_left_out(public_figures: Figures) -> None:
    table = gaps.task_states_table(public_figures)

    assert texts(table) == [("自报状态", "未收到信息", "5"), ("系统计时", "从未更新", "5")]
    assert {cell.tag for cell in table.column("count")} == {""}


def test_a_task_is_stalled_after_180_days_or_without_any_report(snapshot: Snapshot) -> None:
    day = snapshot.data_day
    first = snapshot.task_updates[0]
    updates = tuple(
        replace(
            first,
            task_no=number,
            day=day - timedelta(days=age),
            state=TaskState.UNDER_WAY,
            unit="",
        )
        for number, age in ((1, 180), (2, 181), (3, 0))
    )

    stalled = gaps.stalled_tasks(Figures(replace(snapshot, task_updates=updates)))

    assert [task.task_no for task in stalled] == [2, 4, 5]


@pytest.mark.parametrize(("place", "age"), [(0, "超过 180 天未更新"), (1, "从未更新")])
def test_stalled_tasks_are_listed_in_the_plans_order(
    snapshot: Snapshot, place: int, age: str
) -> None:
    long_ago = snapshot.data_day - timedelta(days=200)
    updates = tuple(
        replace(update, day=long_ago) if update.task_no == 2 else update
        for update in snapshot.task_updates
    )
    rows = texts(gaps.stalled_table(Figures(replace(snapshot, task_updates=updates))))

    assert [int(row[0]) for row in rows] == [2, 3, 5]
    assert rows[place][3] == age
    assert rows[0][1:3] == ("第 102 条　虚构条文乙", "县发改局、县园区办")


def test_what_an_intensity_lacks_is_said_once_and_years_are_runs(figures: Figures) -> None:
    rows = [tuple(cell.text for cell in row.cells) for row in gaps.missing_table(figures).rows]

    of_intensity = [row for row in rows if row[0].startswith("能耗强度")]
    assert [(reason, where) for _, reason, where in of_intensity] == [
        ("不变价地区生产总值缺失（未报）", "24 个（2031—2033 年）")
    ]
    assert (
        "净购入电力和热力排放",
        "当年电网排放因子未公开",
        "5 个（2033 年）",
    ) in rows
