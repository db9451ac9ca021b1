"""What badges say, what a handle keeps of its member, and requests to open one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WORD = sa.String(length=64)
CODE = sa.String(length=255)
HANDLES = ("participant", "room_member")


def upgrade() -> None:
    """Apply; handles taken before keep what is known of their members now."""
    op.add_column("physician", sa.Column("state", CODE, nullable=False, server_default=""))
    op.execute(
        "UPDATE physician SET state = coalesce((SELECT max(jurisdiction) FROM licence_claim "
        "WHERE licence_claim.physician_id = physician.id AND licence_claim.status = 'approved'), '')"
    )
    for table in HANDLES:
        op.add_column(table, sa.Column("specialty", WORD))
        op.add_column(table, sa.Column("state", CODE, nullable=False, server_default=""))
        for column in ("specialty", "state"):
            op.execute(
                f"UPDATE {table} SET {column} = "  # noqa: S608 - names of our own tables
                f"(SELECT {column} FROM physician WHERE physician.id = {table}.physician_id)"
            )
    _create_rules()
    _create_unmasking()


def _create_unmasking() -> None:
    op.create_table(
        "unmasking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_kind", WORD, nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("settled_by_id", sa.Integer()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "settled_by_id IS NULL OR settled_by_id <> requested_by_id", name=op.f("ck_unmasking_two_people")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["physician.id"], name=op.f(f"fk_unmasking_{column}_physician"))
            for column in ("physician_id", "requested_by_id", "settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmasking")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unmasking_state_requested_at", "unmasking", ["state", "requested_at"])


def _create_rules() -> None:
    op.create_table(
        "badge_rule",
        sa.Column("specialty", WORD, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("level", WORD, nullable=False),
        sa.Column("blurred_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("specialty", "state", name=op.f("pk_badge_rule")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("unmasking")
    op.drop_table("badge_rule")
    for table in HANDLES:
        op.drop_column(table, "state")
        op.drop_column(table, "specialty")
    op.drop_column("physician", "state")
