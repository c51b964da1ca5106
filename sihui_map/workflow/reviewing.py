"""The steps of a submission: whoever approves is not whoever handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from sihui_map.catalogue import ALLOTMENTS
from sihui_map.domain.access import Action, people_in
from sihui_map.domain.account import same_name
from sihui_map.domain.allotting import refused_step
from sihui_map.domain.submission import State
from sihui_map.domain.working import RemarkKind
from sihui_map.errors import ChoiceError, DomainError
from sihui_map.store.writers import auditing, drafting, steps, working
from sihui_map.workflow.permitting import (
    line,
    permit,
    permit_cells,
    permit_years,
    refuse,
    rows_of,
    today_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.submission import Entry, Submission
    from sihui_map.intake.known import RowKey

ACTION: Mapping[State, Action] = {
    State.SUBMITTED: Action.SUBMIT,
    State.TAKEN: Action.APPROVE,
    State.APPROVED: Action.APPROVE,
    State.RETURNED: Action.RETURN,
    State.WITHDRAWN: Action.WITHDRAW,
}
"""What takes a submission to a state."""
EXCEPTION = "四眼例外：填报的人自己审核，按设置允许"
"""Said of each step that one person takes where two are usual."""


def move(  # noqa: PLR0913 one step, and who takes it why
    archive: Archive,
    submission_id: int,
    state: State,
    *,
    who: Actor,
    reason: str = "",
    step: int = 0,
) -> Submission:
    """Take a submission one step further; ``step`` is the last one that the person saw.

    Whoever takes it up or approves is not whoever handed in any version of it, unless the archive
    says that this is not asked for: then the step and the log say so.
    """
    if state not in ACTION:
        msg = f"提交不能直接改为「{state}」；发布请用 publish，它同时生成新的一期"
        raise DomainError(msg)
    action, about = ACTION[state], f"提交 {submission_id}"
    before = archive.store.submission(submission_id).state
    permit(archive, who, action, about, rows_of(archive, submission_id))
    if state is State.SUBMITTED:
        permit_years(archive, who, action, about, rows_of(archive, submission_id))
    if state in {State.TAKEN, State.APPROVED} and _is_the_same_person(archive, submission_id, who):
        if archive.four_eyes:
            _refuse_the_same_person(archive, submission_id, who)
        reason = "；".join(filter(None, (reason, EXCEPTION)))
    with auditing.audited(archive.store, line(who, action, about, why=reason)) as said:
        moved = steps.move(
            archive.store, submission_id, state, who=who.signed, reason=reason, step=step
        )
        said.before, said.after = before, moved.state
    return moved


def approve(archive: Archive, submission_id: int, *, who: Actor, step: int = 0) -> Submission:
    """Approve a submission that another person handed in."""
    return move(archive, submission_id, State.APPROVED, who=who, step=step)


def send_back(  # noqa: PLR0913 what comes back, why, by whom
    archive: Archive,
    submission_id: int,
    reasons: Mapping[tuple[str, str, str], str],
    *,
    who: Actor,
    reason: str = "",
    step: int = 0,
) -> Submission:
    """Return a submission with a reason for each cell (dataset, row key, column) that is wrong.

    The cells stand in the submission, else ChoiceError; a cell without a reason, or nothing to say
    at all, is a DomainError.
    """
    about = f"提交 {submission_id}"
    permit(archive, who, Action.RETURN, about)
    known = {
        (row.dataset, row.row_key, column)
        for row in archive.store.entries(submission_id)
        for column in (row.cells or {"": ""})
    }
    said = {place: text.strip() for place, text in reasons.items()}
    if foreign := [place for place in said if place not in known]:
        msg = f"提交 {submission_id} 里没有「{'/'.join(foreign[0])}」这一格"
        raise ChoiceError(msg)
    if empty := [place for place, text in said.items() if not text]:
        msg = f"选了 {len(said)} 格，其中 {len(empty)} 格没有写退回的理由；每一格都要写"
        raise DomainError(msg)
    whole = reason.strip() or "；".join(dict.fromkeys(said.values()))
    with auditing.at_once(archive.store):
        moved = move(archive, submission_id, State.RETURNED, who=who, reason=whole, step=step)
        for (table, key, column), text in said.items():
            working.say(
                archive.store,
                (table, key),
                column,
                RemarkKind.RETURNED,
                text,
                who=who.signed,
                submission_id=submission_id,
            )
    return moved


def _is_the_same_person(archive: Archive, submission_id: int, who: Actor) -> bool:
    writers = {
        same_name(each) for one in archive.store.writers(submission_id) for each in people_in(one)
    }
    return bool(writers & {same_name(each) for each in people_in(who.signed)})


def _refuse_the_same_person(archive: Archive, submission_id: int, who: Actor) -> NoReturn:
    sentence = (
        f"提交 {submission_id} 由{who.signed}填报或送审，应由另一个人审核；"
        "请另一位审核人员用自己的账号审核"
    )
    refuse(archive.store, who, Action.APPROVE, f"提交 {submission_id}", sentence)


def renew(
    archive: Archive, submission_id: int, *, who: Actor, why: str, expected: int | None = None
) -> Submission:
    """Hand in the rows of a late submission again, after looking at what the other wrote."""
    about = f"提交 {submission_id}"
    permit(archive, who, Action.RENEW, about, rows_of(archive, submission_id))
    entries, rows = (
        archive.store.entries(submission_id),
        archive.known(today_of(archive.store)).rows,
    )
    permit_cells(archive, who, about, entries, rows)
    _refuse_steps(entries, rows)
    with auditing.audited(archive.store, line(who, Action.RENEW, about, why=why)) as said:
        fresh = drafting.renew(
            archive.store, submission_id, who=who.signed, why=why, expected=expected
        )
        said.after = f"提交 {fresh.submission_id}"
    return fresh


def _refuse_steps(entries: Iterable[Entry], rows: Mapping[RowKey, Mapping[str, str]]) -> None:
    """Raise DomainError where an entry takes a step of a share (目标分解) that nobody takes."""
    for entry in entries:
        if entry.dataset == ALLOTMENTS.name and entry.cells is not None:
            before = rows.get((entry.dataset, entry.row_key))
            if sentence := refused_step(before, entry.cells):
                msg = f"目标分解 {entry.row_key}：{sentence}"
                raise DomainError(msg)
