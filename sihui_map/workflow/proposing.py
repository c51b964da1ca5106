"""A file that was handed in: read, checked and held against what is published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE
from sihui_map.changes import compare
from sihui_map.domain.check import Finding, Rule, Severity
from sihui_map.domain.submission import Change
from sihui_map.errors import ChoiceError
from sihui_map.intake import checks
from sihui_map.intake.declared import declaration, declaration_key, is_surer
from sihui_map.intake.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sihui_map.archive import Archive
    from sihui_map.changes import Changes
    from sihui_map.domain.access import Actor
    from sihui_map.intake.known import Known, Progress, Reading, RowKey

    AreaYear = tuple[str, str]
    """Code of a town or source, and the year, both as they are stored."""


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
    who: Actor | None = None,
) -> Proposal:
    """Read and check the file ``body`` called ``name``; nothing is written.

    What was published since its writer began is merged: since the publication that a template
    names, and of any other file since ``number``, 0 for now. Raises IntakeError where the file
    cannot be read at all. What ``who`` may not read is not shown beside what he hands in.
    """
    known = archive.known(today).readable_by(who)
    reading = read_file(body, name, known, number=number, progress=progress)
    return proposed(archive, reading, known)


def proposed(archive: Archive, reading: Reading, known: Known) -> Proposal:
    """Return what ``reading``, held against ``known``, would change and what asks for a reason."""
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
