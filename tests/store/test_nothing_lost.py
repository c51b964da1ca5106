"""Nothing that was confirmed is lost: killed writers, many writers, torn files, stopped servers.

The figures of each trial are in the report (``--junitxml``) and in the log
(``--log-level=INFO -rP``).
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from sihui_map.domain.submission import State
from sihui_map.store import Store, portable
from sihui_map.store.engine import reading
from sihui_map.store.writers import beginning
from tests.store import workers
from tests.store.rows import COAL, FILES, coal, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from tests.postgres import Postgres

    Measured = Callable[..., None]

PATIENCE_S = 120
WRITERS = 8
INCREMENTS = 20
FEW = 4
BACKUPS = 6
KILLS = 50
STOPS = 5
TORN = 60

# Forked from a server that has the package loaded: a process starts in milliseconds, and it
# inherits no connection of ours.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.store.workers"])


@pytest.fixture(autouse=True)
def _bare_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no process run the page that Streamlit's own tests leave behind as the main module."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def heard(connection: Connection) -> list[Any]:
    """Return all that a process told before its end."""
    found = []
    while True:
        try:
            found.append(connection.recv())
        except EOFError:
            return found


def is_sound(store: Store) -> bool:
    """Tell whether the engine finds its own files whole; a server looks after itself."""
    if store.engine.dialect.name != "sqlite":
        return True
    with reading(store.engine) as connection:
        found = connection.scalar(text("PRAGMA integrity_check"))
        astray = connection.execute(text("PRAGMA foreign_key_check")).all()
    return found == "ok" and not astray


COUNT_ROWS = text(
    "SELECT s.submission_id, s.count_rows, "
    "(SELECT count(*) FROM entry e WHERE e.submission_id = s.submission_id), "
    "(SELECT count(*) FROM event v WHERE v.submission_id = s.submission_id) "
    "FROM submission s"
)
COUNT_ASTRAY = text(
    "SELECT count(*) FROM entry WHERE submission_id NOT IN (SELECT submission_id FROM submission)"
)


def imports(store: Store) -> set[int]:
    """Return the ids of the submissions, each of which is there with all its rows."""
    with reading(store.engine) as connection:
        found = connection.execute(COUNT_ROWS).all()
        assert connection.scalar(COUNT_ASTRAY) == 0
    assert [tuple(row) for row in found if (row[1], row[3]) != (row[2], 1)] == []
    return {row[0] for row in found}


@pytest.mark.parametrize("kills", [KILLS // 5, pytest.param(KILLS, marks=pytest.mark.thorough)])
def test_a_killed_importer_leaves_whole_imports_and_all_it_confirmed(
    store: Store, store_url: str, measured: Measured, kills: int
) -> None:
    chance = random.Random(44)  # noqa: S311 no secret
    confirmed: set[int] = set()
    started = time.monotonic()

    for tag in range(kills):
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(
            target=workers.import_for_ever, args=(store_url, tag, theirs), daemon=True
        )
        process.start()
        theirs.close()
        if tag % 5:  # every fifth may die before its first
            assert ours.poll(PATIENCE_S)
        time.sleep(chance.uniform(0, 0.12))
        process.kill()
        process.join(PATIENCE_S)
        told = heard(ours)
        assert [each for each in told if isinstance(each, str)] == []
        confirmed |= set(told)
        assert is_sound(store)
        assert confirmed <= imports(store)

    kept = imports(store)
    measured(
        rounds=kills,
        confirmed=len(confirmed),
        kept=len(kept),
        lost=len(confirmed - kept),
        seconds=round(time.monotonic() - started, 1),
    )
    assert len(confirmed) >= kills * 4 // 5


def told_at_once(work: Callable[[Store, str, int], object], url: str, times: int) -> list[Any]:
    """Return what WRITERS processes tell that do ``work`` in the same moment."""
    start = CONTEXT.Barrier(WRITERS)
    pipes, processes = [], []
    for number in range(WRITERS):
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(
            target=workers.at_once, args=(work, url, f"填报人{number}", times, start, theirs)
        )
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    found = [each for pipe in pipes for each in heard(pipe)]
    for process in processes:
        process.join(PATIENCE_S)
    return found


@pytest.mark.parametrize("each", [FEW, pytest.param(INCREMENTS, marks=pytest.mark.thorough)])
def test_eight_writers_on_one_row_lose_no_increment(
    store: Store, store_url: str, measured: Measured, each: int
) -> None:
    """Who is late reads again and adds to what he then sees; nobody meets a busy database."""
    published(store, coal(0))
    started = time.monotonic()

    told = told_at_once(workers.increments, store_url, each)

    seconds = round(time.monotonic() - started, 1)
    assert [each for each in told if not isinstance(each, int)] == []
    assert len(told) == WRITERS
    total = int((store.published()[COAL].cells or {})["amount"])
    measured(
        writers=WRITERS, increments=WRITERS * each, lost=WRITERS * each - total,
        late=sum(told), seconds=seconds,
    )  # fmt: skip
    assert total == WRITERS * each
    assert store.latest_number() == total + 2  # the files, the first value
    assert len(store.submissions(State.PUBLISHED)) == total + 1
    assert total + 1 <= len(store.submissions()) <= total + 1 + sum(told)
    assert is_sound(store)


def test_the_same_file_from_eight_writers_at_once_is_one_submission(
    store: Store, store_url: str
) -> None:
    told = told_at_once(workers.same_content, store_url, 10)

    assert told == [[1] * 10] * WRITERS
    assert [each.rows for each in store.submissions()] == [50]


def test_a_new_store_that_eight_open_at_once_begins_once(store_url: str) -> None:
    """Structure and first publication are made by one of them; the others find them."""
    told = told_at_once(workers.begin, store_url, 1)

    store = Store(store_url)
    assert told == [store.find("1").revision] * WRITERS
    assert len(store.publications()) == 1
    assert len(store.published()) == 2
    store.close()


# SQLite: what a power cut may leave of the log


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Path, Store]:
    """Return a store of 20 publications that are in its log only, as in use."""
    path = tmp_path / "whole.db"
    first = Store(f"sqlite:///{path.as_posix()}")
    beginning.begin(first, {}, FILES)
    first.close()  # the last to close moves everything into the file itself
    store = Store(f"sqlite:///{path.as_posix()}")

    @event.listens_for(store.engine, "connect")
    def keep_log(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA wal_autocheckpoint=0")

    store.engine.dispose()
    for year in range(2000, 2020):
        published(store, *(coal(year + code, area=str(code), year=year) for code in range(20)))
    return path, store


def torn(log: bytes, number: int, chance: random.Random) -> bytes:
    """Return ``log`` cut off anywhere, sometimes with rubbish after it or a byte turned."""
    cut = bytearray(log[: chance.randrange(len(log))])
    if number % 2:
        cut += chance.randbytes(chance.randrange(1, 9000))
    if number % 3 == 0 and len(cut) > 200:
        cut[chance.randrange(32, len(cut))] ^= 0xFF
    return bytes(cut)


def test_a_torn_log_leaves_a_store_as_it_was_at_some_moment(
    whole: tuple[Path, Store], tmp_path: Path, measured: Measured
) -> None:
    path, store = whole
    every = store.publications()[::-1]
    states = {number: store.published(number) for number in range(1, 22)}
    log = path.with_name("whole.db-wal").read_bytes()
    chance = random.Random(5)  # noqa: S311 no secret
    found: set[int] = set()

    for number in range(TORN):
        copy = tmp_path / f"torn{number}.db"
        shutil.copy(path, copy)
        copy.with_name(f"{copy.name}-wal").write_bytes(torn(log, number, chance))
        opened = Store(f"sqlite:///{copy.as_posix()}")
        kept = opened.publications()[::-1]
        assert is_sound(opened)
        assert kept == every[: len(kept)]
        assert opened.published() == states[len(kept)]
        with reading(opened.engine) as connection:
            rows = connection.execute(COUNT_ROWS).all()
        assert all(row[1] == row[2] and row[3] >= 1 for row in rows)
        opened.close()
        found.add(len(kept))

    store.close()
    measured(torn_logs=TORN, inconsistent=0, different_moments=len(found))
    assert len(found) > 10


def test_a_backup_copy_without_its_log_would_miss_what_is_only_there(
    whole: tuple[Path, Store], tmp_path: Path
) -> None:
    """Why a running store is never copied file by file: proves that the log held everything."""
    path, store = whole
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)

    with closing(sqlite3.connect(copy)) as connection:
        count = connection.execute("SELECT count(*) FROM publication").fetchone()

    assert count == (1,)
    assert store.latest_number() == 21
    store.close()


# PostgreSQL: the server itself goes down in the middle


@pytest.mark.parametrize("stops", [2, pytest.param(STOPS, marks=pytest.mark.thorough)])
def test_a_server_that_goes_down_keeps_all_it_confirmed(
    postgres: Postgres, postgres_url: str, measured: Measured, stops: int
) -> None:
    Store(postgres_url).close()
    chance = random.Random(7)  # noqa: S311 no secret
    confirmed: set[int] = set()
    started = time.monotonic()

    for tag in range(stops):
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(
            target=workers.import_for_ever, args=(postgres_url, tag, theirs), daemon=True
        )
        process.start()
        theirs.close()
        assert ours.poll(PATIENCE_S)
        time.sleep(chance.uniform(0.05, 0.3))
        postgres.stop(signal.SIGQUIT)
        process.join(PATIENCE_S)
        postgres.start()
        *ids, sentence = heard(ours)
        assert sentence.startswith(("连不上数据库", "数据库在保存时失去联系"))
        confirmed |= set(ids)
        store = Store(postgres_url)
        assert confirmed <= imports(store)
        store.close()

    store = Store(postgres_url)
    kept = imports(store)
    store.close()
    measured(
        stops=stops,
        confirmed=len(confirmed),
        kept=len(kept),
        lost=len(confirmed - kept),
        seconds=round(time.monotonic() - started, 1),
    )
    assert len(confirmed) >= stops


def test_a_backup_under_load_equals_the_revision_it_names(
    store: Store, store_url: str, tmp_path: Path, measured: Measured
) -> None:
    beginning.begin(store, {}, FILES)
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(
        target=workers.publish_for_ever, args=(store_url, theirs), daemon=True
    )
    process.start()
    theirs.close()
    assert ours.poll(PATIENCE_S)
    named, started = [], time.monotonic()

    for number in range(BACKUPS):
        time.sleep(0.05)
        portable.backup(store.engine, tmp_path / f"{number}.db")
    process.kill()
    process.join(PATIENCE_S)

    for number in range(BACKUPS):
        copy = Store(f"sqlite:///{(tmp_path / f'copy-{number}.db').as_posix()}")
        with portable.opened(tmp_path / f"{number}.db") as given:
            portable.restore(copy.engine, given, tmp_path / "kept.db")
        newest = copy.latest()
        assert newest is not None
        own, theirs_now = copy.published(), store.published(newest.number)
        assert store.find(str(newest.number)).revision == newest.revision
        assert [row.cells for row in own.values()] == [row.cells for row in theirs_now.values()]
        named.append(newest.number)
        copy.close()
    measured(backups=BACKUPS, publications=named, seconds=round(time.monotonic() - started, 1))
    assert named == sorted(named)
    assert named[-1] > named[0]
