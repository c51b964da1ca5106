"""From a file to a publication: propose, confirm, submit, approve, publish; the only writer.

Whoever writes, in the browser or on the command line, goes through here: so the same rules hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.changes import compare
from sihui_map.domain.check import RESIDUAL_PERCENT, Finding, Rule, Severity
from sihui_map.domain.dataset import ENERGY_USE, EXPLANATIONS, LEDGER_SUBJECT
from sihui_map.domain.naming import folded
from sihui_map.domain.submission import Change, State, person
from sihui_map.domain.town import CITY
from sihui_map.errors import ChoiceError, DomainError
from sihui_map.intake import checks
from sihui_map.intake.declared import declaration, declaration_key, is_surer
from sihui_map.intake.explanation import SHORTEST, problem_of
from sihui_map.intake.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from sihui_map.archive import Archive
    from sihui_map.changes import Changes
    from sihui_map.domain.submission import Publication, Submission
    from sihui_map.intake.known import Known, Progress, Reading, RowKey

    AreaYear = tuple[str, str]
    """Code of a town or source, and the year, both as they are stored."""

SHORTEST_REASON = SHORTEST
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
    ``as_read`` is the reading before it was checked, ``known`` what it was held against.
    """

    reading: Reading
    rows: tuple[RowChange, ...]
    changes: Changes | None
    as_read: Reading
    known: Known

    @property
    def seen(self) -> Mapping[RowKey, int]:
        """Return the entries that were published when the file was read."""
        return self.known.seen

    @property
    def undeclared(self) -> tuple[AreaYear, ...]:
        """Return the areas and years whose energy use the file changes, not declared complete."""
        return tuple(
            each for each in self._touched if declaration_key(*each) not in self.known.rows
        )

    @property
    def outdated(self) -> tuple[AreaYear, ...]:
        """Return those declared complete while less was sure than the file says now.

        A declaration has the kind of its newest tick: until it is ticked again, what counts as
        none is as preliminary as the rows were then, and so is every sum over it.
        """
        rows = _after(self.known, self.as_read)
        return tuple(
            each
            for each in self._touched
            if (declared := self.known.rows.get(declaration_key(*each)))
            and is_surer(declaration(*each, rows)["kind"], declared["kind"])
        )

    @property
    def _touched(self) -> tuple[AreaYear, ...]:
        told = {(change.dataset, change.row_key) for change in self.as_read.changes}
        found = dict.fromkeys(
            (change.cells["area_id"], change.cells["year"])
            for change in self.as_read.changes
            if change.dataset == ENERGY_USE.name and change.cells is not None
        )
        return tuple(each for each in found if declaration_key(*each) not in told)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return everything that was found."""
        return self.reading.findings

    @property
    def to_answer(self) -> tuple[Finding, ...]:
        """Return the warnings, each of which asks for 确认无误 and a reason."""
        return self.reading.of(Severity.WARNING)

    @property
    def conflicts(self) -> tuple[Finding, ...]:
        """Return the rows that someone else has changed too since the file's writer began."""
        return tuple(found for found in self.to_answer if found.rule is Rule.CONFLICT)


def propose(  # noqa: PLR0913 a file and what it is held against
    archive: Archive,
    body: bytes,
    name: str,
    *,
    today: date,
    number: int = 0,
    progress: Progress | None = None,
) -> Proposal:
    """Read and check the file ``body`` called ``name``; nothing is written.

    What was published since its writer began is merged: since the publication that a template
    names, and of any other file since ``number``, 0 for now. Raises IntakeError where the file
    cannot be read at all.
    """
    known = archive.known(today)
    reading = read_file(body, name, known, number=number, progress=progress)
    return _checked(archive, reading, known, as_read=reading)


def declare(archive: Archive, proposal: Proposal, areas: Iterable[AreaYear]) -> Proposal:
    """Return ``proposal`` with the declaration that these areas told all there is (填全).

    It is one of the areas and years of ``undeclared`` or ``outdated``, else ChoiceError.
    """
    known, read = proposal.known, proposal.as_read
    rows, may = _after(known, read), (*proposal.undeclared, *proposal.outdated)
    added = []
    for area, year in dict.fromkeys(areas):
        if (area, year) not in may:
            may_be = "、".join(":".join(each) for each in may) or "（没有）"
            msg = f"不能声明「{area}:{year}」填全；这个文件里可以声明的：{may_be}"
            raise ChoiceError(msg)
        table, key = declaration_key(area, year)
        cells = declaration(area, year, rows)
        added.append(Change(dataset=table, row_key=key, cells=cells))
    reading = replace(read, changes=(*read.changes, *added))
    return _checked(archive, reading, known, as_read=read)


def _after(known: Known, read: Reading) -> dict[RowKey, Mapping[str, str]]:
    """Return the rows as they would be with what was read."""
    changed = {(change.dataset, change.row_key): change.cells for change in read.changes}
    return {key: cells for key, cells in {**known.rows, **changed}.items() if cells is not None}


def _checked(archive: Archive, reading: Reading, known: Known, *, as_read: Reading) -> Proposal:
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
        return Proposal(reading=reading, rows=rows, changes=None, as_read=as_read, known=known)
    after = archive.with_changes(reading.changes)
    checked = checks.check(reading, known, after)
    changes = compare(known.figures, after)
    return Proposal(reading=checked, rows=rows, changes=changes, as_read=as_read, known=known)


def confirm(
    archive: Archive,
    proposal: Proposal,
    *,
    who: str,
    why: str,
    answers: Mapping[Finding, str] | None = None,
) -> Submission:
    """Keep a proposal as a draft; each warning needs its reason, which goes with its row.

    A conflict is answered by the reason why the file's version is to stand; one without a reason
    leaves its row out, and what is published stays.
    """
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
    return archive.store.draft(
        changes,
        who=who,
        why=why,
        origin=proposal.reading.origin,
        seen=proposal.seen,
    )


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


def move(  # noqa: PLR0913 one step, and who takes it why
    archive: Archive,
    submission_id: int,
    state: State,
    *,
    who: str,
    reason: str = "",
    step: int = 0,
) -> Submission:
    """Take a submission one step further; ``step`` is the last one that the person saw.

    Whoever approves is not whoever handed in, as soon as the store knows two people.
    """
    if state is State.APPROVED:
        _refuse_the_same_person(archive, submission_id, who)
    return archive.store.move(submission_id, state, who=who, reason=reason, step=step)


def approve(archive: Archive, submission_id: int, *, who: str, step: int = 0) -> Submission:
    """Approve a submission that another person handed in."""
    return move(archive, submission_id, State.APPROVED, who=who, step=step)


def _refuse_the_same_person(archive: Archive, submission_id: int, who: str) -> None:
    store = archive.store
    known = {_same_name(name) for name in store.people()}
    name = person(who)
    if len(known) > 1 and _same_name(name) in map(_same_name, store.writers(submission_id)):
        msg = (
            f"提交 {submission_id} 由{name}填报或送审，应由另一个人审核，现在的审核人也是{name}；"
            "请审核人用自己的姓名进入"
        )
        raise DomainError(msg)


def _same_name(name: str) -> str:
    return "".join(folded(name).split())


def renew(
    archive: Archive, submission_id: int, *, who: str, why: str, expected: int | None = None
) -> Submission:
    """Hand in the rows of a late submission again, after looking at what the other wrote."""
    return archive.store.renew(submission_id, who=who, why=why, expected=expected)


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
    """Hand in the written explanation of a year's residual, as a draft of its own.

    It names the part of the ledger in which the residual lies.
    """
    said = text.strip()
    figures = archive.current()  # an empty store begins with the sample
    if wrong := problem_of(said, figures):
        raise DomainError(wrong)
    cells = {
        "subject": LEDGER_SUBJECT,
        "area_id": CITY,
        "year": str(year),
        "text": said,
        "source": who.strip(),
    }
    change = Change(dataset=EXPLANATIONS.name, row_key="", cells=cells)
    why = f"{year} 年平衡表说明"
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
        reference=archive.reference(),
        name=name,
        expected=seen,
        clock_checked=clock_checked,
    )
