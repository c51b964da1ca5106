"""Bring the store's structure up to date; each step is a file in migrations/versions/."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from sihui_map.errors import ReadOnlyError, StoreError
from sihui_map.store.engine import reading, writing
from sihui_map.store.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


@cache
def newest() -> str:
    """Return the structure that this program writes."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(connection: Connection) -> str:
    """Return the structure of a database, "" where it has none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(engine: Engine) -> None:
    """Bring a database up to date; one that a newer program wrote is refused."""
    with reading(engine) as connection:
        found = current(connection)
    if found == newest():
        return
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    if found and found not in known:
        msg = f"数据库是更新版本的程序建立的（结构 {found}），请先升级本程序"
        raise StoreError(msg)
    try:
        _step_up(engine)
    except ReadOnlyError as error:
        raise ReadOnlyError(_unwritable(found)) from error


def _step_up(engine: Engine) -> None:
    config = _config()
    with writing(engine) as connection:  # whoever waited finds it done
        if current(connection) != newest():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _unwritable(found: str) -> str:
    if not found:
        return (
            "数据库还是空的，又不能写入，没有可以显示的内容。请给予文件或账号写权限后启动一次，"
            "或检查 SIHUI_DATABASE_URL 是否写对"
        )
    return (
        f"数据库还是以前的结构（{found}，程序需要 {newest()}），要更新才能打开，但数据库只读。"
        "请给予文件或账号写权限后启动一次"
    )


def differences(engine: Engine) -> list[str]:
    """Return what a database has otherwise than the schema in the code; empty when all is well."""
    with reading(engine, patient=True) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]
