"""The yearly evaluation as it is told: side by side, in order, gaps named, rules with sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.evaluation import Subject, SubjectKind
from sihui_map.domain.snapshot import WarningRule
from sihui_map.figures import Figures
from sihui_map.views import evaluation, tables
from tests.counties.county import YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

YEAR = 2033


def test_a_fold_has_all_that_was_said_computed_and_judged(figures: Figures) -> None:
    (fold,) = evaluation.folds(
        figures, evaluation.found_of(figures, [Subject(SubjectKind.TOWN, YI)], YEAR)
    )

    told = dict(fold.told)
    assert fold.parts == (
        "合格",
        "自评 81.0 分　系统初算 缺失",
        "初评 78.0 分　终评 79.5 分",
    )
    assert fold.tag == "示例"
    assert list(told) == [
        "自评", "自评的依据", "系统初算", "初算：填报完整", "初算：分解指标",
        "初评", "终评", "约束性指标", "等级",
    ]  # fmt: skip
    assert told["系统初算"] == "缺失。供参考，不代替自评和评定"
    assert told["初算：填报完整"] == "缺失。只有示例"
    assert told["初算：分解指标"] == "缺失。这一年没有批准分解到本镇街的指标"
    assert fold.links[0][1] == f"evaluation?town={YI}&year=2033"


def test_towns_and_units_stand_in_the_plans_order_without_a_rank(figures: Figures) -> None:
    found = evaluation.found_of(figures, figures.evaluated, YEAR)
    table = tables.evaluations_table(figures, figures.evaluated, [YEAR])

    names = [
        fold.name
        for _, group in evaluation.by_kind(found)
        for fold in evaluation.folds(figures, group)
    ]
    assert names == [cell.text for cell in table.column("subject")]
    assert names[:6] == ["甲镇", "乙镇", "丙镇", "县发改局", "县林业局", "县园区办"]
    assert not any("位次" in column.label or "排名" in column.label for column in table.columns)
    assert "不排名次" in evaluation.evaluation_sentence(figures, found, YEAR)


def test_what_is_missing_is_named(figures: Figures, public_figures: Figures) -> None:
    town = [Subject(SubjectKind.TOWN, YI)]
    found, public = (
        evaluation.missing_of(each, evaluation.found_of(each, town, YEAR))
        for each in (figures, public_figures)
    )

    assert found == [("乙镇", "初算的填报完整、初算的分解指标")]
    assert public == [("乙镇", "自评、初算的填报完整、初算的分解指标、初评、终评")]


def test_a_correction_stands_beside_the_final(snapshot: Snapshot) -> None:
    judged = tuple(
        replace(row, corrected_score=59.5, corrected_ground="复核台账")
        for row in snapshot.evaluations
        if row.subject_id == YI
    )
    figures = Figures(replace(snapshot, evaluations=judged))
    (found,) = evaluation.found_of(figures, [Subject(SubjectKind.TOWN, YI)], YEAR)

    told = dict(evaluation.told_of(figures, found))
    assert told["终评"].startswith("79.5 分")
    assert told["终评后更正"] == "59.5 分。复核台账"
    assert told["等级"] == "不合格"


def test_the_rules_say_where_they_come_from_and_what_no_document_says(snapshot: Snapshot) -> None:
    document = WarningRule(
        rule="考核等级", text="90 分以上优秀", source="虚构的考核办法", confidence="low"
    )
    none_bind = replace(snapshot.place.targets, binding=())
    rules = dict(
        evaluation.rules(
            Figures(
                replace(
                    snapshot,
                    place=replace(snapshot.place, targets=none_bind),
                    warning_rules=(*snapshot.warning_rules, document),
                )
            )
        )
    )

    assert rules["年度评估：方案原句"] == "虚构的章节：逐年评估各镇、各单位。"
    assert "参照：90 分以上优秀（虚构的考核办法）" in rules["年度评估：等级"]
    assert "用于镇街、单位和任务是参照" in rules["年度评估：等级"]
    assert rules["年度评估：约束性指标"].startswith("方案未写明哪些是约束性指标")
    assert "没有公开文件给出权重" in rules["年度评估：系统初算"]


def test_a_county_that_names_a_constraint_says_so_and_one_without_the_rule_too(
    figures: Figures,
) -> None:
    rules = dict(evaluation.rules(figures))
    (found,) = evaluation.found_of(figures, [Subject(SubjectKind.UNIT, "县发改局")], 2037)

    assert rules["年度评估：约束性指标"] == "能源消费总量。"
    assert rules["年度评估：等级"].endswith("来源待核。")
    assert dict(evaluation.told_of(figures, found))["约束性指标"] == "不能判定：能源消费总量"
