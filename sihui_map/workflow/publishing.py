"""What makes a new 期, and the name it is kept under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.changes import compare
from sihui_map.domain.access import Action
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.evaluation import unsettled
from sihui_map.domain.progress import new_wrong_turns
from sihui_map.domain.submission import Change, State
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError
from sihui_map.intake.task_checks import said_of
from sihui_map.reference.snapshot import read_sample
from sihui_map.store.writers import auditing, beginning, naming, publishing
from sihui_map.workflow.permitting import line, permit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.archive import Archive
    from sihui_map.changes import Changes
    from sihui_map.domain.access import Actor
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.submission import Publication
    from sihui_map.figures import Figures

SHORTEST_WHY = 2
"""Characters of the reason of a publication, such as 年报."""


def begin(archive: Archive, *, with_sample: bool) -> Publication:
    """Fill an empty store with the sample, or with nothing that was reported, as 第 1 期."""
    tables = read_sample(archive.geodata) if with_sample else {}
    return beginning.begin(archive.store, tables, archive.reference())


def preview(archive: Archive, submission_ids: Iterable[int]) -> Changes:
    """Return what publishing these submissions now would change."""
    return compare(archive.current(), staged(archive, submission_ids))


def staged(archive: Archive, submission_ids: Iterable[int]) -> Figures:
    """Return the figures as they would be with these submissions."""
    return archive.with_changes(_changes(archive, submission_ids))


def _changes(archive: Archive, submission_ids: Iterable[int]) -> list[Change]:
    return [
        Change(dataset=row.dataset, row_key=row.row_key, cells=row.cells, why=row.why)
        for own in submission_ids
        for row in archive.store.entries(own)
    ]


def publish(  # noqa: PLR0913 what a publication says of itself
    archive: Archive,
    submission_ids: Sequence[int],
    *,
    who: Actor,
    why: str,
    name: str = "",
    expected: int | None = None,
    clock_checked: bool = False,
) -> Publication:
    """Make approved submissions public as a new 期, frozen under ``name`` where there is one.

    ``expected`` is the newest publication that the person saw; by default the newest there is.

    Refused without a reason, and while a year's residual is above the threshold and nobody has
    explained it; and where the clock runs backwards, unless somebody has ``clock_checked``.
    """
    about = "、".join(f"提交 {each}" for each in submission_ids)
    permit(archive, who, Action.PUBLISH, about)
    if len(why.strip()) < SHORTEST_WHY:
        msg = f"请写明发布事由（至少 {SHORTEST_WHY} 个字）：它会一直列在「历次发布」里"
        raise DomainError(msg)
    if not submission_ids:
        waiting = archive.store.submissions(State.APPROVED)
        msg = f"没有选择要发布的提交；已审核待发布的有 {len(waiting)} 份"
        raise DomainError(msg)
    seen = archive.store.latest_number() if expected is None else expected
    before = archive.current()
    after = staged(archive, submission_ids)
    _refuse_unsettling(before.snapshot, after.snapshot)
    _refuse_disorder(before.snapshot, after.snapshot)
    open_years = [
        year
        for year in after.unexplained_years
        if year not in before.unexplained_years
        or before.ledger(year).share_residual != after.ledger(year).share_residual
    ]
    if open_years:
        shares = "、".join(
            f"{year} 年 {after.ledger(year).share_residual.known:.1f}%" for year in open_years
        )
        msg = (
            f"平衡差额超过 {RESIDUAL_PERCENT:g}%：{shares}。请先为这些年份提交书面说明，"
            "与数据一起审核、发布"
        )
        raise DomainError(msg)
    with auditing.audited(archive.store, line(who, Action.PUBLISH, about, why=why)) as said:
        made = publishing.publish(
            archive.store,
            submission_ids,
            who=who.signed,
            why=why,
            reference=archive.reference(),
            name=name,
            expected=seen,
            clock_checked=clock_checked,
        )
        said.before, said.after = f"第 {made.number - 1} 期", f"第 {made.number} 期 {made.revision}"
    return made


def _refuse_unsettling(before: Snapshot, after: Snapshot) -> None:
    """Refuse to change a final evaluation, or the self-evaluation that it rests on."""
    judged = [one for one in before.evaluations if one.kind is not ValueKind.SAMPLE]
    changed = {(one.subject, one.year) for one in unsettled(judged, after.evaluations)}
    final = {(one.subject, one.year) for one in judged if one.is_final}
    told = {(one.subject, one.year): one for one in after.self_evaluations}
    changed |= {
        key
        for one in before.self_evaluations
        if (key := (one.subject, one.year)) in final and told.get(key) != one
    }
    if changed:
        subject, year = min(changed)
        msg = (
            f"{subject.kind}「{subject.subject_id}」{year} 年的终评已发布，不能改也不能撤；"
            "要更正，请在「年度评定」填「更正得分」和「更正理由」"
        )
        raise DomainError(msg)


def _refuse_disorder(before: Snapshot, after: Snapshot) -> None:
    """Refuse reports of a task that may not follow what was published since they were checked."""
    leads = {task.task_no: task.lead_units for task in after.tasks}
    for turn in new_wrong_turns(before.task_updates, after.task_updates, leads):
        msg = f"{said_of(turn)}。请退回或撤回不合的那一份，改正以后再发布"
        raise DomainError(msg)


def freeze(archive: Archive, number: int, name: str, *, who: Actor) -> Publication:
    """Give publication ``number`` a name that no other has; it can never be taken away."""
    about = f"第 {number} 期"
    permit(archive, who, Action.NAME, about)
    with auditing.audited(archive.store, line(who, Action.NAME, about)) as said:
        named = naming.freeze(archive.store, number, name, who=who.signed)
        said.after = name.strip()
    return named
