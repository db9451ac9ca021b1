"""Counts of what the gate did."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORD = sa.String(length=64)
TABLES = {
    "gate_count": ("counted_on", "surface", "refusal"),
    "gate_finding_count": ("counted_on", "surface", "category", "severity"),
    "gate_miss": ("week_on", "surface", "category", "circumstance"),
}


def upgrade() -> None:
    """Apply."""
    for table, (day, *words) in TABLES.items():
        op.create_table(
            table,
            sa.Column(day, sa.Date(), nullable=False),
            *(sa.Column(word, WORD, nullable=False) for word in words),
            sa.Column("times", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint(day, *words, name=op.f(f"pk_{table}")),
        )
    op.create_index("ix_clearance_cleared_at_surface", "clearance", ["cleared_at", "surface"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_clearance_cleared_at_surface", table_name="clearance")
    for table in reversed(TABLES):
        op.drop_table(table)
