"""Tokens of the interface, deputies, and who is signed in by another system."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; there are none of these yet, and nobody acts for another."""
    op.create_table(
        "token",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_token")),
    )
    op.create_index(op.f("ix_token_digest"), "token", ["digest"])
    op.create_table(
        "token_day",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "day", "is_refused", name=op.f("pk_token_day")),
    )
    op.create_table(
        "deputy",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("absent", sa.String(length=60), nullable=False),
        sa.Column("deputy", sa.String(length=60), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("is_ended", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deputy")),
    )
    op.create_table(
        "subject",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_subject")),
    )
    op.create_index(op.f("ix_subject_subject"), "subject", ["subject"])
    op.add_column(
        "session",
        sa.Column("for_whom", sa.String(length=60), nullable=False, server_default=""),
    )
