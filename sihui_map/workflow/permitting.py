"""Whether someone may do what he asks for, and whose the rows are; what is refused is logged."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from sihui_map.catalogue import (
    ALLOTMENTS,
    INDICATOR_VALUES,
    PARKS,
    SELF_EVALUATIONS,
    TASK_LINES,
    TASK_STEPS,
    TASK_UPDATES,
    dataset,
)
from sihui_map.domain.access import SCOPED, Action
from sihui_map.domain.evaluation import SubjectKind
from sihui_map.domain.plan import leading_units
from sihui_map.errors import AccessError, ReadOnlyError, StoreError
from sihui_map.intake.layout import layout
from sihui_map.intake.reserved import reserved_in
from sihui_map.intake.row_checks import town_of
from sihui_map.store.writers import auditing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.account import Deed, Record
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.submission import Change, Entry, Submission
    from sihui_map.domain.working import CellPlace
    from sihui_map.intake.known import RowKey
    from sihui_map.store import Store

    Cells = Mapping[str, str]
    Row = tuple[str, Cells]
    """Dataset and cells, as they are or as they would be."""

NOBODY = frozenset[str]()
SEALED = "（不公开的表，这里不写内容）"


def line(who: Actor, action: Action, about: str = "", *, why: str = "") -> auditing.Line:
    """Return what the log is told of ``action``."""
    return auditing.Line(who=who.signed, address=who.address, action=action, about=about, why=why)


def refuse(store: Store, who: Actor, action: Action, about: str, sentence: str) -> NoReturn:
    """Write into the log that this was refused, and raise AccessError with the ``sentence``."""
    try:
        auditing.refused(store, line(who, action, about, why=sentence))
    except StoreError:  # it stays refused where nothing can be written
        raise AccessError(sentence) from None
    raise AccessError(sentence)


def log_cell(  # noqa: PLR0913, PLR0917 a line of the log
    archive: Archive, who: Actor, deed: Deed, place: CellPlace, before: str, after: str
) -> None:
    """Write what was done to a cell; who reads the log need not be one who may read the table."""
    sheets = layout(archive.current().snapshot.place).sheets
    own = next(sheet for sheet in sheets if sheet.name == place.sheet)
    if any(part.table.is_confidential for part in own.parts):
        before, after = (SEALED if text else "" for text in (before, after))
    told = auditing.Line(
        who=who.signed,
        address=who.address,
        action=deed,
        about=f"工作台「{place.sheet}」{place.line}「{place.field}」",
        before=before,
        after=after,
    )
    auditing.done(archive.store, told)


def permit(
    archive: Archive,
    who: Actor,
    action: Action,
    about: str,
    rows: Callable[[], Iterable[Row]] = tuple,
) -> None:
    """Raise AccessError where ``who`` may not do ``action`` with ``rows``, and log it.

    Of a change both what stands there and what would stand there count: so nothing of another's
    is taken by writing one's own town into it.
    """
    if who.may(action, [NOBODY]):
        return
    snapshot = archive.current().snapshot
    owners = owners_of(list(rows()), snapshot) if who.may(action) else ()
    if sentence := who.refusal(action, owners):
        refuse(archive.store, who, action, about, sentence)


def permit_upload(archive: Archive, who: Actor, *, is_his: bool) -> None:
    """Raise AccessError where ``who`` may not hand in files, or not by this address, and log it."""
    permit(archive, who, Action.USE_TEMPLATE, "上传文件")
    if not is_his:
        sentence = f"{who.signed}上传用的不是自己页面的地址"
        refuse(archive.store, who, Action.USE_TEMPLATE, "上传文件", sentence)


def exported_log(archive: Archive, *, who: Actor) -> tuple[Record, ...]:
    """Return the whole log to take away, which is written into it, too; AccessError, logged."""
    permit(archive, who, Action.READ_AUDIT, "操作记录")
    told = line(who, Action.READ_AUDIT, "操作记录")
    told.after = "下载"
    # It can be read where nothing can be written.
    with suppress(ReadOnlyError), auditing.audited(archive.store, told):
        pass
    return archive.store.log()


def permit_years(
    archive: Archive, who: Actor, action: Action, about: str, rows: Callable[[], Iterable[Row]]
) -> None:
    """Raise AccessError where a clerk's ``rows`` are of a year that is not open, and log it.

    The year of a share of a target is no year to report: it has no period.
    """
    if who.role not in SCOPED:
        return
    periods, today = archive.store.periods(), today_of(archive.store)
    asked = (cells.get("year", "") for name, cells in rows() if name != ALLOTMENTS.name)
    for year in sorted({year for year in asked if year.isdigit()}):
        if sentence := periods.lock(who.scope, int(year), today):
            refuse(archive.store, who, action, about, f"{sentence}，没有写入")


def permit_cells(
    archive: Archive,
    who: Actor,
    about: str,
    changes: Iterable[Change | Entry],
    rows: Mapping[RowKey, Cells],
) -> None:
    """Raise AccessError where a clerk writes or takes away what only the office does, and log it.

    ``rows`` are those that are published.
    """
    if who.role not in SCOPED:
        return
    found = [
        (one.dataset, sentence)
        for one in changes
        for before in [rows.get((one.dataset, one.row_key))]
        if (sentence := reserved_in(one.dataset, before, one.cells))
    ]
    if not found:
        return
    (name, sentence), count = found[0], len(found)
    action = Action.ALLOT if name == ALLOTMENTS.name else Action.HAND_IN
    such = f"（这样的共 {count} 行）" if count > 1 else ""
    refuse(archive.store, who, action, about, f"{sentence}{such}，没有写入")


def today_of(store: Store) -> date:
    """Return the day in Beijing by the clock of the store."""
    return date.fromisoformat(store.at()[:10])


def owners_of(rows: list[Row], snapshot: Snapshot) -> list[frozenset[str]]:
    """Return whose each row is: towns by their code, units by their name; nobody's the city's.

    Of a row that is told twice, as it is and as it would be, only who owns both is its owner.
    """
    parks = {(PARKS.name, PARKS.key_of(cells)): cells for name, cells in rows if name == PARKS.name}
    parks |= {(PARKS.name, park.park_id): {"town_code": park.town_code} for park in snapshot.parks}
    found: dict[tuple[str, str], frozenset[str]] = {}
    for name, cells in rows:
        key, owners = (name, dataset(name).key_of(cells)), _owners(name, cells, snapshot, parks)
        found[key] = found.get(key, owners) & owners
    return list(found.values())


def _owners(
    name: str, cells: Cells, snapshot: Snapshot, parks: Mapping[tuple[str, str], Cells]
) -> frozenset[str]:
    if name in (TASK_UPDATES.name, TASK_LINES.name):
        return _of_task(name, cells, snapshot)
    if name == TASK_STEPS.name:  # whoever is to do a step, the lead unit keeps the schedule
        return _of_task(name, {**cells, "unit": ""}, snapshot)
    if name == SELF_EVALUATIONS.name:
        return _of_self(cells, snapshot)
    if name == INDICATOR_VALUES.name:
        clauses = {
            target.clause_no
            for target in snapshot.targets
            if target.target_id == cells.get("target_id")
        }
        return frozenset(
            leading_units(task for task in snapshot.tasks if task.clause_no in clauses)
        )
    return frozenset({town_of(name, cells, parks)} - {""})


def _of_task(name: str, cells: Cells, snapshot: Snapshot) -> frozenset[str]:
    """Return the units that lead, of a line that is added also those that cooperate.

    Of those only the one that reports, if it is said: else one unit could sign in the name of
    another.
    """
    units = frozenset(
        unit
        for task in snapshot.tasks
        if str(task.task_no) == cells.get("task_no")
        for unit in (*task.lead_units, *(task.cooperating_units if name == TASK_LINES.name else ()))
    )
    said = cells.get("unit", "")
    return units & {said} if said else units


def _of_self(cells: Cells, snapshot: Snapshot) -> frozenset[str]:
    """Return who evaluates himself: the town, the unit, of a task the units that lead it.

    Of several only the one that fills it in, if that is said.
    """
    subject, said = cells.get("subject_id", ""), cells.get("filled_by", "")
    if cells.get("subject_kind") == SubjectKind.TASK:
        own = (task for task in snapshot.tasks if str(task.task_no) == subject)
        owners = frozenset(leading_units(own))
    else:
        owners = frozenset({subject} - {""})
    return owners & {said} if said else owners


def rows_of(archive: Archive, submission_id: int) -> Callable[[], list[Row]]:
    """Return what says whose the rows of a submission are: as it would have them, as they were."""

    def rows() -> list[Row]:
        bases = archive.store.bases(submission_id).values()
        entries = archive.store.entries(submission_id)
        return [(row.dataset, row.cells) for row in (*entries, *bases) if row.cells is not None]

    return rows


def seen_by(
    archive: Archive, who: Actor, submissions: Iterable[Submission]
) -> tuple[Submission, ...]:
    """Return those that ``who`` has anything to do with: of a clerk, what is all his own."""
    if who.may(Action.SUBMIT, [NOBODY]):
        return tuple(submissions)
    snapshot = archive.current().snapshot
    return tuple(
        one
        for one in submissions
        if who.may(Action.SUBMIT, owners_of(rows_of(archive, one.submission_id)(), snapshot))
    )
