"""The first structure of the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "publication",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.String(length=8), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reference_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_publication")),
        sa.UniqueConstraint("revision", name=op.f("uq_publication_revision")),
    )
    op.create_table(
        "reference_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_reference_file")),
    )
    op.create_table(
        "submission",
        sa.Column("submission_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("count_rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_submission")),
        sa.UniqueConstraint("digest", name=op.f("uq_submission_digest")),
    )
    op.create_table(
        "entry",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("dataset", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=300), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.submission_id"],
            name=op.f("fk_entry_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "submission_id",
            "dataset",
            "row_key",
            name=op.f("uq_entry_submission_id_dataset_row_key"),
        ),
    )
    op.create_index(op.f("ix_entry_submission_id"), "entry", ["submission_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.submission_id"],
            name=op.f("fk_event_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "step", name=op.f("pk_event")),
    )
    op.create_table(
        "frozen",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["publication.number"], name=op.f("fk_frozen_number_publication")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_frozen")),
    )
    op.create_table(
        "publication_file",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"],
            ["reference_file.digest"],
            name=op.f("fk_publication_file_digest_reference_file"),
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["publication.number"], name=op.f("fk_publication_file_number_publication")
        ),
        sa.PrimaryKeyConstraint("number", "path", name=op.f("pk_publication_file")),
    )
    op.create_table(
        "published_submission",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["publication.number"],
            name=op.f("fk_published_submission_number_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.submission_id"],
            name=op.f("fk_published_submission_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_published_submission")),
    )
    op.create_index(
        op.f("ix_published_submission_number"), "published_submission", ["number"], unique=False
    )
    op.create_table(
        "preference",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", "step", name=op.f("pk_preference")),
    )
