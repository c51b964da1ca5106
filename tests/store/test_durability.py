"""A commit that was told is on the disk, on both engines."""

from __future__ import annotations

from sqlalchemy import create_engine, text

from sihui_map.store.engine import create, reading


def test_a_commit_that_was_told_is_on_the_disk(store_url: str) -> None:
    engine = create(store_url)
    settings: dict[str, dict[str, object]] = {
        "sqlite": {
            "PRAGMA journal_mode": "wal",
            "PRAGMA synchronous": 2,
            "PRAGMA foreign_keys": 1,
            "PRAGMA busy_timeout": 15000,
            "PRAGMA trusted_schema": 0,
        },
        "postgresql": {
            "SHOW synchronous_commit": "on",
            "SHOW fsync": "on",
            "SHOW lock_timeout": "15s",
        },
    }
    asked = settings[engine.dialect.name]

    with reading(engine) as connection:
        found = {question: connection.scalar(text(question)) for question in asked}

    assert found == asked
    engine.dispose()


def test_a_server_that_confirms_too_early_is_told_to_wait(postgres_url: str) -> None:
    plain = create_engine(
        postgres_url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with plain.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    plain.dispose()
    engine = create(postgres_url)

    with reading(engine) as connection:
        found = connection.scalar(text("SHOW synchronous_commit"))

    assert found == "on"
    engine.dispose()
