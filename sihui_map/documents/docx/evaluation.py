"""The report on the yearly evaluation as a .docx: rules, scores side by side, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import NUMERALS, plan_of
from sihui_map.documents.docx.paper import Paper
from sihui_map.documents.docx.styles import CENTER
from sihui_map.documents.office import day_of
from sihui_map.documents.wording import chinese_date, gap
from sihui_map.views import evaluation, fmt, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.domain.evaluation import SubjectKind
    from sihui_map.figures import Figures
    from sihui_map.figures.evaluations import Assessment

TITLE = "年度评估结果报告"
SCORES = ("subject", "own", "draft", "first", "final", "corrected", "grade")
SOURCE = "各镇街、单位的自评；审核人员的评定；系统初算"


def evaluation_report(figures: Figures, *, approval: str = "") -> bytes:
    """Return the report on the newest evaluated year; there is no map in it to approve."""
    del approval
    year = figures.default_evaluation_year
    found = evaluation.found_of(figures, figures.evaluated, year)
    paper = Paper(figures, f"{plan_of(figures)}{TITLE}")
    _opening(paper, found, year)
    groups = evaluation.by_kind(found)
    for number, (kind, group) in zip(NUMERALS[1:], groups, strict=False):
        _chapter(paper, f"{number}、{kind}评估", kind, group)
    _missing(paper, f"{NUMERALS[len(groups) + 1]}、缺什么", found)
    paper.line("", "Normal")
    paper.signed(gap("发文机关署名"), chinese_date(day_of(figures.snapshot)))
    return paper.to_bytes()


def _opening(paper: Paper, found: Sequence[Assessment], year: int) -> None:
    figures = paper.figures
    paper.title(plan_of(figures), TITLE)
    day = chinese_date(figures.snapshot.data_day)
    paper.line(f"（{year} 年，数据截至{day}）", "Heading 2", align=CENTER)
    paper.line("", "Normal")
    paper.line(f"{gap('主送机关')}：", "Normal")
    said = f"{fmt.SAMPLE_NOTE}。" if figures.snapshot.with_sample else ""
    paper.text(f"{evaluation.evaluation_sentence(figures, found, year)}{said}")
    for problem in figures.snapshot.problems:
        paper.text(gap(problem.sentence))
    paper.heading(1, "一、依据和规则")
    paper.small(
        *(f"{term.removeprefix('年度评估：')}：{text}" for term, text in evaluation.rules(figures))
    )


def _chapter(paper: Paper, heading: str, kind: SubjectKind, group: Sequence[Assessment]) -> None:
    """Add one kind of subjects: their scores in the plan's order, then what was said of each."""
    figures = paper.figures
    paper.heading(1, heading)
    paper.text(evaluation.kind_sentence(group))
    subjects = [each.subject for each in group]
    scores = tables.evaluations_table(figures, subjects, [group[0].year])
    paper.table(
        scores.only(*SCORES).titled(f"{group[0].year} 年{kind}评估得分"), source=SOURCE,
        reasons=False,
    )  # fmt: skip
    for each in told(group):
        paper.table(evaluation.steps_table(figures, each), source=SOURCE)


def told(group: Iterable[Assessment]) -> list[Assessment]:
    """Return those of whom someone said or judged something."""
    return [each for each in group if each.own is not None or each.judged is not None]


def _missing(paper: Paper, heading: str, found: Sequence[Assessment]) -> None:
    """Name what is missing of each subject; the same lack of several is said once."""
    paper.heading(1, heading)
    by_lack: dict[str, list[str]] = {}
    for name, lack in evaluation.missing_of(paper.figures, found):
        by_lack.setdefault(lack, []).append(name)
    if not by_lack:
        paper.text("各对象的自评、初算、初评、终评都有。")
    for lack, names in by_lack.items():
        paper.text(gap(f"缺{lack}：{'、'.join(names)}"))
