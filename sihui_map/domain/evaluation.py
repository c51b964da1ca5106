"""Yearly evaluation (年度跟踪评估): self-scores, a computed draft, what was judged, the grade.

The plan asks for it (严格监督考核) and names no scores. The grades are those of the official rule
in ``geodata/warning_rules.csv`` (考核等级); no public document gives weights, so there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.domain.value import MissingReason, Quantity, computed_kind, half_up, missing, total
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.domain.value import ValueKind

POINTS = "分"
FULL = 100.0
SCORE_DECIMALS = 1
OWN_SCORE, FIRST_SCORE = "自评得分", "初评得分"
FINAL_SCORE, CORRECTED_SCORE = "终评得分", "更正得分"
"""What the scores are called wherever they stand."""
EXCELLENT, GOOD, ENOUGH = 90.0, 80.0, 60.0
"""Points from which a grade begins; source: 考核等级 in geodata/warning_rules.csv."""
DRAFT_SOURCE = "系统初算，供参考"
NOTHING_TO_COMPUTE = "没有可以计算的部分"


class SubjectKind(StrEnum):
    """What is evaluated."""

    TASK = "任务"
    TOWN = "镇街"
    UNIT = "单位"


KIND_ID = {SubjectKind.TASK: "task", SubjectKind.TOWN: "town", SubjectKind.UNIT: "unit"}
"""What a kind is called in the id of a figure and in an address."""


class Subject(NamedTuple):
    """Whom or what a row is about: a task by its number, a town by its code, a unit by its name."""

    kind: SubjectKind
    subject_id: str


class Stage(StrEnum):
    """How far an evaluation has come."""

    NOTHING = "未评定"
    FIRST = "初评"
    FINAL = "终评"
    CORRECTED = "终评后更正"


class Grade(StrEnum):
    """The official grades."""

    EXCELLENT = "优秀"
    GOOD = "良好"
    FAIR = "合格"
    FAIL = "不合格"


def _check(score: float | None, what: str) -> None:
    if score is not None and not 0 <= score <= FULL:
        msg = f"{what}应在 0 到 {FULL:g} 之间，现为 {score:g}"
        raise DomainError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfEvaluation:
    """What a town or unit says of itself, or of a task that it leads, for one year."""

    subject_kind: SubjectKind
    subject_id: str
    year: int
    score: float
    ground: str
    evidence: str
    filled_by: str
    kind: ValueKind
    source: str

    def __post_init__(self) -> None:
        """Reject a score that cannot be."""
        _check(self.score, f"{self.subject_id} {self.year} 年：{OWN_SCORE}")

    @property
    def subject(self) -> Subject:
        """Return whom it is about."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def points(self) -> Quantity:
        """Return the score and what it is."""
        return points(self.score, self.kind, self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was judged of one subject and year: first, finally, and what was put right since.

    The three stand side by side. ``no_self`` is why it is final without a self-evaluation.
    """

    subject_kind: SubjectKind
    subject_id: str
    year: int
    score: float
    ground: str
    final_score: float | None
    final_ground: str
    no_self: str
    corrected_score: float | None
    corrected_ground: str
    kind: ValueKind
    source: str

    def __post_init__(self) -> None:
        """Reject scores that cannot be."""
        about = f"{self.subject_id} {self.year} 年："
        _check(self.score, f"{about}{FIRST_SCORE}")
        _check(self.final_score, f"{about}{FINAL_SCORE}")
        _check(self.corrected_score, f"{about}{CORRECTED_SCORE}")

    @property
    def subject(self) -> Subject:
        """Return whom it is about."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def stage(self) -> Stage:
        """Return how far it has come."""
        if self.final_score is None:
            return Stage.FIRST
        return Stage.FINAL if self.corrected_score is None else Stage.CORRECTED

    @property
    def is_final(self) -> bool:
        """Tell whether it is decided."""
        return self.final_score is not None

    @property
    def standing(self) -> float | None:
        """Return the score that is graded: the corrected one, else the final one."""
        return self.final_score if self.corrected_score is None else self.corrected_score

    @property
    def first(self) -> Quantity:
        """Return the first score and what it is."""
        return points(self.score, self.kind, self.source)

    @property
    def final(self) -> Quantity | None:
        """Return the final score and what it is, if there is one."""
        return self._points(self.final_score)

    @property
    def corrected(self) -> Quantity | None:
        """Return what the final score was corrected to, if it was."""
        return self._points(self.corrected_score)

    def _points(self, score: float | None) -> Quantity | None:
        return None if score is None else points(score, self.kind, self.source)

    @property
    def settled(self) -> tuple[object, ...]:
        """Return what nobody may change once it is final."""
        return (self.score, self.ground, self.final_score, self.final_ground, self.no_self)


def points(score: float, kind: ValueKind, source: str) -> Quantity:
    """Return a score in points."""
    return Quantity(value=score, unit=POINTS, kind=kind, source=source)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, and why it is that where the score does not say so."""

    grade: Grade
    why: str = ""


def grade_of(score: float, missed: Sequence[str] = ()) -> Graded:
    """Grade ``score`` (0…100); ``missed`` are the constraint targets that were not reached.

    Source: 考核等级 (geodata/warning_rules.csv): 90 and more 优秀, 80 良好, 60 合格, below that
    不合格; a constraint target that is missed (约束性目标未完成) is 不合格 whatever the score.
    """
    _check(score, "得分")
    if missed:
        return Graded(Grade.FAIL, f"约束性指标未完成（{'、'.join(missed)}），不论得分，不通过")
    if score >= EXCELLENT:
        return Graded(Grade.EXCELLENT)
    if score >= GOOD:
        return Graded(Grade.GOOD)
    return Graded(Grade.FAIR if score >= ENOUGH else Grade.FAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """One part of a computed draft: its points, how many of how many, what that rests on.

    ``said`` is the count in words, of a missing part why it is missing. A part that the subject
    does not have (``is_owed`` false) is left out of the mean.
    """

    name: str
    score: Quantity
    said: str
    is_owed: bool = True


def share_part(  # noqa: PLR0913 a part is what it is counted from
    name: str, met: int, known: int, kinds: Iterable[ValueKind], said: str, *, source: str
) -> DraftPart:
    """Return ``met`` of ``known`` as points, 0…100; ``known`` is at least one."""
    score = Quantity(
        value=_rounded(Decimal(met) * 100 / Decimal(known)),
        unit=POINTS,
        kind=computed_kind(kinds),
        source=source,
    )
    return DraftPart(name=name, score=score, said=said)


def missing_part(name: str, why: str) -> DraftPart:
    """Return a part that nothing is known of: it is no zero."""
    return DraftPart(name=name, score=missing(POINTS, f"{name}：{why}"), said=why)


def not_owed(name: str, why: str) -> DraftPart:
    """Return a part that the subject does not have."""
    nothing = missing(POINTS, MissingReason.NOT_APPLICABLE)
    return DraftPart(name=name, score=nothing, said=why, is_owed=False)


def draft_of(parts: Iterable[DraftPart]) -> Quantity:
    """Return the mean of the parts; one that is missing makes it missing, its known part told.

    The parts count alike: no public document gives weights.
    """
    owed = [part.score for part in parts if part.is_owed]
    if not owed:
        return missing(POINTS, NOTHING_TO_COMPUTE, DRAFT_SOURCE)
    known = [amount for amount in owed if amount.value is not None]
    mean = _mean(known) if known else None
    if len(known) == len(owed) and mean is not None:
        return mean
    return missing(POINTS, total(owed, unit=POINTS).reason, DRAFT_SOURCE, part=mean)


def _mean(known: Sequence[Quantity]) -> Quantity:
    added = sum((Decimal(str(amount.known)) for amount in known), Decimal(0))
    return Quantity(
        value=_rounded(added / len(known)),
        unit=POINTS,
        kind=computed_kind(amount.kind for amount in known),
        source=DRAFT_SOURCE,
    )


def _rounded(exact: Decimal) -> float:
    return float(half_up(exact, SCORE_DECIMALS))


def unsettled(before: Iterable[Evaluation], after: Iterable[Evaluation]) -> tuple[Evaluation, ...]:
    """Return the final evaluations of ``before`` that ``after`` has otherwise, or no longer.

    What was put right afterwards is no change: it stands beside what was final.
    """
    now = {(one.subject, one.year): one for one in after}
    return tuple(
        one
        for one in before
        if one.is_final
        and ((other := now.get((one.subject, one.year))) is None or other.settled != one.settled)
    )
