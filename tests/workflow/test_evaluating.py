"""The yearly evaluation on its way: who may say what, in which order, and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.access import Actor, Role
from sihui_map.domain.evaluation import Subject, SubjectKind
from sihui_map.domain.submission import State
from sihui_map.domain.town import CITY
from sihui_map.domain.working import CellPlace
from sihui_map.errors import AccessError, ChoiceError, DomainError
from sihui_map.store.writers import drafting
from sihui_map.workflow import working
from tests import county
from tests.own_words import PLAN
from tests.people import OTHER_TOWN, OWN_TOWN, clerk, reviewer
from tests.workflow.handing_in import approved, confirmed, csv_of, propose, published

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.figures.evaluations import Assessment

UNIT, STRANGER = county.UNITS[-1], county.UNITS[0]
"""Two units that lead no task together."""
TASK = county.task_of(UNIT)["task_no"]
LEADER = Actor(name="吴凡", role=Role.UNIT, scope=UNIT)
TOWN = Subject(SubjectKind.TOWN, OTHER_TOWN)
SELF_SHEET, SHEET = "年度自评", "年度评定"


def own(subject: str = OTHER_TOWN, kind: str = "镇街", **cells: str) -> bytes:
    told = {
        "score": "88",
        "ground": "按期报送",
        "evidence": "台账",
        "kind": "实绩",
        "source": "自评表",
    }
    row = {"year": "2025", "subject_kind": kind, "subject_id": subject}
    return csv_of("self_evaluations", **{**row, **told, **cells})


def judged(subject: str = OTHER_TOWN, kind: str = "镇街", **cells: str) -> bytes:
    told = {"score": "85", "ground": "一张表迟报", "kind": "实绩", "source": "评定会议"}
    row = {"year": "2025", "subject_kind": kind, "subject_id": subject}
    return csv_of("evaluations", **{**row, **told, **cells})


FIRST_YEAR, LAST_YEAR = PLAN["issued_on"].year, PLAN["last_year"]
TOO_EARLY = f"评估年份应在方案期内（{FIRST_YEAR}–{LAST_YEAR} 年），现为 {FIRST_YEAR - 1}"
WRONG_FILLER = f"填报单位应为评估对象自己，任务应为它的牵头单位，现为「{STRANGER}」"
FINAL = {"final_score": "86.5", "final_ground": "补报后齐全"}


def finished(archive: Archive) -> None:
    """Publish a self-evaluation, then what was finally judged."""
    published(archive, own())
    published(archive, judged(**FINAL))


def said(archive: Archive, body: bytes) -> list[str]:
    return [found.sentence for found in propose(archive, body, "评估.csv").findings]


def found(archive: Archive, subject: Subject = TOWN) -> Assessment:
    return archive.current().evaluation(subject, 2025)


def self_cell(scope: str, subject: str, kind: str, field: str = "score") -> CellPlace:
    return CellPlace(scope, SELF_SHEET, f"2025|{kind}|{subject}", field)


# Who


def test_each_desk_has_what_its_own_says_and_only_the_city_what_is_judged(
    archive: Archive,
) -> None:
    town, unit, city = (working.desk_of(archive, scope) for scope in (OWN_TOWN, UNIT, CITY))

    assert [line.texts["subject_id"] for line in town.lines(SELF_SHEET, "2025")] == [OWN_TOWN]
    assert [line.texts["subject_id"] for line in unit.lines(SELF_SHEET, "2025")] == [
        UNIT,
        *(task["task_no"] for task in county.TASKS if UNIT in task["lead_units"].split("|")),
    ]
    assert [line.texts["subject_id"] for line in city.lines(SHEET, "2025")] == [
        subject.subject_id for subject in archive.current().evaluated
    ]
    assert SHEET not in town.sheets
    assert SHEET not in unit.sheets
    assert SELF_SHEET not in city.sheets


@pytest.mark.parametrize(
    ("who", "place"),
    [
        (clerk(), self_cell(OTHER_TOWN, OTHER_TOWN, "镇街")),
        (clerk(), self_cell(OWN_TOWN, OTHER_TOWN, "镇街")),
        (clerk(), self_cell(OWN_TOWN, TASK, "任务")),
        (LEADER, self_cell(UNIT, county.task_of(STRANGER)["task_no"], "任务")),
        (LEADER, self_cell(UNIT, OWN_TOWN, "镇街")),
    ],
)
def test_a_clerk_says_nothing_of_another(archive: Archive, who: Actor, place: CellPlace) -> None:
    with pytest.raises(AccessError):
        working.save(archive, place, "100", who=who, step=0)

    assert archive.store.cells(place.scope) == ()


@pytest.mark.parametrize("who", [clerk(), LEADER])
def test_a_clerk_judges_nobody(archive: Archive, who: Actor) -> None:
    place = CellPlace(who.scope, SHEET, f"2025|镇街|{OWN_TOWN}", "score")
    with pytest.raises(ChoiceError, match="没有「年度评定」这张表"):
        working.save(archive, place, "100", who=who, step=0)
    with pytest.raises(AccessError, match="其中 1 行不是"):
        workflow.confirm(archive, propose(archive, judged(OWN_TOWN)), who=who, why="年度评估")

    assert {kept.who for kept in archive.store.submissions()} == {"系统"}


def test_of_joint_leads_only_who_filled_it_in_may_change_it(archive: Archive) -> None:
    task = county.joint_task()
    first, second = task["lead_units"].split("|")
    joint = Actor(name="钱文", role=Role.UNIT, scope=second)
    published(archive, own(task["task_no"], "任务", filled_by=first))

    with pytest.raises(AccessError):
        workflow.confirm(
            archive, propose(archive, own(task["task_no"], "任务", score="99")), who=joint, why="改"
        )


def test_whoever_judged_does_not_approve_it(archive: Archive) -> None:
    published(archive, own())
    kept = confirmed(archive, judged(), who="张三")
    workflow.move(archive, kept.submission_id, State.SUBMITTED, who=reviewer("张三"))

    with pytest.raises(AccessError, match="应由另一个人审核"):
        workflow.approve(archive, kept.submission_id, who=reviewer("张三"))


# In which order


def test_all_that_is_told_of_a_town_stands_side_by_side(archive: Archive) -> None:
    published(archive, own())
    published(archive, judged())
    assert found(archive).graded is None
    published(archive, judged(**FINAL))

    now = found(archive)
    assert now.own is not None
    assert now.judged is not None
    assert (now.own.score, now.judged.score, now.judged.final_score) == (88, 85, 86.5)
    assert now.graded is not None
    assert now.graded.grade == "良好"
    assert archive.current().published()[f"evaluation.final.town.{OTHER_TOWN}.2025"].value == 86.5
    assert f"evaluation.corrected.town.{OTHER_TOWN}.2025" not in archive.current().published()


def test_a_final_without_a_self_evaluation_says_why(archive: Archive) -> None:
    assert said(archive, judged(**FINAL)) == [
        "这个对象这一年没有已发布的自评；照样终评的，要写「没有自评的原因」"
    ]
    assert not said(archive, judged(**FINAL, no_self="逾期未报"))


def test_a_sample_is_no_self_evaluation_of_what_is_no_sample(archive: Archive) -> None:
    assert "没有已发布的自评" in said(archive, judged(OWN_TOWN, **FINAL))[0]


# What stays


@pytest.mark.parametrize(
    "cells",
    [
        {"final_score": "95", "final_ground": "补报后齐全"},
        {**FINAL, "score": "90"},
        {**FINAL, "ground": "别的理由"},
        {},
    ],
)
def test_what_is_final_is_not_judged_again(archive: Archive, cells: dict[str, str]) -> None:
    finished(archive)

    assert said(archive, judged(**cells))[0].startswith("终评已发布，不能改也不能撤")
    assert said(archive, own(score="99"))[0].startswith("终评已发布，不能改也不能撤")


def test_a_correction_needs_its_ground_and_shows_both(archive: Archive) -> None:
    assert (
        "终评发布以后才有更正"
        in said(
            archive, judged(**FINAL, no_self="未报", corrected_score="79", corrected_ground="复核")
        )[0]
    )
    finished(archive)
    assert said(archive, judged(**FINAL, corrected_score="79.5")) == [
        "更正得分和更正理由要一起填写"
    ]
    published(archive, judged(**FINAL, corrected_score="79.5", corrected_ground="复核台账"))

    now = found(archive)
    assert now.judged is not None
    assert (now.judged.final_score, now.judged.corrected_score) == (86.5, 79.5)
    assert now.graded is not None
    assert now.graded.grade == "合格"
    again = judged(**FINAL, corrected_score="81", corrected_ground="复核台账")
    assert said(archive, again) == ["更正得分变了，更正理由要重写"]


def test_what_was_handed_in_before_the_final_does_not_undo_it(archive: Archive) -> None:
    published(archive, own(), judged())
    waiting = confirmed(archive, judged(score="70"))
    published(archive, judged(**FINAL))
    late = drafting.renew(archive.store, waiting.submission_id, who="张三", why="再交")
    own_id = approved(archive, late)

    with pytest.raises(DomainError, match="2025 年的终评已发布，不能改也不能撤"):
        workflow.publish(archive, [own_id], who=reviewer("王五"), why="季报")
    assert found(archive).graded is not None


# What cannot be


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (own(score="100.5"), "自评得分应在 0 到 100 之间，现为 100.5"),
        (own(score="88.25"), "自评得分最多一位小数，现为 88.25"),
        (own(ground=""), "这一格不能为空"),
        (own(evidence=""), "这一格不能为空"),
        (own(year=str(FIRST_YEAR - 1)), TOO_EARLY),
        (own(kind="单位"), "对象类别应为「镇街」，现为「单位」"),
        (own(TASK, "任务", filled_by=STRANGER), WRONG_FILLER),
        (judged(ground=""), "这一格不能为空"),
        (judged(final_score="90"), "终评得分和终评理由要一起填写"),
        (judged(final_score="101", final_ground="好"), "终评得分应在 0 到 100 之间，现为 101"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_changes(
    archive: Archive, body: bytes, sentence: str
) -> None:
    assert sentence in said(archive, body)
    assert propose(archive, body, "评估.csv").changes is None


def test_a_score_below_zero_and_a_subject_that_is_none_are_refused(archive: Archive) -> None:
    assert any("应大于或等于 0" in each for each in said(archive, own(score="-1")))
    assert not propose(archive, own(f"{county.CODE}999"), "评估.csv").reading.changes
