"""The store's structure: brought up to date step by step, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from sihui_map.errors import StoreError
from sihui_map.store import Store, migrate
from sihui_map.store.engine import create, reading, writing
from sihui_map.store.schema import metadata
from sihui_map.store.writers import beginning
from tests.store.rows import FILES, coal, draft

if TYPE_CHECKING:
    from sqlalchemy import Engine

CONFIG = migrate._config()  # noqa: SLF001 the same steps, one at a time
STEPS = [script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions()][::-1]


def step_to(engine: Engine, revision: str) -> None:
    with writing(engine) as connection:
        config = migrate._config()  # noqa: SLF001 as above
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def structure(engine: Engine) -> dict[str, object]:
    """Return every table with its columns, keys and indexes."""
    found = inspect(engine)
    return {
        name: (
            [
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(name)
            ],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(
                (str(key["name"]), str(key["constrained_columns"]), key["referred_table"])
                for key in found.get_foreign_keys(name)
            ),
            sorted(
                (str(key["name"]), str(key["column_names"]))
                for key in found.get_unique_constraints(name)
            ),
            sorted(
                (str(index["name"]), str(index["column_names"]))
                for index in found.get_indexes(name)
            ),
        )
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def test_a_fresh_store_has_exactly_what_the_schema_says(store_url: str) -> None:
    engine = create(store_url)

    migrate.upgrade(engine)

    assert migrate.differences(engine) == []
    with reading(engine) as connection:
        assert migrate.current(connection) == migrate.newest() == STEPS[-1]
    engine.dispose()


def test_a_difference_would_be_told(store_url: str) -> None:
    engine = create(store_url)
    migrate.upgrade(engine)

    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE frozen ADD COLUMN colour VARCHAR(9)"))

    assert len(migrate.differences(engine)) == 1
    assert "colour" in migrate.differences(engine)[0]
    engine.dispose()


def test_all_steps_together_build_the_schema(store_url: str) -> None:
    """What migrations build and what the code would build at once are the same."""
    stepped = create(store_url)
    for step in STEPS:
        step_to(stepped, step)
    found = structure(stepped)
    with writing(stepped) as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)

    at_once = structure(stepped)

    assert found == at_once
    assert set(found) == set(metadata.tables)
    stepped.dispose()


@pytest.mark.parametrize("step", STEPS[:-1])
def test_an_older_store_is_brought_up_to_date_and_keeps_its_rows(store_url: str, step: str) -> None:
    engine = create(store_url)
    step_to(engine, step)
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO publication (number, revision, at, who, why, reference_digest) "
                "VALUES (1, 'AAAA1111', '2026-01-01T00:00:00+08:00', '系统', '', '')"
            )
        )
    engine.dispose()

    store = Store(store_url)

    assert store.find("AAAA1111").number == 1
    assert migrate.differences(store.engine) == []
    store.close()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(store_url: str) -> None:
    store = Store(store_url)
    beginning.begin(store, {}, FILES)
    draft(store, coal(120))
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(
        StoreError, match="数据库是更新版本的程序建立的（结构 9999），请先升级本程序"
    ):
        Store(store_url)

    assert len(store.submissions()) == 1
    store.close()


def test_a_step_that_fails_leaves_nothing_behind(store_url: str) -> None:
    """Tables are made in one transaction, on both engines."""
    engine = create(store_url)
    with writing(engine) as connection:
        # In the way of the last table that the first step makes.
        connection.execute(text("CREATE TABLE published_submission (x INTEGER)"))

    with pytest.raises(StoreError, match="数据库出错，这次操作没有写入任何内容"):
        migrate.upgrade(engine)

    assert inspect(engine).get_table_names() == ["published_submission"]
    engine.dispose()
