"""Chain everything that was written, and what is written from now on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sihui_map.store.chain.older import begin

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and a link for each record there is."""
    op.create_table(
        "link",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("record", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_link")),
        sa.UniqueConstraint("kind", "record", name=op.f("uq_link_kind_record")),
    )
    begin(op.get_bind())
