"""Connections: SQLite set to lose nothing, PostgreSQL to behave the same; errors as sentences."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    TimeoutError,  # noqa: A004 no connection became free
)

from sihui_map.errors import LateError, ReadOnlyError, StoreError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 15_000
WRITE, PATIENT = "sihui_write", "sihui_patient"
CONNECT_S, POOL_S, PING_S, READ_S, PATIENT_S = 2, 1.5, 1.0, 2.0, 60.0
"""How long PostgreSQL may take: to be reached, to have a connection free, to show that it is alive,
for all that one page reads together; and for each statement of a writer or of an operator, who
would rather wait. A viewer is told within 5 s in all that nothing comes.
"""
WRITER_LOCK = 441_284
"""Key of PostgreSQL's advisory lock: one writer at a time, as BEGIN IMMEDIATE gives on SQLite."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a commit that was told is on the disk
    "foreign_keys=ON",
    "trusted_schema=OFF",
)
READ_PRAGMAS = ("trusted_schema=OFF", "query_only=ON")
NO_RIGHT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
DRIVERS = ("sqlite", "postgresql+psycopg")

# What a driver says → what a person should read. SQLite has only texts; PostgreSQL has codes.
BUSY = "数据库正忙，这次操作没有写入任何内容。请稍后重试"
LEFT_LOG = (
    "数据库只读，上次又没有正常结束，最近的记录还在日志（-wal 文件）里，现在打开会漏掉它们。"
    "请给予文件夹写权限后启动一次"
)
REASONS: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("database or disk is full", "53100", "no space left", "disk i/o error"),
        StoreError,
        "磁盘已满，这次操作没有写入任何内容。请清出空间后重试",
    ),
    (
        ("database is locked", "55p03", "57014", "53300", "too many clients", "connection slots"),
        UnavailableError,
        BUSY,
    ),
    (
        ("does not answer",),
        UnavailableError,
        "数据库没有及时应答。请稍后重试；一直如此，请检查数据库服务器",
    ),
    (
        ("left its log",),
        ReadOnlyError,
        LEFT_LOG,
    ),
    (
        ("42501 select",),
        StoreError,
        "数据库账号没有读取的权限。请检查账号，或 SIHUI_DATABASE_URL 指的是不是本系统的库",
    ),
    (
        ("readonly database", "read-only", "25006", "42501"),
        ReadOnlyError,
        "数据库只读，不能写入。请检查文件或账号的权限",
    ),
    (
        ("malformed", "not a database", "xx001", "xx002"),
        StoreError,
        "数据库文件已损坏。请用 restore 恢复最近的备份",
    ),
    (
        ("unable to open database file",),
        StoreError,
        "数据库文件打不开。请检查 SIHUI_DATABASE_URL 指向的文件夹是否存在、可写",
    ),
)
UNREACHABLE = "连不上数据库。请检查数据库是否已启动、SIHUI_DATABASE_URL 是否正确"
UNCERTAIN = "数据库在保存时失去联系，这次操作是否写入还不清楚。请稍后刷新核对，再决定是否重做"


class ReadOnlyConnection(sqlite3.Connection):
    """A connection to a file that may not be written."""


def create(url: str) -> Engine:
    """Return an engine for ``url``; a database of another kind is refused."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        msg = "SIHUI_DATABASE_URL 不是有效的数据库地址，应如 sqlite:///var/sihui.db"
        raise StoreError(msg) from None
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in DRIVERS:
        msg = f"SIHUI_DATABASE_URL 只支持 sqlite 或 postgresql，现为「{parsed.drivername[:30]}」"
        raise StoreError(msg)
    try:
        return _sqlite(parsed) if parsed.drivername == "sqlite" else _postgresql(parsed)
    except (NoSuchModuleError, OSError) as error:
        msg = f"数据库打不开（{error}）。请检查 SIHUI_DATABASE_URL"
        raise StoreError(msg) from None


def _sqlite(url: Any) -> Engine:  # noqa: ANN401 sqlalchemy's URL
    # In memory nothing is kept; a parameter or a file: address would reach the driver unread.
    if not url.database or url.query or url.database.startswith((":memory:", "file:")):
        msg = "SIHUI_DATABASE_URL 应写明数据库文件，不带参数，如 sqlite:///var/sihui.db"
        raise StoreError(msg)
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
    file = Path(url.database)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, words: Any, named: Any) -> sqlite3.Connection:  # noqa: ANN401 what the driver takes
        try:
            return _prepared(sqlite3.connect(*words, **named), PRAGMAS)
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode or 0) & 0xFF not in NO_RIGHT or not file.is_file():
                raise
            return _read_only(file, error, named)

    @event.listens_for(engine, "checkin")
    def checkin(connection: object, record: ConnectionPoolEntry) -> None:
        if isinstance(connection, ReadOnlyConnection):  # the next may find the rights given
            record.invalidate()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE)
        # A deferred BEGIN that writes later fails at once where another wrote in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _prepared(connection: sqlite3.Connection, pragmas: Iterable[str]) -> sqlite3.Connection:
    try:
        connection.isolation_level = None  # the driver would begin late, and without IMMEDIATE
        for pragma in (f"busy_timeout={BUSY_MS}", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")  # only now is the file read
    except BaseException:
        connection.close()
        raise
    return connection


def _read_only(file: Path, error: sqlite3.Error, named: Mapping[str, Any]) -> sqlite3.Connection:
    """Return a connection to a file that, or whose folder, may not be written.

    Beside a log that a writer keeps open it can be read as it is. Without one SQLite would have to
    make it, unless it is told that nothing changes: nobody writes, then, for who writes has a log.
    """
    log = file.with_name(f"{file.name}-wal")
    for how in ("mode=ro", "immutable=1"):
        has_log = log.exists() and log.stat().st_size
        if how == "immutable=1" and has_log:
            msg = f"a read-only database left its log: {error}"
            raise sqlite3.OperationalError(msg) from error
        address = f"{file.resolve().as_uri()}?{how}"
        with suppress(sqlite3.OperationalError):
            plain = sqlite3.connect(address, uri=True, factory=ReadOnlyConnection, **named)
            return _prepared(plain, READ_PRAGMAS)
    raise error


def _postgresql(url: Any) -> Engine:  # noqa: ANN401 sqlalchemy's URL
    # Only who uses PostgreSQL loads its driver.
    from sihui_map.store.patience import PatientConnection  # noqa: PLC0415

    options = (
        f"-c lock_timeout={BUSY_MS} -c idle_in_transaction_session_timeout=60000"
        f" -c statement_timeout={PATIENT_S * 1000:.0f}"  # the server's end of what we gave up
        " -c synchronous_commit=on"  # a commit that was told is on the disk
    )
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=10,
        pool_timeout=POOL_S,
        connect_args={
            "connect_timeout": CONNECT_S,
            "options": options,
            # A cable that was pulled ends what nobody waits for any more.
            "tcp_user_timeout": int(PATIENT_S * 1000),
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, words: Any, named: Any) -> PatientConnection:  # noqa: ANN401 what the driver takes
        return PatientConnection.connect(*words, **named)

    @event.listens_for(engine, "checkin")
    def checkin(connection: PatientConnection | None, _record: object) -> None:
        if connection is not None:  # one that was given up is gone
            connection.allow(PING_S)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        wanted = connection.get_execution_options()
        is_patient = bool(wanted.get(WRITE) or wanted.get(PATIENT))
        plain: Any = connection.connection.dbapi_connection
        plain.allow(PATIENT_S if is_patient else READ_S, each=is_patient)
        if wanted.get(WRITE):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    return engine


@contextmanager
def spoken() -> Iterator[None]:
    """Turn what the driver says into a sentence that a person can act on."""
    try:
        yield
    except IntegrityError as error:
        msg = "另有人在同一时刻写入了同一处，这次操作没有写入任何内容。请刷新后再试"
        raise LateError(msg) from error
    except TimeoutError as error:
        msg = f"{BUSY}。"
        raise UnavailableError(msg) from error
    except DBAPIError as error:
        raise _told(error) from error


def _told(error: DBAPIError) -> StoreError:
    verb = (error.statement or "").lstrip()[:6]
    said = f"{error.orig} {getattr(error.orig, 'sqlstate', '') or ''} {verb}".lower()
    for marks, kind, sentence in REASONS:
        if any(mark in said for mark in marks):
            return kind(f"{sentence}。")
    if error.connection_invalidated or "connection" in said:
        return UnavailableError(f"{UNREACHABLE}。")
    return StoreError(
        "数据库出错，这次操作没有写入任何内容。请运行 python -m sihui_map doctor 查看原因。"
    )


@contextmanager
def _kept() -> Iterator[None]:
    """Say of a commit whose answer never came that nobody knows whether it was kept."""
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        msg = f"{UNCERTAIN}。"
        raise UnavailableError(msg) from error


@contextmanager
def _transaction(engine: Engine, *, isolation: str, **options: bool) -> Iterator[Connection]:
    chosen: dict[str, Any] = dict(options)
    if engine.dialect.name == "postgresql":  # SQLite knows one way only
        chosen["isolation_level"] = isolation
    with (
        spoken(),
        engine.connect().execution_options(**chosen) as connection,
        connection.begin() as transaction,
    ):
        yield connection
        if options[WRITE]:
            with _kept():
                transaction.commit()


_begun: ContextVar[tuple[Engine, Connection, list[Callable[[], None]]] | None] = ContextVar(
    "begun", default=None
)
"""The writing that this thread is in the middle of, and what is to be done after it."""


@contextmanager
def reading(engine: Engine, *, patient: bool = False) -> Iterator[Connection]:
    """Give a connection on which everything read belongs to one moment.

    ``patient`` is who reads all there is, for a backup, and no viewer waits for it. Anybody else
    reads, within a writing that has begun, what was written in it so far.
    """
    outer = _begun.get()
    if outer is not None and outer[0] is engine and not patient:
        yield outer[1]
        return
    options = {WRITE: False, PATIENT: patient}
    with _transaction(engine, isolation="REPEATABLE READ", **options) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the only connection that may write; all of it is kept, or none.

    What it reads after the lock is what the writer before it left: PostgreSQL stays at READ
    COMMITTED here, for a snapshot would be older than the lock. Within a writing that has begun
    it is that one: what is done in both is kept together.
    """
    outer = _begun.get()
    if outer is not None and outer[0] is engine:
        yield outer[1]
        return
    waiting: list[Callable[[], None]] = []
    try:
        with _transaction(engine, isolation="READ COMMITTED", **{WRITE: True}) as connection:
            token = _begun.set((engine, connection, waiting))
            try:
                yield connection
            finally:
                _begun.reset(token)
    finally:
        for do in waiting:
            with suppress(StoreError):  # what failed before it is what is told
                do()


def afterwards(engine: Engine, do: Callable[[], None]) -> None:
    """Do something once the writing that has begun is over, kept or not; now where none has."""
    outer = _begun.get()
    if outer is not None and outer[0] is engine:
        outer[2].append(do)
    else:
        do()
