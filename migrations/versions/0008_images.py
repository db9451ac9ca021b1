"""Images."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, guard_cleared_image, release_cleared

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = (("image", "alt"), ("image", "caption"))
IMAGES = (("image_file", "data"), ("stack_frame", "data"))


def upgrade() -> None:
    """Apply."""
    _images()
    _stacks()
    dialect = op.get_bind().dialect.name
    for table, name in TEXTS:
        for statement in guard_cleared(dialect, table, name):
            op.execute(statement)
    for table, name in IMAGES:
        for statement in guard_cleared_image(dialect, table, name):
            op.execute(statement)


def _images() -> None:
    op.create_table(
        "clearance_region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clearance_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["clearance_id"],
            ["clearance.id"],
            name=op.f("fk_clearance_region_clearance_id_clearance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_region")),
    )
    op.create_index(op.f("ix_clearance_region_clearance_id"), "clearance_region", ["clearance_id"])
    op.create_table(
        "image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt_text", sa.Text(), nullable=False),
        sa.Column("alt_clearance_id", sa.Integer(), nullable=False),
        sa.Column("caption_text", sa.Text(), nullable=True),
        sa.Column("caption_clearance_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("refusal", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["uploader_id"], ["physician.id"], name=op.f("fk_image_uploader_id_physician")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_image_post_id_post")),
        sa.ForeignKeyConstraint(
            ["alt_clearance_id"], ["clearance.id"], name=op.f("fk_image_alt_clearance_id_clearance")
        ),
        sa.ForeignKeyConstraint(
            ["caption_clearance_id"], ["clearance.id"], name=op.f("fk_image_caption_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
        sa.UniqueConstraint("alt_clearance_id", name=op.f("uq_image_alt_clearance_id")),
        sa.UniqueConstraint("caption_clearance_id", name=op.f("uq_image_caption_clearance_id")),
        sqlite_autoincrement=True,
    )
    for column in ("uploader_id", "created_at", "post_id", "state"):
        op.create_index(op.f(f"ix_image_{column}"), "image", [column])
    op.create_table(
        "image_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("data_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("data_clearance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_image_file_image_id_image")),
        sa.ForeignKeyConstraint(
            ["data_clearance_id"], ["clearance.id"], name=op.f("fk_image_file_data_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_file")),
        sa.UniqueConstraint("image_id", "variant", name=op.f("uq_image_file_image_id_variant")),
        sa.UniqueConstraint("data_clearance_id", name=op.f("uq_image_file_data_clearance_id")),
        sqlite_autoincrement=True,
    )


def _stacks() -> None:
    op.create_table(
        "image_stack",
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=255), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("slope", sa.Double(), nullable=False),
        sa.Column("intercept", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=True),
        sa.Column("row_spacing_mm", sa.Double(), nullable=True),
        sa.Column("column_spacing_mm", sa.Double(), nullable=True),
        sa.Column("spacing_kind", sa.String(length=64), nullable=True),
        sa.CheckConstraint("frames > 0", name=op.f("ck_image_stack_frames")),
        sa.CheckConstraint("samples IN (1, 3)", name=op.f("ck_image_stack_samples")),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_image_stack_image_id_image")),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_image_stack")),
    )
    op.create_table(
        "stack_window",
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=255), nullable=False),
        sa.Column("centre", sa.Double(), nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image_stack.image_id"], name=op.f("fk_stack_window_image_id_image_stack")
        ),
        sa.PrimaryKeyConstraint("image_id", "position", name=op.f("pk_stack_window")),
    )
    op.create_table(
        "stack_fact",
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image_stack.image_id"], name=op.f("fk_stack_fact_image_id_image_stack")
        ),
        sa.PrimaryKeyConstraint("image_id", "name", name=op.f("pk_stack_fact")),
    )
    op.create_table(
        "stack_frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("data_clearance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["image_stack.image_id"], name=op.f("fk_stack_frame_image_id_image_stack")
        ),
        sa.ForeignKeyConstraint(
            ["data_clearance_id"], ["clearance.id"], name=op.f("fk_stack_frame_data_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stack_frame")),
        sa.UniqueConstraint("image_id", "position", name=op.f("uq_stack_frame_image_id_position")),
        sa.UniqueConstraint("data_clearance_id", name=op.f("uq_stack_frame_data_clearance_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Take back."""
    dialect = op.get_bind().dialect.name
    for table, name in (*TEXTS, *IMAGES):
        for statement in release_cleared(dialect, table, name):
            op.execute(statement)
    for table in (
        "stack_frame",
        "stack_fact",
        "stack_window",
        "image_stack",
        "image_file",
        "image",
        "clearance_region",
    ):
        op.drop_table(table)
