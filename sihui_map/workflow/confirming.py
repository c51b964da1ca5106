"""A proposal that a person confirms becomes a draft; each warning needs its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import Action
from sihui_map.domain.check import Rule, Severity
from sihui_map.domain.submission import Change
from sihui_map.errors import DomainError
from sihui_map.intake.explanation import SHORTEST
from sihui_map.store.writers import auditing, drafting
from sihui_map.workflow.permitting import line, permit, permit_cells, permit_years

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Submission
    from sihui_map.intake.known import RowKey
    from sihui_map.workflow.permitting import Row
    from sihui_map.workflow.proposing import Proposal

SHORTEST_REASON = SHORTEST


def confirm(
    archive: Archive,
    proposal: Proposal,
    *,
    who: Actor,
    why: str,
    answers: Mapping[Finding, str] | None = None,
) -> Submission:
    """Keep a proposal as a draft; each warning needs its reason, which goes with its row.

    A conflict is answered by the reason why the file's version is to stand; one without a reason
    leaves its row out, and what is published stays. A clerk hands in what is his own only.
    """
    about = f"文件「{proposal.reading.origin}」"
    permit(archive, who, Action.HAND_IN, about, lambda: _touched(proposal))
    permit_years(archive, who, Action.HAND_IN, about, lambda: _touched(proposal))
    told, rows = proposal.reading.changes, proposal.known.rows
    permit_cells(archive, who, about, told, rows)
    if proposal.reading.is_blocked:
        msg = f"文件中有 {len(proposal.reading.of(Severity.ERROR))} 处错误，改正后才能提交"
        raise DomainError(msg)
    given = {found: text.strip() for found, text in (answers or {}).items()}
    left_out = _left_out(proposal, given)
    open_ones = [
        found
        for found in proposal.to_answer
        if (found.dataset, found.row_key) not in left_out
        and len(given.get(found, "")) < SHORTEST_REASON
    ]
    if open_ones:
        msg = (
            f"还有 {len(open_ones)} 条提醒没有写「确认无误」的理由（至少 {SHORTEST_REASON} 个字）；"
            f"第一条：{open_ones[0].place} {open_ones[0].sentence}"
        )
        raise DomainError(msg)
    changes = _answered(proposal, given, left_out)
    if left_out and not changes:
        msg = "冲突的行都没有写以本表为准的理由：保留已发布的值，没有需要提交的变化"
        raise DomainError(msg)
    with auditing.audited(archive.store, line(who, Action.HAND_IN, about, why=why)) as said:
        kept = drafting.draft(
            archive.store,
            changes,
            who=who.signed,
            why=why,
            origin=proposal.reading.origin,
            seen=proposal.seen,
        )
        said.after = f"提交 {kept.submission_id}，{kept.rows} 行"
    return kept


def _touched(proposal: Proposal) -> list[Row]:
    """Return each row that a proposal would change, as it is and as it would be."""
    return [
        (change.dataset, cells)
        for change in proposal.reading.changes
        for cells in (proposal.known.rows.get((change.dataset, change.row_key)), change.cells)
        if cells is not None
    ]


def _left_out(proposal: Proposal, answers: Mapping[Finding, str]) -> set[RowKey]:
    """Return the rows of conflicts that nobody decided: what is published stays."""
    return {
        (found.dataset, found.row_key)
        for found in proposal.to_answer
        if found.rule is Rule.CONFLICT and not answers.get(found)
    }


def _answered(
    proposal: Proposal, answers: Mapping[Finding, str], left_out: Collection[RowKey]
) -> list[Change]:
    """Return the changes with the reasons given for their rows, without those left out.

    A warning about no single row, such as a residual, is kept with every row of the file; one
    about a line that was not read goes with none.
    """
    told = [found for found in proposal.to_answer if found.rule is not Rule.UNKNOWN]
    everywhere = [answers[found] for found in told if not found.row_key]
    by_row: dict[RowKey, list[str]] = {}
    for found in told:
        key = (found.dataset, found.row_key)
        if found.row_key and key not in left_out:
            by_row.setdefault(key, []).append(f"{found.rule}：{answers[found]}")
    return [
        Change(
            dataset=change.dataset,
            row_key=change.row_key,
            cells=change.cells,
            why="；".join(
                dict.fromkeys(
                    [
                        *([change.why] if change.why else []),
                        *by_row.get((change.dataset, change.row_key), ()),
                        *everywhere,
                    ]
                )
            ),
        )
        for change in proposal.reading.changes
        if (change.dataset, change.row_key) not in left_out
    ]
