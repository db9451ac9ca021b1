"""Spaces, threads, posts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, release_cleared

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CLEARED = (
    ("thread", "title"),
    ("post", "body"),
    ("post_revision", "body"),
    ("outcome", "diagnosis"),
    ("outcome", "summary"),
    ("outcome", "lesson"),
)
SPECIALTIES = (
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
PRACTICE = (
    ("billing", "Billing"),
    ("contracts", "Contracts"),
    ("staffing", "Staffing"),
    ("records", "Records"),
    ("licensing", "Licensing"),
    ("closing-a-practice", "Closing a practice"),
)


def _spaces() -> list[dict[str, str | None]]:
    """Return the rows of every space, in the order in which they are listed."""
    cases: list[dict[str, str | None]] = [
        {"kind": "case", "slug": slug, "title": slug.replace("-", " ").capitalize(), "specialty": slug}
        for slug in SPECIALTIES
    ]
    club: dict[str, str | None] = {"kind": "critique", "slug": "journal-club", "title": "Journal club", "specialty": None}
    practice = [{"kind": "practice", "slug": slug, "title": title, "specialty": None} for slug, title in PRACTICE]
    return [*cases, club, *practice]


def upgrade() -> None:
    """Apply."""
    space = op.create_table(
        "space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=255), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("specialty", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("slug", name=op.f("uq_space_slug")),
    )
    op.bulk_insert(space, _spaces())
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening_key", sa.String(length=255), nullable=False),
        sa.Column("title_text", sa.Text(), nullable=False),
        sa.Column("title_clearance_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("ask", sa.String(length=64), nullable=True),
        sa.Column("urgency", sa.String(length=64), nullable=True),
        sa.Column("age_band", sa.String(length=64), nullable=True),
        sa.Column("sex", sa.String(length=64), nullable=True),
        sa.Column("setting", sa.String(length=64), nullable=True),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_thread_space_id_space")),
        sa.ForeignKeyConstraint(
            ["title_clearance_id"], ["clearance.id"], name=op.f("fk_thread_title_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("opening_key", name=op.f("uq_thread_opening_key")),
        sa.UniqueConstraint("title_clearance_id", name=op.f("uq_thread_title_clearance_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_thread_space_id_last_post_at", "thread", ["space_id", "last_post_at"])
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("is_asker", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_participant_thread_id_thread")),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["physician.id"], name=op.f("fk_participant_physician_id_physician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("thread_id", "physician_id", name=op.f("uq_participant_thread_id_physician_id")),
        sa.UniqueConstraint("thread_id", "handle", name=op.f("uq_participant_thread_id_handle")),
    )
    op.create_index(op.f("ix_participant_physician_id"), "participant", ["physician_id"])
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_key", sa.String(length=255), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_clearance_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visibility", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id_thread")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_post_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["post.id"], name=op.f("fk_post_parent_id_post")),
        sa.ForeignKeyConstraint(
            ["body_clearance_id"], ["clearance.id"], name=op.f("fk_post_body_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("participant_id", "client_key", name=op.f("uq_post_participant_id_client_key")),
        sa.UniqueConstraint("body_clearance_id", name=op.f("uq_post_body_clearance_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_post_thread_id_created_at", "post", ["thread_id", "created_at"])
    op.create_index(op.f("ix_post_parent_id"), "post", ["parent_id"])
    op.create_table(
        "post_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_clearance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_revision_post_id_post")),
        sa.ForeignKeyConstraint(
            ["body_clearance_id"], ["clearance.id"], name=op.f("fk_post_revision_body_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_revision")),
        sa.UniqueConstraint("body_clearance_id", name=op.f("uq_post_revision_body_clearance_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_post_revision_post_id"), "post_revision", ["post_id"])
    op.create_table(
        "outcome",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=False),
        sa.Column("certainty_percent", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diagnosis_text", sa.Text(), nullable=False),
        sa.Column("diagnosis_clearance_id", sa.Integer(), nullable=False),
        sa.Column("summary_text", sa.Text(), nullable=False),
        sa.Column("summary_clearance_id", sa.Integer(), nullable=False),
        sa.Column("lesson_text", sa.Text(), nullable=True),
        sa.Column("lesson_clearance_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("certainty_percent BETWEEN 0 AND 100", name=op.f("ck_outcome_certainty")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_outcome_thread_id_thread")),
        sa.ForeignKeyConstraint(
            ["diagnosis_clearance_id"], ["clearance.id"], name=op.f("fk_outcome_diagnosis_clearance_id_clearance")
        ),
        sa.ForeignKeyConstraint(
            ["summary_clearance_id"], ["clearance.id"], name=op.f("fk_outcome_summary_clearance_id_clearance")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_clearance_id"], ["clearance.id"], name=op.f("fk_outcome_lesson_clearance_id_clearance")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("diagnosis_clearance_id", name=op.f("uq_outcome_diagnosis_clearance_id")),
        sa.UniqueConstraint("summary_clearance_id", name=op.f("uq_outcome_summary_clearance_id")),
        sa.UniqueConstraint("lesson_clearance_id", name=op.f("uq_outcome_lesson_clearance_id")),
    )
    op.create_table(
        "follow",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_follow_thread_id_thread")),
        sa.ForeignKeyConstraint(["physician_id"], ["physician.id"], name=op.f("fk_follow_physician_id_physician")),
        sa.PrimaryKeyConstraint("thread_id", "physician_id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_physician_id"), "follow", ["physician_id"])
    op.create_table(
        "helpful_mark",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_helpful_mark_post_id_post")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_helpful_mark")),
    )
    op.create_table(
        "round_dismissal",
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["physician.id"], name=op.f("fk_round_dismissal_physician_id_physician")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_round_dismissal_thread_id_thread")),
        sa.PrimaryKeyConstraint("physician_id", "thread_id", name=op.f("pk_round_dismissal")),
    )
    dialect = op.get_bind().dialect.name
    for table, name in CLEARED:
        for statement in guard_cleared(dialect, table, name):
            op.execute(statement)


def downgrade() -> None:
    """Undo."""
    dialect = op.get_bind().dialect.name
    for table, name in CLEARED:
        for statement in release_cleared(dialect, table, name):
            op.execute(statement)
    for table in (
        "round_dismissal",
        "helpful_mark",
        "follow",
        "outcome",
        "post_revision",
        "post",
        "participant",
        "thread",
        "space",
    ):
        op.drop_table(table)
