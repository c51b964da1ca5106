"""The yearly evaluation: what was published of each subject, scores side by side."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, OptionalText, Quantity, Revision, Year, quantity, told
from sihui_map.catalogue import EVALUATIONS, SELF_EVALUATIONS
from sihui_map.domain.evaluation import Grade, SubjectKind
from sihui_map.figures import Figures
from sihui_map.figures.evaluations import Assessment


class DraftPart(Answer, title="系统初算的一部分"):
    """One part of the computed draft."""

    name: Annotated[str, Field(description="名称")]
    score: Annotated[Quantity, Field(description="得分；缺失的写明原因")]
    said: Annotated[str, Field(description="从哪里数出来的，或为什么没有")]
    is_owed: Annotated[bool, Field(description="是否计入平均；不适用的不计入")]


class EvaluationRow(Answer, title="一个对象一年的评估：各得分并列，互不覆盖"):
    """The evaluation of one subject in one year."""

    subject_kind: Annotated[SubjectKind, told(EVALUATIONS, "subject_kind")]
    subject_id: Annotated[str, Field(description="镇街代码、单位名称或任务序号")]
    year: Year
    own: Annotated[Quantity | None, told(SELF_EVALUATIONS, "score", "；没有自评时为 null")]
    own_ground: Annotated[OptionalText, told(SELF_EVALUATIONS, "ground")]
    evidence: Annotated[OptionalText, told(SELF_EVALUATIONS, "evidence", "：自评的")]
    draft: Annotated[Quantity, Field(description="系统初算，供参考；有一部分缺失就是缺失")]
    draft_parts: Annotated[list[DraftPart], Field(description="系统初算的各部分")]
    final: Annotated[Quantity | None, told(EVALUATIONS, "final_score", "；没有终评时为 null")]
    final_ground: Annotated[OptionalText, told(EVALUATIONS, "final_ground")]
    no_self: Annotated[OptionalText, told(EVALUATIONS, "no_self")]
    corrected: Annotated[
        Quantity | None, told(EVALUATIONS, "corrected_score", "，与终评并列；没有时为 null")
    ]
    corrected_ground: Annotated[OptionalText, told(EVALUATIONS, "corrected_ground")]
    grade: Annotated[Grade | None, Field(description="等级；终评以后才有")]
    grade_reason: Annotated[OptionalText, Field(description="等级不由得分定时的原因")]


class Evaluations(Answer, title="年度评估，按方案的顺序，不排名次"):
    """The evaluation of every subject."""

    revision: Revision
    rows: list[EvaluationRow]


def evaluation_rows(figures: Figures, years: Iterable[int]) -> list[EvaluationRow]:
    """Return the evaluation of every subject in ``years``, in the plan's order."""
    return [
        _row(figures.evaluation(subject, year)) for year in years for subject in figures.evaluated
    ]


def _row(found: Assessment) -> EvaluationRow:
    own, judged, graded = found.own, found.judged, found.graded
    final = judged.final if judged else None
    corrected = judged.corrected if judged else None
    return EvaluationRow(
        subject_kind=found.subject.kind,
        subject_id=found.subject.subject_id,
        year=found.year,
        own=quantity(own.points) if own else None,
        own_ground=own.ground if own else "",
        evidence=own.evidence if own else "",
        draft=quantity(found.draft),
        draft_parts=[DraftPart.model_validate(part) for part in found.parts],
        final=quantity(final) if final else None,
        final_ground=judged.final_ground if judged else "",
        no_self=judged.no_self if judged else "",
        corrected=quantity(corrected) if corrected else None,
        corrected_ground=judged.corrected_ground if judged else "",
        grade=graded.grade if graded else None,
        grade_reason=graded.why if graded else "",
    )
