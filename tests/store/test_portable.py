"""Backups: whole, verified, the same on both engines; a bad one changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select

from sihui_map.catalogue import FOREST_COVER
from sihui_map.domain.submission import Change, State
from sihui_map.errors import StoreError
from sihui_map.store import Store, portable
from sihui_map.store.engine import reading, writing
from sihui_map.store.schema import frozen, metadata
from sihui_map.store.writers import beginning, drafting, naming, publishing, steps
from tests.store.rows import LATER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Table

FILES = {"units.csv": b"town_code\n990101100\n", "plan/tasks.csv": "task_no\n1,任务\n".encode()}
ROW = {"area_id": "city", "year": "2025", "forest_ha": "65000", "kind": "实绩", "source": "林业局"}


def fill(store: Store) -> Store:
    """Return ``store`` with a sample, a second publication, and a draft that nobody approved."""
    first = {**ROW, "year": "2024", "kind": "示例"}
    beginning.begin(store, {FOREST_COVER.name: [first]}, FILES)
    for year, is_public in (("2025", True), ("2026", False)):
        change = Change(dataset=FOREST_COVER.name, row_key="", cells={**ROW, "year": year})
        own = drafting.draft(store, [change], who="张三", why="年报", origin="f.csv").submission_id
        if is_public:
            steps.move(store, own, State.SUBMITTED, who="张三")
            steps.move(store, own, State.APPROVED, who="李四")
            files = {**FILES, "units.csv": b"town_code\n990101101\n"}
            publishing.publish(store, [own], who="李四", why="第二期", reference=files)
    naming.freeze(store, 2, "2026年第三季度调度", who="李四")
    return store


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with reading(store.engine) as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
        }


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Return a filled store, on each engine."""
    opened = Store(store_url)
    yield fill(opened)
    opened.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store on SQLite."""
    opened = Store(f"sqlite:///{(tmp_path / 'other.db').as_posix()}")
    yield opened
    opened.close()


@pytest.fixture
def sealed(tmp_path: Path, other: Store) -> Path:
    """Return a backup of a filled store."""
    file = tmp_path / "backup.db"
    portable.backup(fill(other).engine, file)
    return file


def test_a_backup_counts_every_row_of_every_table(store: Store, tmp_path: Path) -> None:
    found = portable.backup(store.engine, tmp_path / "b.db")

    assert {name: count for name, (count, _) in found.sealed.items() if count} == {
        "publication": 2,
        "reference_file": 3,
        "submission": 3,
        "entry": 3,
        "event": 9,
        "frozen": 1,
        "publication_file": 4,
        "published_submission": 2,
        "link": 15,
    }


def test_a_backup_of_either_engine_restores_into_an_empty_store(
    store: Store, other: Store, tmp_path: Path
) -> None:
    portable.backup(store.engine, tmp_path / "b.db")

    with portable.opened(tmp_path / "b.db") as given:
        assert portable.restore(other.engine, given, tmp_path / "kept.db")

    assert rows(other) == rows(store)
    assert not (tmp_path / "kept.db").exists()


def test_sqlite_goes_into_postgresql_and_comes_back_the_same(
    other: Store, postgres_url: str, tmp_path: Path
) -> None:
    before = rows(fill(other))
    server = Store(postgres_url)
    portable.backup(other.engine, tmp_path / "there.db")

    with portable.opened(tmp_path / "there.db") as given:
        portable.restore(server.engine, given, tmp_path / "kept.db")
    on_server = rows(server)
    portable.backup(server.engine, tmp_path / "back.db")
    server.close()
    with portable.opened(tmp_path / "back.db") as given:
        came_back = rows(given)

    assert on_server == before
    assert came_back == before


def test_a_backup_of_an_earlier_program_is_chained_when_it_is_restored(
    sealed: Path, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{(tmp_path / 'new.db').as_posix()}")
    sql(
        *(f"DROP TABLE {name}" for name in LATER),
        f"DELETE FROM backup_seal WHERE name IN {LATER}",  # noqa: S608 our own names
        "UPDATE alembic_version SET version_num = '0002'",
    )(sealed)

    with portable.opened(sealed) as given:
        portable.restore(store.engine, given, tmp_path / "kept.db")

    assert (store.checked_chain().number, store.checked_chain().wrong) == (15, ())
    store.close()


def test_what_was_there_is_kept_beside_the_backup(store: Store, tmp_path: Path) -> None:
    portable.backup(store.engine, tmp_path / "b.db")
    before = rows(store)
    naming.freeze(store, 1, "后来的名称", who="王五")
    later = rows(store)

    with portable.opened(tmp_path / "b.db") as given:
        portable.restore(store.engine, given, tmp_path / "kept.db")

    assert rows(store) == before
    with portable.opened(tmp_path / "kept.db") as kept:
        assert rows(kept) == later


def test_restoring_what_is_there_already_does_nothing(store: Store, tmp_path: Path) -> None:
    portable.backup(store.engine, tmp_path / "b.db")

    with portable.opened(tmp_path / "b.db") as given:
        assert not portable.restore(store.engine, given, tmp_path / "kept.db")

    assert not (tmp_path / "kept.db").exists()


def test_a_restore_that_fails_half_way_changes_nothing(
    store: Store, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming.freeze(store, 1, "后来的名称", who="王五")
    before = rows(store)
    copy = portable._copy  # noqa: SLF001 what is made to fail

    def fail_late(given: Connection, taken: Connection, known: Table) -> None:
        copy(given, taken, known)
        if known is frozen and taken.engine is store.engine:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(portable, "_copy", fail_late)
    with portable.opened(sealed) as given, pytest.raises(OSError, match="No space"):
        portable.restore(store.engine, given, tmp_path / "kept.db")

    assert rows(store) == before


def test_a_backup_holds_nothing_of_a_transaction_that_is_not_done(
    store: Store, tmp_path: Path
) -> None:
    before = rows(store)

    with writing(store.engine) as connection:
        values = {"name": "半途", "number": 1, "who": "王五", "at": "2026-11-01T08:00:00+08:00"}
        connection.execute(insert(frozen).values(**values))
        portable.backup(store.engine, tmp_path / "b.db")

    with portable.opened(tmp_path / "b.db") as given:
        assert rows(given) == before


def test_a_backup_is_one_file(sealed: Path) -> None:
    assert [path.name for path in sealed.parent.glob("*backup*")] == ["backup.db"]
    with closing(sqlite3.connect(sealed)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_is_never_written_over_the_store_itself(other: Store, tmp_path: Path) -> None:
    fill(other)

    with pytest.raises(StoreError, match=r"「other\.db」就是正在使用的数据库"):
        portable.backup(other.engine, tmp_path / "folder" / ".." / "other.db")

    assert len(rows(other)["publication"]) == 2


def sql(*statements: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as plain, plain:
            for statement in statements:
                plain.execute(statement)

    return change


def flipped(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[5000:9000] = bytes(4000)
    file.write_bytes(body)


def resealed(*statements: str) -> Callable[[Path], None]:
    """Change a backup and seal it anew, as somebody would who knows how it is made."""

    def change(file: Path) -> None:
        sql(*statements, "DROP TABLE backup_seal")(file)
        copy = file.with_suffix(".copy")
        shutil.copyfile(file, copy)
        store = Store(f"sqlite:///{copy.as_posix()}")
        with reading(store.engine) as connection:
            found = portable.content(connection)
        store.close()
        portable._seal(file, found)  # noqa: SLF001 the forger knows it

    return change


BROKEN: dict[str, tuple[Callable[[Path], Any], str]] = {
    "empty": (lambda file: file.write_bytes(b""), "「backup.db」不是本系统的备份文件"),
    "text": (lambda file: file.write_text("<html>" * 99), "「backup.db」不是本系统的备份文件"),
    "cut off": (lambda file: file.write_bytes(file.read_bytes()[:9000]), "「backup.db」已损坏"),
    "flipped": (flipped, "「backup.db」已损坏"),
    "another database": (sql("PRAGMA application_id=7"), "是数据库，但不是本系统的备份"),
    "no seal": (sql("DROP TABLE backup_seal"), "「backup.db」已损坏"),
    "a row gone": (sql("DELETE FROM frozen"), "与封存时不符（frozen）"),
    "a number changed": (
        sql("UPDATE entry SET cells = replace(cells, '65000', '66000')"),
        "与封存时不符（entry）",
    ),
    "a trigger": (
        sql("CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END"),
        "表与封存时不符",
    ),
    "a table more": (sql("CREATE TABLE more (a)"), "表与封存时不符"),
    "a number changed, sealed anew": (
        resealed("UPDATE entry SET cells = replace(cells, '65000', '66000')"),
        "第 1 期的编号",
    ),
    "a reference file changed": (
        resealed("UPDATE reference_file SET body = x'789c0300000000010000'"),
        "参考文件 .* 已损坏",
    ),
    "a publication gone": (
        resealed("DELETE FROM publication WHERE number = 1"),
        "缺少第 1 期",
    ),
    "an approval gone": (
        resealed("DELETE FROM event WHERE submission_id = 2 AND step = 3"),
        "提交 2 的第 3 步的记录不见了",
    ),
    "another reason, sealed anew": (
        resealed("UPDATE event SET reason = '改' WHERE submission_id = 2 AND step = 3"),
        "提交 2 的第 3 步与入链时不符",
    ),
    "a newer program's": (
        sql("UPDATE alembic_version SET version_num = '9999'"),
        "更新版本的程序",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_whole_backup_is_refused_in_one_sentence(
    sealed: Path, case: str, tmp_path: Path
) -> None:
    BROKEN[case][0](sealed)
    given = sealed.read_bytes()

    with pytest.raises(StoreError, match=BROKEN[case][1]), portable.opened(sealed):
        pytest.fail("it was opened")

    assert sealed.read_bytes() == given
    assert not list(tmp_path.glob("backup.db-*"))


def test_a_changed_row_breaks_the_chain_from_its_publication_on(other: Store) -> None:
    fill(other)
    with writing(other.engine) as connection:
        connection.exec_driver_sql("UPDATE entry SET why = '改' WHERE entry_id = 2")

    wrong = portable.broken_chain(other)

    assert len(wrong) == 1
    assert wrong[0].startswith("第 2 期的编号")


def test_an_untouched_store_is_sound(store: Store) -> None:
    assert portable.broken_chain(store) == ()
    assert portable.count_orphans(store.engine) == 0
    assert portable.integrity(store.engine) == []


def test_a_row_without_its_submission_is_counted(other: Store) -> None:
    fill(other)
    file = portable.database_file(other.engine)
    assert file is not None
    sql("DELETE FROM submission WHERE submission_id = 3")(file)

    assert portable.count_orphans(other.engine) == 2


def test_only_a_broken_database_counts_as_damaged(other: Store, tmp_path: Path) -> None:
    fill(other)
    other.close()
    sound, broken = tmp_path / "other.db", tmp_path / "broken.db"
    shutil.copyfile(sound, broken)
    flipped(broken)
    (tmp_path / "text.db").write_text("no database at all, but long enough to be read as one")

    assert not portable.is_damaged(sound)
    assert not portable.is_damaged(tmp_path / "absent.db")
    assert portable.is_damaged(broken)
    assert portable.is_damaged(tmp_path / "text.db")


def test_a_broken_database_is_set_aside_with_its_log(tmp_path: Path) -> None:
    for ending in ("", "-wal"):
        (tmp_path / f"sihui.db{ending}").write_text(ending)

    aside = portable.set_aside(tmp_path / "sihui.db", "damaged-1")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "sihui.db.damaged-1",
        "sihui.db.damaged-1-wal",
    ]
    assert aside.name == "sihui.db.damaged-1"
