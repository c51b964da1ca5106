"""A PostgreSQL that is slow, stopped or gone: told in time, and used again once it answers."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sihui_map.errors import StoreError, UnavailableError
from sihui_map.store import Store
from sihui_map.store import engine as engines
from sihui_map.store.engine import create, reading, writing
from sihui_map.store.writers import beginning
from tests.store.rows import FILES, coal, draft, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.postgres import Postgres

SILENT = "数据库没有及时应答。请稍后重试；一直如此，请检查数据库服务器。"
UNREACHABLE = "连不上数据库。请检查数据库是否已启动、SIHUI_DATABASE_URL 是否正确。"
UNCERTAIN = "数据库在保存时失去联系，这次操作是否写入还不清楚。请稍后刷新核对，再决定是否重做。"
BUSY = "数据库正忙，这次操作没有写入任何内容。请稍后重试。"
SOON_S = 4.5
"""A page has a little time of its own within the 5 s that a viewer waits."""


def refusal(ask: Callable[[], object], *, within: float = SOON_S) -> str:
    """Return with which sentence ``ask`` is refused, as something temporary and in time."""
    begun = time.monotonic()
    with pytest.raises(UnavailableError) as caught:
        ask()
    assert time.monotonic() - begun < within
    return str(caught.value)


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    """Return a store on PostgreSQL with two publications and a connection that was used."""
    made = Store(postgres_url)
    beginning.begin(made, {}, FILES)
    published(made, coal(120))
    yield made
    made.close()


def test_a_server_that_stands_still_is_told_in_time_and_used_again(
    postgres: Postgres, store: Store
) -> None:
    with postgres.frozen():
        reader = refusal(store.latest_number)
        again = refusal(store.latest_number)
        writer = refusal(lambda: draft(store, coal(130)))

    assert reader == again == writer == UNREACHABLE
    assert store.latest_number() == 2
    assert draft(store, coal(130)).submission_id == 2


def test_a_server_that_stands_still_before_the_first_connection_is_told_in_time(
    postgres: Postgres, store: Store, postgres_url: str
) -> None:
    assert store.latest_number() == 2
    with postgres.frozen():
        said = refusal(lambda: Store(postgres_url))

    assert said == UNREACHABLE


def test_a_server_that_stops_within_an_answer_is_told_in_time(
    postgres: Postgres, store: Store
) -> None:
    with reading(store.engine) as connection:
        connection.execute(text("SELECT 1"))

    def stop_half_way() -> None:
        with reading(store.engine) as connection:
            connection.execute(text("SELECT 1"))
            with postgres.frozen():
                connection.execute(text("SELECT 1"))

    assert refusal(stop_half_way) == SILENT
    assert store.latest_number() == 2


def test_a_statement_that_takes_too_long_is_given_up_and_its_connection_not_used_again(
    store: Store,
) -> None:
    """The answer that comes late would be taken for that to the next question."""

    def read_slowly() -> None:
        with reading(store.engine) as connection:
            connection.execute(text("SELECT pg_sleep(20)"))

    assert refusal(read_slowly) == SILENT
    assert store.latest_number() == 2
    assert len(store.publications()) == 2


def test_statements_that_add_up_to_too_long_are_given_up_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "READ_S", 0.5)

    def read_slowly() -> None:
        with reading(store.engine) as connection:
            for _ in range(20):
                connection.execute(text("SELECT pg_sleep(0.3)"))

    assert refusal(read_slowly) == SILENT


def test_who_reads_everything_and_who_writes_may_take_longer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "READ_S", 0.3)
    slowly = text("SELECT pg_sleep(0.6)")

    with reading(store.engine, patient=True) as connection:
        connection.execute(slowly)
    with writing(store.engine) as connection:
        connection.execute(slowly)

    assert store.latest_number() == 2


def test_a_commit_whose_answer_never_came_is_not_said_to_be_lost(
    postgres: Postgres, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENT_S", 0.5)

    with ExitStack() as stack:

        def keep() -> None:
            with writing(store.engine) as connection:
                connection.execute(text("INSERT INTO preference VALUES ('a', 1, 'b', 'c', 'd')"))
                stack.enter_context(postgres.frozen())

        assert refusal(keep) == UNCERTAIN


def test_a_server_that_is_shut_down_is_told_at_once_and_used_again(
    postgres: Postgres, store: Store, postgres_url: str
) -> None:
    postgres.stop()
    try:
        pooled = refusal(store.latest_number, within=1)
        fresh = refusal(lambda: Store(postgres_url), within=1)
    finally:
        postgres.start()

    assert pooled == fresh == UNREACHABLE
    assert store.latest_number() == 2


def test_when_every_connection_is_taken_a_viewer_is_told_in_time(store: Store) -> None:
    held = [store.engine.connect() for _ in range(15)]

    said = refusal(store.latest_number, within=2)
    for connection in held:
        connection.close()

    assert said == BUSY
    assert store.latest_number() == 2


def test_what_will_not_pass_by_itself_is_no_temporary_trouble(tmp_path: object) -> None:
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{tmp_path}")

    assert not isinstance(caught.value, UnavailableError)


def test_the_server_ends_by_itself_what_nobody_waits_for(postgres_url: str) -> None:
    engine = create(postgres_url)

    with reading(engine) as connection:
        found = connection.scalar(text("SHOW statement_timeout"))

    assert found == "1min"
    engine.dispose()
