"""The yearly report (年度跟踪评估报告) as a .docx: text and tables from figures, gaps named."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.changes import changes_chapter
from sihui_map.documents.docx.chapters.emissions import emissions_chapter, ledger_chapter
from sihui_map.documents.docx.chapters.forest import forest_chapter
from sihui_map.documents.docx.chapters.open_points import open_points_chapter
from sihui_map.documents.docx.chapters.overall import overall_chapter
from sihui_map.documents.docx.chapters.parks import parks_chapter
from sihui_map.documents.docx.chapters.sites import sites_chapter
from sihui_map.documents.docx.chapters.tasks import next_steps_chapter, tasks_chapter
from sihui_map.documents.docx.chapters.wording import plan_of
from sihui_map.documents.docx.paper import Paper
from sihui_map.documents.docx.styles import CENTER
from sihui_map.documents.office import day_of
from sihui_map.documents.wording import chinese_date, gap, sources
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.figures.enterprises import SOURCE
from sihui_map.views import fmt, sentences, tables

if TYPE_CHECKING:
    from sihui_map.figures import Figures

SITES, SCORES, ENTERPRISES = "能源项目清单", "年度评估得分", "重点用能单位"
ELSEWHERE = (
    "计算公式、灯的规则、因子集对照、公开数据、电网因子、数据文件与来源："
    "见「来源与方法」页和数据册，与本报告同一版本。"
)


def report(figures: Figures, *, before: Figures | None = None, approval: str = "") -> bytes:
    """Return the report as .docx; ``before`` is the snapshot it is compared with.

    ``approval`` is the 审图号; until one is entered the report says that there is none.
    """
    paper = Paper(figures, f"{plan_of(figures)}年度跟踪评估报告")
    _opening(paper)
    overall_chapter(paper)
    emissions_chapter(paper, approval)
    ledger_chapter(paper)
    sites_chapter(paper)
    forest_chapter(paper)
    parks_chapter(paper)
    tasks_chapter(paper)
    changes_chapter(paper, before)
    open_points_chapter(paper)
    next_steps_chapter(paper)
    _end(paper, approval)
    _annex(paper)
    return paper.to_bytes()


def _opening(paper: Paper) -> None:
    figures = paper.figures
    day = chinese_date(figures.snapshot.data_day)
    paper.title(plan_of(figures), "年度跟踪评估报告")
    years = f"数据年份 {figures.default_year} 年" if figures.years else gap("尚无填报数据")
    paper.line(f"（{years}，数据截至{day}）", "Heading 2", align=CENTER)
    paper.line("", "Normal")
    paper.line(f"{gap('主送机关')}：", "Normal")
    said = f"；{fmt.SAMPLE_NOTE}" if figures.snapshot.with_sample else ""
    paper.text(
        f"为跟踪{plan_of(figures)}的实施，依据{fmt.issue(figures.snapshot.issue)}"
        f"（版本 {figures.snapshot.revision}）的数据，形成本报告。"
        f"数值均由系统按同一套口径算出{said}；没有数据的写明缺失原因，不作推测；"
        "引用方案文字的，照录原文，原文疑误处标「勘误待定」。"
    )
    for problem in figures.snapshot.problems:
        paper.text(gap(problem.sentence))


def _end(paper: Paper, approval: str) -> None:
    figures = paper.figures
    paper.line("", "Normal")
    paper.text(f"附表：{'；'.join(_annexes(figures))}")
    paper.line("", "Normal")
    paper.signed(gap("发文机关署名"), chinese_date(day_of(figures.snapshot)))
    paper.heading(1, "附注")
    paper.small(
        f"1. 镇街界线：{SCHEMATIC_NOTE}；审图号：{approval or '（尚未取得）'}。",
        f"2. {ELSEWHERE}",
    )


def _annexes(figures: Figures) -> list[str]:
    """Return which tables are annexed: of evaluations and enterprises where any was told."""
    told = {
        SITES: True,
        SCORES: bool(tables.scores_table(figures).rows),
        ENTERPRISES: bool(figures.enterprises.years),
    }
    return [name for name, is_told in told.items() if is_told]


def _annex(paper: Paper) -> None:
    figures = paper.figures
    sites, annexed = figures.snapshot.sites, _annexes(figures)
    paper.heading(1, "附表").paragraph_format.page_break_before = True
    origin = sources(site.source for site in sites)
    paper.table(tables.sites_table(figures, sites), source=origin, caption=SITES, reasons=False)
    paper.line(_site_notes(figures))
    if SCORES in annexed:
        scores = tables.scores_table(figures)
        paper.table(scores, source="各镇街、单位的自评；审核人员的评定", reasons=False)
    if ENTERPRISES in annexed:
        year = figures.enterprises.years[-1]
        shown = tables.enterprise_totals(figures, year).titled(f"{year} 年重点用能单位合计")
        paper.table(shown, source=SOURCE, reasons=False)
        paper.line(f"{sentences.enterprises_sentence(figures)}{sentences.disclosure_notes()[0]}")


def _site_notes(figures: Figures) -> str:
    """Return what is not known of the projects: each note once, with whom it is about."""
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for site in figures.snapshot.sites:
        if site.missing_note:
            notes[site.missing_note].append(site.name)
    return "".join(f"{'、'.join(whom)}：{note}" for note, whom in notes.items())
