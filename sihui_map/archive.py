"""Snapshots and their figures: reference files plus what the store holds at one publication."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from operator import attrgetter
from threading import Condition
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache, cachedmethod

from sihui_map.catalogue import canonical, dataset, datasets
from sihui_map.domain.factors import FACTOR_SET
from sihui_map.domain.naming import folded, is_address, is_latest
from sihui_map.domain.snapshot import PREVIEW, Issue, Problem
from sihui_map.domain.submission import Entry
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError, DataFileError, ReadOnlyError
from sihui_map.figures import Figures
from sihui_map.intake.known import Known
from sihui_map.reference.files import SAMPLE, Folder, data_files, files_of
from sihui_map.reference.rows import read_table
from sihui_map.reference.snapshot import fingerprint, read_sample, read_snapshot
from sihui_map.store.hashing import digest_of
from sihui_map.store.writers.beginning import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from sihui_map.domain.place import Place
    from sihui_map.domain.submission import Change, Publication
    from sihui_map.intake.known import RowKey
    from sihui_map.reference.files import Files
    from sihui_map.store import Store

EMPTY_AND_SHUT = Problem(
    file="填报数据",
    sentence=str(
        DataFileError(
            "填报数据",
            None,
            "数据库只读，又没有发布过任何一期，现在显示的不含填报数据",
            "给予数据库写权限后重启应用",
        )
    ),
)
CHOSEN_SET, CHOSEN_GRID = "factor_set.txt", "grid_fallback.txt"
"""Beside the reference files of a publication: what was chosen for it, unless the usual."""
KEPT = 5
"""Earlier snapshots in memory at once, beside the current one."""


class Choice(NamedTuple):
    """How whoever publishes chose to account; a publication keeps it, whatever is chosen later."""

    factor_set: str = FACTOR_SET
    grid_fallback: bool = False

    def files(self) -> dict[str, bytes]:
        """Return what stands of it among the reference files; nothing of what is usual."""
        by_set = {} if self.factor_set == FACTOR_SET else {CHOSEN_SET: self.factor_set.encode()}
        return by_set | ({CHOSEN_GRID: b"on"} if self.grid_fallback else {})

    @classmethod
    def of(cls, files: Files) -> Choice:
        """Return that of the publication that has these ``files``."""
        by_set = files[CHOSEN_SET].decode() if CHOSEN_SET in files else FACTOR_SET
        return cls(by_set, CHOSEN_GRID in files)


USUAL = Choice()


def reference_files(given: Path | Files, choice: Choice = USUAL) -> dict[str, bytes]:
    """Return those files that figures rest on, by path; the sample is not among them.

    A choice that is not the usual one is among them: so a publication keeps its own.
    """
    files = files_of(given)
    return {name: files[name] for name in data_files(files, with_sample=False)} | choice.files()


def _mixed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8].upper()


def _without_sample(revision: str) -> str:
    """Return the id of a publication that is shown without its samples."""
    return _mixed(revision, "无示例")


def _by_name(_: Archive, key: str, __: Callable[[], Figures]) -> str:
    return key


class Archive:
    """Every snapshot that can be shown, the figures of those last asked for kept in memory.

    Whoever asks for one that is being read waits for it, and for nothing else: reading an earlier
    one holds nobody up who looks at the current one, nor can it push that out of memory.
    """

    def __init__(  # noqa: PLR0913 the settings it rests on
        self,
        store: Store,
        geodata: Path,
        *,
        with_sample: bool = True,
        grid_fallback: bool = False,
        factor_set: str = FACTOR_SET,
        four_eyes: bool = True,
    ) -> None:
        """Show what ``store`` holds on top of the reference files under ``geodata``.

        ``four_eyes`` says that whoever filled in may not approve.
        """
        self.store = store
        self.geodata = geodata
        self.with_sample = with_sample
        self.four_eyes = four_eyes
        self.choice = Choice(factor_set, grid_fallback)
        self._current: LRUCache[str, Figures] = LRUCache(1)
        self._earlier: LRUCache[str, Figures] = LRUCache(KEPT)
        self._reading_current, self._reading_earlier = Condition(), Condition()
        self._is_shut = False

    def current(self) -> Figures:
        """Return the figures of the newest publication on top of the files as they are now."""
        state = fingerprint(self.geodata, with_sample=self.with_sample)
        found = self.store.mark() or (self._begin() and self.store.mark())
        return self._keep_current(f"{found}\n{state}", self._read_current)

    def at(self, given: str) -> Figures:
        """Return the figures of the publication with the number, revision or name ``given``.

        Its files are those it was published with: nothing that happens later changes it.
        「latest」 and 「最新」 are the newest, whoever may have called a publication so.
        """
        if is_latest(given):
            return self.current()
        try:
            found = self.store.find(given, alias=_without_sample)
        except ChoiceError:  # files that changed after the publication have an id of their own
            if altered := self._current_with(given):
                return altered
            found = self.store.find(given, alias=_without_sample)  # an empty store has begun
        is_named = folded(given) in map(folded, found.names)
        if is_named and is_address(given) and (altered := self._current_with(given)):
            return altered  # an older name that reads like this id
        is_newest = found.number == self.store.latest_number()
        if is_newest and (now := self.current()).snapshot.revision == self._shown(found.revision):
            return now
        # A publication may be given a name long after it was made.
        key = f"{found.revision} {found.names} {is_newest}"
        return self._keep_earlier(key, lambda: self._read_publication(found, is_latest=is_newest))

    def _current_with(self, revision: str) -> Figures | None:
        now = self.current()
        return now if revision.strip().upper() == now.snapshot.revision else None

    @cachedmethod(attrgetter("_current"), key=_by_name, condition=attrgetter("_reading_current"))
    def _keep_current(self, key: str, read: Callable[[], Figures]) -> Figures:
        del key
        return read()

    @cachedmethod(attrgetter("_earlier"), key=_by_name, condition=attrgetter("_reading_earlier"))
    def _keep_earlier(self, key: str, read: Callable[[], Figures]) -> Figures:
        del key
        return read()

    def _read_current(self) -> Figures:
        found = self.store.latest()
        if found is None:
            shown = read_snapshot(
                self.geodata,
                with_sample=self.with_sample,
                **self.choice._asdict(),
            )
            problems = (*shown.problems, *([EMPTY_AND_SHUT] if self._is_shut else []))
            return Figures(replace(shown, problems=problems))
        return self._read(Folder(self.geodata), found, self.choice, is_latest=True)

    def before(self, figures: Figures) -> Figures | None:
        """Return the figures of the meeting before: the last frozen 期, else the one before.

        None where ``figures`` are of the first publication.
        """
        number = figures.snapshot.issue.number
        earlier = [each for each in self.store.publications() if each.number < number]
        chosen = next((each for each in earlier if each.names), None) or next(iter(earlier), None)
        return self.at(str(chosen.number)) if chosen else None

    def with_changes(self, changes: Iterable[Change]) -> Figures:
        """Return what the figures would be if ``changes`` were published now."""
        self.current()  # an empty store begins with the sample
        entries = self.store.published()
        for number, change in enumerate(changes, start=1):
            key = (change.dataset, change.row_key)
            if change.cells is None:
                entries.pop(key, None)
                continue
            entries[key] = Entry(
                entry_id=-number,
                submission_id=0,
                dataset=change.dataset,
                row_key=change.row_key,
                cells=change.cells,
                kind=change.cells.get(dataset(change.dataset).kind_column, ""),
                source=change.cells.get("source", ""),
                who="",
                at="",
                why=change.why,
                base_id=0,
            )
        snapshot = read_snapshot(
            self.geodata,
            with_sample=self.with_sample,
            **self.choice._asdict(),
            reported=_by_table(entries.values()),
            revision_id=PREVIEW,
            issue=Issue(number=-1, is_latest=False, day=self.store.at()[:10]),
        )
        return Figures(snapshot)

    def reference(self) -> dict[str, bytes]:
        """Return what a publication is made with now: the files, and how to account."""
        return reference_files(self.geodata, self.choice)

    def known(self, today: date) -> Known:
        """Return what a file that is handed in ``today`` is held against."""
        figures = self.current()
        number = figures.snapshot.issue.number
        published = self.store.published(number)  # of the moment of the figures, not a later one
        reported = self._counting(published, figures.snapshot.place)
        reference = _reference_rows(Folder(self.geodata))
        return Known(
            figures=figures,
            rows=reference | reported,
            number=number,
            today=today,
            reference=frozenset(reference) - frozenset(reported),
            seen={key: entry.entry_id for key, entry in published.items()},
            is_filed=lambda key: bool(self.store.evidence(*key)),
            rows_at=self.rows_at,
        )

    def rows_at(self, number: int) -> Mapping[RowKey, Mapping[str, str]]:
        """Return the rows as a template of publication ``number`` was filled with them."""
        place = self.current().snapshot.place
        reference = _reference_rows(self.store.reference(number))
        return reference | self._counting(self.store.published(number), place)

    def _counting(
        self, published: Mapping[RowKey, Entry], place: Place
    ) -> dict[RowKey, Mapping[str, str]]:
        """Return the rows that are to be seen, with every column that ``place`` names itself."""
        named = {table.name: table for table in datasets(place) if table.county}
        return {
            key: canonical(named[key[0]], entry.cells) if key[0] in named else dict(entry.cells)
            for key, entry in published.items()
            if entry.cells is not None and (self.with_sample or entry.kind != ValueKind.SAMPLE)
        }

    def _begin(self) -> Publication | None:
        """Fill an empty store with the sample; a broken sample leaves it empty.

        One that cannot be written stays empty, and is not tried at every page again.
        """
        if self._is_shut:
            return None
        try:
            sample = read_sample(self.geodata)
        except DataFileError:  # its reader names the problem on the page
            return None
        # What is in the store stays there: so each row has to be one that can be read.
        problems = read_snapshot(self.geodata).problems
        if any(problem.file.startswith(f"{SAMPLE}/") for problem in problems):
            return None
        try:
            return begin(self.store, sample, self.reference())
        except ReadOnlyError:
            self._is_shut = True
            return None

    def _read_publication(self, found: Publication, *, is_latest: bool) -> Figures:
        files = self.store.reference(found.number)
        return self._read(files, found, Choice.of(files), is_latest=is_latest)

    def _read(
        self, files: Files, found: Publication, choice: Choice, *, is_latest: bool
    ) -> Figures:
        digest = _digest(files, choice)
        is_altered = digest != found.reference_digest
        revision = _mixed(found.revision, digest) if is_altered else found.revision
        snapshot = read_snapshot(
            files,
            with_sample=self.with_sample,
            **choice._asdict(),
            reported=_by_table(self.store.published(found.number).values()),
            revision_id=self._shown(revision),
            issue=Issue(
                number=found.number,
                names=found.names,
                # The first publication is the sample or nothing: its day says nothing of the data.
                day=found.at[:10] if found.number > 1 else "",
                is_latest=is_latest,
                is_altered=is_altered,
            ),
            place_from=self.geodata,
        )
        return Figures(snapshot)

    def publications(self) -> tuple[Publication, ...]:
        """Return every publication, newest first, each under the id by which it is shown."""
        return tuple(
            replace(each, revision=self._shown(each.revision)) for each in self.store.publications()
        )

    def _shown(self, revision: str) -> str:
        return revision if self.with_sample else _without_sample(revision)


def _digest(files: Files, choice: Choice) -> str:
    try:
        return digest_of(reference_files(files, choice))
    except (KeyError, OSError):  # its reader names the problem; here it only is another state
        return "unreadable"


def _reference_rows(files: Files) -> dict[RowKey, Mapping[str, str]]:
    """Return the rows of the reference ``files`` that may be reported on."""
    found: dict[RowKey, Mapping[str, str]] = {}
    for table in datasets():
        if not table.is_reference:
            continue
        try:
            rows = read_table(files, f"{table.name}.csv", table.key)
        except DataFileError:  # its reader names the problem on the page
            continue
        for row in rows:
            found[table.name, table.key_of(row.cells)] = canonical(table, row.cells)
    return found


def _by_table(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    tables: dict[str, list[Entry]] = {}
    for entry in entries:
        tables.setdefault(entry.dataset, []).append(entry)
    return tables
