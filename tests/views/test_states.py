"""Every state and rule that the domain declares stands on 来源与方法, with what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.tracking import TASK_UPDATES
from sihui_map.domain import allotting, evaluation, progress, reminding, submission
from sihui_map.domain.enterprise import PlanState, Secrecy
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.progress import NEEDS, OPEN, TRANSITIONS, TaskState
from sihui_map.domain.scenario import LEVERS, SCENARIO_NOTE
from sihui_map.domain.site import SiteStage
from sihui_map.domain.value import MissingReason
from sihui_map.views import method, sentences
from sihui_map.views.labels import state_label

if TYPE_CHECKING:
    from enum import StrEnum

    from sihui_map.figures import Figures


@pytest.fixture
def said(figures: Figures) -> dict[str, str]:
    """Return the entries of 来源与方法 by term; none is told twice."""
    entries = method.formulas(figures)
    assert len(dict(entries)) == len(entries)
    return dict(entries)


@pytest.mark.parametrize(
    ("entry", "states"),
    [
        ("系统计时：更新", progress.Freshness),
        ("系统计时：期限", progress.Due),
        ("目标分解：各步", allotting.Stage),
        ("催办：各级和状态", reminding.Level),
        ("催办：各级和状态", reminding.Standing),
        ("年度评估：等级", evaluation.Grade),
        ("年度评估：各步", evaluation.Stage),
        ("送审：各步", submission.State),
        ("项目阶段", SiteStage),
        ("园区的状态", ParkStage),
        ("园区的状态", CheckState),
        ("缺失的原因", MissingReason),
        ("重点用能单位：一企一策", PlanState),
        ("重点用能单位：谁看得到", Secrecy),
    ],
)
def test_each_state_is_named_where_its_kind_is_explained(
    said: dict[str, str], entry: str, states: type[StrEnum]
) -> None:
    assert [state for state in states if state not in said[entry]] == []


@pytest.mark.parametrize("state", TaskState)
def test_each_state_of_a_task_says_what_it_needs_and_what_may_follow(
    said: dict[str, str], state: TaskState
) -> None:
    text = said[f"任务状态：{state_label(state)}"]

    needed = [TASK_UPDATES.column(name).label for name in NEEDS.get(state, ())]
    assert ("须写明" + "、".join(needed) in text) is bool(needed)
    follows = text.partition("下一次可报：")[2].partition("；")[0].split("、")
    assert set(follows) == {state_label(each) for each in TRANSITIONS[state]}
    assert ("不催" in text) is (state not in OPEN)
    assert ("没有附件的" in text) is (state in progress.PROVEN)
    assert ("只由审核人员填" in text) is (state in progress.RESERVED)


def test_the_clock_is_told_with_its_days(said: dict[str, str]) -> None:
    assert said["系统计时：更新"].startswith(
        "最近一次进展距数据日期不超过 30 天为「30 天内更新」，不超过 60 天为「60 天内更新」，"
        "不超过 180 天为「超过 60 天未更新」，更久为「超过 180 天未更新」"
    )
    assert "临期：有批准的期限，离期限 3 天以内（含当天）" in said["系统计时：期限"]
    assert "3 天以内（含当天）" in said["临期"]


def test_each_step_of_a_share_says_who_takes_it(said: dict[str, str]) -> None:
    text = said["目标分解：各步"]

    assert "没有这一行→提出：承担的镇街、单位或审核人员；" in text
    assert "提出→批准：审核人员；" in text
    assert text.count("→") == len(allotting.STEPS) - 1  # the one that is none of a sample
    assert "批准→提出" not in text


def test_each_step_of_a_submission_is_told(said: dict[str, str]) -> None:
    assert "已审核：审核通过，等发布，可转为已发布、已退回；" in said["送审：各步"]
    assert "已退回、已撤回要写理由" in said["送审：各步"]


def test_what_is_never_urged_is_named(said: dict[str, str]) -> None:
    text = said["催办：不催的"]

    assert text.startswith("状态为已完成、调整/取消、并入、已销号的任务和它的步骤；")
    assert "没有批准的期限" in text
    assert "示例" in text


def test_the_rule_of_disclosure_and_the_scenario_are_told(said: dict[str, str]) -> None:
    assert said["重点用能单位：合计"] == "".join(sentences.disclosure_notes())
    text = said["达峰情景"]
    assert text.startswith(SCENARIO_NOTE)
    assert [lever.label for lever in LEVERS.values() if lever.label not in text] == []
    assert "煤改气＝比例×推进的份额×" in text
