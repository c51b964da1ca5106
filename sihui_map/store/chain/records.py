"""What a link covers: everything a record says, as one text that is the same on both engines."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sihui_map.store.schema import (
    account,
    audit,
    cell,
    deputy,
    entry,
    event,
    evidence,
    extension,
    frozen,
    notice,
    notice_answer,
    notice_delivery,
    period,
    preference,
    publication,
    publication_file,
    published_submission,
    remark,
    subject,
    submission,
    token,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from sqlalchemy import Column, ColumnElement, Connection, Table

    Reader = Callable[[Connection, list[str]], Iterator[tuple[str, "Record"]]]

SUBMISSION, EVENT, PUBLICATION = "submission", "event", "publication"
FROZEN, PREFERENCE = "frozen", "preference"
ACCOUNT, AUDIT = "account", "audit"
CELL, REMARK, PERIOD, EXTENSION = "cell", "remark", "period", "extension"
EVIDENCE = "evidence"
NOTICE, ANSWER, DELIVERY = "notice", "answer", "delivery"
TOKEN, DEPUTY, SUBJECT = "token", "deputy", "subject"
COVERED: dict[str, tuple[Table, tuple[str, ...]]] = {
    SUBMISSION: (
        submission,
        ("submission_id", "who", "at", "why", "origin", "count_rows", "digest"),
    ),
    EVENT: (event, ("submission_id", "step", "state", "who", "at", "reason")),
    PUBLICATION: (publication, ("number", "revision", "at", "who", "why", "reference_digest")),
    FROZEN: (frozen, ("name", "number", "who", "at")),
    PREFERENCE: (preference, ("name", "step", "text", "who", "at")),
    ACCOUNT: (
        account,
        (
            "name", "step", "what", "role", "scope", "is_disabled", "must_change", "secret",
            "invitation", "who", "at", "why",
        ),
    ),
    AUDIT: (
        audit,
        (
            "number", "who", "at", "address", "action", "about", "before", "after", "why",
            "is_refused",
        ),
    ),
    CELL: (
        cell,
        (
            "number", "scope", "sheet", "line", "field", "step", "text", "who", "at", "issue",
            "submission_id",
        ),
    ),
    REMARK: (
        remark,
        (
            "number", "dataset", "row_key", "field", "kind", "text", "who", "at", "submission_id",
        ),
    ),
    EVIDENCE: (
        evidence,
        (
            "number", "dataset", "row_key", "field", "name", "media", "size", "digest", "who", "at",
        ),
    ),
    PERIOD: (period, ("number", "year", "opens", "closes", "reason", "who", "at")),
    EXTENSION: (extension, ("number", "year", "scope", "until", "reason", "who", "at")),
    NOTICE: (
        notice,
        (
            "number", "scope", "subject", "level", "about", "due", "channel", "day", "who", "at",
        ),
    ),
    ANSWER: (notice_answer, ("number", "notice", "kind", "text", "who", "at")),
    DELIVERY: (notice_delivery, ("number", "notice", "address", "is_over", "problem", "at")),
    TOKEN: (
        token,
        ("number", "digest", "name", "label", "scope", "until", "is_revoked", "who", "at"),
    ),
    DEPUTY: (
        deputy,
        (
            "number", "absent", "deputy", "since", "until", "is_ended", "reason", "who", "at",
        ),
    ),
    SUBJECT: (subject, ("number", "subject", "name", "who", "at")),
}  # fmt: skip
"""The columns that a link of each kind covers; a submission its rows as well, a publication what
it holds."""
OF_ENTRY = (
    "entry_id", "submission_id", "dataset", "row_key", "cells", "withdrawn", "kind", "source",
    "who", "at", "why", "base_id",
)  # fmt: skip
AT_ONCE = 500
"""Links in memory at once; of a submission's rows a digest only."""
NUMBER = re.compile(r"[0-9]{1,9}")

Key = tuple[str, str]
"""Kind and name of a record, such as ("event", "12/3")."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a link covers: everything of it as one text that is the same on both engines."""

    at: str
    said: str


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
        ACCOUNT: f"账号「{before}」的第 {step} 步",
        AUDIT: f"操作记录 {record}",
        CELL: f"工作台第 {record} 次录入",
        REMARK: f"备注 {record}",
        EVIDENCE: f"附件 {record}",
        PERIOD: f"填报期 {record}",
        EXTENSION: f"延期 {record}",
        NOTICE: f"催办单第 {record} 号",
        ANSWER: f"催办答复 {record}",
        DELIVERY: f"催办投递 {record}",
        TOKEN: f"接口令牌的第 {record} 条",
        DEPUTY: f"代理的第 {record} 条",
        SUBJECT: f"单点登录的第 {record} 条对应",
    }.get(kind, f"「{kind[:20]} {record[:40]}」")


def canonical(said: object) -> str:
    """Return ``said`` in the one writing that is hashed."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), default=repr)


def records_of(connection: Connection, keys: Collection[Key]) -> dict[Key, Record]:
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
    return [int(text) for text in texts if NUMBER.fullmatch(text)]


def _submissions(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    ids = _numbers(wanted)
    rows = dict(_entry_digests(connection, ids))
    for row in _rows(connection, SUBMISSION, submission.c.submission_id.in_(ids)):
        said = [*row, rows.get(row.submission_id, "")]
        yield str(row.submission_id), Record(str(row.at), canonical(said))


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
            whole.update(canonical([*row]).encode() + b"\n")
        yield own, whole.hexdigest()


def _events(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    asked = set(wanted)
    ids = set(_numbers(record.partition("/")[0] for record in wanted))
    for row in _rows(connection, EVENT, event.c.submission_id.in_(ids)):
        _, record = of_event(row.submission_id, row.step)
        if record in asked:
            yield record, Record(str(row.at), canonical([*row]))


def _publications(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    numbers = _numbers(wanted)
    given = _held(connection, published_submission.c.number, numbers, "submission_id")
    files = _held(connection, publication_file.c.number, numbers, "path", "digest")
    for row in _rows(connection, PUBLICATION, publication.c.number.in_(numbers)):
        said = [*row, given.get(row.number, []), files.get(row.number, [])]
        yield str(row.number), Record(str(row.at), canonical(said))


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
        yield str(row.name), Record(str(row.at), canonical([*row]))


def _preferences(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    return _steps(connection, PREFERENCE, wanted)


def _accounts(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    return _steps(connection, ACCOUNT, wanted)


def _steps(connection: Connection, kind: str, wanted: list[str]) -> Iterator[tuple[str, Record]]:
    asked, names = set(wanted), {record.rpartition("/")[0] for record in wanted}
    for row in _rows(connection, kind, COVERED[kind][0].c.name.in_(names)):
        record = f"{row.name}/{row.step}"
        if record in asked:
            yield record, Record(str(row.at), canonical([*row]))


def _numbered(kind: str) -> Reader:
    """Return what reads records that are known by their number."""

    def read(connection: Connection, wanted: list[str]) -> Iterator[tuple[str, Record]]:
        for row in _rows(connection, kind, COVERED[kind][0].c.number.in_(_numbers(wanted))):
            yield str(row.number), Record(str(row.at), canonical([*row]))

    return read


_READERS: dict[str, Reader] = {
    SUBMISSION: _submissions,
    EVENT: _events,
    PUBLICATION: _publications,
    FROZEN: _names,
    PREFERENCE: _preferences,
    ACCOUNT: _accounts,
    **{
        kind: _numbered(kind)
        for kind in (
            AUDIT, CELL, REMARK, EVIDENCE, PERIOD, EXTENSION, NOTICE, ANSWER, DELIVERY, TOKEN,
            DEPUTY, SUBJECT,
        )
    },
}  # fmt: skip
