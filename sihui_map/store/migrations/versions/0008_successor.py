"""Which session took the place of another in the same browser."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; whoever is signed in has been succeeded by nobody yet."""
    op.add_column(
        "session",
        sa.Column("successor", sa.String(length=64), nullable=False, server_default=""),
    )
