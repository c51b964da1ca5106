"""Find the entries of a row without reading the table."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        op.f("ix_entry_dataset_row_key_submission_id"),
        "entry",
        ["dataset", "row_key", "submission_id"],
        unique=False,
    )
