"""The yearly evaluation: grades, the computed draft, and what stands once it is final."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.evaluation import (
    POINTS,
    DraftPart,
    Evaluation,
    Grade,
    Stage,
    SubjectKind,
    draft_of,
    grade_of,
    missing_part,
    not_owed,
    points,
    share_part,
    unsettled,
)
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError

REPORTED, SAMPLE = ValueKind.REPORTED, ValueKind.SAMPLE


def part(met: int, known: int, kind: ValueKind = REPORTED) -> DraftPart:
    return share_part("一部分", met, known, [kind], "说明", source="来源")


def judged(final: float | None = 86.5, **other: object) -> Evaluation:
    told = Evaluation(
        subject_kind=SubjectKind.TOWN,
        subject_id="990101101",
        year=2031,
        score=85,
        ground="初评",
        final_score=final,
        final_ground="" if final is None else "终评",
        no_self="",
        corrected_score=None,
        corrected_ground="",
        kind=REPORTED,
        source="来源",
    )
    return replace(told, **other)  # type: ignore[arg-type]  # fields by name


# Grades


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (100, "优秀"),
        (90, "优秀"),
        (89.9, "良好"),
        (80, "良好"),
        (79.9, "合格"),
        (60, "合格"),
        (59.9, "不合格"),
        (0, "不合格"),
    ],
)
def test_a_grade_begins_at_ninety_eighty_and_sixty(score: float, grade: str) -> None:
    assert grade_of(score).grade == grade
    assert not grade_of(score).why


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_more_points_are_never_a_lower_grade(one: int, other: int) -> None:
    order = [Grade.FAIL, Grade.FAIR, Grade.GOOD, Grade.EXCELLENT]
    low, high = sorted((one, other))

    assert order.index(grade_of(low / 10).grade) <= order.index(grade_of(high / 10).grade)


@given(st.integers(0, 1000))
def test_who_misses_a_constraint_fails_whatever_the_score(tenths: int) -> None:
    found = grade_of(tenths / 10, ["能源消费总量"])

    assert found.grade is Grade.FAIL
    assert found.why == "约束性指标未完成（能源消费总量），不论得分，不通过"


@pytest.mark.parametrize("score", [-0.1, 100.1])
def test_a_score_beyond_a_hundred_is_none(score: float) -> None:
    with pytest.raises(DomainError, match="应在 0 到 100 之间"):
        grade_of(score)
    with pytest.raises(DomainError, match="2031 年：终评得分应在 0 到 100 之间"):
        judged(score)


# The computed draft


def test_a_draft_is_the_plain_mean_of_its_parts() -> None:
    found = draft_of([part(1, 3), part(1, 2)])

    assert (found.value, found.unit, found.kind) == (41.7, "分", ValueKind.COMPUTED)


def test_a_missing_part_makes_the_draft_missing_and_its_known_part_told() -> None:
    found = draft_of([part(3, 4), missing_part("进展更新", "没有收到进展")])

    assert (found.value, found.part) == (None, 75.0)
    assert found.reason == "进展更新：没有收到进展"


def test_nothing_known_is_no_zero() -> None:
    found = draft_of([missing_part("填报完整", "未报"), missing_part("分解指标", "未分解")])

    assert (found.value, found.part) == (None, None)


def test_a_part_that_someone_does_not_have_is_left_out_of_the_mean() -> None:
    assert draft_of([part(1, 2), not_owed("指标绿灯", "没有指标")]).value == 50.0
    assert draft_of([not_owed("指标绿灯", "没有指标")]).reason == "没有可以计算的部分"


def test_a_draft_of_samples_is_a_sample() -> None:
    assert draft_of([part(1, 2), part(1, 2, SAMPLE)]).kind is SAMPLE
    assert draft_of([part(1, 2, SAMPLE), missing_part("甲", "未报")]).part_kind is SAMPLE


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=6))
def test_a_draft_lies_between_its_lowest_and_its_highest_part(
    counted: list[tuple[int, int]],
) -> None:
    parts = [part(min(met, known), known) for met, known in counted]
    scores = [each.score.known for each in parts]

    assert min(scores) <= draft_of(parts).known <= max(scores)


# What stands


def test_first_final_and_corrected_stand_side_by_side() -> None:
    put_right = judged(corrected_score=79.5, corrected_ground="复核")

    assert judged(None).stage is Stage.FIRST
    assert judged().stage is Stage.FINAL
    assert put_right.stage is Stage.CORRECTED
    assert (put_right.score, put_right.final_score, put_right.corrected_score) == (85, 86.5, 79.5)
    assert (judged(None).standing, judged().standing, put_right.standing) == (None, 86.5, 79.5)
    assert judged().final == points(86.5, REPORTED, "来源")
    assert judged().corrected is None
    assert judged().first.unit == POINTS


def test_what_is_final_may_be_put_right_and_nothing_else() -> None:
    put_right = judged(corrected_score=79.5, corrected_ground="复核")

    assert not unsettled([judged()], [put_right])
    assert not unsettled([judged(None)], [judged(70)])
    assert unsettled([judged()], [judged(87)]) == (judged(),)
    assert unsettled([judged()], [judged(ground="别的理由")]) == (judged(),)
    assert unsettled([judged()], []) == (judged(),)
