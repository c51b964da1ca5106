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
from sihui_map.documents.docx.chapters.wording import plan_of, source_of
from sihui_map.documents.docx.paper import Paper
from sihui_map.documents.docx.styles import CENTER
from sihui_map.documents.office import day_of
from sihui_map.documents.wording import chinese_date, gap, sources
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.views import fmt, method, tables

if TYPE_CHECKING:
    from sihui_map.figures import Figures

ANNEXES = ("能源项目清单", "{whole}公开数据", "电网平均排放因子", "数据文件与来源")


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
    _annexes(paper)
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
    named = enumerate(_annex_names(figures), start=1)
    paper.text("附表：" + "；".join(f"{no}. {name}" for no, name in named))
    paper.line("", "Normal")
    paper.signed(gap("发文机关署名"), chinese_date(day_of(figures.snapshot)))
    paper.heading(1, "附注")
    paper.small(
        f"1. 镇街界线：{SCHEMATIC_NOTE}；审图号：{approval or '（尚未取得）'}。",
        *(
            f"{no}. {term}：{words}"
            for no, (term, words) in enumerate(
                [*method.formulas(figures), *method.rules(figures)], start=2
            )
        ),
    )
    year = figures.default_year
    if year:
        amounts = [
            figures.direct_by_set(name, row, year)
            for name in figures.factor_sets
            for row in figures.compared_rows
        ]
        paper.table(tables.factor_sets_table(figures, year), source=source_of(*amounts))


def _annexes(paper: Paper) -> None:
    figures = paper.figures
    sites = figures.snapshot.sites
    shown = (
        tables.sites_table(figures, sites),
        tables.facts_table(figures),
        tables.grid_table(figures),
        tables.files_table(figures).without("confidence", "licence"),  # on 来源与方法
    )
    names = _annex_names(figures)
    origins = (sources(site.source for site in sites), "", "", "")
    for no, (name, table, source) in enumerate(zip(names, shown, origins, strict=True), start=1):
        paper.heading(1, f"附表 {no}").paragraph_format.page_break_before = no == 1
        paper.table(table, source=source, caption=name, reasons=no > 1)
        if no == 1:
            paper.line(_site_notes(figures))


def _annex_names(figures: Figures) -> list[str]:
    return [figures.snapshot.place.says(name) for name in ANNEXES]


def _site_notes(figures: Figures) -> str:
    """Return what is not known of the projects: each note once, with whom it is about."""
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for site in figures.snapshot.sites:
        if site.missing_note:
            notes[site.missing_note].append(site.name)
    return "".join(f"{'、'.join(whom)}：{note}" for note, whom in notes.items())
