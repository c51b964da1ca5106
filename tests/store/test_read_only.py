"""A database that may only be read: what is published still shows; writing says one sentence."""

from __future__ import annotations

import codecs
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from sihui_map import doctor
from sihui_map.archive import Archive
from sihui_map.errors import ReadOnlyError, StoreError
from sihui_map.store import Store
from sihui_map.store.migrate import newest
from sihui_map.store.writers import beginning, naming, preferences
from tests.store.rights import someone_without_rights
from tests.store.rows import FILES, coal, draft, published

if TYPE_CHECKING:
    from collections.abc import Callable

GEODATA = Path(__file__).parents[2] / "geodata"
codecs.lookup("utf-8-sig")  # who has no rights may not even read Python's own files
READ_ONLY = "数据库只读，不能写入。请检查文件或账号的权限。"


def url_of(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def refusal(ask: Callable[[], object]) -> str:
    with pytest.raises(ReadOnlyError) as caught:
        ask()
    return str(caught.value)


@pytest.fixture
def file(open_folder: Path) -> Path:
    """Return the file of a store with two publications, closed as a program ends."""
    path = open_folder / "sihui.db"
    store = Store(url_of(path))
    beginning.begin(store, {}, FILES)
    published(store, coal(120))
    store.close()
    return path


# SQLite


@pytest.mark.parametrize("journal", ["wal", "delete"])
@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_what_is_published_shows_and_writing_says_one_sentence(
    file: Path, journal: str, of_file: int, of_folder: int
) -> None:
    with closing(sqlite3.connect(file)) as plain:
        plain.execute(f"PRAGMA journal_mode={journal}")
    file.chmod(of_file)
    file.parent.chmod(of_folder)
    before = file.read_bytes()

    with someone_without_rights():
        store = Store(url_of(file))
        assert store.latest_number() == 2
        assert len(store.published()) == 1
        assert store.checked_chain().wrong == ()
        said = {
            refusal(lambda: draft(store, coal(130))),
            refusal(lambda: naming.freeze(store, 1, "起点", who="王强")),
            refusal(lambda: preferences.keep_preference(store, "order", "a", who="王强")),
        }
        assert store.is_read_only()
        store.close()

    assert said == {READ_ONLY}
    assert file.read_bytes() == before


def test_what_another_writes_who_may_is_seen(file: Path) -> None:
    file.parent.chmod(0o755)
    file.chmod(0o644)
    with someone_without_rights():
        reader = Store(url_of(file))
        assert reader.latest_number() == 2

    writer = Store(url_of(file))
    published(writer, coal(130))
    with someone_without_rights():
        during = reader.latest_number()
    writer.close()
    with someone_without_rights():
        after = reader.latest_number()
        reader.close()

    assert (during, after) == (3, 3)


def test_once_the_rights_are_given_it_is_written_without_a_restart(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    with someone_without_rights():
        store = Store(url_of(file))
        assert refusal(lambda: draft(store, coal(130))) == READ_ONLY
    file.chmod(0o666)
    file.parent.chmod(0o777)

    with someone_without_rights():
        assert draft(store, coal(130)).submission_id == 2
        store.close()


def test_a_log_that_was_left_is_never_passed_over_in_silence(file: Path) -> None:
    """It holds what was confirmed last: without it older numbers would be shown as the newest."""
    store = Store(url_of(file))
    published(store, coal(130))
    log = file.with_name("sihui.db-wal")
    copy = file.with_name("copy")
    shutil.copy(log, copy)
    store.close()
    copy.rename(log)
    file.parent.chmod(0o555)

    with someone_without_rights():
        said = refusal(lambda: Store(url_of(file)))

    assert said == (
        "数据库只读，上次又没有正常结束，最近的记录还在日志（-wal 文件）里，现在打开会漏掉它们。"
        "请给予文件夹写权限后启动一次。"
    )


def test_an_older_structure_that_cannot_be_brought_up_to_date_is_told(file: Path) -> None:
    with closing(sqlite3.connect(file)) as plain, plain:
        plain.execute("DROP TABLE link")
        plain.execute("UPDATE alembic_version SET version_num = '0002'")
    file.chmod(0o444)
    file.parent.chmod(0o555)

    with someone_without_rights():
        said = refusal(lambda: Store(url_of(file)))

    assert said == (
        f"数据库还是以前的结构（0002，程序需要 {newest()}），要更新才能打开，但数据库只读。"
        "请给予文件或账号写权限后启动一次"
    )


def test_a_database_without_anything_that_cannot_be_filled_is_told(open_folder: Path) -> None:
    path = open_folder / "sihui.db"
    path.touch()
    path.chmod(0o444)
    open_folder.chmod(0o555)

    with someone_without_rights():
        said = refusal(lambda: Store(url_of(path)))

    assert said == (
        "数据库还是空的，又不能写入，没有可以显示的内容。请给予文件或账号写权限后启动一次，"
        "或检查 SIHUI_DATABASE_URL 是否写对"
    )


def test_a_store_without_a_publication_shows_what_was_not_reported_and_says_so(
    open_folder: Path,
) -> None:
    path = open_folder / "sihui.db"
    Store(url_of(path)).close()
    open_folder.chmod(0o555)
    path.chmod(0o444)

    with someone_without_rights():
        store = Store(url_of(path))
        figures = Archive(store, GEODATA, with_sample=False).current()
        store.close()

    assert len(figures.towns) == 13
    (problem,) = figures.snapshot.problems
    assert problem.sentence == (
        "填报数据：数据库只读，又没有发布过任何一期，现在显示的不含填报数据。"
        "处理办法：给予数据库写权限后重启应用。"
    )


def test_the_doctor_hints_at_a_database_that_is_read_only(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_DATABASE_URL", url_of(file))
    file.chmod(0o444)
    file.parent.chmod(0o555)

    with someone_without_rights():
        told = {line.about: line for line in doctor.examine()}

    assert told["数据库"].sentence == "只读：页面照常显示，但不能填报、审核和发布"
    assert told["数据库"].health is doctor.Health.HINT
    assert told["链"].health is doctor.Health.GOOD


# PostgreSQL


def test_a_server_that_takes_no_writing_shows_what_is_published(postgres_url: str) -> None:
    first = Store(postgres_url)
    beginning.begin(first, {}, FILES)
    assert not first.is_read_only()
    first.close()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = connection.info.dbname
        strict = f"ALTER DATABASE {name} SET default_transaction_read_only = on"
        connection.execute(strict.encode())

    store = Store(postgres_url)

    assert refusal(lambda: draft(store, coal(120))) == READ_ONLY
    assert store.latest_number() == 1
    assert store.is_read_only()
    store.close()


def test_an_account_that_may_only_read_shows_what_is_published(postgres_url: str) -> None:
    first = Store(postgres_url)
    beginning.begin(first, {}, FILES)
    first.close()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS viewer")
        connection.execute("CREATE ROLE viewer LOGIN")
    _, _, rest = postgres_url.partition("@")
    with pytest.raises(StoreError, match="数据库账号没有读取的权限"):
        Store(f"postgresql://viewer@{rest}")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO viewer")

    store = Store(f"postgresql://viewer@{rest}")
    said = refusal(lambda: draft(store, coal(120)))
    number, shut = store.latest_number(), store.is_read_only()
    store.close()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP OWNED BY viewer")
        connection.execute("DROP ROLE viewer")

    assert said == READ_ONLY
    assert (number, shut) == (1, True)


def test_an_account_that_may_make_no_table_is_told_of_an_empty_database(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE viewer LOGIN")
    _, _, rest = postgres_url.partition("@")

    said = refusal(lambda: Store(f"postgresql://viewer@{rest}"))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP ROLE viewer")

    assert said.startswith("数据库还是空的，又不能写入")
