"""The chain: one SHA-256 over everything that was ever written, in the order it was written.

Each link covers one record and the link before it, with 256 bits. So a record that is changed,
removed or put in between shows, and the newest link stands for everything before it. There is no
secret in it: whoever may write to the database can make the whole chain anew, or cut off its
newest end with the records. Only a head that was written down elsewhere shows that.

What a link covers is fixed for ever: a column that the schema gets later needs a kind of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain as joined
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, case, cast, exists, func, insert, select

from sihui_map.domain.submission import State
from sihui_map.errors import DomainError
from sihui_map.store.schema import (
    entry,
    event,
    frozen,
    link,
    preference,
    publication,
    publication_file,
    published_submission,
    submission,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from sqlalchemy import Column, ColumnElement, Connection, Table

SUBMISSION, EVENT, PUBLICATION = "submission", "event", "publication"
FROZEN, PREFERENCE = "frozen", "preference"
COVERED: dict[str, tuple[Table, tuple[str, ...]]] = {
    SUBMISSION: (
        submission,
        ("submission_id", "who", "at", "why", "origin", "count_rows", "digest"),
    ),
    EVENT: (event, ("submission_id", "step", "state", "who", "at", "reason")),
    PUBLICATION: (publication, ("number", "revision", "at", "who", "why", "reference_digest")),
    FROZEN: (frozen, ("name", "number", "who", "at")),
    PREFERENCE: (preference, ("name", "step", "text", "who", "at")),
}
"""The columns that a link of each kind covers; a submission its rows as well, a publication what
it holds."""
OF_ENTRY = (
    "entry_id", "submission_id", "dataset", "row_key", "cells", "withdrawn", "kind", "source",
    "who", "at", "why", "base_id",
)  # fmt: skip
MAY_DIFFER = {
    SUBMISSION: "填报人、时间、事由、来源文件或其中的行",
    EVENT: "状态、操作人、时间或理由",
    PUBLICATION: "编号、发布人、时间、事由、所含提交或参考文件",
    FROZEN: "所指的期、起名人或时间",
    PREFERENCE: "内容、操作人或时间",
}
AT_ONCE = 500
"""Links in memory at once; of a submission's rows a digest only."""
MOST_TOLD = 20
TOLERANCE = timedelta(minutes=2)
"""What a clock may be set back: a server that asks the time on the network corrects itself."""
_NUMBER = re.compile(r"[0-9]{1,9}")

Key = tuple[str, str]
"""Kind and name of a record, such as ("event", "12/3")."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a link covers: everything of it as one text that is the same on both engines."""

    at: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The chain as it was found: its newest link, what is wrong, where the clock ran backwards."""

    number: int
    head: str
    wrong: tuple[str, ...]
    clock: tuple[str, ...]


def of_event(submission_id: int, step: int) -> Key:
    """Return the key of one step of a submission."""
    return EVENT, f"{submission_id}/{step}"


def named(kind: str, record: str) -> str:
    """Return what a person calls a record."""
    before, _, step = record.rpartition("/")
    return {
        SUBMISSION: f"提交 {record}",
        EVENT: f"提交 {before} 的第 {step} 步",
        PUBLICATION: f"第 {record} 期",
        FROZEN: f"存档名称「{record}」",
        PREFERENCE: f"「{before}」的第 {step} 次保存",
    }.get(kind, f"「{kind[:20]} {record[:40]}」")


def _canonical(said: object) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), default=repr)


def _digest(before: str, number: int, key: Key, record: Record) -> str:
    whole = _canonical([before, number, *key, record.at, record.said])
    return hashlib.sha256(whole.encode()).hexdigest()


# What the records say


def records(connection: Connection, keys: Collection[Key]) -> dict[Key, Record]:
    """Return what is stored under ``keys``; a record that is not there is left out."""
    found: dict[Key, Record] = {}
    for kind, read in _READERS.items():
        wanted = [record for other, record in keys if other == kind]
        if wanted:
            found.update({(kind, record): value for record, value in read(connection, wanted)})
    return found


def _rows(connection: Connection, kind: str, where: ColumnElement[bool]) -> Iterable[Any]:
    known, names = COVERED[kind]
    return connection.execute(select(*(known.c[name] for name in names)).where(where))


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if _NUMBER.fullmatch(text)]


def _submissions(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    ids = _numbers(wanted)
    rows = dict(_entry_digests(connection, ids))
    for row in _rows(connection, SUBMISSION, submission.c.submission_id.in_(ids)):
        said = [*row, rows.get(row.submission_id, "")]
        yield str(row.submission_id), Record(str(row.at), _canonical(said))


def _entry_digests(connection: Connection, ids: list[int]) -> Iterator[tuple[int, str]]:
    """Yield one digest for all rows of each submission, however many those are."""
    chosen = (
        select(*(entry.c[name] for name in OF_ENTRY))
        .where(entry.c.submission_id.in_(ids))
        .order_by(entry.c.submission_id, entry.c.entry_id)
        .execution_options(yield_per=AT_ONCE)
    )
    for own, rows in groupby(connection.execute(chosen), key=lambda row: row.submission_id):
        whole = hashlib.sha256()
        for row in rows:
            whole.update(_canonical([*row]).encode() + b"\n")
        yield own, whole.hexdigest()


def _events(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    asked = set(wanted)
    ids = set(_numbers(record.partition("/")[0] for record in wanted))
    for row in _rows(connection, EVENT, event.c.submission_id.in_(ids)):
        _, record = of_event(row.submission_id, row.step)
        if record in asked:
            yield record, Record(str(row.at), _canonical([*row]))


def _publications(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    numbers = _numbers(wanted)
    given = _held(connection, published_submission.c.number, numbers, "submission_id")
    files = _held(connection, publication_file.c.number, numbers, "path", "digest")
    for row in _rows(connection, PUBLICATION, publication.c.number.in_(numbers)):
        said = [*row, given.get(row.number, []), files.get(row.number, [])]
        yield str(row.number), Record(str(row.at), _canonical(said))


def _held(
    connection: Connection, number: Column[Any], numbers: list[int], *names: str
) -> dict[int, list[list[Any]]]:
    """Return what publications hold, in an order that no engine decides."""
    held: dict[int, list[list[Any]]] = {}
    columns = (number.table.c[name] for name in names)
    for own, *row in connection.execute(select(number, *columns).where(number.in_(numbers))):
        held.setdefault(own, []).append(row)
    return {own: sorted(rows) for own, rows in held.items()}


def _names(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    for row in _rows(connection, FROZEN, frozen.c.name.in_(wanted)):
        yield str(row.name), Record(str(row.at), _canonical([*row]))


def _preferences(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    asked, names = set(wanted), {record.rpartition("/")[0] for record in wanted}
    for row in _rows(connection, PREFERENCE, preference.c.name.in_(names)):
        record = f"{row.name}/{row.step}"
        if record in asked:
            yield record, Record(str(row.at), _canonical([*row]))


_READERS: dict[str, Callable[[Connection, list[str]], Iterator[tuple[str, Record]]]] = {
    SUBMISSION: _submissions,
    EVENT: _events,
    PUBLICATION: _publications,
    FROZEN: _names,
    PREFERENCE: _preferences,
}


# To write


def head(connection: Connection) -> tuple[int, str]:
    """Return number and digest of the newest link, 0 and "" where there is none."""
    newest = select(link.c.number, link.c.digest).order_by(link.c.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (row.number, row.digest) if row else (0, "")


def has(connection: Connection, given: str) -> bool:
    """Tell whether ``given``, such as "12:ab…" that was written down, is a link as it was then."""
    number, _, digest = given.strip().partition(":")
    if not _NUMBER.fullmatch(number):
        return False
    known = connection.scalar(select(link.c.digest).where(link.c.number == int(number)))
    return known == digest.strip().lower()


def append(connection: Connection, *keys: Key) -> None:
    """Put a link behind the newest for each of ``keys``, which have just been written."""
    number, before = head(connection)
    found = records(connection, keys)
    rows = []
    for key in keys:
        number += 1
        before = _digest(before, number, key, found[key])
        rows.append(
            {
                "number": number,
                "kind": key[0],
                "record": key[1],
                "at": found[key].at,
                "digest": before,
            }
        )
    connection.execute(insert(link), rows)


def begin(connection: Connection) -> None:
    """Chain what an older program wrote, in the order in which it must have been written.

    Nobody knows whether it was altered before: the chain holds from here on.
    """
    keys = iter(_in_order(connection))
    while some := list(islice(keys, AT_ONCE)):
        append(connection, *some)


class _Timeline:
    """Records by their time, none before what it rests on, whatever the clock said."""

    def __init__(self) -> None:
        self._when: dict[Key, tuple[str, int]] = {}
        self._latest: dict[Key, str] = {}

    def put(self, key: Key, at: str, *rests_on: Key, stands_for: Key | None = None) -> None:
        known = max([at, *(self._latest.get(each, "") for each in rests_on)])
        self._when[key] = (known, list(COVERED).index(key[0]))
        self._latest[stands_for or key] = known

    def all(self) -> list[Key]:
        return sorted(self._when, key=self._when.__getitem__)  # of one moment: as they were put


def _in_order(connection: Connection) -> list[Key]:
    """Return the keys of all records in the order in which they must have been written."""
    line = _Timeline()
    held: dict[int, list[Key]] = {}
    for own, number in _of(connection, published_submission, "submission_id", "number"):
        held.setdefault(number, []).append((SUBMISSION, str(own)))
    for own, at in _of(connection, submission, "submission_id", "at"):
        line.put((SUBMISSION, str(own)), at)
    for own, step, at in _of(connection, event, "submission_id", "step", "at"):
        whole = (SUBMISSION, str(own))
        line.put(of_event(own, step), at, whole, stands_for=whole)
    for number, at in _of(connection, publication, "number", "at"):
        before = (PUBLICATION, str(number - 1))
        line.put((PUBLICATION, str(number)), at, before, *held.get(number, ()))
    for name, number, at in _of(connection, frozen, "name", "number", "at"):
        line.put((FROZEN, name), at, (PUBLICATION, str(number)))
    for name, step, at in _of(connection, preference, "name", "step", "at"):
        line.put((PREFERENCE, f"{name}/{step}"), at, (PREFERENCE, f"{name}/{step - 1}"))
    return line.all()


def _of(connection: Connection, known: Table, *names: str) -> Iterable[Any]:
    columns = (known.c[name] for name in names)
    return connection.execute(select(*columns).order_by(*known.primary_key.columns))


# The clock


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def _ran_back(before: str, at: str) -> bool:
    earlier, later = _moment(before), _moment(at)
    try:
        return bool(earlier and later and later < earlier - TOLERANCE)
    except TypeError:  # one has a zone, the other none
        return False


def _shown(at: str) -> str:
    return at[:19].replace("T", " ")


def refuse_backwards(connection: Connection, at: str) -> None:
    """Raise DomainError where ``at`` is before what was written since the last publication."""
    newest = select(func.max(link.c.number)).where(link.c.kind == PUBLICATION).scalar_subquery()
    latest = select(func.max(link.c.at)).where(link.c.number >= func.coalesce(newest, 0))
    known = str(connection.scalar(latest) or "")
    if _ran_back(known, at):
        msg = (
            f"服务器时钟现为 {_shown(at)}，比已有记录的时间 {_shown(known)} 还早，这次没有发布，"
            "已填的内容都在。请校准服务器时钟后再发布；如果现在的时钟无误、是以前的时间记错了，"
            "请管理员核对后用命令行 publish --clock-checked 发布"
        )
        raise DomainError(msg)


# To check


class _Told:
    """Sentences, of which the first few are kept and the others counted."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._count = 0

    def add(self, sentence: str) -> None:
        self._count += 1
        if self._count <= MOST_TOLD:
            self._kept.append(sentence)

    def all(self) -> tuple[str, ...]:
        more = self._count - len(self._kept)
        return (*self._kept, *([f"另有 {more} 处，未逐一列出"] if more else []))


def check(connection: Connection) -> Checked:
    """Compute every link anew from what is stored; a few hundred records are in memory at once."""
    wrong, clock = _Told(), _Told()
    number, before, last = 0, "", ("", "")
    for some in _pages(connection):
        found = records(connection, [(row.kind, row.record) for row in some])
        for row in some:
            for missing in range(number + 1, min(row.number, number + MOST_TOLD)):
                wrong.add(f"链的第 {missing} 环不见了")
            sentence = _compared(row, before, found.get((row.kind, row.record)))
            if sentence:
                wrong.add(sentence)
            what = named(row.kind, row.record)
            if _ran_back(last[0], row.at):
                clock.add(
                    f"{what}的时间 {_shown(row.at)} 早于它前面的{last[1]}（{_shown(last[0])}）"
                )
            number, before, last = row.number, row.digest, (row.at, what)
    for sentence in joined(_unlinked(connection), _lacking_steps(connection)):
        wrong.add(sentence)
    return Checked(number=number, head=before, wrong=wrong.all(), clock=clock.all())


def _pages(connection: Connection) -> Iterator[list[Any]]:
    last = -1
    while True:
        chosen = select(link).where(link.c.number > last).order_by(link.c.number).limit(AT_ONCE)
        some = list(connection.execute(chosen))
        if not some:
            return
        yield some
        last = some[-1].number


def _compared(row: Any, before: str, found: Record | None) -> str:  # noqa: ANN401 a row of the chain
    """Return what is wrong with one link, "" where it is as it was written."""
    what = named(row.kind, row.record)
    if found is None:
        return f"{what}的记录不见了（链的第 {row.number} 环）"
    same = _digest(before, row.number, (row.kind, row.record), found) == row.digest
    if same and found.at == row.at:
        return ""
    return f"{what}与入链时不符（第 {row.number} 环）：{MAY_DIFFER[row.kind]}被改动过"


def _unlinked(connection: Connection) -> Iterator[str]:
    """Yield the records that no link covers: put in by hand, or left when links were cut off."""
    for kind, (known, _) in COVERED.items():
        parts = [cast(column, String) for column in known.primary_key.columns]
        name = parts[0] if len(parts) == 1 else parts[0] + "/" + parts[1]
        linked = exists().where(link.c.kind == kind, link.c.record == name)
        chosen = select(name.label("record")).where(~linked).order_by(*known.primary_key.columns)
        for record in connection.execute(chosen.execution_options(yield_per=AT_ONCE)).scalars():
            yield f"{named(kind, str(record))}没有入链：不是本程序写入的，或链的末尾被截去"


def _count(state: State) -> ColumnElement[int]:
    return func.sum(case((event.c.state == state.value, 1), else_=0))


def _lacking_steps(connection: Connection) -> Iterator[str]:
    """Yield the submissions whose steps are not whole, even where the chain was made anew."""
    approved = _count(State.APPROVED)
    public = _count(State.PUBLISHED)
    last = func.max(event.c.step)
    chosen = (
        select(event.c.submission_id, last, func.count(), approved, public)
        .group_by(event.c.submission_id)
        .having((last != func.count()) | ((public > 0) & (approved == 0)))
        .order_by(event.c.submission_id)
    )
    for own, steps, count, passed, shown in connection.execute(chosen):
        if shown and not passed:
            yield f"提交 {own} 已发布，却没有「{State.APPROVED}」这一步"
        else:
            yield f"提交 {own} 有 {steps} 步，只找到 {count} 步的记录"
