"""Notices that units and towns were sent, what they answered, and how their mail fared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nobody has been reminded of anything yet."""
    op.create_table(
        "notice",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice")),
        sa.UniqueConstraint("scope", "subject", "day", name=op.f("uq_notice_scope_subject_day")),
    )
    op.create_table(
        "notice_answer",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice"], ["notice.number"], name=op.f("fk_notice_answer_notice_notice")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice_answer")),
    )
    op.create_table(
        "notice_delivery",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice"], ["notice.number"], name=op.f("fk_notice_delivery_notice_notice")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice_delivery")),
    )
