"""Nothing is overwritten, and what is read together belongs to one moment."""

from __future__ import annotations

from sqlalchemy import event, text

from sihui_map.domain.submission import State
from sihui_map.store import Store
from sihui_map.store.engine import reading
from sihui_map.store.writers import beginning, drafting, naming, preferences, steps
from tests.store.rows import FILES, approved, coal, no_coal, published


def whole_workflow(store: Store) -> None:
    """Do everything that writes."""
    late = approved(store, coal(130), who="黄丽")
    published(store, coal(120))
    fresh = drafting.renew(store, late, who="黄丽", why="重提").submission_id
    steps.move(store, fresh, State.SUBMITTED, who="黄丽")
    steps.move(store, fresh, State.RETURNED, who="李敏", reason="单位不对")
    steps.move(store, fresh, State.WITHDRAWN, who="黄丽", reason="不报了")
    published(store, no_coal())
    naming.freeze(store, 2, "三季度", who="王强")
    preferences.keep_preference(store, "order", "a", who="王强")
    preferences.keep_preference(store, "order", "b", who="王强")


def test_nothing_is_ever_changed_or_deleted(store: Store) -> None:
    said: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _cur, sql, *_: said.append(sql))

    whole_workflow(store)

    verbs = {sql.split()[0].upper() for sql in said}
    assert verbs - {"BEGIN"} == {"SELECT", "INSERT"}


def test_every_row_ever_written_is_still_there_as_it_was(store: Store) -> None:
    def everything() -> dict[str, set[tuple[object, ...]]]:
        tables = ("submission", "entry", "event", "publication", "published_submission", "frozen")
        with reading(store.engine) as connection:
            return {
                name: {tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))}  # noqa: S608 our own names
                for name in tables
            }

    published(store, coal(5))
    before = everything()
    whole_workflow(store)
    after = everything()

    assert all(before[name] <= after[name] for name in before)
    assert len(after["entry"]) == len(before["entry"]) + 4


def test_what_is_read_together_belongs_to_one_moment(store: Store) -> None:
    count = text("SELECT count(*) FROM publication")

    with reading(store.engine) as connection:
        before = connection.scalar(count)
        published(store, coal(120))
        after = connection.scalar(count)

    assert (before, after) == (1, 1)
    assert store.latest_number() == 2


def test_a_writer_sees_what_the_writer_before_it_left(postgres_url: str) -> None:
    """Also where the server's own default would read what was before the lock."""
    first = Store(postgres_url)
    beginning.begin(first, {}, FILES)
    with first.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.scalar(text("SELECT current_database()"))
        strict = f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'"
        connection.execute(text(strict))
    first.close()
    second = Store(postgres_url)
    said: list[object] = []
    event.listen(
        second.engine,
        "before_cursor_execute",
        lambda c, _cur, sql, *_: said.append((sql[:30], c.get_isolation_level())),
    )

    published(second, coal(120))

    assert ("SELECT pg_advisory_xact_lock(4", "READ COMMITTED") in said
    second.close()
