"""Links to hospitals' sign-ins, what came by them, and the files of people's own data."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(length=64)
DIGEST = sa.String(length=255)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "hospital_link",
        sa.Column("id", sa.Integer(), nullable=False),
        _physician("hospital_link"),
        sa.Column("hospital", DIGEST, nullable=False),
        sa.Column("subject_digest", DIGEST, nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital_link")),
        sa.UniqueConstraint("physician_id", "hospital", name=op.f("uq_hospital_link_physician_id_hospital")),
        sa.UniqueConstraint("subject_digest", name=op.f("uq_hospital_link_subject_digest")),
    )
    op.create_table(
        "hospital_sign_in",
        sa.Column("device_session_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("sid_digest", DIGEST, nullable=True),
        sa.ForeignKeyConstraint(
            ["device_session_id"],
            ["device_session.id"],
            name=op.f("fk_hospital_sign_in_device_session_id_device_session"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["hospital_link.id"], name=op.f("fk_hospital_sign_in_link_id_hospital_link")
        ),
        sa.PrimaryKeyConstraint("device_session_id", name=op.f("pk_hospital_sign_in")),
    )
    op.create_table(
        "own_data_file",
        sa.Column("id", sa.Integer(), nullable=False),
        _physician("own_data_file"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("place", DIGEST, nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_data_file")),
        sa.UniqueConstraint("place", name=op.f("uq_own_data_file_place")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hospital_sign_in_link_id"), "hospital_sign_in", ["link_id"])
    op.create_index(op.f("ix_hospital_sign_in_sid_digest"), "hospital_sign_in", ["sid_digest"])
    op.create_index(op.f("ix_own_data_file_physician_id"), "own_data_file", ["physician_id"])
    op.create_index(
        "uq_own_data_file_open",
        "own_data_file",
        ["physician_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _physician(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("physician.id", name=op.f(f"fk_{table}_physician_id_physician"))
    return sa.Column("physician_id", sa.Integer(), key, nullable=False)


def downgrade() -> None:
    """Take back."""
    for table in ("own_data_file", "hospital_sign_in", "hospital_link"):
        op.drop_table(table)
