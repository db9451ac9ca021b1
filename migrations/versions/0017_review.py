"""The word of a first reviewer for a claim that takes two."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, release_cleared

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "claim_endorsement"
WORD = sa.String(length=64)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("evidence_digest", sa.String(length=255), nullable=False),
        sa.Column("specialty", WORD, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("note_text", sa.Text(), nullable=True),
        sa.Column("note_clearance_id", sa.Integer(), nullable=True),
        _of("claim_id", "licence_claim"),
        _of("reviewer_id", "physician"),
        _of("note_clearance_id", "clearance"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "claim_id", "reviewer_id", "evidence_digest", name=op.f(f"uq_{TABLE}_claim_id_reviewer_id_evidence_digest")
        ),
        sa.UniqueConstraint("note_clearance_id", name=op.f(f"uq_{TABLE}_note_clearance_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{TABLE}_claim_id"), TABLE, ["claim_id"])
    for statement in guard_cleared(op.get_bind().dialect.name, TABLE, "note"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in release_cleared(op.get_bind().dialect.name, TABLE, "note"):
        op.execute(statement)
    op.drop_table(TABLE)


def _of(column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=op.f(f"fk_{TABLE}_{column}_{owner}"))
