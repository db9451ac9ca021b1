"""Rooms and messages."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, release_cleared

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROOMS = (
    "cardiology",
    "nephrology",
    "infectious-disease",
    "radiology",
    "endocrinology",
    "neurology",
    "rheumatology",
    "haematology",
    "emergency-medicine",
    "paediatrics",
    "oncology",
    "general-medicine",
)


def upgrade() -> None:
    """Apply."""
    room = op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("specialty", sa.String(length=64), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("slug", name=op.f("uq_room_slug")),
        sa.UniqueConstraint("specialty", name=op.f("uq_room_specialty")),
    )
    op.create_table(
        "room_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_member_room_id_room")),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["physician.id"], name=op.f("fk_room_member_physician_id_physician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_member")),
        sa.UniqueConstraint("room_id", "physician_id", name=op.f("uq_room_member_room_id_physician_id")),
        sa.UniqueConstraint("room_id", "handle", name=op.f("uq_room_member_room_id_handle")),
    )
    op.create_index(op.f("ix_room_member_physician_id"), "room_member", ["physician_id"])
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_clearance_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_key", sa.String(length=255), nullable=False),
        sa.Column("visibility", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_message_room_id_room")),
        sa.ForeignKeyConstraint(["member_id"], ["room_member.id"], name=op.f("fk_message_member_id_room_member")),
        sa.ForeignKeyConstraint(
            ["body_clearance_id"], ["clearance.id"], name=op.f("fk_message_body_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("room_id", "seq", name=op.f("uq_message_room_id_seq")),
        sa.UniqueConstraint("member_id", "client_key", name=op.f("uq_message_member_id_client_key")),
        sa.UniqueConstraint("body_clearance_id", name=op.f("uq_message_body_clearance_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "room_read",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_read_room_id_room")),
        sa.ForeignKeyConstraint(["physician_id"], ["physician.id"], name=op.f("fk_room_read_physician_id_physician")),
        sa.PrimaryKeyConstraint("room_id", "physician_id", name=op.f("pk_room_read")),
    )
    op.create_index("ix_room_read_physician_id", "room_read", ["physician_id"])
    op.bulk_insert(room, [{"slug": name, "specialty": name, "last_seq": 0} for name in ROOMS])
    for statement in guard_cleared(op.get_bind().dialect.name, "message", "body"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in release_cleared(op.get_bind().dialect.name, "message", "body"):
        op.execute(statement)
    op.drop_table("room_read")
    op.drop_table("message")
    op.drop_table("room_member")
    op.drop_table("room")
