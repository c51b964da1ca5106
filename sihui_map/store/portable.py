"""Backups: one SQLite file with everything a store holds, from either engine and into either."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, literal_column, select, table

from sihui_map.errors import StoreError
from sihui_map.store import migrate
from sihui_map.store.engine import create, reading, writing
from sihui_map.store.hashing import digest_of, revision_of
from sihui_map.store.schema import KEPT, PASSING, metadata, reference_file
from sihui_map.store.store import Store
from sihui_map.wholefile import put_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Engine, Select, Table

APPLICATION_ID = 0x53484D42
"""SHMB in the file's head: tells a backup from any other SQLite file."""
SEAL = "backup_seal"
VERSION = "alembic_version"
SQLITE_HEAD = b"SQLite format 3\0"
ROWS_AT_ONCE = 500
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes that one reference file may unpack to: a backup is a file that someone handed over."""
REMEDY = "请换用另一份备份"
NOTHING = (0, hashlib.sha256(b"").hexdigest())
"""Count and digest of a table without a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a store holds, as a count and a digest of the rows of each table."""

    sealed: Mapping[str, tuple[int, str]]

    @property
    def count_rows(self) -> int:
        """Return the rows of all tables."""
        return sum(rows for rows, _ in self.sealed.values())


def _digest(connection: Connection, name: str) -> tuple[int, str]:
    """Return count and digest of a table's rows, whatever their order and the engine."""
    chosen: Select[Any] = select(literal_column("*")).select_from(table(name))
    rows = connection.execute(chosen.execution_options(yield_per=ROWS_AT_ONCE)).mappings()
    # Engines order texts differently, so what is put in order are the digests of the rows.
    each = sorted(
        hashlib.sha256(
            json.dumps(
                {key: int(cell) if isinstance(cell, bool) else cell for key, cell in row.items()},
                sort_keys=True,
                default=bytes.hex,
            ).encode()
        ).digest()
        for row in rows
    )
    return len(each), hashlib.sha256(b"".join(each)).hexdigest()


def content(connection: Connection) -> Content:
    """Return what the store behind ``connection`` holds; who is signed in is no part of that."""
    kept = {known.name: _digest(connection, known.name) for known in KEPT}
    return Content(sealed={**kept, **{known.name: NOTHING for known in PASSING}})


def _copy(given: Connection, taken: Connection, known: Table) -> None:
    chosen: Select[Any] = select(known).execution_options(yield_per=ROWS_AT_ONCE)
    for rows in given.execute(chosen).mappings().partitions():
        taken.execute(insert(known), [dict(row) for row in rows])


def database_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite database, None for one on a server or in memory."""
    name = engine.url.database
    is_file = engine.dialect.name == "sqlite" and name and name != ":memory:"
    return Path(str(name)) if is_file else None


def backup(engine: Engine, target: Path) -> Content:
    """Write everything the store holds at one moment to ``target``, and return what that is."""
    with reading(engine, patient=True) as connection:
        return _write(connection, target)


def _write(connection: Connection, target: Path) -> Content:
    own = database_file(connection.engine)
    if own is not None and target.resolve() == own.resolve():
        msg = f"「{target.name}」就是正在使用的数据库，不能把备份写在它上面。请另取文件名"
        raise StoreError(msg)
    with TemporaryDirectory(prefix="sihui-") as folder:
        built = Path(folder) / "backup.db"
        engine = create(f"sqlite:///{built.as_posix()}")
        try:
            migrate.upgrade(engine)
            with writing(engine) as taken:
                for known in KEPT:
                    _copy(connection, taken, known)
        finally:
            engine.dispose()
        found = content(connection)
        _seal(built, found)
        copy = Path(folder) / "copy.db"
        shutil.copyfile(built, copy)
        _unseal(copy, target.name)  # what cannot be read back is no backup
        with put_whole(target) as part:
            shutil.copyfile(built, part)
    return found


def _seal(file: Path, found: Content) -> None:
    with closing(sqlite3.connect(file)) as plain, plain:
        # In one file: with a log beside it, a copy of it would not be all of it.
        plain.execute("PRAGMA journal_mode=DELETE")
        plain.execute(f"PRAGMA application_id={APPLICATION_ID}")
        plain.execute(f"CREATE TABLE {SEAL} (name TEXT PRIMARY KEY, rows INTEGER, digest TEXT)")
        rows = [(name, *sealed) for name, sealed in found.sealed.items()]
        plain.executemany(f"INSERT INTO {SEAL} VALUES (?, ?, ?)", rows)  # noqa: S608 a constant


def _unseal(copy: Path, name: str) -> None:
    """Take the seal off ``copy``, after everything in it was found to be as it says."""
    with copy.open("rb") as begun:
        if begun.read(len(SQLITE_HEAD)) != SQLITE_HEAD:
            msg = f"「{name}」不是本系统的备份文件。请选择用 backup 命令写出的文件"
            raise StoreError(msg)
    try:
        with closing(sqlite3.connect(copy)) as plain, plain:
            sealed = _sealed(plain, name)
            plain.execute(f"DROP TABLE {SEAL}")
    except sqlite3.DatabaseError as error:
        msg = f"备份「{name}」已损坏（{error}），没有改动任何数据。{REMEDY}"
        raise StoreError(msg) from None
    engine = create(f"sqlite:///{copy.as_posix()}")
    try:
        with reading(engine) as connection:
            found = {known: _digest(connection, known) for known in sealed}
    finally:
        engine.dispose()
    if found != sealed:
        wrong = "、".join(known for known in sealed if found[known] != sealed[known])
        msg = f"备份「{name}」的内容与封存时不符（{wrong}），没有改动任何数据。{REMEDY}"
        raise StoreError(msg)


def _sealed(plain: sqlite3.Connection, name: str) -> dict[str, tuple[int, str]]:
    """Return what the seal says; refuse a file that is foreign, broken or has more in it."""
    plain.execute("PRAGMA trusted_schema=OFF")
    if plain.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        msg = f"「{name}」是数据库，但不是本系统的备份。请选择用 backup 命令写出的文件"
        raise StoreError(msg)
    if plain.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        msg = f"备份「{name}」已损坏，没有改动任何数据。{REMEDY}"
        raise StoreError(msg)
    sealed = {
        str(known): (int(rows), str(digest))
        for known, rows, digest in plain.execute(f"SELECT * FROM {SEAL}")  # noqa: S608 a constant
    }
    parts = plain.execute("SELECT type, name FROM sqlite_master WHERE type <> 'index'")
    if set(parts) != {("table", known) for known in (*sealed, SEAL, VERSION)}:
        msg = f"备份「{name}」中的表与封存时不符，没有改动任何数据。{REMEDY}"
        raise StoreError(msg)
    return sealed


@contextmanager
def opened(file: Path) -> Iterator[Store]:
    """Give the store that a backup holds, verified and brought to the structure of today.

    A copy is opened: the file itself stays as it is. StoreError says what is wrong with it.
    """
    with TemporaryDirectory(prefix="sihui-") as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(file, copy)
        _unseal(copy, file.name)
        store = Store(f"sqlite:///{copy.as_posix()}")
        try:
            wrong = [
                *migrate.differences(store.engine),
                *broken_chain(store),
                *store.checked_chain().wrong,
            ]
            if wrong:
                msg = f"备份「{file.name}」不能用：{wrong[0]}。没有改动任何数据，{REMEDY}"
                raise StoreError(msg)
            yield store
        finally:
            store.close()


def restore(engine: Engine, given: Store, kept: Path) -> bool:
    """Replace everything in the database by what ``given`` holds; False where they are equal.

    What was there before is first written to ``kept`` as a backup, unless there was nothing.
    """
    migrate.upgrade(engine)
    with reading(given.engine, patient=True) as source, writing(engine) as connection:
        before, after = content(connection), content(source)
        if before == after:
            return False
        if before.count_rows:
            _write(connection, kept)
        for known in reversed(metadata.sorted_tables):
            connection.execute(delete(known))
        for known in KEPT:
            _copy(source, connection, known)
        if content(connection) != after:
            msg = "写入后核对不一致，已全部退回，数据没有改动。请运行 doctor 查看原因"
            raise StoreError(msg)
    return True


def integrity(engine: Engine) -> list[str]:
    """Return what the database itself finds wrong with what it keeps; a server looks after that."""
    with reading(engine, patient=True) as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(select(literal_column("1")))
            return []
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
        return [str(line) for line in said if line != "ok"]


def is_damaged(file: Path) -> bool:
    """Tell whether a SQLite file is broken, not merely locked or out of reach."""
    try:
        with closing(sqlite3.connect(file.resolve().as_uri() + "?mode=ro", uri=True)) as plain:
            return bool(plain.execute("PRAGMA integrity_check").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        # The low byte is the family; the rest says where it broke.
        family = (error.sqlite_errorcode or 0) & 0xFF
        return family in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def set_aside(file: Path, mark: str) -> Path:
    """Rename a broken SQLite file and its log, so that a new one can be made; return where to."""
    aside = file.with_name(f"{file.name}.{mark}")
    for ending in ("-wal", "-shm", ""):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside


def broken_chain(store: Store) -> tuple[str, ...]:
    """Return what is wrong with the publications: each id is computed anew from its content."""
    wrong = list(_broken_files(store))
    if wrong:
        return tuple(wrong)
    before = ""
    for expected, found in enumerate(reversed(store.publications()), start=1):
        rows = store.published(found.number)
        computed = revision_of(before, (rows[key] for key in sorted(rows)), found.reference_digest)
        if found.number != expected:
            wrong.append(f"缺少第 {expected} 期")
        elif digest_of(store.reference(found.number)) != found.reference_digest:
            wrong.append(f"第 {found.number} 期的参考文件与发布时不符")
        elif computed != found.revision:
            wrong.append(f"第 {found.number} 期的编号 {found.revision} 与内容不符，应为 {computed}")
        before = found.revision
    return tuple(wrong)


def _broken_files(store: Store) -> Iterator[str]:
    with reading(store.engine, patient=True) as connection:
        for row in connection.execute(select(reference_file)):
            unpacked = zlib.decompressobj()
            try:
                body = unpacked.decompress(row.body, LARGEST_FILE)
            except zlib.error:
                body = b""
            if not unpacked.eof or hashlib.sha256(body).hexdigest() != row.digest:
                yield f"参考文件 {row.digest[:8]} 已损坏"


def count_orphans(engine: Engine) -> int:
    """Return how many rows point at a row that is not there."""
    with reading(engine, patient=True) as connection:
        return sum(
            connection.scalar(
                select(func.count()).select_from(known).where(key.parent.not_in(select(key.column)))
            )
            or 0
            for known in metadata.sorted_tables
            for key in known.foreign_keys
        )
