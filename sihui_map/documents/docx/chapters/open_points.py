"""The chapter on what is missing, late or unconfirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import numbers, plan_of
from sihui_map.documents.wording import gap
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.progress import Freshness, TaskState
from sihui_map.domain.site import SiteStage
from sihui_map.views import gaps, tables

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper
    from sihui_map.figures import Figures


def open_points_chapter(paper: Paper) -> None:
    """Add what is missing, which tasks are late, what is unconfirmed or doubtful."""
    figures = paper.figures
    snapshot = figures.snapshot
    paper.heading(1, "九、存在问题与缺失（待核）")
    paper.heading(2, "（一）缺失的数值")
    paper.table(gaps.missing_table(figures))
    paper.heading(2, "（二）任务信息")
    paper.text(*_task_problems(figures))
    paper.heading(2, "（三）待核事项")
    paper.text(*_unconfirmed(figures))
    paper.heading(2, "（四）方案文字勘误待定")
    paper.table(tables.errata_table(figures), source=plan_of(figures) if snapshot.errata else "")


def _task_problems(figures: Figures) -> list[str]:
    tracking = figures.tracking
    found = (
        ("从未收到进展", tracking.silent),
        (str(Freshness.STALLED), tracking.stalled),
        (str(Freshness.AGEING), tracking.aged(Freshness.AGEING)),
        ("自报滞后", tracking.in_state(TaskState.DELAYED)),
    )
    lines = [f"{words}：{len(rows)} 项（{numbers(rows)}）。" for words, rows in found if rows]
    return lines or ["没有未更新或滞后的任务。" if figures.snapshot.tasks else gap("没有任务数据")]


def _unconfirmed(figures: Figures) -> list[str]:
    snapshot = figures.snapshot
    parks = [park.name for park in snapshot.parks if not park.level_confirmed]
    sites = [site.name for site in snapshot.sites if site.stage is SiteStage.UNKNOWN]
    numberless = sum(item.value is None for item in figures.targets)
    lines = []
    if parks:
        lines.append(f"{len(parks)} 个园区级别待核：{'、'.join(parks)}。")
    if sites:
        lines.append(f"{len(sites)} 个项目阶段待核：{'、'.join(sites)}。")
    if numberless:
        lines.append(f"{numberless} 项指标目标尚无数值，不亮灯。")
    if figures.unexplained_years:
        years = "、".join(map(str, figures.unexplained_years))
        lines.append(f"{years} 年平衡表残差超过 {RESIDUAL_PERCENT:g}%，尚无书面说明。")
    return lines or [gap("没有可核对的数据")]
