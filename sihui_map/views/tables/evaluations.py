"""The yearly evaluation in a table: scores side by side, in the plan's order, never by score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.evaluation import POINTS, SCORE_DECIMALS, SubjectKind
from sihui_map.domain.value import MissingReason, missing
from sihui_map.views import fmt
from sihui_map.views.names import area_name
from sihui_map.views.table import Cell, Column, Table, TableRow, amount_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.evaluation import Subject
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.figures.evaluations import Assessment

NOT_JUDGED, NOT_CORRECTED = "未评", "没有更正"
SCORES = ("own", "draft", "first", "final", "corrected")
PUBLISHED = ("kind_of", "subject", "own", "final", "corrected", "grade")
GROUNDS = ("own_ground", "evidence", "draft_parts", "first_ground", "final_ground", "no_self",
           "corrected_ground")  # fmt: skip


def subject_name(figures: Figures, subject: Subject) -> str:
    """Return what is evaluated: a town, a unit, or a task by its number and its clause."""
    if subject.kind is not SubjectKind.TASK:
        return area_name(figures, subject.subject_id)
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    own = (task for task in figures.snapshot.tasks if str(task.task_no) == subject.subject_id)
    said = next((titles.get(task.clause_no, task.text) for task in own), "")
    return f"{subject.subject_id}. {said}" if said else f"任务 {subject.subject_id}"


def scores_of(found: Assessment) -> dict[str, Quantity]:
    """Return the scores of one subject and year side by side; none stands for another."""
    judged, unjudged = found.judged, missing(POINTS, NOT_JUDGED)
    corrected = judged.corrected if judged else None
    return {
        "own": found.own.points if found.own else missing(POINTS, MissingReason.NOT_REPORTED),
        "draft": found.draft,
        "first": judged.first if judged else unjudged,
        "final": (judged.final if judged else None) or unjudged,
        "corrected": corrected or missing(POINTS, NOT_CORRECTED),
    }


def score_cell(amount: Quantity) -> Cell:
    """Return a score; what was not said is told by its reason, what is known of it below."""
    if amount.value is not None or amount.part is not None:
        return amount_cell(amount, SCORE_DECIMALS)
    if amount.reason == NOT_CORRECTED:
        return Cell(fmt.NO_VALUE, hover=amount.reason)
    is_short = amount.reason in (MissingReason.NOT_REPORTED, NOT_JUDGED)
    said = str(amount.reason) if is_short else "缺失"
    return Cell(said, raw="", hover=fmt.hover(amount), style="missing")


def grade_text(found: Assessment) -> str:
    """Return the grade and why it is that, "" before there is one."""
    if found.graded is None:
        return ""
    why = f"：{found.graded.why}" if found.graded.why else ""
    return f"{found.graded.grade}{why}"


def parts_text(found: Assessment) -> str:
    """Return each part of the computed draft with its points, or why it has none."""
    return "；".join(
        f"{part.name} {fmt.quantity(part.score, SCORE_DECIMALS)} 分（{part.said}）"
        if part.score.value is not None
        else f"{part.name} {'缺失' if part.is_owed else '不适用'}（{part.said}）"
        for part in found.parts
    )


def evaluations_table(figures: Figures, subjects: Iterable[Subject], years: Iterable[int]) -> Table:
    """List the evaluation of ``subjects`` in ``years``, all scores and grounds."""
    shown = tuple(subjects)
    rows = tuple(
        _row(figures, figures.evaluation(subject, year)) for year in years for subject in shown
    )
    return Table(
        "年度评估",
        (
            Column("年份", "year", numeric=True),
            Column("类别", "kind_of"),
            Column("评估对象", "subject"),
            Column("自评（分）", "own", numeric=True),
            Column("系统初算（分）", "draft", numeric=True),
            Column("初评（分）", "first", numeric=True),
            Column("终评（分）", "final", numeric=True),
            Column("更正（分）", "corrected", numeric=True),
            Column("等级", "grade"),
            Column("自评理由", "own_ground"),
            Column("依据", "evidence"),
            Column("初算各部分", "draft_parts"),
            Column("初评理由", "first_ground"),
            Column("终评理由", "final_ground"),
            Column("没有自评的原因", "no_self"),
            Column("更正理由", "corrected_ground"),
        ),
        rows,
    )


def scores_table(figures: Figures) -> Table:
    """List the published scores of the newest evaluated year, of those of whom any was told.

    A computed draft and a first score are steps towards a final one: they stand where all steps
    are told, with what they rest on, and are no results to be shown by themselves.
    """
    year = figures.default_evaluation_year
    told = [
        subject
        for subject in figures.evaluated
        for found in [figures.evaluation(subject, year)]
        if found.own is not None or found.judged is not None
    ]
    shown = evaluations_table(figures, told, [year]).only(*PUBLISHED)
    return shown.titled(f"{year} 年评估得分")


def _row(figures: Figures, found: Assessment) -> TableRow:
    own, judged, scores = found.own, found.judged, scores_of(found)
    said = (
        (judged.ground, judged.final_ground, judged.no_self, judged.corrected_ground)
        if judged
        else ("", "", "", "")
    )
    texts = (
        own.ground if own else "",
        own.evidence if own else "",
        parts_text(found),
        *said,
    )
    return TableRow(
        (
            Cell(str(found.year), raw=found.year),
            Cell(str(found.subject.kind)),
            Cell(subject_name(figures, found.subject), style="name"),
            *(score_cell(scores[name]) for name in SCORES),
            Cell(grade_text(found) or fmt.NO_VALUE),
            *(Cell(text or fmt.NO_VALUE) for text in texts),
        )
    )
