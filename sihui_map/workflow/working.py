"""The working copy of a town or unit: kept cell by cell, checked, handed in as a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue import dataset
from sihui_map.domain.access import SCOPED, Action
from sihui_map.domain.account import Deed
from sihui_map.domain.submission import State
from sihui_map.domain.town import CITY
from sihui_map.domain.working import CellPlace, CellState, RemarkKind
from sihui_map.errors import AccessError, ChoiceError, DomainError
from sihui_map.intake.checks import check_rows
from sihui_map.intake.desk import Desk, filled_columns, line_id_of, row_at
from sihui_map.intake.evidence import check_evidence
from sihui_map.store.writers import auditing, drafting, working
from sihui_map.workflow.confirming import confirm
from sihui_map.workflow.permitting import (
    log_cell,
    owners_of,
    permit,
    permit_cells,
    permit_years,
    refuse,
    today_of,
)
from sihui_map.workflow.proposing import proposed
from sihui_map.workflow.reviewing import move

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Change, Submission
    from sihui_map.domain.working import Evidence, Remark, Written
    from sihui_map.intake.known import Known, Reading, RowKey
    from sihui_map.workflow.permitting import Row
    from sihui_map.workflow.proposing import Proposal

ON_ITS_WAY = (State.DRAFT, State.SUBMITTED, State.TAKEN, State.APPROVED)
"""A cell of such a submission is locked: who wants to change it takes the submission back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A cell that was kept, and what its writer should know about it."""

    written: Written
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """The working copy of ``scope`` as it is now."""

    desk: Desk
    cells: Mapping[CellPlace, Written]
    submissions: Mapping[int, Submission]
    reasons: Mapping[tuple[str, str, str], Remark]
    """Why a cell of a row came back, by dataset, row key and column."""

    def state(self, place: CellPlace, published: str) -> CellState:
        """Return where a cell stands that has ``published`` in it, or nothing."""
        now = self.cells.get(place)
        plain = CellState.PUBLISHED if published else CellState.EMPTY
        if now is None:
            return plain
        if not self.is_open(now):
            return CellState.LOCKED if self._held(now) in ON_ITS_WAY else plain
        if self.reason(place):
            return CellState.RETURNED
        return plain if now.text == published else CellState.SAVED

    def text(self, place: CellPlace, published: str) -> str:
        """Return what stands in a cell."""
        is_plain = self.state(place, published) in (CellState.PUBLISHED, CellState.EMPTY)
        return published if is_plain else self.cells[place].text

    def is_open(self, written: Written) -> bool:
        """Tell whether a cell is still to be handed in: typed, taken back or returned."""
        return self._held(written) not in (*ON_ITS_WAY, State.PUBLISHED)

    def _held(self, written: Written) -> State | None:
        own = written.submission_id
        return None if own is None else self.submissions[own].state

    def reason(self, place: CellPlace) -> Remark | None:
        """Return why a cell came back and still waits to be mended."""
        now = self.cells.get(place)
        row = self.desk.row_of(place) if now and now.submission_id is not None else None
        if now is None or row is None or self._held(now) is not State.RETURNED:
            return None
        (table, key), column = row
        found = self.reasons.get((table, key, column))
        return found if found and found.submission_id == now.submission_id else None

    @property
    def pending(self) -> tuple[Written, ...]:
        """Return the cells that would be handed in now."""
        return tuple(
            one
            for place, one in self.cells.items()
            if place.sheet in self.desk.sheets
            and self.state(place, self.published(place)) in (CellState.SAVED, CellState.RETURNED)
        )

    def published(self, place: CellPlace) -> str:
        """Return what is published in a cell, "" where nothing is."""
        return self.desk.line(place.sheet, place.line).texts.get(place.field, "")

    @property
    def drafts(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return the texts of what would be handed in, by sheet and line."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for one in self.pending:
            found.setdefault((one.place.sheet, one.place.line), {})[one.place.field] = one.text
        return found


def scopes_of(archive: Archive, who: Actor) -> tuple[str, ...]:
    """Return whose working copies someone may fill in: of a clerk, his own."""
    if who.role in SCOPED:
        return (who.scope,)
    if not who.may(Action.HAND_IN):
        return ()
    snapshot = archive.current().snapshot
    towns = [town.town_code for town in archive.current().towns]
    return (*towns, CITY, *snapshot.departments)


def desk_of(archive: Archive, scope: str, known: Known | None = None) -> Desk:
    """Return what a town, a unit or the city fills in; ChoiceError for what is none of them."""
    known = known or archive.known(today_of(archive.store))
    snapshot = known.figures.snapshot
    towns = {town.town_code for town in known.figures.towns}
    if scope not in {*towns, CITY, *snapshot.departments}:
        msg = f"没有「{scope[:20]}」这个镇街或单位"
        raise ChoiceError(msg)

    def owns(rows: list[Row]) -> bool:
        return bool(rows) and all(_is_of(scope, owners) for owners in owners_of(rows, snapshot))

    return Desk(known, scope, owns)


def copy_of(archive: Archive, desk: Desk) -> Copy:
    """Return the working copy of whose desk it is."""
    cells = {one.place: one for one in archive.store.cells(desk.scope)}
    held = {one.submission_id for one in cells.values() if one.submission_id is not None}
    submissions = archive.store.submissions_by_id(held)
    reasons = {
        (one.dataset, one.row_key, one.field): one
        for one in reversed(archive.store.reasons(*held) if held else ())
        if one.kind is RemarkKind.RETURNED
    }
    return Copy(desk, cells, submissions, reasons)


def _is_of(scope: str, owners: frozenset[str]) -> bool:
    return not owners - {CITY} if scope == CITY else scope in owners


def save(  # noqa: PLR0913 what was typed, where, by whom
    archive: Archive,
    place: CellPlace,
    text: str,
    *,
    who: Actor,
    step: int,
    desk: Desk | None = None,
) -> Saved:
    """Keep what was typed into one cell at once.

    Refused and logged where the cell is another's or its year is not open; a DomainError says what
    is wrong with the text, a LateError who wrote something else meanwhile.
    """
    about = f"工作台「{place.sheet}」{place.line}"
    permit(archive, who, Action.HAND_IN, about)
    if who.role in SCOPED and place.scope != who.scope:
        sentence = f"{who.signed}只能填自己的工作台，这一格是「{place.scope[:30]}」的，没有写入"
        refuse(archive.store, who, Action.HAND_IN, about, sentence)
    copy = copy_of(archive, desk or desk_of(archive, place.scope))
    drafts = {
        one.place.field: one.text
        for one in copy.cells.values()
        if (one.place.sheet, one.place.line) == (place.sheet, place.line) and copy.is_open(one)
    }
    checked = copy.desk.check_cell(place, drafts, text)
    permit(archive, who, Action.HAND_IN, about, lambda: checked.rows)
    permit_years(archive, who, Action.HAND_IN, about, lambda: checked.rows)
    rows = copy.desk.known.rows
    permit_cells(archive, who, about, checked.changes, rows)
    if not copy.desk.owns(list(checked.rows)):
        sentence = f"「{place.sheet}」的这一行不是「{place.scope[:30]}」的，没有写入"
        refuse(archive.store, who, Action.HAND_IN, about, sentence)
    if checked.error:
        raise DomainError(checked.error)
    now = copy.cells.get(place)
    if now and now.submission_id is not None:
        held = copy.submissions[now.submission_id]
        if held.state in ON_ITS_WAY:
            msg = f"这一格在提交 {held.submission_id}（{held.state}）里；要改，请先撤回那份提交"
            raise DomainError(msg)
    issue = copy.desk.known.number
    with auditing.at_once(archive.store):
        written = working.write(
            archive.store, place, checked.text, who=who.signed, issue=issue, step=step
        )
        if now is None or written.number != now.number:
            log_cell(archive, who, Deed.FILL, place, now.text if now else "", written.text)
    return Saved(written=written, notes=checked.notes)


def check(archive: Archive, copy: Copy) -> Proposal:
    """Return what a working copy would change; nothing is written."""
    return proposed(archive, _reading(copy), copy.desk.known)


def _reading(copy: Copy) -> Reading:
    return copy.desk.reading(copy.drafts, min((one.issue for one in copy.pending), default=0))


def fired(copy: Copy) -> tuple[Finding, ...]:
    """Return which checks of its rows a working copy fires, without the figures it would make."""
    reading = _reading(copy)
    return (*reading.findings, *check_rows(reading, copy.desk.known))


def hand_in(  # noqa: PLR0913 what is handed in, by whom and why
    archive: Archive,
    copy: Copy,
    proposal: Proposal,
    *,
    who: Actor,
    why: str,
    answers: Mapping[Finding, str] | None = None,
) -> Submission:
    """Make a submission of what was checked, and submit it for review, all of it or nothing.

    LateError where somebody changed a cell since; what was returned gives way to it.
    """
    scope, pending = copy.desk.scope, copy.pending
    if who.role in SCOPED and scope != who.scope:
        sentence = f"{who.signed}只能送审自己的工作台"
        refuse(archive.store, who, Action.SUBMIT, f"工作台「{scope}」", sentence)
    if not pending:
        msg = "工作台里没有待送审的改动"
        raise DomainError(msg)
    rows = [
        (change.dataset, change.cells)
        for change in proposal.reading.changes
        if change.cells is not None
    ]
    for action in (Action.HAND_IN, Action.SUBMIT):  # what is refused is logged outside of all
        permit(archive, who, action, f"工作台「{scope}」", lambda: rows)
        permit_years(archive, who, action, f"工作台「{scope}」", lambda: rows)
    changes = proposal.reading.changes
    permit_cells(archive, who, f"工作台「{scope}」", changes, proposal.known.rows)
    with auditing.at_once(archive.store):
        working.refuse_changed(archive.store, pending)
        kept = confirm(archive, proposal, who=who, why=why, answers=answers)
        if kept.state is State.RETURNED:
            msg = f"与提交 {kept.submission_id}（{kept.state}）完全相同，没有送审；请先改退回的内容"
            raise DomainError(msg)
        if kept.state is State.DRAFT:
            kept = move(archive, kept.submission_id, State.SUBMITTED, who=who, step=kept.step)
        working.hand_over(archive.store, pending, kept.submission_id, who=who.signed)
        for own in _returned(archive, proposal):
            drafting.replaced(archive.store, own, kept.submission_id, who=who.signed)
    return kept


def _returned(archive: Archive, proposal: Proposal) -> tuple[int, ...]:
    """Return the submissions that came back and all of whose rows are handed in again."""
    fresh = {(change.dataset, change.row_key) for change in proposal.reading.changes}
    return tuple(
        one.submission_id
        for one in archive.store.submissions(State.RETURNED)
        if {(row.dataset, row.row_key) for row in archive.store.entries(one.submission_id)} <= fresh
    )


MOST_FILES = 10
"""Behind one row."""


def attach(archive: Archive, place: CellPlace, name: str, body: bytes, *, who: Actor) -> None:
    """Keep a file behind one cell; of a clerk, behind his own only."""
    (table, key), column = permit_cell(archive, place, who=who)
    plain, media = check_evidence(name, body)
    if len(archive.store.evidence(table, key)) >= MOST_FILES:
        msg = f"这一行已有 {MOST_FILES} 个附件，不能再加；请合并成一个文件"
        raise DomainError(msg)
    with auditing.at_once(archive.store):
        row = table, key
        working.keep_evidence(archive.store, row, column, plain, media, body, who=who.signed)
        log_cell(archive, who, Deed.ATTACH, place, "", plain)


def opened(archive: Archive, number: int, *, who: Actor) -> tuple[Evidence, bytes]:
    """Return a file behind a row to who fills that row in or reviews it, else AccessError."""
    found = archive.store.evidence_file(number)
    if found is None:
        msg = f"没有编号为 {number} 的附件"
        raise ChoiceError(msg)
    own, body = found
    known = archive.known(today_of(archive.store)).rows.get((own.dataset, own.row_key))
    # The key of a site names no town: whose it is stands in the row.
    row = (own.dataset, known or dataset(own.dataset).named_by(own.row_key))
    permit(archive, who, Action.HAND_IN, f"附件 {number}", lambda: [row])
    return own, body


def say(archive: Archive, place: CellPlace, kind: RemarkKind, text: str, *, who: Actor) -> None:
    """Keep a comment or a follow-up flag of one cell; of a clerk, of his own only."""
    if kind is RemarkKind.RETURNED:
        msg = "退回由审核人员在审核台写理由"
        raise AccessError(msg)
    if not text.strip():
        msg = f"{kind}要写明内容"
        raise DomainError(msg)
    (table, key), column = permit_cell(archive, place, who=who)
    with auditing.at_once(archive.store):
        working.say(archive.store, (table, key), column, kind, text, who=who.signed)
        log_cell(archive, who, Deed.SAY, place, "", f"{kind}：{text}")


def permit_desk(archive: Archive, scope: str, *, who: Actor) -> None:
    """Raise AccessError, logged, where someone looks at a working copy that is not his to see."""
    if scope not in scopes_of(archive, who):
        sentence = f"{who.signed}不能看「{scope[:30]}」的工作台"
        refuse(archive.store, who, Action.HAND_IN, f"工作台「{scope[:30]}」", sentence)


def permit_cell(
    archive: Archive, place: CellPlace, *, who: Actor, desk: Desk | None = None
) -> tuple[RowKey, str]:
    """Return which cell of which row a place is; AccessError, logged, where it is another's.

    His own desk is not enough: the line is what a message names, and has to be of that desk.
    """
    about = f"工作台「{place.sheet}」{place.line}"
    permit(archive, who, Action.HAND_IN, about)
    if who.role in SCOPED and place.scope != who.scope:
        sentence = f"{who.signed}只能看、写自己工作台里的格"
        refuse(archive.store, who, Action.HAND_IN, about, sentence)
    desk = desk or desk_of(archive, place.scope)
    row, texts = desk.row_of(place), desk.line(place.sheet, place.line).texts
    rows = desk.rows_of(desk.sheet(place.sheet), texts)
    if row and row[0] in desk.known.rows:  # as it is published, whatever the line says
        rows.append((row[0][0], desk.known.rows[row[0]]))
    if not desk.owns(rows):
        refuse(archive.store, who, Action.HAND_IN, about, f"这一行不是「{place.scope[:30]}」的")
    if row is None:
        msg = f"「{place.sheet}」的这一行没有这一格"
        raise ChoiceError(msg)
    return row


def take(archive: Archive, scope: str, proposal: Proposal, *, who: Actor) -> int:
    """Put the rows of a file into the working copy, to go on there; return how many cells."""
    copy, count = copy_of(archive, desk_of(archive, scope, proposal.known)), 0
    for change in proposal.reading.changes:
        for place, text in _cells_of(copy, change):
            now = copy.cells.get(place)
            if text != copy.text(place, copy.published(place)):
                save(archive, place, text, who=who, step=now.step if now else 0, desk=copy.desk)
                count += 1
    return count


def _cells_of(copy: Copy, change: Change) -> Iterable[tuple[CellPlace, str]]:
    """Yield where on the sheets a changed row stands, and what it says there."""
    if change.cells is None:
        return
    sources = copy.desk.form.words["source"]
    for sheet in copy.desk.sheets.values():
        for part in sheet.parts:
            is_its = part.table.name == change.dataset and not part.is_shared
            if not is_its or not part.holds(change.cells, sources):
                continue
            texts = {own: change.cells.get(name, "") for name, own in part.cells.items()}
            texts |= dict(part.expects)
            line_id = line_id_of(sheet, texts)
            for column in filled_columns(sheet):
                if column.name in texts and row_at(sheet, texts, column.name):
                    place = CellPlace(copy.desk.scope, sheet.name, line_id, column.name)
                    yield place, texts[column.name]
