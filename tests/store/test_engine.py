"""What a person reads when the database cannot do what it should."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import event, insert, text

from sihui_map.errors import LateError, StoreError
from sihui_map.store import Store
from sihui_map.store import engine as engines
from sihui_map.store.engine import WRITER_LOCK, create, writing
from sihui_map.store.schema import frozen
from sihui_map.store.writers import beginning
from tests.store.rights import someone_without_rights
from tests.store.rows import FILES, coal, draft, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Postgres

FULL = "磁盘已满，这次操作没有写入任何内容。请清出空间后重试。"
BUSY = "数据库正忙，这次操作没有写入任何内容。请稍后重试。"
BROKEN = "数据库文件已损坏。请用 restore 恢复最近的备份。"
CLOSED = "数据库文件打不开。请检查 SIHUI_DATABASE_URL 指向的文件夹是否存在、可写。"
UNREACHABLE = "连不上数据库。请检查数据库是否已启动、SIHUI_DATABASE_URL 是否正确。"


def said(what: pytest.ExceptionInfo[StoreError]) -> str:
    return str(what.value)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        found: tuple[str] = connection.execute("PRAGMA integrity_check").fetchone()
    return found == ("ok",)


# Addresses


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("var/sihui.db", "不是有效的数据库地址，应如 sqlite:///var/sihui.db"),
        ("postgresql://h:port/x", "不是有效的数据库地址，应如 sqlite:///var/sihui.db"),
        ("mysql://h/x", "只支持 sqlite 或 postgresql，现为「mysql」"),
        ("postgresql+asyncpg://h/x", "只支持 sqlite 或 postgresql，现为「postgresql+asyncpg」"),
        ("sqlite://", "应写明数据库文件，不带参数，如 sqlite:///var/sihui.db"),
        ("sqlite:///:memory:", "应写明数据库文件，不带参数"),
        ("sqlite:///x.db?mode=ro", "应写明数据库文件，不带参数"),
        ("sqlite:///file:x.db", "应写明数据库文件，不带参数"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(StoreError) as caught:
        create(url)

    assert said(caught) == f"SIHUI_DATABASE_URL {sentence}" or sentence in said(caught)


def test_no_password_of_an_address_is_told() -> None:
    with pytest.raises(StoreError) as caught:
        create("mysql://user:very-secret@h/x")

    assert "secret" not in said(caught)


def test_both_ways_to_name_postgresql_are_the_same() -> None:
    engine = create("postgresql://h/x")

    assert engine.url.drivername == "postgresql+psycopg"


# Files


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    Store(sqlite_url(tmp_path / "a" / "b" / "sihui.db")).close()

    assert (tmp_path / "a" / "b" / "sihui.db").is_file()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(StoreError, match=r"数据库打不开（.*）。请检查 SIHUI_DATABASE_URL"):
        Store(sqlite_url(tmp_path / "file" / "sihui.db"))


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store(sqlite_url(tmp_path))

    assert said(caught) == CLOSED


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all\n" * 100)

    with pytest.raises(StoreError) as caught:
        Store(sqlite_url(tmp_path / "x.db"))

    assert said(caught) == BROKEN


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    store = Store(sqlite_url(path))
    beginning.begin(store, {}, FILES)
    published(store, *(coal(code, area=str(code)) for code in range(500)))
    store.close()
    body = bytearray(path.read_bytes())
    body[4096 : len(body) - 4096] = b"\xa5" * (len(body) - 8192)
    path.write_bytes(body)

    with pytest.raises(StoreError) as caught:
        Store(sqlite_url(path)).published()

    assert said(caught) == BROKEN


def test_a_file_that_may_not_be_opened_is_told(open_folder: Path) -> None:
    path = open_folder / "sihui.db"
    Store(sqlite_url(path)).close()
    path.chmod(0o000)

    with someone_without_rights(), pytest.raises(StoreError) as caught:
        Store(sqlite_url(path))

    assert said(caught) == CLOSED


# Others at work


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the lock of the one writer, as another process would."""
    if url.startswith("postgresql"):
        with psycopg.connect(url) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])
            yield
    else:
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")


def test_a_writer_that_waits_too_long_is_told_and_readers_never_wait(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MS", 200)
    store = Store(store_url)
    beginning.begin(store, {}, FILES)

    with locked(store_url):
        assert store.latest_number() == 1
        with pytest.raises(StoreError) as caught:
            draft(store, coal(120))

    assert said(caught) == BUSY
    assert store.submissions() == ()
    assert draft(store, coal(120)).submission_id == 1
    store.close()


def test_a_writer_that_comes_in_between_is_late(store_url: str) -> None:
    """Only a program that takes no lock can do that; the primary key stops it."""
    store = Store(store_url)
    beginning.begin(store, {}, FILES)
    values = {"name": "三季度", "number": 1, "who": "王强", "at": ""}

    twice = insert(frozen).values([values, values])

    with (
        pytest.raises(LateError, match="另有人在同一时刻写入了同一处"),
        writing(store.engine) as connection,
    ):
        connection.execute(twice)

    assert store.find("1").names == ()
    store.close()


def test_no_free_connection_is_told(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(store_url)
    monkeypatch.setattr(store.engine.pool, "_timeout", 0.1)
    held = [store.engine.connect() for _ in range(15)]

    with pytest.raises(StoreError) as caught:
        store.latest_number()
    for connection in held:
        connection.close()

    assert said(caught) == BUSY
    assert store.latest_number() == 0
    store.close()


def test_a_server_without_a_free_place_is_told(postgres: Postgres, postgres_url: str) -> None:
    Store(postgres_url).close()
    held: list[psycopg.Connection[object]] = []
    with suppress(psycopg.OperationalError):
        while True:
            held.append(psycopg.connect(postgres.url("postgres")))

    with pytest.raises(StoreError) as caught:
        Store(postgres_url)
    for connection in held:
        connection.close()

    assert said(caught) == BUSY


def test_what_nobody_foresaw_is_a_sentence_too(store_url: str) -> None:
    store = Store(store_url)
    with writing(store.engine) as connection:
        connection.execute(text("DROP TABLE frozen"))

    with pytest.raises(StoreError) as caught:
        store.publications()

    assert said(caught) == (
        "数据库出错，这次操作没有写入任何内容。请运行 python -m sihui_map doctor 查看原因。"
    )
    store.close()


# A server that is not there


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store(f"postgresql://nobody@/x?host={tmp_path}")

    assert said(caught) == UNREACHABLE


def test_a_server_that_stops_is_told_and_works_again_once_it_runs(
    postgres: Postgres, postgres_url: str
) -> None:
    store = Store(postgres_url)
    beginning.begin(store, {}, FILES)
    published(store, coal(120))
    postgres.stop()
    try:
        with pytest.raises(StoreError) as reader:
            store.latest_number()
        with pytest.raises(StoreError) as writer:
            draft(store, coal(130))
    finally:
        postgres.start()

    assert said(reader) == said(writer) == UNREACHABLE
    assert store.latest_number() == 2
    assert draft(store, coal(130)).submission_id == 2
    store.close()


# A full disk


def fill(store: Store, *, rows: int = 200) -> StoreError:
    """Return what is said when nothing fits any more."""
    for year in range(2000):
        try:
            draft(store, *(coal(year + 1, area=str(code), year=year) for code in range(rows)))
        except StoreError as error:
            return error
    pytest.fail("everything fits")


def count_broken(store: Store) -> int:
    """Return how many submissions are not as they were handed in."""
    return sum(len(store.entries(each.submission_id)) != each.rows for each in store.submissions())


def test_a_full_database_is_told_and_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "sihui.db"
    store = Store(sqlite_url(path))
    beginning.begin(store, {}, FILES)
    store.close()

    @event.listens_for(store.engine, "connect")
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=200")

    error = fill(store)

    assert str(error) == FULL
    assert len(store.submissions()) > 1
    assert count_broken(store) == 0
    store.close()
    assert is_whole(path)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of that size; only root can."""
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(  # noqa: S603 the system's own tool, no input from outside
        [mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)  # noqa: S603, S607 as above


def test_a_full_disk_is_told_and_work_goes_on_once_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 500_000)
        store = Store(sqlite_url(disk / "sihui.db"))
        beginning.begin(store, {}, FILES)

        error = fill(store)
        kept = store.submissions()
        ballast.unlink()

        assert str(error) == FULL
        assert len(kept) > 1
        assert count_broken(store) == 0
        assert draft(store, coal(1)).submission_id == kept[0].submission_id + 1
        store.close()
        assert is_whole(disk / "sihui.db")


def test_a_full_disk_of_a_server_is_told(postgres: Postgres) -> None:
    folder = postgres.folder / "small"
    with small_disk(folder, 10) as disk:
        shutil.chown(disk, "postgres", "postgres")
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'".encode())
            connection.execute("CREATE DATABASE small TABLESPACE small")
            store = Store(postgres.url("small"))
            beginning.begin(store, {}, FILES)

            error = fill(store, rows=1000)

            assert str(error) == FULL
            assert store.latest_number() == 1
            assert count_broken(store) == 0
            store.close()
            connection.execute("DROP DATABASE small WITH (FORCE)")
            connection.execute("DROP TABLESPACE small")
