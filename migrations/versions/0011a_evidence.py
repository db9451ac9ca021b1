"""Evidence: each check's source, every proof of possession, held claims, second accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011a"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply; no table is made anew, so the triggers on cleared texts stay."""
    _create_possession_shown()
    op.drop_column("licence_claim", "possession")
    for name in ("licence_digest", "mailbox_digest"):
        op.add_column("licence_claim", sa.Column(name, sa.String(255), nullable=True))
        op.create_index(op.f(f"ix_licence_claim_{name}"), "licence_claim", [name])
    op.add_column("licence_claim", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("claim_check", sa.Column("source", sa.String(255), nullable=True))
    op.add_column("claim_check", sa.Column("valid_until", sa.Date(), nullable=True))
    op.execute("UPDATE claim_check SET source = 'nppes' WHERE source_dated_on IS NOT NULL")


def downgrade() -> None:
    """Undo; of several proofs only the institution's e-mail is kept, and a held claim waits for any reviewer."""
    op.drop_column("claim_check", "valid_until")
    op.drop_column("claim_check", "source")
    op.drop_column("licence_claim", "held_at")
    for name in ("mailbox_digest", "licence_digest"):
        op.drop_index(op.f(f"ix_licence_claim_{name}"), "licence_claim")
        op.drop_column("licence_claim", name)
    _restore_possession()
    op.drop_table("possession_shown")


def _create_possession_shown() -> None:
    op.create_table(
        "possession_shown",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["licence_claim.id"], name=op.f("fk_possession_shown_claim_id_licence_claim")
        ),
        sa.PrimaryKeyConstraint("claim_id", "proof", name=op.f("pk_possession_shown")),
    )
    op.execute(
        "INSERT INTO possession_shown (claim_id, proof, shown_at)"
        " SELECT id, possession, filed_at FROM licence_claim WHERE possession = 'institution_email'"
    )


def _restore_possession() -> None:
    op.add_column("licence_claim", sa.Column("possession", sa.String(64), nullable=False, server_default="none"))
    op.execute(
        "UPDATE licence_claim SET possession = 'institution_email' WHERE id IN"
        " (SELECT claim_id FROM possession_shown WHERE proof = 'institution_email')"
    )
    op.execute("UPDATE licence_claim SET status = 'needs_review' WHERE status = 'held'")
