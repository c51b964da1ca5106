"""The yearly evaluation: drafts computed from what is known, grades, what is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.allotting import Stage
from sihui_map.domain.evaluation import Evaluation, Grade, SelfEvaluation, Subject, SubjectKind
from sihui_map.domain.progress import TaskState, TaskUpdate
from sihui_map.domain.snapshot import Allotment, IndicatorValue
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from tests import county
from tests.counties.county import JIA
from tests.mixed import PART, WHOLE, ZERO

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.evaluations import Assessment

REPORTED = ValueKind.REPORTED
PARK_UNIT, PARK_TASK = Subject(SubjectKind.UNIT, "县园区办"), Subject(SubjectKind.TASK, "5")
"""It leads the second task too."""


def town(figures: Figures, code: str, year: int = 2025) -> Assessment:
    return figures.evaluation(Subject(SubjectKind.TOWN, code), year)


def judged(subject: Subject, year: int, score: float) -> Evaluation:
    return Evaluation(
        subject_kind=subject.kind, subject_id=subject.subject_id, year=year, score=score,
        ground="核对", final_score=score, final_ground="会议", no_self="逾期", corrected_score=None,
        corrected_ground="", kind=REPORTED, source="会议",
    )  # fmt: skip


def update(day: str, task_no: int = 5) -> TaskUpdate:
    return TaskUpdate(
        task_no=task_no, day=date.fromisoformat(day), state=TaskState.UNDER_WAY, progress="进展",
        next_step="", unit="县园区办", kind=REPORTED, source="来源",
    )  # fmt: skip


def share(value: float, holder: str = WHOLE) -> Allotment:
    return Allotment(
        target_id=county.FOREST.target_id, holder=holder, year=2025, value=value, unit="%",
        approved_by="某文", kind=REPORTED, source="会议",
    )  # fmt: skip


# The mixed store: whole, partly, a sample alone


def test_a_town_is_counted_by_the_tables_it_told_in_full(mixed_figures: Figures) -> None:
    whole, part = (town(mixed_figures, code) for code in (WHOLE, PART))

    assert [each.score.value for each in whole.parts] == [100.0, None]
    assert (whole.draft.value, whole.draft.part) == (None, 100.0)
    assert whole.draft.reason == "分解指标：这一年没有批准分解到本镇街的指标"
    assert part.parts[0].said == "应报 3 张表，填全 2 张（能源活动部分）"
    assert part.draft.part == 66.7


def test_nothing_told_and_samples_are_no_zero(
    mixed_figures: Figures, mixed_sample_figures: Figures, county_public_figures: Figures
) -> None:
    for figures, said in (
        (county_public_figures, "应报的表一张未报"),
        (mixed_sample_figures, "只有示例"),
    ):
        found = town(figures, county.OTHER.code)
        assert [each.score.value for each in found.parts] == [None, None]
        assert found.parts[0].said == said
        assert (found.draft.value, found.draft.part) == (None, None)
    assert town(mixed_figures, ZERO).parts[0].score.value == 0.0  # told, and none in full


def test_a_share_is_held_against_what_the_town_itself_told(mixed_figures: Figures) -> None:
    snapshot = mixed_figures.snapshot
    actual = mixed_figures.forest_cover(WHOLE, 2025).known
    reached = Figures(replace(snapshot, allotments=(share(round(actual) - 1),)))
    missed = Figures(replace(snapshot, allotments=(share(round(actual) + 1),)))
    unknown = Figures(replace(snapshot, allotments=(share(50.0, ZERO),)))

    assert town(reached, WHOLE).draft.value == 100.0
    assert town(missed, WHOLE).draft.value == 50.0
    assert town(unknown, ZERO).parts[1].said == "分解的 1 项指标都没有可比的镇街数值"


@pytest.mark.parametrize("stage", [None, Stage.PROPOSED, Stage.AGREED])
def test_a_share_that_nobody_approved_binds_nobody(
    mixed_figures: Figures, stage: Stage | None
) -> None:
    proposed = replace(share(0.1), approved_by="", told_stage=stage)
    figures = Figures(replace(mixed_figures.snapshot, allotments=(proposed,)))

    assert town(figures, WHOLE).parts[1].said == "这一年没有批准分解到本镇街的指标"


# Units and tasks


def test_what_came_after_the_year_is_not_looked_at(snapshot: Snapshot) -> None:
    told = (update("2032-11-20"), update("2033-09-01", 2))
    figures = Figures(replace(snapshot, task_updates=told, data_day=date(2033, 9, 30)))

    before, now = (figures.evaluation(PARK_UNIT, year) for year in (2032, 2033))
    assert before.parts[0].said == "牵头 2 项任务，截至 2032-12-31 60 天内有更新 1 项"
    assert before.parts[0].score.value == 50.0
    assert now.parts[0].said == "牵头 2 项任务，截至 2033-09-30 60 天内有更新 1 项"
    task = figures.evaluation(PARK_TASK, 2033).parts[0]
    assert (task.score.value, task.said) == (0.0, "截至 2033-09-30，最近一次更新 2032-11-20")


def test_what_a_cooperating_unit_says_is_no_news_of_the_lead(snapshot: Snapshot) -> None:
    told = replace(update("2032-11-20"), unit="县发改局")
    figures = Figures(replace(snapshot, task_updates=(told,)))

    assert figures.tracking.latest == {}
    found = figures.evaluation(PARK_TASK, 2032).parts[0]
    assert (found.score.value, found.said) == (None, "截至 2032-12-31 没有收到进展")


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CHANGED, TaskState.STRUCK_OFF])
def test_what_is_closed_loses_no_points_by_silence(snapshot: Snapshot, state: TaskState) -> None:
    told = (replace(update("2032-03-01"), state=state), update("2032-03-01", 2))
    figures = Figures(replace(snapshot, task_updates=told))

    unit, task = (figures.evaluation(each, 2032).parts[0] for each in (PARK_UNIT, PARK_TASK))
    assert (unit.score.value, task.score.value) == (50.0, 100.0)
    assert unit.said == ("牵头 2 项任务，截至 2032-12-31 60 天内有更新 0 项，不再要求更新 1 项")
    assert task.said == f"截至 2032-12-31，最近一次更新 2032-03-01（{state}，不再要求更新）"


def test_a_light_of_a_year_is_that_of_its_own_values(figures: Figures) -> None:
    before, now = (figures.evaluation(PARK_UNIT, year).parts[1] for year in (2032, 2033))

    assert before.said == "1 项指标都不能判定"  # one value makes no path
    assert now.said == "1 项指标，能判定 1 项，绿灯 0 项"
    assert now.score.kind is ValueKind.SAMPLE


def test_who_leads_nothing_has_nothing_to_compute(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, departments=(*snapshot.departments, "县统计局")))

    found = figures.evaluation(Subject(SubjectKind.UNIT, "县统计局"), 2033)

    assert [part.is_owed for part in found.parts] == [False, False]
    assert found.draft.reason == "没有可以计算的部分"


# In the plan's order; what is published


def test_subjects_stand_in_the_plans_order_whatever_their_score(figures: Figures) -> None:
    ids = [subject.subject_id for subject in figures.evaluated]

    towns = [each.town_code for each in figures.towns]
    tasks = [str(task.task_no) for task in figures.snapshot.tasks]
    assert ids == [*towns, *figures.snapshot.departments, *tasks]


def test_only_what_was_said_and_what_is_final_is_published(snapshot: Snapshot) -> None:
    own = SelfEvaluation(
        subject_kind=SubjectKind.TOWN, subject_id=JIA, year=2033, score=70, ground="如实",
        evidence="台账", filled_by="", kind=REPORTED, source="自评表",
    )  # fmt: skip
    first = replace(judged(PARK_UNIT, 2033, 90), final_score=None, final_ground="")
    put_right = replace(
        judged(Subject(SubjectKind.TOWN, JIA), 2033, 81),
        corrected_score=79.9,
        corrected_ground="复核",
    )
    figures = Figures(replace(snapshot, self_evaluations=(own,), evaluations=(first, put_right)))

    published = {
        name: amount.value
        for name, amount in figures.published().items()
        if name.startswith("evaluation.")
    }
    assert published == {
        f"evaluation.self.town.{JIA}.2033": 70,
        f"evaluation.final.town.{JIA}.2033": 81,
        f"evaluation.corrected.town.{JIA}.2033": 79.9,
    }
    found = town(figures, JIA, 2033)
    assert found.graded is not None
    assert found.graded.grade is Grade.FAIR
    assert figures.evaluation(PARK_UNIT, 2033).graded is None


@pytest.mark.parametrize(
    ("day", "years", "shown"),
    [
        (date(2033, 9, 15), (2032, 2033), 2032),
        (date(2047, 1, 1), (2044, 2045), 2045),  # the plan ends in 2045
        (date(2032, 1, 1), (2032,), 2032),  # the year in which it was issued
        (date(2030, 1, 1), (2030,), 2030),  # data from before it
    ],
)
def test_there_is_a_year_to_evaluate_whenever_the_data_are_of(
    public_snapshot: Snapshot, day: date, years: tuple[int, ...], shown: int
) -> None:
    found = Figures(replace(public_snapshot, data_day=day))

    assert (found.evaluation_years, found.default_evaluation_year) == (years, shown)
    assert found.evaluation(PARK_UNIT, shown).graded is None


# Constraint targets


@pytest.mark.parametrize(
    ("year", "value", "grade"),
    [(2037, 18.4, Grade.FAIL), (2037, 17.9, Grade.EXCELLENT), (2036, 18.4, Grade.EXCELLENT)],
)
def test_a_constraint_that_is_due_and_missed_fails_whatever_the_score(
    snapshot: Snapshot, year: int, value: float, grade: Grade
) -> None:
    unit = Subject(SubjectKind.UNIT, "县发改局")
    told = IndicatorValue(
        target_id="energy-cap", year=year, value=value, kind=REPORTED, source="统计"
    )
    figures = Figures(
        replace(
            snapshot,
            indicator_values=(*snapshot.indicator_values, told),
            evaluations=(judged(unit, year, 95),),
        )
    )

    found = figures.evaluation(unit, year)
    assert found.graded is not None
    assert found.graded.grade is grade
    assert found.missed == (("能源消费总量",) if grade is Grade.FAIL else ())


@pytest.mark.parametrize(("document", "undecided"), [("", ()), ("某文", ("能源消费总量",))])
def test_a_constraint_is_a_towns_once_its_share_is_approved(
    snapshot: Snapshot, document: str, undecided: tuple[str, ...]
) -> None:
    holder = snapshot.towns[0].town_code
    own = replace(share(3, holder), target_id="energy-cap", year=2036, approved_by=document)
    figures = Figures(replace(snapshot, allotments=(own,)))

    assert town(figures, holder, 2036).undecided == undecided


def test_a_constraint_without_a_value_is_named_and_decides_nothing(snapshot: Snapshot) -> None:
    unit = Subject(SubjectKind.UNIT, "县发改局")
    figures = Figures(replace(snapshot, evaluations=(judged(unit, 2037, 95),)))

    found = figures.evaluation(unit, 2037)
    assert (found.missed, found.undecided) == ((), ("能源消费总量",))
    assert found.graded is not None
    assert found.graded.grade is Grade.EXCELLENT
