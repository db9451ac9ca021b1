"""Accounts: changes of address, links to a new password, deletion, and what is kept of the numbers of who went."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(length=64)
DIGEST = sa.String(length=255)


def upgrade() -> None:
    """Apply."""
    for table in ("post", "message"):
        op.add_column(table, sa.Column("withdrawn_at", MOMENT, nullable=True))
    _create_changes()
    _create_resets()
    _create_leaving()


def downgrade() -> None:
    """Undo."""
    for table in ("departed_mark", "withdrawal", "departure", "password_reset", "email_change"):
        op.drop_table(table)
    for table in ("message", "post"):
        op.drop_column(table, "withdrawn_at")


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))


def _create_changes() -> None:
    op.create_table(
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("new_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("new_digest", DIGEST, nullable=False),
        sa.Column("old_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("new_agreed_at", MOMENT, nullable=True),
        sa.Column("old_agreed_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        _of("email_change", "physician_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sqlite_autoincrement=True,
    )
    for column in ("physician_id", "state"):
        op.create_index(op.f(f"ix_email_change_{column}"), "email_change", [column])


def _create_resets() -> None:
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("token_digest", DIGEST, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _of("password_reset", "physician_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_password_reset_token_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_password_reset_physician_id"), "password_reset", ["physician_id"])


def _create_leaving() -> None:
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("texts", WORD, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("destroyed_at", MOMENT, nullable=True),
        _of("departure", "physician_id", "physician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
        sa.UniqueConstraint("physician_id", name=op.f("uq_departure_physician_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        _of("withdrawal", "physician_id", "physician"),
        _of("withdrawal", "thread_id", "thread"),
        _of("withdrawal", "room_id", "room"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    for column in ("physician_id", "due_at"):
        op.create_index(op.f(f"ix_withdrawal_{column}"), "withdrawal", [column])
    op.create_table(
        "departed_mark",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("left_at", MOMENT, nullable=False),
        sa.Column("is_barred", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_departed_mark")),
    )
