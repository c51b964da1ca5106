"""The yearly evaluation as a page and a report tell it: lines that open, rules, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sihui_map.domain.evaluation import (
    ENOUGH,
    EXCELLENT,
    GOOD,
    KIND_ID,
    SCORE_DECIMALS,
    Grade,
    Stage,
    SubjectKind,
)
from sihui_map.domain.progress import ACCEPTABLE_DAYS
from sihui_map.domain.value import MissingReason, ValueKind
from sihui_map.views import fmt
from sihui_map.views.anchors import task_anchor, unit_address
from sihui_map.views.strips import Fold
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.evaluations import (
    grade_text,
    scores_of,
    subject_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sihui_map.domain.evaluation import DraftPart, Subject
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.figures.evaluations import Assessment

DRAFT = "系统初算"
RULE = "考核等级"
"""The name of the official rule on grades, in geodata/warning_rules.csv."""
NO_BINDING = "方案未写明哪些是约束性指标，现在没有按这一条定等级的"


@dataclass(frozen=True, slots=True)
class Step:
    """What was said, computed or judged: its score in words, its ground, 示例 where it is one."""

    term: str
    score: str = ""
    ground: str = ""
    tag: str = ""


def found_of(figures: Figures, subjects: Iterable[Subject], year: int) -> list[Assessment]:
    """Return the evaluation of each of ``subjects``, in their order."""
    return [figures.evaluation(subject, year) for subject in subjects]


def evaluation_sentence(figures: Figures, found: Sequence[Assessment], year: int) -> str:
    """Say of how many something was told, how many are decided."""
    if not found:
        return "没有读到要评估的镇街、单位和任务。"
    own = sum(each.own is not None for each in found)
    final = sum(each.graded is not None for each in found)
    first = sum(each.judged is not None for each in found) - final
    if len(found) == 1:
        whom = subject_name(figures, found[0].subject)
        grade = grade_text(found[0])
        stage = found[0].judged.stage if found[0].judged else Stage.NOTHING
        return f"{year} 年，{whom}：{'已' if own else '未'}自评，{stage}" + (
            f"，{grade}。" if grade else "。"
        )
    counted = f"已自评 {own} 个，初评 {first} 个，终评 {final} 个"
    return f"{year} 年，{len(found)} 个对象：{counted}；不排名次。"


def kind_sentence(found: Sequence[Assessment]) -> str:
    """Say how many there are of one kind and how many of them are decided, by grade."""
    graded = [each.graded.grade for each in found if each.graded]
    counted = "，".join(f"{grade} {graded.count(grade)} 个" for grade in Grade if grade in graded)
    said = f"共 {len(found)} 个，终评 {len(graded)} 个"
    return f"{said}：{counted}。" if counted else f"{said}。"


def by_kind(found: Iterable[Assessment]) -> list[tuple[SubjectKind, list[Assessment]]]:
    """Return what was found by kind, each in the plan's order; no kind that is empty."""
    every = list(found)
    order = (SubjectKind.TOWN, SubjectKind.UNIT, SubjectKind.TASK)
    groups = [(kind, [each for each in every if each.subject.kind is kind]) for kind in order]
    return [(kind, group) for kind, group in groups if group]


def folds(figures: Figures, found: Iterable[Assessment]) -> list[Fold]:
    """Return a line per subject, which opens to all that was said, computed and judged."""
    return [
        Fold(
            anchor=f"evaluation-{KIND_ID[each.subject.kind]}-{each.subject.subject_id}",
            style="",
            name=subject_name(figures, each.subject),
            parts=parts_of(each),
            told=told_of(figures, each),
            tag=sample_tag(each),
            links=links_of(each),
        )
        for each in found
    ]


def address(subject: Subject, year: int) -> str:
    """Return where the evaluation of one town or unit stands alone."""
    return f"evaluation?{urlencode({KIND_ID[subject.kind]: subject.subject_id, 'year': year})}"


def links_of(found: Assessment) -> tuple[tuple[str, str], ...]:
    """Return where a subject stands alone, and where else something is told of it."""
    subject = found.subject
    if subject.kind is SubjectKind.TASK:
        return (("看任务", f"tasks#{task_anchor(int(subject.subject_id))}"),)
    alone = ("只看这一个", address(subject, found.year))
    if subject.kind is SubjectKind.UNIT:
        return alone, ("看单位", unit_address(subject.subject_id))
    return alone, ("看镇街", f"town?{urlencode({'town': subject.subject_id})}")


def has_sample(figures: Figures) -> bool:
    """Tell whether one score that was told is a sample."""
    kinds = {row.kind for row in figures.snapshot.self_evaluations}
    return ValueKind.SAMPLE in kinds.union(row.kind for row in figures.snapshot.evaluations)


def sample_tag(found: Assessment) -> str:
    """Return 示例 where what was said or judged is one, "" else."""
    kinds = {row.kind for row in (found.own, found.judged) if row is not None}
    return str(ValueKind.SAMPLE) if ValueKind.SAMPLE in kinds else ""


def parts_of(found: Assessment) -> tuple[str, ...]:
    """Return the grade, the scores side by side, how far it has come: the line in short."""
    scores = scores_of(found)
    grade = str(found.graded.grade) if found.graded else "未终评"
    is_partly = scores["draft"].part is not None  # what is known of it stands below
    draft = "缺失" if is_partly else score_text(scores["draft"])
    said = f"自评 {score_text(scores['own'])}　系统初算 {draft}"
    judged = f"初评 {score_text(scores['first'])}　终评 {score_text(scores['final'])}"
    if found.judged and found.judged.corrected_score is not None:
        judged += f"　更正 {score_text(scores['corrected'])}"
    return grade, said, judged


def score_text(amount: Quantity) -> str:
    """Return a score with its unit; what is missing, with what is known of it."""
    if amount.value is not None:
        return f"{fmt.quantity(amount, SCORE_DECIMALS)} 分"
    if amount.part is not None:
        return f"缺失（已知部分 {fmt.number(amount.part, SCORE_DECIMALS)} 分）"
    return "缺失" if "：" in amount.reason else str(amount.reason)


def told_of(figures: Figures, found: Assessment) -> tuple[tuple[str, str], ...]:
    """Return all that is known of a subject: terms and texts, in the order it came to be."""
    return tuple(
        (step.term, "。".join(text for text in (step.score, step.ground) if text))
        for step in steps_of(figures, found)
    )


def steps_table(figures: Figures, found: Assessment) -> Table:
    """List all that is known of a subject: each step with its score and its ground."""
    rows = tuple(
        TableRow(
            (
                Cell(step.term, style="name"),
                Cell(step.score or fmt.NO_VALUE, tag=step.tag),
                Cell(step.ground or fmt.NO_VALUE),
            )
        )
        for step in steps_of(figures, found)
    )
    columns = (Column("哪一步", "step"), Column("得分", "score"), Column("理由和依据", "ground"))
    return Table(f"{subject_name(figures, found.subject)}：{found.year} 年评估", columns, rows)


def steps_of(figures: Figures, found: Assessment) -> Iterator[Step]:
    """Yield what was said, computed and judged, in that order; none replaces another."""
    own, judged, scores = found.own, found.judged, scores_of(found)
    filler = f"（{_filler(figures, own.filled_by)}填）" if own and own.filled_by else ""
    yield _step("自评", scores["own"], f"{own.ground}{filler}" if own else "")
    if own is not None:
        yield Step("自评的依据", ground=own.evidence)
    yield _step(DRAFT, found.draft, "供参考，不代替自评和评定")
    for part in found.parts:
        step = _step(f"初算：{part.name}", part.score, part.said)
        none = "缺失" if part.is_owed else str(MissingReason.NOT_APPLICABLE)
        yield step if part.score.value is not None else replace(step, score=none)
    yield _step("初评", scores["first"], judged.ground if judged else "")
    yield _step("终评", scores["final"], judged.final_ground if judged else "")
    if judged is not None and judged.no_self:
        yield Step("没有自评的原因", ground=judged.no_self)
    if judged is not None and judged.corrected_score is not None:
        yield _step("终评后更正", scores["corrected"], judged.corrected_ground)
    if figures.snapshot.place.targets.binding:
        yield Step("约束性指标", ground=_binding(found))
    grade = found.graded
    why = grade.why if grade else "终评以后才有"
    yield Step("等级", score=str(grade.grade) if grade else "", ground=why)


def _step(term: str, amount: Quantity, ground: str) -> Step:
    is_sample = ValueKind.SAMPLE in (amount.kind, amount.part_kind)
    tag = str(ValueKind.SAMPLE) if is_sample else fmt.tag_of(amount)
    return Step(term, score=score_text(amount), ground=ground, tag=tag)


def _filler(figures: Figures, filled_by: str) -> str:
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    return names.get(filled_by, filled_by)


def _binding(found: Assessment) -> str:
    said = [f"未完成：{'、'.join(found.missed)}"] if found.missed else []
    said += [f"不能判定：{'、'.join(found.undecided)}"] if found.undecided else []
    return "；".join(said) or "这一年没有到期而未完成的"


def missing_of(figures: Figures, found: Iterable[Assessment]) -> list[tuple[str, str]]:
    """Return what is missing of each subject, in the plan's order; of whom all is told, nothing."""
    lacking = []
    for each in found:
        said = [] if each.own else ["自评"]
        said += [f"初算的{part.name}" for part in each.parts if _is_missing(part)]
        said += [] if each.judged else ["初评"]
        said += [] if each.graded else ["终评"]
        if said:
            lacking.append((subject_name(figures, each.subject), "、".join(said)))
    return lacking


def _is_missing(part: DraftPart) -> bool:
    return part.is_owed and part.score.value is None


def rules(figures: Figures) -> list[tuple[str, str]]:
    """Return by which rules it is evaluated, and where they come from."""
    place = figures.snapshot.place
    official = [rule for rule in figures.snapshot.warning_rules if rule.rule == RULE]
    bands = (
        f"{EXCELLENT:g} 分以上{Grade.EXCELLENT}，{GOOD:g} 分以上{Grade.GOOD}，"
        f"{ENOUGH:g} 分以上{Grade.FAIR}，不到 {ENOUGH:g} 分{Grade.FAIL}；"
        "约束性指标未完成的，不论得分都不通过。"
    )
    cited = "；".join(f"{rule.text}（{rule.source}）" for rule in official)
    origin = (
        f"参照：{cited}。那份办法考核的是地区的碳排放强度，用于镇街、单位和任务是参照。"
        if cited
        else "数据文件里没有考核等级的公文，来源待核。"
    )
    indicators = {item.target_id: item.indicator for item in figures.snapshot.targets}
    binding = [indicators.get(own, own) for own in place.targets.binding]
    return [
        *([("年度评估：方案原句", place.plan.evaluation)] if place.plan.evaluation else []),
        ("年度评估：等级", f"{bands}{origin}"),
        (
            "年度评估：约束性指标",
            f"{'、'.join(binding)}。" if binding else f"{NO_BINDING}。",
        ),
        (
            "年度评估：系统初算",
            (
                "供参考，不代替自评和评定。各部分的得分＝完成的项数÷能数清的项数×100，"
                "初算＝各部分的简单平均（没有公开文件给出权重）。"
                "镇街：填报完整（应报的表里填全的）、分解指标（批准分解到本镇街、有镇街数值可比的，完成几项）；"
                f"单位和任务：进展更新（年末或数据日前 {ACCEPTABLE_DAYS} 天内有更新的任务，"
                "加上已完成、调整取消、并入、销号而不再要求更新的）、"
                "指标绿灯（任务所在条款的指标里能判定的）。"
                "有一部分缺失，初算就是缺失，另写已知部分，不按 0 计；不适用的部分不计入平均。"
            ),
        ),
        (
            "年度评估：自评、初评、终评",
            (
                "四个得分并列，谁也不覆盖谁；得分 0–100，最多一位小数，都写理由。"
                "镇街填自己的，单位填自己的和牵头任务的；评定由审核人员填，另一个人审核、发布。"
                "没有自评就终评的要写原因；终评发布以后不能改，更正另写得分和理由，与终评并列。"
                "镇街和单位按方案的顺序列出，不按得分，不排名次。"
            ),
        ),
    ]
