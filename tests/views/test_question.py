"""The question card: five facts, what changed, who answers; samples are called samples."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.changes import compare
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteStage
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import question
from sihui_map.views.pinyin import initials
from tests.counties.county import BING, JIA
from tests.reported import with_uses as reported

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

TOWN = f"town {JIA}"
LEADS, LEADS_ONE = "unit 县发改局", "unit 县林业局"
NO_TASK = "unit 县自来水公司"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("甲镇", "jz"), ("县发改局", "xfgj"), ("丁街道", "djd"), ("A 区", "a q")],
)
def test_a_name_has_the_initials_of_its_pinyin(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_towns_and_units_can_be_asked_about_by_name_or_initials(figures: Figures) -> None:
    words = question.subjects(figures)

    assert words[TOWN] == "甲镇（jz）"
    assert words[LEADS] == "县发改局（xfgj）"
    assert len([key for key in words if key.startswith("town ")]) == 3
    assert len(words) == 3 + 3


def test_every_subject_has_a_card_of_five_facts(figures: Figures, public_figures: Figures) -> None:
    for held in (figures, public_figures):
        for key in question.subjects(held):
            card = question.card(held, key, None)
            assert len(card.facts) == 5
            assert all(card.facts)
            assert card.since == "没有可比的上一期。"
            assert card.answers


def test_the_five_facts_of_a_town(figures: Figures) -> None:
    card = question.card(figures, TOWN, None)

    assert card.title == "甲镇"
    total, per_head, trend, forest, untold = card.facts
    assert total == "2033 年排放总量 5.04 万吨CO₂（示例），在 3 个镇街中列第 1 位（1 为最多）。"
    assert per_head.count("（示例）") == 2
    assert trend == "比 2032 年下降 3.4%（示例）。"
    assert forest == "2033 年森林覆盖率 47.08%（示例）；能源项目 2 个，其中示例 1 个。"
    assert untold == "2033 年只有示例数据、尚未填报：能源活动、人口与经济、森林面积。"
    assert card.answers.startswith("甲镇；")


def test_a_town_without_reports_says_what_is_missing_and_why(public_figures: Figures) -> None:
    facts = question.card(public_figures, TOWN, None).facts

    assert facts[0] == "排放总量缺失（未报）。"
    assert facts[1] == "人均排放缺失（未报）；单位GDP（现价）排放缺失（未报）"
    assert facts[2] == "没有上一年的数，不能比较。"
    assert facts[3] == "森林覆盖率缺失（未报）；能源项目 1 个。"


def with_energy(snapshot: Snapshot, **cells: object) -> Figures:
    """Return figures in which the town's energy of 2033 says ``cells`` instead."""
    uses = (
        replace(use, **cells) if (use.area_id, use.year) == (JIA, 2033) else use  # type: ignore[arg-type]
        for use in snapshot.energy_uses
    )
    return Figures(reported(snapshot, uses, declared=[(JIA, 2033)]))


def test_there_is_no_trend_from_a_sample_to_a_report(snapshot: Snapshot) -> None:
    figures = with_energy(snapshot, kind=ValueKind.REPORTED)

    card = question.card(figures, TOWN, None)

    assert "（示例）" not in card.facts[0]
    assert card.facts[2] == "不能与 2032 年比较：一个是示例，一个是核算。"


def test_a_year_without_the_one_before_cannot_be_compared(snapshot: Snapshot) -> None:
    uses = tuple(use for use in snapshot.energy_uses if (use.area_id, use.year) != (JIA, 2032))

    card = question.card(Figures(reported(snapshot, uses)), TOWN, None)

    assert card.facts[2] == "不能与 2032 年比较：未报。"


def test_a_town_that_reported_everything_is_told_so(snapshot: Snapshot) -> None:
    def told(rows: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            replace(row, kind=ValueKind.REPORTED)  # type: ignore[type-var]
            if (row.area_id, row.year) == (JIA, 2033)  # type: ignore[attr-defined]
            else row
            for row in rows
        )

    figures = Figures(
        replace(
            reported(snapshot, told(snapshot.energy_uses), declared=[(JIA, 2033)]),  # type: ignore[arg-type]
            contexts=told(snapshot.contexts),  # type: ignore[arg-type]
            forest_covers=told(snapshot.forest_covers),  # type: ignore[arg-type]
        )
    )

    assert question.card(figures, TOWN, None).facts[4] == "2033 年必报表已报齐。"


def test_what_changed_for_a_town_is_counted(snapshot: Snapshot, figures: Figures) -> None:
    after = with_energy(snapshot, amount=1.0)

    card = question.card(after, TOWN, compare(figures, after))

    assert card.since.startswith("与上一期相比，")
    assert card.since.endswith(" 个超过 5%。")
    other = question.card(after, f"town {BING}", compare(figures, after))
    assert other.since == "与上一期相比，丙镇没有变化。"


def test_a_project_that_moved_on_is_a_change_of_its_town(
    snapshot: Snapshot, figures: Figures
) -> None:
    (site, *_) = (each for each in snapshot.sites if each.town_code == JIA)
    moved = replace(site, stage=SiteStage.PAUSED)
    sites = tuple(moved if each is site else each for each in snapshot.sites)
    after = Figures(replace(snapshot, sites=sites))

    card = question.card(after, TOWN, compare(figures, after))

    assert card.since == (
        "与上一期相比，0 个数值有变化，其中 0 个超过 5%；虚构热电项目由投产变为暂停。"
    )


def test_the_facts_of_a_unit(figures: Figures) -> None:
    card = question.card(figures, LEADS, None)

    assert card.facts == (
        "牵头 3 项任务（第 1、2、3 项），配合 1 项。",
        "自报状态（示例）：推进中 1 项，滞后 1 项，未收到信息 1 项。",
        "超过 180 天未更新或从未更新 1 项（第 3 项）。",
        "最近进展（第 1 项，2033-08-20）：示例：虚构的进展。",
        "下一步（第 1 项，2033-08-20）：示例：虚构的下一步。",
    )


def test_a_joint_lead_is_named(figures: Figures) -> None:
    assert question.card(figures, LEADS, None).answers == "县发改局；联合牵头：县园区办"
    assert question.card(figures, LEADS_ONE, None).answers == "县林业局"


def test_a_unit_without_a_task_is_told_so(figures: Figures) -> None:
    card = question.card(figures, NO_TASK, None)

    assert card.facts == (
        "牵头 0 项任务，配合 0 项。",
        "没有牵头的任务。",
        "没有超过 180 天未更新的任务。",
        "最近进展：没有收到。",
        "下一步：没有收到。",
    )


def test_a_long_report_is_cut_where_a_slide_ends(snapshot: Snapshot) -> None:
    updates = tuple(replace(each, progress="长" * 61) for each in snapshot.task_updates)

    card = question.card(Figures(replace(snapshot, task_updates=updates)), LEADS, None)

    assert card.facts[3].endswith("：" + "长" * 60 + "……")


def test_a_task_whose_state_moved_is_named(snapshot: Snapshot, figures: Figures) -> None:
    updates = tuple(
        replace(each, state=TaskState.COMPLETED) if each.task_no == 1 else each
        for each in snapshot.task_updates
    )
    after = Figures(replace(snapshot, task_updates=updates))
    found = compare(figures, after)

    assert question.card(after, LEADS, found).since == ("与上一期相比：任务 1由推进中变为已完成。")
    assert question.card(after, LEADS_ONE, found).since == (
        "与上一期相比，牵头任务的状态没有变化。"
    )
