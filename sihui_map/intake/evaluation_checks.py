"""Rules about a row of the yearly evaluation: whom it is about, its scores, what is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import EVALUATIONS, SELF_EVALUATIONS
from sihui_map.domain.check import Rule
from sihui_map.domain.evaluation import FULL, POINTS, SCORE_DECIMALS, SubjectKind
from sihui_map.domain.value import ValueKind
from sihui_map.intake.lines import error_of
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sihui_map.domain.check import Finding
    from sihui_map.intake.lines import Context, Told

    Cells = Mapping[str, str]

SETTLED = ("score", "ground", "final_score", "final_ground", "no_self")
"""What of a judgement nobody may change once it is final and published."""
PAIRS = (
    ("final_score", "final_ground", "终评得分和终评理由要一起填写"),
    ("corrected_score", "corrected_ground", "更正得分和更正理由要一起填写"),
)
FINAL_STANDS = (
    "终评已发布，不能改也不能撤；要更正，请审核人员在「年度评定」填「更正得分」和「更正理由」"
)


def check_self(told: Told, context: Context) -> Iterator[Finding]:
    """Check what someone says of himself."""
    yield from _check_row(told, context)
    yield from _check_filler(told, context)
    if settled(told, context):
        yield error_of(told, Rule.SETTLED, "score", FINAL_STANDS)


def check_evaluation(told: Told, context: Context) -> Iterator[Finding]:
    """Check what was judged: in its order, with its grounds, and never otherwise once final."""
    yield from _check_row(told, context)
    cells = told.cells
    for score, ground, sentence in PAIRS:
        if bool(cells.get(score)) != bool(cells.get(ground)):
            empty = ground if cells.get(score) else score
            yield error_of(told, Rule.MISSING, empty, sentence)
    published = context.known.rows.get(told.key)
    if published is not None and settled(told, context):
        changed = [name for name in SETTLED if cells.get(name, "") != published.get(name, "")]
        yield from (error_of(told, Rule.SETTLED, name, FINAL_STANDS) for name in changed[:1])
        is_again = cells.get("corrected_score") != published.get("corrected_score")
        reason = cells.get("corrected_ground")
        if is_again and reason and reason == published.get("corrected_ground"):
            yield error_of(told, Rule.MISSING, "corrected_ground", "更正得分变了，更正理由要重写")
    elif cells.get("corrected_score"):
        sentence = "终评发布以后才有更正；还没有发布的，直接改终评得分"
        yield error_of(told, Rule.MISSING, "corrected_score", sentence)
    if cells.get("final_score") and not cells.get("no_self") and not _has_self(told, context):
        sentence = "这个对象这一年没有已发布的自评；照样终评的，要写「没有自评的原因」"
        yield error_of(told, Rule.MISSING, "no_self", sentence)


def settled(told: Told, context: Context) -> bool:
    """Tell whether what was judged of the row's subject and year is final and published."""
    if told.part.table.name not in (EVALUATIONS.name, SELF_EVALUATIONS.name):
        return False
    judged = context.known.rows.get((EVALUATIONS.name, told.key[1]), {})
    return bool(judged.get("final_score")) and judged.get("kind") != ValueKind.SAMPLE


def withdrawn(told: Told, context: Context) -> list[Finding]:
    """Refuse to take back a row that is settled."""
    if not settled(told, context):
        return []
    return [error_of(told, Rule.SETTLED, told.value_column, FINAL_STANDS)]


def _has_self(told: Told, context: Context) -> bool:
    """Tell whether there is a self-evaluation: a sample is none for what is no sample."""
    own = context.known.rows.get((SELF_EVALUATIONS.name, told.key[1]))
    is_sample = told.cells.get("kind") == ValueKind.SAMPLE
    return own is not None and (is_sample or own.get("kind") != ValueKind.SAMPLE)


def _check_row(told: Told, context: Context) -> Iterator[Finding]:
    yield from _check_subject(told, context)
    for column in told.part.table.columns:
        text = told.cells.get(column.name, "") if column.unit == POINTS else ""
        wrong = ""
        if text and float(text) > FULL:
            wrong = f"应在 0 到 {FULL:g} 之间"
        elif len(text.partition(".")[2]) > SCORE_DECIMALS:
            wrong = "最多一位小数"
        if wrong:
            yield error_of(told, Rule.NUMBER, column.name, f"{column.label}{wrong}，现为 {text}")


def _check_subject(told: Told, context: Context) -> Iterator[Finding]:
    cells = told.cells
    kind = kind_of(cells["subject_id"], context)
    if cells["subject_kind"] != kind:
        sentence = f"对象类别应为「{kind}」，现为「{shown(cells['subject_kind'])}」"
        yield error_of(told, Rule.CODE, "subject_kind", sentence)
    plan, year = context.known.figures.snapshot.place.plan, int(cells["year"])
    first = plan.issued_on.year if plan.issued_on else year
    last = plan.last_year or year
    if not first <= year <= last:
        sentence = f"评估年份应在方案期内（{first}–{last} 年），现为 {year}"
        yield error_of(told, Rule.YEAR, "year", sentence)


def kind_of(subject_id: str, context: Context) -> SubjectKind:
    """Return what a subject is: a known town, a known unit, else a task."""
    snapshot = context.known.figures.snapshot
    if subject_id in {town.town_code for town in snapshot.towns}:
        return SubjectKind.TOWN
    return SubjectKind.UNIT if subject_id in snapshot.departments else SubjectKind.TASK


def _check_filler(told: Told, context: Context) -> Iterator[Finding]:
    """Refuse who is not the subject itself nor, of a task, one of its lead units."""
    filler, subject = told.cells.get("filled_by", ""), told.cells["subject_id"]
    if not filler:
        return
    may: Iterable[str] = [subject]
    if told.cells["subject_kind"] == SubjectKind.TASK:
        tasks = context.known.figures.snapshot.tasks
        may = next((own.lead_units for own in tasks if str(own.task_no) == subject), ())
    if filler not in may:
        sentence = f"填报单位应为评估对象自己，任务应为它的牵头单位，现为「{shown(filler)}」"
        yield error_of(told, Rule.CODE, "filled_by", sentence)
