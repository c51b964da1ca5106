"""The store: what was handed in, what was published, what was frozen; nothing is overwritten."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import false, func, insert, select, union

from sihui_map.domain.dataset import canonical, dataset
from sihui_map.domain.naming import check_name, folded
from sihui_map.domain.submission import (
    NEXT,
    SYSTEM,
    Change,
    Conflict,
    Entry,
    Event,
    Publication,
    State,
    Submission,
    check_move,
    person,
)
from sihui_map.errors import ChoiceError, DomainError, LateError, ReadOnlyError
from sihui_map.store import chain, migrate
from sihui_map.store.engine import create, reading, writing
from sihui_map.store.schema import (
    entry,
    event,
    frozen,
    preference,
    publication,
    publication_file,
    published_submission,
    reference_file,
    submission,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

BEIJING = timezone(timedelta(hours=8))
LONGEST_WHY = 2000
LONGEST_KEY = 300
FEW_ROWS = 1000
"""Up to here the rows are asked for by name; more are sought in the whole state."""
UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL refuses in a text: so SQLite may not keep it either."""
KeyOfRow = tuple[str, str]
TO_WITHDRAWN: Mapping[State, tuple[State, ...]] = {
    **{state: (State.WITHDRAWN,) for state in NEXT if State.WITHDRAWN in NEXT[state]},
    State.APPROVED: (State.RETURNED, State.WITHDRAWN),
    State.PUBLISHED: (),
    State.WITHDRAWN: (),
}
"""The steps that take a submission out of the way of the one that replaces it."""


def beijing_now() -> datetime:
    """Return the moment, 北京时间."""
    return datetime.now(BEIJING)


class Store:
    """One database of reported data; every method is one transaction."""

    def __init__(self, url: str, *, now: Callable[[], datetime] = beijing_now) -> None:
        """Open the database at ``url`` and bring its structure up to date."""
        self.engine = create(url)
        self._now = now
        try:
            migrate.upgrade(self.engine)
        except BaseException:  # nobody has a store that he could close
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _at(self) -> str:
        return self._now().astimezone(BEIJING).isoformat(timespec="seconds")

    # What is published

    def publications(self) -> tuple[Publication, ...]:
        """Return every publication, the newest first."""
        with reading(self.engine) as connection:
            return _publications(connection)

    def latest(self) -> Publication | None:
        """Return the newest publication, None before the first."""
        with reading(self.engine) as connection:
            number = _latest_number(connection)
            return _publications(connection, number)[0] if number else None

    def latest_number(self) -> int:
        """Return the number of the newest publication, 0 before the first."""
        with reading(self.engine) as connection:
            return _latest_number(connection)

    def mark(self) -> str:
        """Return a text that changes with every publication and every name given to one."""
        count_names = select(func.count()).select_from(frozen).scalar_subquery()
        newest = select(publication.c.revision, count_names).order_by(publication.c.number.desc())
        with reading(self.engine) as connection:
            found = connection.execute(newest.limit(1)).one_or_none()
        return " ".join(map(str, found)) if found else ""

    def find(self, given: str, *, alias: Callable[[str], str] = str) -> Publication:
        """Return the publication with the number, revision or frozen name ``given``.

        ``alias`` gives another id under which a revision is known. A number or an id is never
        taken for the name of another publication.
        """
        text = given.strip()
        known = self.publications()
        for found in known:
            ids = (str(found.number), found.revision, alias(found.revision))
            if text.upper() in ids:
                return found
        # Only then: an older name may read like the id of another, or like another name.
        for same in (str, folded):
            for found in known:
                if same(text) in map(same, found.names):
                    return found
        named = [f"{name}（{found.revision}）" for found in known for name in found.names]
        latest = known[0].revision if known else "（尚未发布）"
        may_be = "、".join([f"最新一期 {latest}", *named[:8]])
        msg = f"没有编号或名称为「{text[:40]}」的期；可选：{may_be}"
        raise ChoiceError(msg)

    def published(self, number: int | None = None) -> dict[KeyOfRow, Entry]:
        """Return the rows in force at publication ``number``, by default the newest."""
        with reading(self.engine) as connection:
            return _state(connection, _latest_number(connection) if number is None else number)

    def reference(self, number: int) -> dict[str, bytes]:
        """Return the reference files as they were at publication ``number``, by path."""
        chosen = (
            select(publication_file.c.path, reference_file.c.body)
            .join(reference_file, reference_file.c.digest == publication_file.c.digest)
            .where(publication_file.c.number == number)
        )
        with reading(self.engine) as connection:
            return {row.path: zlib.decompress(row.body) for row in connection.execute(chosen)}

    def history(self, table: str, row_key: str) -> tuple[Entry, ...]:
        """Return everything ever written of one row, the newest first."""
        chosen = select(entry).where(entry.c.dataset == table, entry.c.row_key == row_key)
        with reading(self.engine) as connection:
            rows = connection.execute(chosen.order_by(entry.c.entry_id.desc()))
            return tuple(_entry(row) for row in rows)

    # Handing in

    def draft(
        self,
        changes: Iterable[Change],
        *,
        who: str,
        why: str,
        origin: str,
        seen: Mapping[KeyOfRow, int] | None = None,
    ) -> Submission:
        """Keep ``changes`` as a draft and return it; the same changes again return the first.

        ``seen`` is what the writer had before him: the entry ids that were published then. Rows
        that say what is published already are left out; with nothing left, DomainError.
        """
        with writing(self.engine) as connection:
            return self._draft(
                connection, changes, who=person(who), why=why, origin=origin, seen=seen
            )

    def _draft(  # noqa: PLR0913 what the writer said, and where
        self,
        connection: Connection,
        changes: Iterable[Change],
        *,
        who: str,
        why: str,
        origin: str,
        seen: Mapping[KeyOfRow, int] | None,
    ) -> Submission:
        wanted = [_plain(change) for change in changes]
        keys = _keys_once(wanted)
        state = _state(connection, _latest_number(connection), keys=keys)
        kept = [
            (change, _base(change, state, seen)) for change in wanted if _differs(change, state)
        ]
        if not kept:
            _refuse_unchanged(wanted, state, seen)
        digest, known = _same(connection, kept)
        if known is not None:
            return known
        own = _next(connection, select(func.max(submission.c.submission_id)))
        at = self._at()
        connection.execute(
            insert(submission).values(
                submission_id=own,
                who=who,
                at=at,
                why=_text(why, LONGEST_WHY),
                origin=_text(origin, LONGEST_KEY),
                count_rows=len(kept),
                digest=digest,
            )
        )
        first = _next(connection, select(func.max(entry.c.entry_id)))
        rows = [
            {
                "entry_id": first + offset,
                "submission_id": own,
                "dataset": change.dataset,
                "row_key": change.row_key,
                "who": who,
                "at": at,
                "why": change.why,
                "base_id": base_id,
                **_written(change, state),
            }
            for offset, (change, base_id) in enumerate(kept)
        ]
        connection.execute(insert(entry), rows)
        chain.append(connection, (chain.SUBMISSION, str(own)))
        _add_event(connection, own, 1, State.DRAFT, who, at, why)
        return _submission(connection, own)

    def submissions(self, *states: State) -> tuple[Submission, ...]:
        """Return the submissions in ``states``, all without any, the newest first."""
        with reading(self.engine) as connection:
            wanted = (event.c.state.in_([state.value for state in states]),) if states else ()
            return _submissions(connection, *wanted)

    def submission(self, submission_id: int) -> Submission:
        """Return one submission, or raise ChoiceError."""
        with reading(self.engine) as connection:
            return _submission(connection, submission_id)

    def entries(self, submission_id: int) -> tuple[Entry, ...]:
        """Return the rows of one submission, in the order they were handed in."""
        with reading(self.engine) as connection:
            return _rows(connection, submission_id)

    def events(self, submission_id: int) -> tuple[Event, ...]:
        """Return the steps of one submission, the first first."""
        chosen = select(event).where(event.c.submission_id == submission_id).order_by(event.c.step)
        with reading(self.engine) as connection:
            return tuple(_event(row) for row in connection.execute(chosen))

    def writers(self, submission_id: int) -> frozenset[str]:
        """Return who wrote or handed in a submission, or any version it was renewed from."""
        people: set[str] = set()
        with reading(self.engine) as connection:
            versions = [submission_id]
            for own in versions:  # grows by the earlier ones that became this one
                written = event.c.state.in_([State.DRAFT.value, State.SUBMITTED.value])
                chosen = select(event.c.who).where(event.c.submission_id == own, written)
                people.update(connection.scalars(chosen))
                became = select(event.c.submission_id).where(
                    event.c.state == State.WITHDRAWN.value, event.c.reason == _renewed_as(own)
                )
                earlier = connection.scalars(became)
                versions += [each for each in earlier if each not in versions]
        return frozenset(people)

    def bases(self, submission_id: int) -> dict[int, Entry]:
        """Return, by id, the entries that were published when a submission was written."""
        own = select(entry.c.base_id).where(entry.c.submission_id == submission_id)
        chosen = select(entry).where(entry.c.entry_id.in_(own))
        with reading(self.engine) as connection:
            return {row.entry_id: _entry(row) for row in connection.execute(chosen)}

    def people(self) -> frozenset[str]:
        """Return the name of everyone who ever wrote, the program's own left out."""
        names = union(*(select(table.c.who) for table in (submission, event, publication)))
        with reading(self.engine) as connection:
            return frozenset(connection.scalars(names)) - {SYSTEM}

    def conflicts(self, submission_id: int) -> tuple[Conflict, ...]:
        """Return the rows that someone else published since this submission was written."""
        with reading(self.engine) as connection:
            rows = _rows(connection, submission_id)
            number = _latest_number(connection)
            state = _state(connection, number, withdrawn=True, keys=_keys(rows))
            return _conflicts(rows, state)

    def move(
        self, submission_id: int, state: State, *, who: str, reason: str = "", step: int = 0
    ) -> Submission:
        """Take a submission to ``state``; publishing has a method of its own.

        ``step`` is the last step the person saw: if there is a newer one, LateError tells who was
        first, and nothing changes. 0 means that nobody looked.
        """
        if state is State.PUBLISHED:
            msg = "发布请用 publish：它同时生成新的一期"
            raise DomainError(msg)
        name = person(who)
        with writing(self.engine) as connection:
            now = _submission(connection, submission_id)
            if step and step != now.step:
                msg = (
                    f"提交 {submission_id} 已由{now.state_who}于 {_day(now.state_at)} "
                    f"改为「{now.state}」{_because(now.reason)}。您的操作没有执行，请刷新后再定"
                )
                raise LateError(msg)
            check_move(now.state, state, reason)
            _add_event(connection, submission_id, now.step + 1, state, name, self._at(), reason)
            return _submission(connection, submission_id)

    def renew(
        self, submission_id: int, *, who: str, why: str, expected: int | None = None
    ) -> Submission:
        """Hand in the rows of a late submission again, on top of what is published now.

        The old one is withdrawn; what it said stays readable. For use after the person has seen
        what the other wrote, which was published as ``expected``; a newer one raises LateError.
        """
        name = person(who)
        with writing(self.engine) as connection:
            _refuse_newer(expected, _latest_number(connection), "这次没有重提")
            now = _submission(connection, submission_id)
            changes = [
                Change(dataset=row.dataset, row_key=row.row_key, cells=row.cells, why=row.why)
                for row in _rows(connection, submission_id)
            ]
            origin = f"{now.origin}（重提 {submission_id}）"
            fresh = self._draft(connection, changes, who=name, why=why, origin=origin, seen=None)
            if fresh.submission_id != submission_id:
                reason = _renewed_as(fresh.submission_id)
                for step, state in enumerate(TO_WITHDRAWN[now.state], start=now.step + 1):
                    _add_event(connection, submission_id, step, state, name, self._at(), reason)
            return fresh

    # Publishing

    def publish(  # noqa: PLR0913 what a publication says of itself
        self,
        submission_ids: Sequence[int],
        *,
        who: str,
        why: str,
        reference: Mapping[str, bytes],
        name: str = "",
        expected: int | None = None,
        clock_checked: bool = False,
    ) -> Publication:
        """Make approved submissions public, all at once, and return the new publication.

        ``reference`` are the files of geodata/ that its figures rest on. ``expected`` is the
        newest publication the person had before him; a newer one raises LateError, as does a row
        that someone else has published since it was written. With a ``name`` it is frozen as well.
        A clock that runs backwards is refused unless somebody has ``clock_checked``.
        """
        writer = person(who)
        with writing(self.engine) as connection:
            number = _latest_number(connection)
            _refuse_newer(expected, number, "这次没有发布")
            at = self._at()
            if not clock_checked:
                chain.refuse_backwards(connection, at)
            given = {own: _rows(connection, own) for own in submission_ids}
            keys = _keys(row for rows in given.values() for row in rows)
            _refuse_overlap(given)
            state = _state(connection, number, withdrawn=True, keys=keys)
            for own in submission_ids:
                now = _submission(connection, own)
                check_move(now.state, State.PUBLISHED, "")
                _refuse_conflicts(own, _conflicts(given[own], state))
                _add_event(connection, own, now.step + 1, State.PUBLISHED, writer, at, why)
            made = _add_publication(
                connection, number + 1, submission_ids, who=writer, why=why, at=at, files=reference
            )
            if not name.strip():
                return made
            _freeze(connection, made.number, name, who=writer, at=at)
            return _publications(connection, made.number)[0]

    def begin(
        self, tables: Mapping[str, Sequence[Mapping[str, str]]], reference: Mapping[str, bytes]
    ) -> Publication:
        """Fill an empty store with ``tables`` as its first publication, or return the first.

        With no row at all the first publication holds nothing that was reported.
        """
        with writing(self.engine) as connection:
            known = _publications(connection)
            if known:
                return known[-1]
            at = self._at()
            has_rows = any(tables.values())
            own = [self._add_sample(connection, tables, at)] if has_rows else []
            why = "初始数据：示例" if has_rows else "初始：没有填报数据"
            return _add_publication(connection, 1, own, who=SYSTEM, why=why, at=at, files=reference)

    def _add_sample(
        self, connection: Connection, tables: Mapping[str, Sequence[Mapping[str, str]]], at: str
    ) -> int:
        changes = [
            _plain(Change(dataset=name, row_key=dataset(name).key_of(cells), cells=cells))
            for name, rows in tables.items()
            for cells in rows
        ]
        connection.execute(
            insert(submission).values(
                submission_id=1, who=SYSTEM, at=at, why="示例数据", origin="geodata/sample",
                count_rows=len(changes),
                digest=_digest(0, [(change, 0) for change in changes]),
            )
        )  # fmt: skip
        connection.execute(
            insert(entry),
            [
                {
                    "entry_id": number, "submission_id": 1, "dataset": change.dataset,
                    "row_key": change.row_key, "who": SYSTEM, "at": at, "why": "", "base_id": 0,
                    **_written(change, {}),
                }
                for number, change in enumerate(changes, start=1)
            ],
        )  # fmt: skip
        chain.append(connection, (chain.SUBMISSION, "1"))
        for step, state in enumerate(
            (State.DRAFT, State.SUBMITTED, State.APPROVED, State.PUBLISHED), start=1
        ):
            _add_event(connection, 1, step, state, SYSTEM, at, "示例数据")
        return 1

    def freeze(self, number: int, name: str, *, who: str) -> Publication:
        """Give publication ``number`` a name that no other has; it can never be taken away."""
        with writing(self.engine) as connection:
            if not _publications(connection, number):
                msg = f"没有第 {number} 期；最新为第 {_latest_number(connection)} 期"
                raise ChoiceError(msg)
            _freeze(connection, number, name, who=person(who), at=self._at())
            return _publications(connection, number)[0]

    def is_read_only(self) -> bool:
        """Tell whether nothing can be written; to find out changes nothing."""
        nothing = select(preference).where(false())
        try:
            with writing(self.engine) as connection:
                connection.execute(insert(preference).from_select(preference.c.keys(), nothing))
        except ReadOnlyError:
            return True
        return False

    # The chain

    def checked_chain(self) -> chain.Checked:
        """Return the chain over everything that was written, computed anew."""
        with reading(self.engine, patient=True) as connection:
            return chain.check(connection)

    def head(self) -> str:
        """Return the newest link, to be written down elsewhere: its number and 64 characters."""
        with reading(self.engine) as connection:
            number, digest = chain.head(connection)
        return f"{number}:{digest}"

    def has_link(self, given: str) -> bool:
        """Tell whether ``given``, written down earlier, is still a link of the chain."""
        with reading(self.engine) as connection:
            return chain.has(connection, given)

    # What people prefer, such as the order of the slides

    def preference(self, name: str) -> str:
        """Return what was last kept under ``name``, "" where nothing was."""
        with reading(self.engine) as connection:
            return _preference(connection, name)[1]

    def keep_preference(self, name: str, text: str, *, who: str) -> None:
        """Keep ``text`` under ``name``; what stood there before stays in the table."""
        with writing(self.engine) as connection:
            step, before = _preference(connection, name)
            if text != before:
                values = {"name": name, "step": step + 1, "text": text[:LONGEST_WHY]}
                stamp = {"who": person(who), "at": self._at()}
                connection.execute(insert(preference).values(**values, **stamp))
                chain.append(connection, (chain.PREFERENCE, f"{name}/{step + 1}"))


def _day(at: str) -> str:
    return at[:16].replace("T", " ")


def _because(reason: str) -> str:
    return f"（{reason}）" if reason else ""


def _renewed_as(submission_id: int) -> str:
    """Return the reason of the steps by which an older version gives way to a newer one."""
    return f"已改为提交 {submission_id}"


def _text(given: str, longest: int) -> str:
    return UNWRITABLE.sub("", given).strip()[:longest]


def _next(connection: Connection, highest: Select[Any]) -> int:
    return int(connection.scalar(highest) or 0) + 1


def _plain(change: Change) -> Change:
    why = _text(change.why, LONGEST_WHY)
    if change.cells is None:
        return Change(dataset=change.dataset, row_key=change.row_key, cells=None, why=why)
    table = dataset(change.dataset)
    cells = canonical(table, change.cells)
    key = table.key_of(cells)
    if len(key) > LONGEST_KEY:
        msg = f"「{table.title}」{key[:40]}…：代码合计不能超过 {LONGEST_KEY} 字，现有 {len(key)} 字"
        raise DomainError(msg)
    for column, text in cells.items():
        if UNWRITABLE.search(text):
            msg = f"「{table.title}」{key[:40]}：「{column}」含有不能保存的控制字符，请重新输入"
            raise DomainError(msg)
    return Change(dataset=table.name, row_key=key, cells=cells, why=why)


def _keys(rows: Iterable[Entry | Change]) -> set[KeyOfRow]:
    return {(row.dataset, row.row_key) for row in rows}


def _keys_once(changes: Sequence[Change]) -> set[KeyOfRow]:
    """Return the keys of ``changes``, or raise DomainError where two are of one row."""
    seen: set[KeyOfRow] = set()
    for change in changes:
        key = (change.dataset, change.row_key)
        if key in seen:
            title = dataset(change.dataset).title
            msg = f"「{title}」{change.row_key} 在这份提交中出现了两次，请合并或删去重复的一行"
            raise DomainError(msg)
        seen.add(key)
    return seen


def _differs(change: Change, state: Mapping[KeyOfRow, Entry]) -> bool:
    now = state.get((change.dataset, change.row_key))
    if now is None:
        return change.cells is not None
    return change.cells is None or dict(change.cells) != dict(now.cells or {})


def _refuse_unchanged(
    changes: Iterable[Change],
    state: Mapping[KeyOfRow, Entry],
    seen: Mapping[KeyOfRow, int] | None,
) -> NoReturn:
    """Say that nothing is left to hand in; LateError where someone wrote the same meanwhile."""
    for change in changes:
        key = (change.dataset, change.row_key)
        row = state.get(key)
        if row and seen is not None and seen.get(key, 0) != row.entry_id:
            msg = (
                f"{row.who}已于 {_day(row.at)} 填报同样的内容并已发布，没有需要提交的变化。"
                "请刷新后再看"
            )
            raise LateError(msg)
    msg = "与已发布的数据完全相同，没有需要提交的变化"
    raise DomainError(msg)


def _base(
    change: Change, state: Mapping[KeyOfRow, Entry], seen: Mapping[KeyOfRow, int] | None
) -> int:
    key = (change.dataset, change.row_key)
    if seen is not None:
        return seen.get(key, 0)
    return state[key].entry_id if key in state else 0


def _written(change: Change, state: Mapping[KeyOfRow, Entry]) -> dict[str, Any]:
    """Return what a row keeps of ``change``; a withdrawn row repeats what it takes back."""
    cells = change.cells
    if cells is None:
        cells = state[change.dataset, change.row_key].cells or {}
    kind = dataset(change.dataset).kind_column
    return {
        "cells": json.dumps(cells, ensure_ascii=False),
        "withdrawn": change.cells is None,
        "kind": cells.get(kind, ""),
        "source": cells.get("source", ""),
    }


def _digest(attempt: int, kept: Iterable[tuple[Change, int]]) -> str:
    said = [
        (change.dataset, change.row_key, base_id, _cells_text(change.cells), change.why)
        for change, base_id in kept
    ]
    return hashlib.sha256(json.dumps([attempt, sorted(said)]).encode()).hexdigest()


def _cells_text(cells: Mapping[str, str] | None) -> str:
    return json.dumps(cells, ensure_ascii=False, sort_keys=True)


def _same(
    connection: Connection, kept: Sequence[tuple[Change, int]]
) -> tuple[str, Submission | None]:
    """Return what tells these changes from others, and the submission that has them already.

    The same rows on another base are other changes: someone published in between. A submission
    that has come to its end does not count: its writer may think again.
    """
    attempt = 0
    while True:
        digest = _digest(attempt, kept)
        known = _submissions(connection, submission.c.digest == digest)
        if not known:
            return digest, None
        if NEXT[known[0].state]:
            return digest, known[0]
        attempt += 1


def _add_event(  # noqa: PLR0913, PLR0917 one column each
    connection: Connection, own: int, step: int, state: State, who: str, at: str, reason: str
) -> None:
    connection.execute(
        insert(event).values(
            submission_id=own,
            step=step,
            state=state.value,
            who=who,
            at=at,
            reason=_text(reason, LONGEST_WHY),
        )
    )
    chain.append(connection, chain.of_event(own, step))


def _freeze(connection: Connection, number: int, name: str, *, who: str, at: str) -> None:
    text = check_name(name)
    for row in connection.execute(select(frozen)):
        if row.name == text and row.number == number:
            return
        if folded(row.name) == folded(text):
            like = "" if row.name == text else f"（与「{row.name}」只差大小写、全角半角或空格）"
            msg = f"名称「{text}」已用于第 {row.number} 期{like}；请另取名称"
            raise DomainError(msg)
    connection.execute(insert(frozen).values(name=text, number=number, who=who, at=at))
    chain.append(connection, (chain.FROZEN, text))


def _preference(connection: Connection, name: str) -> tuple[int, str]:
    chosen = select(preference).where(preference.c.name == name)
    last = connection.execute(chosen.order_by(preference.c.step.desc()).limit(1)).one_or_none()
    return (last.step, last.text) if last else (0, "")


def _entry(row: Any) -> Entry:  # noqa: ANN401 sqlalchemy's Row
    return Entry(
        entry_id=row.entry_id,
        submission_id=row.submission_id,
        dataset=row.dataset,
        row_key=row.row_key,
        cells=None if row.withdrawn else json.loads(row.cells),
        kind=row.kind,
        source=row.source,
        who=row.who,
        at=row.at,
        why=row.why,
        base_id=row.base_id,
    )


def _event(row: Any) -> Event:  # noqa: ANN401 sqlalchemy's Row
    return Event(
        submission_id=row.submission_id,
        step=row.step,
        state=State(row.state),
        who=row.who,
        at=row.at,
        reason=row.reason,
    )


def _latest_number(connection: Connection) -> int:
    return int(connection.scalar(select(func.max(publication.c.number))) or 0)


def _state(
    connection: Connection,
    number: int,
    *,
    withdrawn: bool = False,
    keys: Collection[KeyOfRow] | None = None,
) -> dict[KeyOfRow, Entry]:
    """Return the rows in force at ``number``, in the order in which each was first written.

    With ``withdrawn`` also those that were taken back; with ``keys`` at least those.
    """
    same_row = (entry.c.dataset, entry.c.row_key)
    # Narrow, so that an index holds all of it; the cells are fetched of the rows chosen only.
    ranked = (
        select(
            entry.c.entry_id,
            func.row_number()
            .over(
                partition_by=same_row,
                order_by=(published_submission.c.number.desc(), entry.c.entry_id.desc()),
            )
            .label("age"),
            func.min(entry.c.entry_id).over(partition_by=same_row).label("first"),
        )
        .join(published_submission, published_submission.c.submission_id == entry.c.submission_id)
        .where(published_submission.c.number <= number)
    )
    if keys is not None and len(keys) <= FEW_ROWS:
        ranked = ranked.where(
            entry.c.dataset.in_({table for table, _ in keys}),
            entry.c.row_key.in_({row_key for _, row_key in keys}),
        )
    found = ranked.subquery()
    chosen = select(entry).join(found, found.c.entry_id == entry.c.entry_id)
    chosen = chosen.where(found.c.age == 1).order_by(found.c.first)
    if not withdrawn:
        chosen = chosen.where(entry.c.withdrawn.is_(False))
    return {(row.dataset, row.row_key): _entry(row) for row in connection.execute(chosen)}


def _rows(connection: Connection, own: int) -> tuple[Entry, ...]:
    chosen = select(entry).where(entry.c.submission_id == own).order_by(entry.c.entry_id)
    return tuple(map(_entry, connection.execute(chosen)))


def _submissions(connection: Connection, *where: ColumnElement[bool]) -> tuple[Submission, ...]:
    """Return the submissions for which ``where`` holds, the newest first."""
    later = event.alias()
    newest = select(func.max(later.c.step)).where(
        later.c.submission_id == submission.c.submission_id
    )
    chosen = (
        select(
            submission,
            event.c.step,
            event.c.state,
            event.c.who.label("state_who"),
            event.c.at.label("state_at"),
            event.c.reason,
            published_submission.c.number,
        )
        .join(event, event.c.submission_id == submission.c.submission_id)
        .outerjoin(
            published_submission,
            published_submission.c.submission_id == submission.c.submission_id,
        )
        .where(event.c.step == newest.scalar_subquery(), *where)
        .order_by(submission.c.submission_id.desc())
    )
    return tuple(
        Submission(
            submission_id=row.submission_id,
            who=row.who,
            at=row.at,
            why=row.why,
            origin=row.origin,
            rows=row.count_rows,
            step=row.step,
            state=State(row.state),
            state_who=row.state_who,
            state_at=row.state_at,
            reason=row.reason,
            published_in=row.number,
        )
        for row in connection.execute(chosen)
    )


def _submission(connection: Connection, own: int) -> Submission:
    found = _submissions(connection, submission.c.submission_id == own)
    if not found:
        msg = f"没有编号为 {own} 的提交"
        raise ChoiceError(msg)
    return found[0]


def _conflicts(rows: Iterable[Entry], state: Mapping[KeyOfRow, Entry]) -> tuple[Conflict, ...]:
    found = []
    for mine in rows:
        theirs = state.get((mine.dataset, mine.row_key))
        if theirs is None or theirs.entry_id == mine.entry_id:
            continue
        expected = (theirs.entry_id, 0) if theirs.cells is None else (theirs.entry_id,)
        if mine.base_id not in expected:
            found.append(Conflict(mine=mine, theirs=theirs))
    return tuple(found)


def _refuse_newer(expected: int | None, number: int, outcome: str) -> None:
    if expected is not None and expected != number:
        msg = f"核对期间又发布了第 {number} 期，{outcome}。请按最新数据再核对一次"
        raise LateError(msg)


def _refuse_overlap(given: Mapping[int, Iterable[Entry]]) -> None:
    """Refuse two submissions that write one row: one of them would vanish without a word."""
    writer: dict[KeyOfRow, int] = {}
    for own, rows in given.items():
        for row in rows:
            other = writer.setdefault((row.dataset, row.row_key), own)
            if other != own:
                title = dataset(row.dataset).title
                msg = (
                    f"提交 {other} 与提交 {own} 都改了「{title}」{row.row_key}，不能一起发布。"
                    "请先发布其中一份，另一份对照后重提"
                )
                raise LateError(msg)


def _refuse_conflicts(own: int, late: Sequence[Conflict]) -> None:
    if late:
        theirs = late[0].theirs
        title = dataset(theirs.dataset).title
        msg = (
            f"提交 {own} 中有 {len(late)} 行在您填报之后已由他人发布，例如「{title}」"
            f"{theirs.row_key}：{theirs.who}于 {_day(theirs.at)} 写为 {_said(theirs)}。"
            "您填的内容仍保留在提交中，请对照后重提"
        )
        raise LateError(msg)


def _said(row: Entry) -> str:
    if row.cells is None:
        return "已撤销"
    table, cells = dataset(row.dataset), row.cells
    told = [name for name in table.columns if name not in (*table.key, "kind", "source")]
    return "、".join(cells[name] for name in told if cells.get(name))[:80]


def _publications(connection: Connection, number: int | None = None) -> tuple[Publication, ...]:
    chosen = select(publication).order_by(publication.c.number.desc())
    names = select(frozen).order_by(frozen.c.at, frozen.c.name)
    given = select(published_submission).order_by(published_submission.c.submission_id)
    if number is not None:
        chosen = chosen.where(publication.c.number == number)
        names = names.where(frozen.c.number == number)
        given = given.where(published_submission.c.number == number)
    by_number: dict[int, list[str]] = {}
    for row in connection.execute(names):
        by_number.setdefault(row.number, []).append(row.name)
    ids: dict[int, list[int]] = {}
    for row in connection.execute(given):
        ids.setdefault(row.number, []).append(row.submission_id)
    return tuple(
        Publication(
            number=row.number,
            revision=row.revision,
            at=row.at,
            who=row.who,
            why=row.why,
            reference_digest=row.reference_digest,
            names=tuple(by_number.get(row.number, ())),
            submission_ids=tuple(ids.get(row.number, ())),
        )
        for row in connection.execute(chosen)
    )


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return what tells one set of reference files from another."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return whole.hexdigest()


def revision_of(before: str, rows: Iterable[Entry], reference_digest: str) -> str:
    """Return the id of a publication: eight characters that stand on every page and output.

    It covers every row in force, the reference files and the publication before it, so that a
    change anywhere in the chain shows.
    """
    whole = hashlib.sha256(f"{before}\0{reference_digest}\0".encode())
    for row in rows:
        cells = json.dumps(row.cells, ensure_ascii=False, sort_keys=True)
        whole.update(f"{row.dataset}\0{row.row_key}\0{cells}\0{row.why}\0".encode())
    return whole.hexdigest()[:8].upper()


def _add_publication(  # noqa: PLR0913 one column each
    connection: Connection,
    number: int,
    submission_ids: Sequence[int],
    *,
    who: str,
    why: str,
    at: str,
    files: Mapping[str, bytes],
) -> Publication:
    before = connection.scalar(
        select(publication.c.revision).where(publication.c.number == number - 1)
    )
    stored = set(connection.scalars(select(reference_file.c.digest)))
    digests = {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}
    fresh = {digests[path]: files[path] for path in files if digests[path] not in stored}
    reference_digest = digest_of(files)
    revision = _revision_after(
        connection, number, submission_ids, str(before or ""), reference_digest
    )
    connection.execute(
        insert(publication).values(
            number=number,
            revision=revision,
            at=at,
            who=who,
            why=_text(why, LONGEST_WHY),
            reference_digest=reference_digest,
        )
    )
    if submission_ids:
        given = [{"submission_id": own, "number": number} for own in submission_ids]
        connection.execute(insert(published_submission), given)
    if fresh:
        bodies = [{"digest": key, "body": zlib.compress(body)} for key, body in fresh.items()]
        connection.execute(insert(reference_file), bodies)
    if digests:
        named = [
            {"number": number, "path": path, "digest": digest} for path, digest in digests.items()
        ]
        connection.execute(insert(publication_file), named)
    chain.append(connection, (chain.PUBLICATION, str(number)))
    return _publications(connection, number)[0]


def _revision_after(
    connection: Connection,
    number: int,
    submission_ids: Sequence[int],
    before: str,
    reference_digest: str,
) -> str:
    state = _state(connection, number - 1)
    rows = connection.execute(
        select(entry).where(entry.c.submission_id.in_(submission_ids)).order_by(entry.c.entry_id)
    )
    for row in map(_entry, rows):
        key = (row.dataset, row.row_key)
        if row.cells is None:
            state.pop(key, None)
        else:
            state[key] = row
    return revision_of(before, (state[key] for key in sorted(state)), reference_digest)
