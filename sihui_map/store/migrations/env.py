"""Alembic's entry: the connection is the one that migrate.py has opened."""

from alembic import context

from sihui_map.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction holds all steps, on both engines
)
context.run_migrations()
