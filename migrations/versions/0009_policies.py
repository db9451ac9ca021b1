"""Policies, attestations in review and consent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    _stamps()
    op.add_column("thread", sa.Column("consent", sa.String(length=64), nullable=True))
    _rescreening()
    _tightening()
    _spot_checks()


def _stamps() -> None:
    # The defaults stand for clearances from before the columns were there.
    for column in (
        sa.Column("engine_version", sa.String(length=255), nullable=False, server_default="unknown"),
        sa.Column("strictness", sa.String(length=64), nullable=False, server_default="usual"),
        sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("clearance", column)


def _rescreening() -> None:
    op.create_table(
        "rescreening",
        sa.Column("clearance_id", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.String(length=255), nullable=False),
        sa.Column("engine_version", sa.String(length=255), nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("must_go", sa.Integer(), nullable=False),
        sa.Column("to_ask", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clearance_id"],
            ["clearance.id"],
            name=op.f("fk_rescreening_clearance_id_clearance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("clearance_id", name=op.f("pk_rescreening")),
    )


def _tightening() -> None:
    op.create_table(
        "policy_tightening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["physician.id"], name=op.f("fk_policy_tightening_physician_id_physician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_tightening")),
    )
    op.create_index(op.f("ix_policy_tightening_physician_id"), "policy_tightening", ["physician_id"])


def _spot_checks() -> None:
    op.create_table(
        "spot_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("surface", sa.String(length=64), nullable=False),
        sa.Column("clearance_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_kind", sa.String(length=64), nullable=True),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=64), nullable=True),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clearance_id"],
            ["clearance.id"],
            name=op.f("fk_spot_check_clearance_id_clearance"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["author_id"], ["physician.id"], name=op.f("fk_spot_check_author_id_physician")),
        sa.ForeignKeyConstraint(["moderator_id"], ["physician.id"], name=op.f("fk_spot_check_moderator_id_physician")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("clearance_id", "cause", name=op.f("uq_spot_check_clearance_id_cause")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_spot_check_author_id_settled_at", "spot_check", ["author_id", "settled_at"])
    op.create_table(
        "spot_check_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("spot_check_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["spot_check_id"],
            ["spot_check.id"],
            name=op.f("fk_spot_check_finding_spot_check_id_spot_check"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check_finding")),
    )
    op.create_index(op.f("ix_spot_check_finding_spot_check_id"), "spot_check_finding", ["spot_check_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("spot_check_finding", "spot_check", "policy_tightening", "rescreening"):
        op.drop_table(table)
    op.drop_column("thread", "consent")
    for name in ("confirmed", "strictness", "engine_version"):
        op.drop_column("clearance", name)
