"""From a file to a publication: propose, confirm, submit, approve, publish; the only writer.

Whoever writes, in the browser or on the command line, goes through here: so the same rules hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.archive import reference_files
from sihui_map.changes import compare
from sihui_map.domain.check import RESIDUAL_PERCENT, Finding, Severity
from sihui_map.domain.dataset import EXPLANATIONS, LEDGER_SUBJECT
from sihui_map.domain.submission import Change, State
from sihui_map.domain.town import CITY
from sihui_map.errors import DomainError
from sihui_map.intake import checks
from sihui_map.intake.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sihui_map.archive import Archive
    from sihui_map.changes import Changes
    from sihui_map.domain.submission import Publication, Submission
    from sihui_map.intake.known import Progress, Reading, RowKey

SHORTEST_REASON = 4
"""Characters of a reason that says something."""
SHORTEST_WHY = 2
"""Characters of the reason of a publication, such as 年报."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row that would change: its cells before and after, None where there is no row."""

    dataset: str
    row_key: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A file that was read and checked; nothing is written yet.

    ``changes`` is None while an error blocks. ``seen`` are the entries that were published when it
    was read, so that a confirmation cannot hide what someone else published meanwhile.
    """

    reading: Reading
    rows: tuple[RowChange, ...]
    changes: Changes | None
    seen: Mapping[RowKey, int]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return everything that was found."""
        return self.reading.findings

    @property
    def to_answer(self) -> tuple[Finding, ...]:
        """Return the warnings, each of which asks for 确认无误 and a reason."""
        return self.reading.of(Severity.WARNING)


def propose(
    archive: Archive,
    body: bytes,
    name: str,
    *,
    today: date,
    progress: Progress | None = None,
) -> Proposal:
    """Read and check the file ``body`` called ``name``; nothing is written.

    Raises IntakeError where the file cannot be read at all.
    """
    known = archive.known(today)
    reading = read_file(body, name, known, progress=progress)
    rows = tuple(
        RowChange(
            dataset=change.dataset,
            row_key=change.row_key,
            before=known.rows.get((change.dataset, change.row_key)),
            after=change.cells,
        )
        for change in reading.changes
    )
    if reading.is_blocked:
        return Proposal(reading=reading, rows=rows, changes=None, seen=known.seen)
    after = archive.with_changes(reading.changes)
    checked = checks.check(reading, known, after)
    return Proposal(
        reading=checked, rows=rows, changes=compare(known.figures, after), seen=known.seen
    )


def confirm(
    archive: Archive,
    proposal: Proposal,
    *,
    who: str,
    why: str,
    answers: Mapping[Finding, str] | None = None,
) -> Submission:
    """Keep a proposal as a draft; each warning needs its reason, which goes with its row."""
    if proposal.reading.is_blocked:
        msg = f"文件中有 {len(proposal.reading.of(Severity.ERROR))} 处错误，改正后才能提交"
        raise DomainError(msg)
    given = answers or {}
    open_ones = [
        found for found in proposal.to_answer if len(given.get(found, "").strip()) < SHORTEST_REASON
    ]
    if open_ones:
        msg = (
            f"还有 {len(open_ones)} 条提醒没有写「确认无误」的理由（至少 {SHORTEST_REASON} 个字）；"
            f"第一条：{open_ones[0].place} {open_ones[0].sentence}"
        )
        raise DomainError(msg)
    return archive.store.draft(
        _answered(proposal, given),
        who=who,
        why=why,
        origin=proposal.reading.origin,
        seen=proposal.seen,
    )


def _answered(proposal: Proposal, answers: Mapping[Finding, str]) -> list[Change]:
    """Return the changes with the reasons given for their rows.

    A warning about no single row, such as a residual, is kept with every row of the file.
    """
    everywhere = [answers[found] for found in proposal.to_answer if not found.row_key]
    by_row: dict[RowKey, list[str]] = {}
    for found in proposal.to_answer:
        if found.row_key:
            key = (found.dataset, found.row_key)
            by_row.setdefault(key, []).append(f"{found.rule}：{answers[found].strip()}")
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
    ]


def preview(archive: Archive, submission_ids: Iterable[int]) -> Changes:
    """Return what publishing these submissions now would change."""
    return compare(archive.current(), archive.with_changes(_changes(archive, submission_ids)))


def _changes(archive: Archive, submission_ids: Iterable[int]) -> list[Change]:
    return [
        Change(dataset=row.dataset, row_key=row.row_key, cells=row.cells, why=row.why)
        for own in submission_ids
        for row in archive.store.entries(own)
    ]


def explain_ledger(archive: Archive, year: int, text: str, *, who: str) -> Submission:
    """Hand in the written explanation of a year's residual, as a draft of its own."""
    said = text.strip()
    if len(said) < SHORTEST_REASON:
        msg = f"说明至少写 {SHORTEST_REASON} 个字"
        raise DomainError(msg)
    cells = {
        "subject": LEDGER_SUBJECT,
        "area_id": CITY,
        "year": str(year),
        "text": said,
        "source": who.strip(),
    }
    change = Change(dataset=EXPLANATIONS.name, row_key="", cells=cells)
    why = f"{year} 年平衡表说明"
    archive.current()  # an empty store begins with the sample
    return archive.store.draft([change], who=who, why=why, origin=why)


def publish(  # noqa: PLR0913 what a publication says of itself
    archive: Archive,
    submission_ids: Sequence[int],
    *,
    who: str,
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
    if len(why.strip()) < SHORTEST_WHY:
        msg = f"请写明发布事由（至少 {SHORTEST_WHY} 个字）：它会一直列在「历次发布」里"
        raise DomainError(msg)
    if not submission_ids:
        waiting = archive.store.submissions(State.APPROVED)
        msg = f"没有选择要发布的提交；已审核待发布的有 {len(waiting)} 份"
        raise DomainError(msg)
    seen = archive.store.latest_number() if expected is None else expected
    before = archive.current()
    after = archive.with_changes(_changes(archive, submission_ids))
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
    return archive.store.publish(
        submission_ids,
        who=who,
        why=why,
        reference=reference_files(archive.geodata),
        name=name,
        expected=seen,
        clock_checked=clock_checked,
    )
